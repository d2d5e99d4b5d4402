"""A row per school: where its score stands, against a threshold. Pure geometry, in per cent.

A template draws it (components/dots.html), so that letters keep their size at any width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from schools.russian import num, points

MARGIN = Decimal("0.03")  # of the range, at both ends
STEPS = (1, 2, 5, 10, 20, 50, 100)
MOST_GRID_LINES = 8


@dataclass(frozen=True)
class Dot:
    """What is drawn of one school. `adjusted`: a ring, where it differs from the value."""

    name: str
    value: Decimal
    status: str = "none"  # low, risk, lead, none: the class op-d-… of the theme
    adjusted: Decimal | None = None


@dataclass(frozen=True)
class DotRow:
    name: str
    status: str
    x: str
    ring: str  # "" where the two values are the same
    value: str
    adjusted: str


@dataclass(frozen=True)
class Mark:
    x: str
    label: str


@dataclass(frozen=True)
class DotPlot:
    groups: tuple[tuple[str, tuple[DotRow, ...]], ...]
    grid: tuple[Mark, ...]
    cut: Mark | None
    cut_on_the_right: bool  # then its words stand at its left
    label: str


def dot_plot(
    title: str, groups: Mapping[str, Sequence[Dot]], *, threshold: Decimal | None
) -> DotPlot | None:
    """None where there is nothing to draw."""
    values = [value for dots in groups.values() for dot in dots for value in _values(dot)]
    if not values:
        return None
    if threshold is not None:
        values.append(threshold)
    least, most = min(values), max(values)
    span = (most - least) or Decimal(1)
    least, most = least - span * MARGIN, most + span * MARGIN

    def x(value: Decimal) -> Decimal:
        return (value - least) / (most - least) * 100

    rows = tuple(
        (name, tuple(_row(dot, x) for dot in dots)) for name, dots in groups.items() if dots
    )
    cut = None if threshold is None else Mark(_percent(x(threshold)), points(threshold))
    return DotPlot(
        groups=rows,
        grid=tuple(Mark(_percent(x(Decimal(v))), num(v, 0)) for v in _grid(least, most)),
        cut=cut,
        cut_on_the_right=cut is not None and x(threshold) > 55,
        label=title,
    )


def _values(dot: Dot) -> list[Decimal]:
    return [value for value in (dot.value, dot.adjusted) if value is not None]


def _row(dot: Dot, x) -> DotRow:
    differs = dot.adjusted is not None and dot.adjusted != dot.value
    return DotRow(
        name=dot.name,
        status=dot.status,
        x=_percent(x(dot.value)),
        ring=_percent(x(dot.adjusted)) if differs else "",
        value=points(dot.value),
        adjusted=points(dot.adjusted) if differs else "",
    )


def _grid(least: Decimal, most: Decimal) -> list[int]:
    """Round numbers inside the range, not too many of them."""
    step = next((s for s in STEPS if (most - least) / s <= MOST_GRID_LINES), STEPS[-1])
    return list(range(ceil(least / step) * step, floor(most) + 1, step))


def _percent(x: Decimal) -> str:
    """An attribute of SVG: a decimal point whatever the language."""
    return f"{x:.2f}%"
