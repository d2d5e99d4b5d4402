"""The paper «Справка для школы»: what the page «почему» says of one verdict, on one sheet."""

from identification.models import Verdict
from identification.presenting import why_of

from .about import about

TEMPLATES = {True: "reports/why_scored.html", False: "reports/why_by_lines.html"}


def template(verdict: Verdict) -> str:
    return TEMPLATES[verdict.run.rule.is_scored]


def content(verdict: Verdict) -> dict:
    return about(verdict.run, [verdict.snapshot]) | why_of(verdict)
