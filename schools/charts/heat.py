"""A heat map: schools × procedures, how far each figure is beyond its limit. Pure: SVG in points.

One hue, darker is further beyond the limit: red where that is worse, blue where it is better
(`is_good`). The signed distance stands in the cell, what is met is framed and bold, so losing the
colour costs nothing. Hatching and a word mark what is not known, a corner a small sample. Colours
are attributes, which a style sheet of a page may replace by the classes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from schools.russian import num

from .strokes import GREY, HAIR, INK, fitting, text, width_of

WIDTH, ROW, FOOT = 467, 16.0, 26
HEAD_SIZE, HEAD_LINE = 7.5, 8.5
ON_SCREEN = 1.6
NAME_LEAST, NAME_MOST, CELL_LEAST, CELL_MOST = 90.0, 150.0, 22.5, 46.0
NEAR, FAR = 1000, 2000  # hundredths of a percent beyond the limit
FILLS = ("#ffffff", "#f7ebe8", "#eccfc8", "#dba99e", "#8f3324")
GOOD_FILLS = ("#ffffff", "#f1f5f9", "#d8e4f0", "#b0c9e0", "#1f4e79")
DARKEST = len(FILLS) - 1
BEFORE = ("дальше 10 п. п. от порога", "ближе 10 п. п.")
KEY = (*BEFORE, "подходит под правило", "более 10 п. п.", "более 20 п. п.")
GOOD_KEY = (*BEFORE, "лучше порога", "на 10 п. п. и более", "на 20 п. п. и более")
CORNER = "малая выборка"
UNKNOWN = "нет данных"


@dataclass(frozen=True)
class Tile:
    """`excess`: hundredths of a percent beyond the limit; None: `gap` says why in a word."""

    excess: int | None
    met: bool = False
    words: str = ""  # what stands behind it: «12 из 30, 40 %»
    is_small: bool = False
    gap: str = "нет"

    @property
    def shade(self) -> int:
        """Five steps: far from the limit, near it, met, met by 10 points, by 20."""
        if not self.met:
            return 1 if self.excess >= -NEAR else 0
        return 4 if self.excess >= FAR else 3 if self.excess >= NEAR else 2

    @property
    def figure(self) -> str:
        """«+10», «−0,4»: a whole number, or as many decimals as the sign needs."""
        size = abs(self.excess)
        places = 0 if size >= 100 or not size else 1 if size >= 10 else 2
        sign = "+" if self.excess > 0 else ""
        return sign + num(self.excess / 100, places)


@dataclass(frozen=True)
class HeatRow:
    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Layout:
    left: float
    cell: float
    width: float
    scale: float  # letters of a screen are larger than those of a paper
    is_good: bool = False

    @property
    def fills(self) -> Sequence[str]:
        return GOOD_FILLS if self.is_good else FILLS


def heat_maps(
    groups: Sequence[tuple[str, Sequence[HeatRow]]],
    columns: Sequence[Sequence[str]],
    *,
    alt: str,
    most_rows: int | None = None,
    fits_page: bool = False,
    is_good: bool = False,
) -> list[str]:
    """One drawing, or as many as pages need; the title of each tells every figure in it.

    `columns`: the lines of a head, one above the other. `is_good`: beyond the limit is better.
    """
    rows = [row for _title, members in groups for row in members]
    if not rows or not columns:
        return []
    layout = _layout(rows, len(columns), fits_page=fits_page)
    at_once = len(columns)
    if fits_page:
        drawings = -(-len(columns) // int((WIDTH - layout.left) // CELL_LEAST))
        at_once = -(-len(columns) // drawings)
        layout = _layout(rows, at_once, fits_page=True)
    layout = replace(layout, is_good=is_good)
    return [
        _drawing(page, slice(first, first + at_once), columns, layout, alt)
        for first in range(0, len(columns), at_once)
        for page in _pages(groups, most_rows)
    ]


def _layout(rows: Sequence[HeatRow], columns: int, *, fits_page: bool) -> Layout:
    longest = max(width_of(row.name) for row in rows) + 8
    room = max(NAME_MOST, WIDTH - CELL_MOST * columns)  # what few columns leave to the names
    left = min(max(longest, NAME_LEAST), room)
    cell = min(max((WIDTH - left) / columns, CELL_LEAST), CELL_MOST)
    if fits_page:
        return Layout(left, cell, WIDTH, 1)
    return Layout(left, cell, max(WIDTH, left + cell * columns), ON_SCREEN)


def _pages(groups, most_rows: int | None) -> list[list]:
    """Groups in pieces of so many rows; a title counts as one."""
    pages, used = [[]], 0
    for title, members in groups:
        rest = list(members)
        while rest:
            room = len(rest) if most_rows is None else max(most_rows - used - 1, 0)
            if not room or (most_rows and room < 2 and used):
                pages.append([])
                used = 0
                continue
            piece, rest = rest[:room], rest[room:]
            pages[-1].append((title, piece))
            used += 1 + len(piece)
    return pages


def _drawing(groups, part: slice, columns, layout: Layout, alt: str) -> str:
    columns = columns[part]
    y = HEAD_LINE * max(map(len, columns)) + 5
    drawn = list(_heads(columns, layout, bottom=y - 5))
    for title, members in groups:
        if title:
            drawn.append(_words(0, y + ROW - 4, title[:1].upper() + title[1:], "ink", bold=True))
            y += ROW
        for row in members:
            drawn += _row(row.name, row.tiles[part], y, layout)
            y += ROW
    drawn += _key(y + 17, layout)
    height = round(y + FOOT)
    css = "op-heat-map is-good" if layout.is_good else "op-heat-map"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" role="img"'
        f' width="{layout.width * layout.scale:.0f}" height="{height * layout.scale:.0f}"'
        f' viewBox="0 0 {layout.width:.0f} {height}">'
        f"<title>{escape(_told(groups, part, columns, alt))}</title>{''.join(drawn)}</svg>"
    )


def _told(groups, part: slice, columns, alt: str) -> str:
    sentences = [alt]
    for _title, members in groups:
        for row in members:
            figures = "; ".join(
                f"{' '.join(lines)} {_said(tile)}"
                for lines, tile in zip(columns, row.tiles[part], strict=True)
            )
            sentences.append(f"{row.name}: {figures}.")
    return " ".join(sentences)


def _said(tile: Tile) -> str:
    return tile.words if tile.excess is None else f"{tile.figure} ({tile.words})"


def _heads(columns, layout: Layout, *, bottom: float):
    for n, lines in enumerate(columns):
        x = layout.left + layout.cell * (n + 0.5)
        for back, words in enumerate(reversed(lines)):
            fits = fitting(words, layout.cell * 8.5 / HEAD_SIZE + 6)
            yield _words(x, bottom - back * HEAD_LINE, fits, "muted", "middle", size=HEAD_SIZE)


def _row(name: str, tiles: Sequence[Tile], y: float, layout: Layout):
    yield _words(0, y + 11, fitting(name, layout.left - 4), "ink")
    for n, tile in enumerate(tiles):
        x, width = layout.left + layout.cell * n + 0.75, layout.cell - 1.5
        if tile.excess is None:
            yield _box(x, y, width, "gap", "#ffffff")
            yield _hatching(x, y, width)
            yield _words(x + width / 2, y + 11, tile.gap, "muted", "middle", size=7.5)
            continue
        yield _box(x, y, width, f"h{tile.shade}", layout.fills[tile.shade], framed=tile.met)
        kind = "strong" if tile.shade == DARKEST else f"t{tile.shade}"
        fill = "#ffffff" if tile.shade == DARKEST else INK
        middle = x + width / 2
        yield text(middle, y + 11, tile.figure, 8.5, fill, "middle", bold=tile.met, css=kind)
        if tile.is_small:
            yield _corner(x + width, y + 0.75, fill, kind)


def _key(y: float, layout: Layout):
    x = 0.0
    for shade, words in enumerate(GOOD_KEY if layout.is_good else KEY):
        yield _box(x, y - 8, 12, f"h{shade}", layout.fills[shade], framed=shade > 1, height=9)
        yield _words(x + 15, y, words, "muted", size=7)
        x += 15 + len(words) * 3.35 + 8
    yield _corner(x + 5, y - 7, GREY, "muted")
    yield _words(x + 8, y, CORNER, "muted", size=7)


def _words(x, y, words, css: str, anchor="start", *, bold=False, size=8.5) -> str:
    return text(x, y, words, size, GREY if css == "muted" else INK, anchor, bold=bold, css=css)


def _box(x, y, width, css: str, fill: str, *, framed=False, height=ROW - 1.5) -> str:
    stroke, thick = (INK, 0.9) if framed else (HAIR, 0.4)
    return (
        f'<rect class="{css}{" met" if framed else ""}" x="{x:.1f}" y="{y + 0.75:.1f}"'
        f' width="{width:.1f}" height="{height:.1f}" fill="{fill}" stroke="{stroke}"'
        f' stroke-width="{thick}"/>'
    )


def _hatching(x: float, y: float, width: float) -> str:
    height, step = ROW - 1.5, 6
    lines = "".join(
        f"M{x + start:.1f} {y + 0.75 + height:.1f}l{height:.1f} {-height:.1f}"
        for start in range(0, int(width - height) + 1, step)
    )
    return f'<path class="hatch" d="{lines}" stroke="{HAIR}" stroke-width="0.5" fill="none"/>'


def _corner(x: float, y: float, fill: str, css: str) -> str:
    return f'<path class="{css}" d="M{x:.1f} {y:.1f}h-5l5 5z" fill="{fill}"/>'
