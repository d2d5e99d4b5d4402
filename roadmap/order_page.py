"""The lines of an order as its page shows them: by goal, each with what looks wrong. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from roadmap.lint import warnings_of
from roadmap.readers.drafts import DraftActivity, DraftIndicator, Order

KINDS = {
    "yes_no": "да/нет",
    "percent": "процент",
    "number": "число",
    "degree": "степень выполнения",
}


@dataclass(frozen=True)
class Line:
    """`cells`: (period, what the document wants of it)."""

    line: DraftIndicator | DraftActivity
    cells: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    is_skipped: bool

    @property
    def kind(self) -> str:
        return KINDS.get(self.line.kind, "")

    @property
    def is_lower(self) -> bool:
        return self.line.direction == "lower"


@dataclass(frozen=True)
class Page:
    order: Order
    indicators: list[tuple[str, list[Line]]]
    activities: list[tuple[str, list[Line]]]

    @property
    def doubtful(self) -> list[Line]:
        groups = (*self.indicators, *self.activities)
        return [line for _goal, lines in groups for line in lines if line.warnings]

    @property
    def columns(self) -> int:
        """Of the table of indicators: the tick, the number, the title, the kind, the periods."""
        return len(self.order.periods) + 4


def page_of(order: Order, *, skipped: set[int]) -> Page:
    warnings = warnings_of(order)

    def grouped(lines) -> Iterator[tuple[str, list[Line]]]:
        for place, title in enumerate(order.goals):
            own = [
                Line(
                    one,
                    tuple(zip(order.periods, texts_of(one), strict=True)),
                    tuple(warnings.get(one.row, ())),
                    one.row in skipped,
                )
                for one in lines
                if one.goal == place
            ]
            if own:
                yield title, own

    return Page(order, list(grouped(order.indicators)), list(grouped(order.activities)))


def texts_of(one: DraftIndicator | DraftActivity) -> tuple[str, ...]:
    return one.targets if isinstance(one, DraftIndicator) else one.cells
