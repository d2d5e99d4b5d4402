"""Addressed recommendations: rules on the figures of one school among its peers.

`Case.of(facts, school_id)` → `recommend(case)` → `letter(answers)`. Pure: pandas and the standard
library, no model, request, setting or clock. How to add a rule: docs/adding-a-recommendation.md.
"""

from .case import Case
from .catalogue import RULES
from .facts import Facts
from .letters import Letter, letter
from .recommending import Answers, Draft, recommend
from .rule import Addressee, Check, Rule

__all__ = [
    "RULES",
    "Addressee",
    "Answers",
    "Case",
    "Check",
    "Draft",
    "Facts",
    "Letter",
    "Rule",
    "letter",
    "recommend",
]
