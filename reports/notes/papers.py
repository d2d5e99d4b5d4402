"""Which note a run has: one of scores or one of lines; what each is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from identification.models import Run

from . import by_lines, identification, tables


@dataclass(frozen=True)
class Paper:
    template: str
    content: Callable  # run → what the template says
    sheets: Callable  # that → the tables of a workbook


SCORED = Paper(identification.TEMPLATE, identification.content, tables.sheets)
BY_LINES = Paper(by_lines.TEMPLATE, by_lines.content, by_lines.sheets)


def paper_of(run: Run) -> Paper:
    return SCORED if run.rule.is_scored else BY_LINES
