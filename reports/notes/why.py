"""The paper «Справка для школы»: what the page «почему» says of one verdict, on one sheet."""

from identification.methods.signs import Signs
from identification.models import Verdict
from identification.presenting import why_of

from .about import about

SCORED, BY_LINES = "reports/why_scored.html", "reports/why_by_lines.html"
SIGNS = "reports/why_signs.html"


def template(verdict: Verdict) -> str:
    rule = verdict.run.rule
    if isinstance(rule, Signs):
        return SIGNS
    return SCORED if rule.is_scored else BY_LINES


def content(verdict: Verdict) -> dict:
    return about(verdict.run, [verdict.snapshot]) | why_of(verdict)
