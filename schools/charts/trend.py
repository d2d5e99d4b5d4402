"""Shares over years, or over grades: SVG in points, for a page and for a paper. Pure.

The own line is thick with its figures; the others are told apart by dashes and by the shape of
their marks, and named at their ends, so losing the colour costs nothing. A column without a
figure is hatched and says why; the line does not pass through it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from schools.russian import num, percent

from .strokes import GREY, HAIR, INK, box, line, text, width_of

WIDTH, WIDE, HEIGHT = 226, 467, 138  # two beside each other on a paper, or one
LEFT, RIGHT, TOP, BOTTOM, SIGN = 22, 58, 8, 24, 10
STEPS = (10, 20, 30, 40, 60, 80, 100)  # per cent at the top of the scale
NAMES_APART, LABEL, HATCH = 9, 13, 6
WHOLE = 100  # hundredths of a percent
# width, dashes, colour, shape of a mark
STROKES = {
    "own": (1.8, "", "#1f4e79", "circle"),
    "high": (1.4, "5 2", "#2f6f4f", "diamond"),
    "cluster": (0.9, "4 2", GREY, "square"),
    "municipality": (0.9, "1 2", INK, "triangle"),
    "region": (0.9, "6 2 1 2", "#7f560a", "diamond"),
}


@dataclass(frozen=True)
class Point:
    """`words`: the figure as people read it, or why there is none."""

    share: int | None
    words: str
    is_small: bool = False  # a hollow mark
    is_uncounted: bool = False  # a square


@dataclass(frozen=True)
class Series:
    """`kind`: one of STROKES. The first series is the one whose gaps are told."""

    name: str
    kind: str
    points: Sequence[Point | None]


@dataclass(frozen=True)
class Column:
    """Two lines below the axis; signs and notes stand above the plot, a sign in bold."""

    over: str
    under: str = ""
    signs: Sequence[str] = ()
    notes: Sequence[str] = ()
    told: str = ""  # how it is read aloud, where the lines are short


def top_of(series: Sequence[Series]) -> int:
    """The end of a scale that holds all of these: drawings side by side share one."""
    points = [point for one in series for point in one.points]
    most = max((p.share for p in points if p and p.share is not None), default=0)
    return next(step for step in STEPS if most <= step * WHOLE)


def trend(
    columns: Sequence[Column],
    series: Sequence[Series],
    *,
    top: int,
    alt: str,
    is_wide: bool = False,
) -> str:
    width, css = (WIDE, "op-trend op-trend-wide") if is_wide else (WIDTH, "op-trend")
    above = max(len(column.signs) + len(column.notes) for column in columns)
    frame = Frame(width, len(columns), top, head=TOP + SIGN * above)
    drawn = [*_grid(frame), *_columns(frame, columns, series[0])]
    for one in reversed(series):
        drawn += _line(frame, one)
    drawn += _values(frame, series)
    drawn += _names(frame, series)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" width="{width}pt"'
        f' height="{HEIGHT}pt" viewBox="0 0 {width} {HEIGHT}" role="img">'
        f"<title>{escape(_told(columns, series, alt))}</title>{''.join(drawn)}</svg>"
    )


@dataclass(frozen=True)
class Frame:
    width: float
    columns: int
    top: int
    head: float

    @property
    def step(self) -> float:
        return (self.end - LEFT) / self.columns

    @property
    def end(self) -> float:
        return self.width - RIGHT

    @property
    def floor(self) -> float:
        return HEIGHT - BOTTOM

    def x(self, column: int) -> float:
        return LEFT + self.step * (column + 0.5)

    def y(self, share: int) -> float:
        return self.floor - share / WHOLE / self.top * (self.floor - self.head)


def _told(columns, series, alt: str) -> str:
    sentences = [alt]
    for place, column in enumerate(columns):
        figures = "; ".join(
            f"{one.name} {one.points[place].words}" for one in series if one.points[place]
        )
        name = column.told or f"{column.over} {column.under}".strip()
        sentences.append(f"{name}: {'; '.join([figures, *column.signs, *column.notes])}.")
    return " ".join(sentences)


def _grid(frame: Frame) -> Iterator[str]:
    for share in (0, frame.top * WHOLE // 2, frame.top * WHOLE):
        y = frame.y(share)
        yield line(LEFT, y, frame.end, y, HAIR, 0.5 if share else 0.9, css="grid")
        words = num(share / WHOLE, 0 if share % WHOLE == 0 else 1)
        yield text(LEFT - 3, y + 2.5, f"{words}%", 7, GREY, "end", css="muted")


def _columns(frame: Frame, columns, own: Series) -> Iterator[str]:
    for place, column in enumerate(columns):
        x, point = frame.x(place), own.points[place]
        yield text(x, frame.floor + 10, column.over, 7.5, INK, "middle", css="ink")
        yield text(x, frame.floor + 19, column.under, 7, GREY, "middle", css="muted")
        y = frame.head - TOP - SIGN * (len(column.signs) + len(column.notes) - 1)
        for n, words in enumerate([*column.signs, *column.notes]):
            is_sign = n < len(column.signs)
            css = "ink" if is_sign else "muted"
            yield text(x, y + SIGN * n, words, 7, INK, "middle", bold=is_sign, css=css)
        if column.signs:
            yield line(x, frame.head - 4, x, frame.floor, GREY, 0.6, "2 2", css="sign")
        if point is None or point.share is None:
            yield _gap(frame, x, point.words if point else "")


def _gap(frame: Frame, x: float, words: str) -> str:
    width, height = frame.step - 3, frame.floor - frame.head
    left, top = x - width / 2, frame.head
    lines = "".join(
        f"M{left + max(at - height, 0):.1f} {top + min(at, height):.1f}"
        f"L{left + min(at, width):.1f} {top + max(at - width, 0):.1f}"
        for at in range(HATCH, int(width + height), HATCH)
    )
    room = width_of(words) * 7 / 8.5 + 4
    label = box(-room / 2, -7, room, 10, "#ffffff", css="under")
    label += text(0, 0, words, 7, GREY, "middle", css="muted")
    return (
        f'<path class="hatch" d="{lines}" stroke="{HAIR}" stroke-width="0.5" fill="none"/>'
        f'<g transform="translate({x + 2.5:.1f} {top + height / 2:.1f}) rotate(-90)">{label}</g>'
    )


def _line(frame: Frame, series: Series) -> Iterator[str]:
    width, dash, colour, shape = STROKES[series.kind]
    known = [(n, p) for n, p in enumerate(series.points) if p and p.share is not None]
    # neighbours stay together: the place of a column less its number among the known
    for _key, run in groupby(enumerate(known), key=lambda item: item[1][0] - item[0]):
        d = "L".join(f"{frame.x(n):.1f} {frame.y(p.share):.1f}" for _place, (n, p) in run)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        yield (
            f'<path class="line {series.kind}" d="M{d}" stroke="{colour}"'
            f' stroke-width="{width}" fill="none"{dashes}/>'
        )
    for place, point in known:
        yield _mark(frame.x(place), frame.y(point.share), point, series.kind, colour, shape)


def _mark(x, y, point: Point, kind: str, colour: str, shape: str) -> str:
    r = 3.0 if kind in ("own", "high") else 1.8
    shape = "square" if point.is_uncounted and kind == "own" else shape
    hollow = point.is_small
    d = {
        "circle": f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z",
        "square": f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}z",
        "triangle": f"M{x - r:.1f} {y + r:.1f}L{x:.1f} {y - r:.1f}L{x + r:.1f} {y + r:.1f}z",
        "diamond": f"M{x - r:.1f} {y:.1f}l{r} {-r}l{r} {r}l{-r} {r}z",
    }[shape]
    fill = "#ffffff" if hollow else colour
    css = f"mark {kind}{' hollow' if hollow else ''}"
    return f'<path class="{css}" d="{d}" fill="{fill}" stroke="{colour}" stroke-width="1"/>'


def _values(frame: Frame, series: Sequence[Series]) -> Iterator[str]:
    """Above the own marks; below, where the mark of another line or the edge is in the way."""
    own, *others = series
    for place, point in enumerate(own.points):
        if point is None or point.share is None:
            continue
        y = frame.y(point.share)
        near = [
            frame.y(p.share) - y
            for p in (one.points[place] for one in others)
            if p and p.share is not None
        ]
        taken = any(-LABEL < gap < -1 for gap in near) or y - LABEL < frame.head - 4
        free = not any(1 < gap < LABEL for gap in near) and y + LABEL < frame.floor
        words = percent(round(point.share, -2))
        y += 10 if taken and free else -5
        yield text(frame.x(place), y, words, 7, INK, "middle", bold=True, css="ink halo")


def _names(frame: Frame, series) -> Iterator[str]:
    """At the ends of the lines; pushed apart where they would run into each other."""
    ends = []
    for one in series:
        known = [p.share for p in one.points if p and p.share is not None]
        if known:
            ends.append((frame.y(known[-1]), one))
    ends.sort(key=lambda end: end[0])
    places = [y for y, _series in ends]
    for n in range(1, len(places)):
        places[n] = max(places[n], places[n - 1] + NAMES_APART)
    beyond = max(places[-1] - frame.floor, 0) if places else 0
    for n in range(len(places) - 1, -1, -1):
        ceiling = places[n + 1] - NAMES_APART if n + 1 < len(places) else places[n] - beyond
        places[n] = min(places[n], ceiling)
    for y, (_end, one) in zip(places, ends, strict=True):
        bold, colour = one.kind == "own", STROKES[one.kind][2]
        x = frame.end + 3
        yield text(x, y + 2.5, one.name, 7.5, colour, bold=bold, css=f"name {one.kind}")
