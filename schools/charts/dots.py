"""A row per school inside its group: its score, and an arrow to the adjusted one. Pure: SVG.

For a page and for a paper; only a paper is drawn in parts, all of one scale. Shape first, colour
second: losing the colour costs nothing. Colours are attributes, which a style sheet of a page may
replace by the classes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from schools.russian import num

from .strokes import GREY, HAIR, INK, box, colour_of, fitting, line, mark, text, width_of

WIDTH, RIGHT, TOP, ROW, GAP = 467, 74, 26, 12.1, 5
FOOT, LEVEL = 34, 9
ROWS = 46  # with the caption they fill a page
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class Dot:
    name: str
    score: Decimal
    adjusted: Decimal
    status: str


@dataclass(frozen=True)
class Limit:
    """A score at which something begins: a line across the plot with words above it."""

    value: Decimal
    words: str
    status: str


@dataclass(frozen=True)
class Key:
    """Statuses that occur, in words; and what the arrow means, where there is one."""

    statuses: dict[str, str]
    arrow: str = ""


@dataclass(frozen=True)
class Scale:
    low: float
    high: float
    step: int
    left: float

    def x(self, value) -> float:
        part = (float(value) - self.low) / (self.high - self.low)
        return self.left + part * (WIDTH - self.left - RIGHT)

    @property
    def ticks(self) -> list[int]:
        count = round((self.high - self.low) / self.step)
        return [round(self.low + self.step * n) for n in range(count + 1)]


def dot_plots(
    groups: Sequence[tuple[str, Sequence[Dot]]],
    *,
    limits: Sequence[Limit],
    key: Key,
    alt: str,
    fits_page: bool = False,
) -> list[str]:
    """One drawing, or as many as pages need; the title of each tells every figure in it."""
    dots = [dot for _title, members in groups for dot in members]
    if not dots:
        return []
    scale = _scale(dots, limits)
    pages = parts(groups) if fits_page else [groups]
    return [_drawing(page, scale, limits, key, alt) for page in pages]


def parts(groups: Sequence[tuple[str, Sequence[Dot]]]) -> list[list]:
    """Pages of groups: a group stays whole if a page can hold it, else it goes on on the next."""
    pages, used = [[]], 0
    for title, members in groups:
        room = ROWS - 1
        if used and used + 1 + len(members) > ROWS:
            pages.append([])
            used = 0
        for start in range(0, len(members), room):
            if start:
                pages.append([])
                used = 0
            words = f"{title} (продолжение)" if start and title else title
            piece = members[start : start + room]
            pages[-1].append((words, piece))
            used += 1 + len(piece)
    return pages


def _scale(dots: Sequence[Dot], limits: Sequence[Limit]) -> Scale:
    values = [value for dot in dots for value in (dot.score, dot.adjusted)]
    values += [limit.value for limit in limits]
    span = float(max(values) - min(values)) or 1
    step = next((step for step in STEPS if span / step <= 8), STEPS[-1])
    low = (float(min(values)) - step * 0.1) // step * step
    high = -((-float(max(values)) - step * 0.1) // step) * step
    longest = max(width_of(dot.name) for dot in dots)
    return Scale(low, high, step, left=min(max(100.0, 14 + longest), 190.0))


def _drawing(groups, scale: Scale, limits, key: Key, alt: str) -> str:
    top = TOP + LEVEL * max((label.level for label in _labels(scale, limits)), default=0)
    y, rows = top, []
    for title, members in groups:
        if title:
            y += ROW + (GAP if rows else 0)
            rows.append((y, title))
        for dot in members:
            y += ROW
            rows.append((y, dot))
    bottom = y + ROW * 0.7
    height = round(bottom + FOOT)
    has_arrow = any(dot.adjusted != dot.score for _title, members in groups for dot in members)
    drawn = [*_limits(scale, limits, top, bottom), *_grid(scale, top, bottom, has_arrow)]
    for at, item in rows:
        if isinstance(item, Dot):
            drawn += _row(item, at, scale, has_arrow)
        else:
            drawn.append(text(0, at + 2.7, _upper(item), 8.5, bold=True, css="ink"))
    drawn += _key(key, bottom + 25, has_arrow)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="op-dot-plot" width="{WIDTH}pt"'
        f' height="{height}pt" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(_told(groups, limits, alt, has_arrow))}</title>{''.join(drawn)}</svg>"
    )


def _told(groups, limits, alt: str, has_arrow: bool) -> str:
    sentences = [alt, *(f"{limit.words}." for limit in limits)]
    for title, members in groups:
        figures = (
            f"{dot.name} {num(dot.score)}"
            + (f" (с поправкой {num(dot.adjusted)})" if has_arrow else "")
            for dot in members
        )
        sentences.append(f"{_upper(title) + ': ' if title else ''}{'; '.join(figures)}.")
    return " ".join(sentences)


def _grid(scale: Scale, top: float, bottom: float, has_arrow: bool):
    for tick in scale.ticks:
        yield line(scale.x(tick), top, scale.x(tick), bottom, HAIR, 0.4, css="grid")
        yield text(scale.x(tick), bottom + 10, tick, 7.5, GREY, "middle", css="muted")
    yield line(scale.x(scale.low), bottom, scale.x(scale.high), bottom, GREY, 0.5, css="axis")
    column = WIDTH - 36 if has_arrow else WIDTH - 0.5
    yield text(column, top - 8, "S", 8, INK, "end", bold=True, css="ink")
    if has_arrow:
        yield text(WIDTH - 4.5, top - 8, "S", 8, GREY, "end", css="muted")
        yield text(WIDTH - 0.5, top - 6, "п", 6, GREY, "end", css="muted")


def _limits(scale: Scale, limits: Sequence[Limit], top: float, bottom: float):
    for limit in limits:
        x, colour = scale.x(limit.value), colour_of(limit.status)
        if limit.status == "low":
            start = scale.x(scale.low)
            yield box(start, top, x - start, bottom - top, "#f6ebe8", css="zone")
        dash = {"low": "", "at_risk": "3 2"}.get(limit.status, "1 2")
        width = 1.1 if limit.status == "low" else 0.8
        yield line(x, top - 4, x, bottom, colour, width, dash, css=f"cut {limit.status}")
    for limit, label in zip(limits, _labels(scale, limits), strict=True):
        y, anchor = top - 8 - LEVEL * label.level, "end" if label.leans_left else "start"
        x = scale.x(limit.value) + (-3 if label.leans_left else 1)
        colour, css = colour_of(limit.status), f"limit {limit.status}"
        yield text(x, y, limit.words, 8, colour, anchor, bold=True, css=css)


@dataclass(frozen=True)
class Label:
    """Where the words of a limit stand; a level up for each label they would run into."""

    start: float
    end: float
    level: int
    leans_left: bool


def _labels(scale: Scale, limits: Sequence[Limit]) -> list[Label]:
    """The first leans to the left, the others to the right, where the drawing has room for them."""
    placed = []
    for limit in limits:
        x, room = scale.x(limit.value), len(limit.words) * 4.4
        leans_left = x > room and (not placed or x + room > WIDTH - RIGHT / 2)
        start, end = (x - room, x) if leans_left else (x, x + room)
        level = sum(label.start < end and start < label.end for label in placed)
        placed.append(Label(start, end, level, leans_left))
    return placed


def _row(dot: Dot, y: float, scale: Scale, has_arrow: bool):
    yield text(8, y + 2.7, fitting(dot.name, scale.left - 12), 8.5, css="ink")
    yield line(scale.x(scale.low), y, scale.x(scale.high), y, HAIR, 0.3, "0.5 2", css="grid")
    if dot.adjusted != dot.score:
        yield from _arrow(scale.x(dot.score), scale.x(dot.adjusted), y)
    yield mark(dot.status, scale.x(dot.score), y)
    column = WIDTH - 36 if has_arrow else WIDTH - 0.5
    yield text(column, y + 2.7, num(dot.score), 8.5, INK, "end", bold=True, css="ink")
    if has_arrow:
        fill, css = (GREY, "muted") if dot.adjusted == dot.score else (INK, "ink")
        yield text(WIDTH - 0.5, y + 2.7, num(dot.adjusted), 8.5, fill, "end", css=css)


def _arrow(start: float, end: float, y: float):
    back = 1 if end > start else -1
    yield line(start, y, end - 3 * back, y, INK, 0.8, css="arrow")
    head = f"M{end:.1f} {y:.1f}l{-4.6 * back:.1f} -2.3v4.6z"
    yield f'<path class="head" d="{head}" fill="{INK}"/>'


def _key(key: Key, y: float, has_arrow: bool):
    x = 8.0
    for status, words in key.statuses.items():
        yield mark(status, x, y - 2.6)
        yield text(x + 7, y, words, 7.5, GREY, css="muted")
        x += 7 + len(words) * 3.9 + 14
    if has_arrow and key.arrow:
        yield from _arrow(x, x + 15, y - 2.6)
        yield text(x + 19, y, key.arrow, 7.5, GREY, css="muted")


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
