"""A row per procedure on one scale of shares: last year's mark, an arrow, this year's mark. Pure.

The average beside is a stroke, so that it is told from a school in black and white as well. What
is not known says why in its row. SVG in points, for a paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from .strokes import GREY, HAIR, INK, fitting, line, text, width_of

WIDTH, RIGHT, TOP, ROW, FOOT = 467, 84, 12, 13.0, 34
LEAST_LEFT, MOST_LEFT = 100.0, 190.0
STEPS = (10, 20, 30, 50, 100)  # per cent at the end of the scale
PARTS = 5
WHOLE = 100  # hundredths of a percent
OWN = "#1f4e79"
R = 3.0


@dataclass(frozen=True)
class Strip:
    """Shares in hundredths of a percent; `words`: this year's figure, or why there is none."""

    name: str
    before: int | None
    now: int | None
    words: str
    average: int | None = None
    is_small: bool = False  # a hollow mark
    told: str = ""  # the whole row, as it is read aloud


@dataclass(frozen=True)
class Names:
    """What the marks mean, for the key."""

    now: str
    before: str
    average: str
    small: str = ""


def strips(rows: Sequence[Strip], *, names: Names, alt: str) -> str:
    """Empty where there is nothing to draw."""
    if not any(row.now is not None for row in rows):
        return ""
    longest = max(width_of(row.name) for row in rows)
    left = min(max(LEAST_LEFT, longest + 10), MOST_LEFT)
    frame = Frame(left, _top(rows))
    floor = TOP + ROW * len(rows)
    drawn = list(_grid(frame, floor))
    for number, row in enumerate(rows):
        drawn += _row(frame, row, TOP + ROW * (number + 0.5))
    drawn += _key(names, rows, floor + 26)
    height = round(floor + FOOT)
    told = " ".join([alt, *(f"{row.name}: {row.told or row.words}." for row in rows)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="op-strips" width="{WIDTH}pt"'
        f' height="{height}pt" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(told)}</title>{''.join(drawn)}</svg>"
    )


@dataclass(frozen=True)
class Frame:
    left: float
    top: int

    def x(self, share: float) -> float:
        return self.left + share / WHOLE / self.top * (WIDTH - RIGHT - self.left)


def _top(rows: Sequence[Strip]) -> int:
    shares = [share for row in rows for share in (row.before, row.now, row.average)]
    most = max(share for share in shares if share is not None)
    return next(step for step in STEPS if most <= step * WHOLE)


def _grid(frame: Frame, floor: float) -> Iterator[str]:
    for part in range(PARTS + 1):
        percent = frame.top * part // PARTS
        x = frame.x(percent * WHOLE)
        yield line(x, TOP, x, floor, HAIR, 0.9 if part == 0 else 0.4, css="grid")
        yield text(x, floor + 10, f"{percent}%", 7.5, GREY, "middle", css="muted")


def _row(frame: Frame, row: Strip, y: float) -> Iterator[str]:
    yield text(0, y + 2.7, fitting(row.name, frame.left - 6), 8.5, css="ink")
    yield line(frame.left, y, WIDTH - RIGHT, y, HAIR, 0.3, "0.5 2", css="grid")
    if row.average is not None:
        x = frame.x(row.average)
        yield line(x, y - 5, x, y + 5, INK, 1.1, css="average")
    if None not in (row.before, row.now) and row.before != row.now:
        yield from _arrow(frame.x(row.before), frame.x(row.now), y)
    if row.before is not None:
        yield _dot(frame.x(row.before), y, 1.6, GREY, GREY)
    if row.now is not None:
        yield _dot(frame.x(row.now), y, R, "#ffffff" if row.is_small else OWN, OWN)
    known = row.now is not None
    yield text(WIDTH, y + 2.7, row.words, 8.5, INK if known else GREY, "end", bold=known, css="ink")


def _arrow(start: float, end: float, y: float) -> Iterator[str]:
    back = 1 if end > start else -1
    stop = end - R * back
    if (stop - start) * back > 1:
        yield line(start, y, stop, y, GREY, 0.8, css="arrow")


def _dot(x: float, y: float, r: float, fill: str, stroke: str) -> str:
    return (
        f'<path d="M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="1"/>'
    )


def _key(names: Names, rows: Sequence[Strip], y: float) -> Iterator[str]:
    x, middle = 4.0, y - 2.6
    drawn = [
        (names.now, True, lambda x: _dot(x, middle, R, OWN, OWN)),
        (names.before, _any(rows, "before"), lambda x: _dot(x, middle, 1.6, GREY, GREY)),
        (names.average, _any(rows, "average"), lambda x: line(x, y - 7, x, y + 2, INK, 1.1)),
        (names.small, any(r.is_small for r in rows), lambda x: _dot(x, middle, R, "#ffffff", OWN)),
    ]
    for words, is_there, mark in drawn:
        if words and is_there:
            yield mark(x)
            yield text(x + 7, y, words, 7.5, GREY, css="muted")
            x += 7 + len(words) * 3.9 + 14


def _any(rows: Sequence[Strip], name: str) -> bool:
    return any(getattr(row, name) is not None for row in rows)
