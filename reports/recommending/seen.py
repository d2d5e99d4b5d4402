"""What the portal itself sees of a recommendation: whether that on which it rests is still so."""

from reports.models import Recommendation
from reports.rules import Case, Facts
from reports.rules.catalogue import rule
from reports.rules.rule import Found

from .objections import keys_of

# done means: what the rule has found is not there any more
SEEN = (
    *("DQ-1", "DQ-2", "DQ-3", "DQ-4", "DQ-5", "DQ-6", "DQ-7"),
    *("MG-1", "MG-4", "MG-5", "MG-7", "MG-8", "TS-2", "TS-4", "MU-2", "MU-8"),
)
DONE, NOT_YET = "портал видит: сделано", "портал видит: пока нет"


def can_be_seen(one: Recommendation) -> bool:
    return one.rule in SEEN and one.is_under_way


def seen_in_words(one: Recommendation, facts: Facts) -> str:
    """`facts`: of today. Empty where the school is not among them."""
    if one.letter.school_id not in facts.school_rows:
        return ""
    lines = keys_of(one.lines)
    found = rule(one.rule).find(Case.of(facts, one.letter.school_id))
    holds = (one for one in found if isinstance(one, Found))
    return NOT_YET if any(_is_same(each, lines) for each in holds) else DONE


def _is_same(found: Found, lines: set) -> bool:
    own = {line.key for line in found.lines}
    return not lines or not own or bool(own & lines)
