"""What a line of a score gave, took and could still give: a bar in points. Pure geometry."""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from schools.russian import num

WIDTH, AXIS_GAP = 180, 3


@dataclass(frozen=True)
class Bar:
    axis: str
    plus: str  # widths; "" for nothing
    minus: str
    minus_x: str
    lost: str
    lost_x: str
    label: str
    width: int = WIDTH


def contribution_bars(
    lines: list[tuple[Decimal, Decimal, Decimal]],
) -> tuple[list[Bar], int, int]:
    """Bars of one scale for (gained, taken, limit) of every line, and the ends of the scale."""
    least = -ceil(max((taken for _gained, taken, _limit in lines), default=Decimal(0)))
    most = ceil(max((limit for _gained, _taken, limit in lines), default=Decimal(1)))
    unit = Decimal(WIDTH - 2 * AXIS_GAP) / (most - least)
    axis = AXIS_GAP - least * unit
    return [_bar(*line, unit, axis) for line in lines], least, most


def _bar(gained: Decimal, taken: Decimal, limit: Decimal, unit: Decimal, axis: Decimal) -> Bar:
    return Bar(
        axis=_px(axis),
        plus=_px(gained * unit) if gained else "",
        minus=_px(taken * unit) if taken else "",
        minus_x=_px(axis - taken * unit),
        lost=_px((limit - gained) * unit) if limit > gained else "",
        lost_x=_px(axis + gained * unit),
        label=f"плюс {num(gained)}, минус {num(taken)}",
    )


def _px(value: Decimal) -> str:
    """An attribute of SVG: a decimal point whatever the language."""
    return f"{value:.1f}"
