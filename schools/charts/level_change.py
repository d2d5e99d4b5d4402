"""A grid of five levels and five changes with schools in its cells: SVG in points. Pure.

Three tones of grey-blue, and the word of the tone in the corner of every cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from .strokes import GREY, HAIR, INK, fitting, text, width_of

WIDTH, LEFT, HEAD, LINE, LEAST, FOOT = 467, 72, 34, 9.5, 26, 18
SIZE = 7.5  # of names; width_of knows 8.5
MOST = 12  # names in a cell; the table beside has them all
FILLS = ("#ffffff", "#e7eef6", "#bcd0e4")


@dataclass(frozen=True)
class Cell:
    names: Sequence[str]
    zone: str  # the word in its corner; "" where no school can be


@dataclass(frozen=True)
class Grid:
    heads: Sequence[tuple[str, str]]  # a word and its borders
    rows: Sequence[tuple[str, Sequence[Cell]]]
    tones: Sequence[str]  # the words, from the lightest tone on


def level_change(grid: Grid, *, side: str, note: str, alt: str) -> str:
    """`side`: what the rows tell, in two words; `note`: what a mark beside a name means."""
    step = (WIDTH - LEFT) / len(grid.heads)
    drawn = [text(0, 9, side, 7.5, GREY, css="muted")]
    for n, (word, border) in enumerate(grid.heads):
        x = LEFT + step * (n + 0.5)
        drawn.append(text(x, 13, word, 8.5, INK, "middle", bold=True, css="ink"))
        drawn.append(text(x, 24, border, 7, GREY, "middle", css="muted"))
    y = float(HEAD)
    for name, cells in grid.rows:
        height = max(LEAST, max(len(_lines(cell, step - 8)) for cell in cells) * LINE + 16)
        drawn.append(text(0, y + 12, name, 8.5, INK, bold=True, css="ink"))
        for n, cell in enumerate(cells):
            drawn += _cell(cell, LEFT + step * n, y, step, height, grid.tones)
        y += height
    drawn.append(text(LEFT, y + 13, note, 7, GREY, css="muted"))
    height = round(y + FOOT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="op-level-change" width="{WIDTH}pt"'
        f' height="{height}pt" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(_told(grid, alt))}</title>{''.join(drawn)}</svg>"
    )


def _lines(cell: Cell, room: float) -> list[str]:
    """Names, a long one on two lines: what tells schools apart often stands at the end."""
    names = list(cell.names)
    more = len(names) - MOST + 1
    if more > 1:
        names = [*names[: MOST - 1], f"и ещё {more}"]
    room *= 8.5 / SIZE
    return [line for name in names for line in _wrapped(name, room)]


def _wrapped(name: str, room: float) -> list[str]:
    """Never more than two lines; the second goes in a little."""
    if width_of(name) <= room:
        return [name]
    words = name.split(" ")
    first = next(n for n in range(len(words), 0, -1) if n == 1 or _fits(words[:n], room))
    rest = " ".join(words[first:])
    return [fitting(" ".join(words[:first]), room), *([fitting(f"  {rest}", room)] if rest else [])]


def _fits(words: Sequence[str], room: float) -> bool:
    return width_of(" ".join(words)) <= room


def _cell(cell: Cell, x, y, width, height, tones) -> Iterator[str]:
    tone = tones.index(cell.zone) if cell.zone else 0
    yield (
        f'<rect class="z{tone}" x="{x + 0.75:.1f}" y="{y + 0.75:.1f}"'
        f' width="{width - 1.5:.1f}" height="{height - 1.5:.1f}" fill="{FILLS[tone]}"'
        f' stroke="{HAIR}" stroke-width="0.5"/>'
    )
    for n, words in enumerate(_lines(cell, width - 8)):
        start = x + (8 if words.startswith(" ") else 4)
        yield text(start, y + 11 + n * LINE, words.strip(), SIZE, INK, css="ink")
    css, fill = ("ink", INK) if tone == len(tones) - 1 else ("muted", GREY)
    yield text(x + width - 4, y + height - 4, cell.zone, 6.5, fill, "end", css=css)


def _told(grid: Grid, alt: str) -> str:
    sentences = [alt]
    for name, cells in grid.rows:
        for (word, _border), cell in zip(grid.heads, cells, strict=True):
            if cell.names:
                sentences.append(f"{name}, {word}: {', '.join(cell.names)} ({cell.zone}).")
    return " ".join(sentences)
