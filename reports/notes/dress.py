"""A plain section as it is printed: captions, heads of tables, charts in their places. Pure."""

import re
from collections.abc import Mapping
from html import escape

from lxml import html as parsing
from lxml.etree import tostring

from .plain import MARKER

NUMBERED = re.compile(r"^(Таблица[ \xa0]\d+)((?:, [^—]*)?)\s—\s+(.+)$", re.S)
FIGURE = re.compile(
    r"^[+\-−]?\d[\d \xa0,.:–−‑-]*(?:[ \xa0]?%)?(?:[ \xa0]из[ \xa0]\d+(?:,[ \xa0]\d+[ \xa0]%)?)?\*?$"
)
NOTHING = {"", "—"}
TOTAL = ("Всего", "Итого")
FEW = 12  # rows that stay on one page


def dress(html: str, figures: Mapping[str, str]) -> str:
    root = parsing.fragment_fromstring(html, create_parent="div")
    blocks, printed = list(root), []
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        marker = block.tag == "p" and MARKER.match(" ".join(block.text_content().split()))
        if marker:
            printed.append(figures.get(marker[1], ""))
        elif block.tag == "table":
            before = blocks[number - 1] if number else None
            printed.append(_table(block, caption_of(before)))
        elif following is None or following.tag != "table" or not caption_of(block):
            printed.append(_html(block))
    return "\n".join(filter(None, printed))


def caption_of(block) -> str:
    """«Таблица 1 — Индексы школ», where the line before a table is one."""
    told = block is not None and block.tag == "p" and NUMBERED.match(block.text_content().strip())
    if not told:
        return ""
    number, part, words = (_escaped(piece) for piece in told.groups())
    again = number.replace("Таблица", "Продолжение таблицы")
    return (
        f'<caption><b>{number}</b>{part} — <span data-continued="{again}">{words}</span></caption>'
    )


def _table(table, caption: str) -> str:
    rows = list(table.iter("tr"))
    heads = heads_of(rows)
    numeric = _numeric(rows[heads:])
    for row in rows[:heads]:
        for cell, place in _placed(row):
            cell.set("scope", "col")
            if place in numeric:
                cell.set("class", "num")
    bodies = [[]]
    for row in rows[heads:]:
        if _is_group(row, rows):
            bodies.append([])
        bodies[-1].append(_row(row, numeric, rows))
    head = "".join(_html(row) for row in rows[:heads])
    keep = " keep" if len(rows) - heads <= FEW else ""
    body = "".join(f"<tbody>{''.join(lines)}</tbody>" for lines in bodies if lines)
    head = f"<thead>{head}</thead>" if head else ""
    return f'<table class="wraps{keep}">{caption}{head}{body}</table>'


def heads_of(rows) -> int:
    """Leading rows of heads alone; a table that is nothing else has none, its rows are rows."""
    heads = 0
    while heads < len(rows) and all(cell.tag == "th" for cell in rows[heads]):
        if _is_group(rows[heads], rows):
            break
        heads += 1
    return heads if heads < len(rows) else 0


def _row(row, numeric: set[int], rows) -> str:
    if _is_group(row, rows):
        row.set("class", "group")
        row[0].set("scope", "rowgroup")
    else:
        if len(row) and row[0].text_content().startswith(TOTAL):
            row.set("class", "total")
        for cell, place in _placed(row):
            if cell.tag == "th":
                cell.set("scope", "row")
            if place in numeric:
                cell.set("class", "num")
    return _html(row)


def _is_group(row, rows) -> bool:
    """One head over the whole width: «Городские школы»."""
    widest = max(sum(int(cell.get("colspan", 1)) for cell in one) for one in rows)
    return len(row) == 1 and row[0].tag == "th" and int(row[0].get("colspan", 1)) == widest > 1


def _placed(row):
    place = 0
    for cell in row:
        yield cell, place
        place += int(cell.get("colspan", 1))


def _numeric(rows) -> set[int]:
    """Columns that hold figures and dashes alone are set right. Spans would shift the places."""
    if any(cell.get("rowspan") for row in rows for cell in row):
        return set()
    found = {}
    for row in rows:
        for cell, place in _placed(row):
            if not cell.get("colspan"):
                found.setdefault(place, []).append(" ".join(cell.text_content().split()))
    return {
        place
        for place, texts in found.items()
        if any(text not in NOTHING for text in texts) and all(map(is_figure, texts))
    }


def is_figure(text: str) -> bool:
    """«71,30», «12 из 15», «—»: set right."""
    text = " ".join(text.split())
    return text in NOTHING or bool(FIGURE.match(text))


def _html(node) -> str:
    return tostring(node, encoding="unicode", method="html", with_tail=False)


def _escaped(text: str) -> str:
    return escape(" ".join(text.split(" ")))
