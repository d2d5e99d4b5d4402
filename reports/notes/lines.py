"""The lines of a methodology and how full they are. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.heads import head_of

from .standings import Cell, Standing

WIDTH = 8  # columns of lines that fit beside the name of a school and its score


@dataclass(frozen=True)
class Line:
    number: int
    title: str
    high: object  # weights as the methodology writes them
    low: object
    cells: tuple[Cell, ...]  # one per school

    @property
    def over(self) -> str:
        return head_of(self.title)[0]

    @property
    def under(self) -> str:
        return head_of(self.title)[1]

    @property
    def present(self) -> int:
        return sum(not cell.is_gap for cell in self.cells)

    @property
    def zero_pairs(self) -> int:
        return sum(cell.is_zero_pair for cell in self.cells)

    @property
    def gaps(self) -> Counter:
        return Counter(cell.reason["no_data"] for cell in self.cells if cell.is_gap)


def lines_of(parameters: dict, standings: Sequence[Standing]) -> list[Line]:
    return [
        Line(
            number=n + 1,
            title=standings[0].cells[n].reason["title"],
            high=line["high"],
            low=line["low"],
            cells=tuple(standing.cells[n] for standing in standings),
        )
        for n, line in enumerate(parameters["lines"])
    ]


def blocks(count: int) -> list[str]:
    """Fourteen lines stand in two tables of seven, not in one of eight and one of six.

    In the words of the template filter `slice`.
    """
    tables = -(-count // WIDTH)
    size = -(-count // tables)
    return [f"{start}:{start + size}" for start in range(0, count, size)]


@dataclass(frozen=True)
class Worst:
    line: Line
    mean: Decimal
    schools: int


def worst_line(lines: Sequence[Line], among: Sequence[Standing]) -> Worst | None:
    """The line with the largest mean loss of these schools; pairs «0 и 0» tell nothing of it.

    Lines that fewer than half of them have come after the others: one school is not a tendency.
    """
    found = []
    for n, line in enumerate(lines):
        cells = [standing.cells[n] for standing in among]
        losses = [cell.loss for cell in cells if not (cell.is_gap or cell.is_zero_pair)]
        if any(losses):
            found.append(Worst(line, sum(losses) / len(losses), len(losses)))
    common = [worst for worst in found if 2 * worst.schools >= len(among)]
    return max(common or found, key=lambda worst: (worst.mean, worst.schools), default=None)
