"""The schools of a run as a note tells of them. Pure: rows of a summary in, figures out.

A school loses points in two ways: what it lacks of the high results, and what the low ones cost.
A gap that counts as zero costs the whole weight of its line.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from identification.methods.cells import WHOLE
from identification.methods.weighted_score import GROUPS
from identification.summary import Row

# parts of the weight of a line: the heat map is the same for weights of 5 and of 50
SHADES = {"h4": Decimal("1.5"), "h3": Decimal("0.8"), "h2": Decimal("0.5"), "h1": Decimal("0.2")}


@dataclass(frozen=True)
class Cell:
    """What one line took from one school."""

    reason: dict
    loss: Decimal | None  # None: a gap that takes nothing

    @property
    def is_gap(self) -> bool:
        return self.reason["share_high"] is None

    @property
    def is_zero_pair(self) -> bool:
        return self.reason["two_zeros"]

    @property
    def shade(self) -> str:
        if self.is_gap:
            return "gap"
        part = self.loss / exact(self.reason["weight"])
        return next((shade for shade, limit in SHADES.items() if part > limit), "h0")


@dataclass(frozen=True)
class Standing:
    row: Row
    cells: tuple[Cell, ...]
    group: str  # whom it is compared with: a cluster, a kind of school, or all
    size: int

    def __str__(self):
        return self.name

    @property
    def verdict(self):
        return self.row.verdict

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def full_name(self) -> str:
        return self.verdict.snapshot["full_name"] or self.row.name

    @property
    def score(self) -> Decimal | None:
        return self.verdict.score

    @property
    def place(self) -> str:
        """«4–5»: of how many is told once, in the head of the group."""
        return self.row.place.partition(" из ")[0]

    @property
    def adjusted_place(self) -> str:
        return self.row.adjusted_place.partition(" из ")[0]

    @property
    def to_threshold(self) -> Decimal:
        return -self.row.distance

    @property
    def zero_pairs(self) -> int:
        return len(self.row.explanation.zero_pairs)

    @property
    def gaps(self) -> int:
        return len(self.row.explanation.gaps)

    @property
    def taken(self) -> Decimal:
        return sum((cell.loss for cell in self.cells if cell.loss is not None), Decimal())


def standings_of(rows: Sequence[Row], parameters: dict) -> list[Standing]:
    key = GROUPS[parameters["rank_within"]]
    groups = {row.verdict.pk: row.verdict.snapshot[key] or "" for row in rows}
    sizes = Counter(groups[row.verdict.pk] for row in rows if row.verdict.score is not None)
    counts_as_zero = parameters["gaps"] == "zero"
    return [
        Standing(
            row=row,
            cells=tuple(cell_of(reason, counts_as_zero) for reason in row.verdict.reasons),
            group=groups[row.verdict.pk],
            size=sizes[groups[row.verdict.pk]],
        )
        for row in rows
    ]


def cell_of(reason: dict, counts_as_zero: bool) -> Cell:
    weight = exact(reason["weight"])
    if reason["share_high"] is None:
        return Cell(reason, weight if counts_as_zero else None)
    lacking = weight * (WHOLE - reason["share_high"]) / WHOLE
    return Cell(reason, lacking + exact(reason["low_weight"]) * reason["share_low"] / WHOLE)


def exact(number) -> Decimal:
    """As it is written in the methodology: the float 0.1 is a little more than 0,1."""
    return Decimal(str(number))
