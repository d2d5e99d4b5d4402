"""What two plain sections say differently, line by line and word by word. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lxml import html as parsing

from .plain import MARKER

SAME, ADDED, DROPPED, CHANGED = "same", "added", "dropped", "changed"
ALIKE = 0.4  # lines that share fewer words are two lines, not one that was changed
AROUND = 1  # unchanged lines shown beside a change
WORD = re.compile(r"\s+|\d+(?:[.,]\d+)*|[^\s\w]|\w+")
CELL, NOTHING = " | ", "—"
PLACES = {"li": "пункт списка", "tr": "строка таблицы", "h3": "подзаголовок"}


@dataclass(frozen=True)
class Piece:
    kind: str  # SAME, ADDED or DROPPED
    text: str


@dataclass(frozen=True)
class Line:
    kind: str
    place: str  # «строка таблицы»; empty: a paragraph
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Skipped:
    """Lines between two changes that nobody needs to read again."""

    count: int


def differences(before: str, after: str) -> list[Line | Skipped]:
    """Empty: both say the same."""
    found = list(_compared(_lines(before), _lines(after)))
    return _folded(found) if any(line.kind != SAME for line in found) else []


def redrawn(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Charts that stand in both and are drawn of other figures."""
    return [label for label in after if label in before and before[label] != after[label]]


def _lines(html: str) -> list[tuple[str, str, str]]:
    """Place and words of each paragraph, item and row; and what a row is about."""
    root = parsing.fragment_fromstring(html.replace("<br>", " "), create_parent="div")
    found = []
    for node in root.iter("p", "h3", "li", "tr"):
        if node.tag == "tr":
            words = CELL.join(_words(cell.itertext()) or NOTHING for cell in node)
        elif node.tag == "li":
            words = _words(_own_text(node))
        else:
            words = _words(node.itertext())
        if words:
            head = node.find("th") if node.tag == "tr" else None
            about = "" if head is None else _words(head.itertext())
            found.append((PLACES.get(node.tag, ""), _figure(words), about))
    return found


def _own_text(item) -> Iterator[str]:
    """Without the items of a list inside it, which are lines themselves."""
    yield item.text or ""
    for child in item:
        if child.tag not in ("ul", "ol"):
            yield from child.itertext()
        yield child.tail or ""


def _words(texts) -> str:
    return " ".join("".join(texts).split())


def _figure(words: str) -> str:
    marker = MARKER.match(words)
    return f"({marker[1]})" if marker else words


def _compared(old: Sequence, new: Sequence) -> Iterator[Line]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for action, a, b, c, d in matcher.get_opcodes():
        if action == "equal":
            yield from _whole(SAME, old[a:b])
        else:
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: Sequence, new: Sequence) -> Iterator[Line]:
    """Each new line beside the first old one that is like it; the rest went, then came."""
    left, came = list(old), []
    for line in new:
        like = next((n for n, one in enumerate(left) if _alike(one, line)), None)
        if like is None:
            came.append(line)
            continue
        yield from _whole(DROPPED, left[:like])
        yield from _whole(ADDED, came)
        yield Line(CHANGED, line[0], tuple(_pieces(left[like][1], line[1])))
        left, came = left[like + 1 :], []
    yield from _whole(DROPPED, left)
    yield from _whole(ADDED, came)


def _whole(kind: str, lines: Sequence) -> Iterator[Line]:
    for place, words, _about in lines:
        yield Line(kind, place, (Piece(kind, words),))


def _alike(old: tuple, new: tuple) -> bool:
    """Two rows are one that was changed only if both are of the same school."""
    if (old[0], old[2]) != (new[0], new[2]):
        return False
    before, after = WORD.findall(old[1]), WORD.findall(new[1])
    return SequenceMatcher(None, before, after, False).ratio() >= ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = WORD.findall(old), WORD.findall(new)
    for action, a, b, c, d in SequenceMatcher(None, before, after, False).get_opcodes():
        if action == "equal":
            yield Piece(SAME, "".join(before[a:b]))
            continue
        if a < b:
            yield Piece(DROPPED, "".join(before[a:b]))
        if c < d:
            yield Piece(ADDED, "".join(after[c:d]))


def _folded(lines: Sequence[Line]) -> list[Line | Skipped]:
    changed = [n for n, line in enumerate(lines) if line.kind != SAME]
    shown = {n + step for n in changed for step in range(-AROUND, AROUND + 1)}
    found, skipped = [], 0
    for number, line in enumerate(lines):
        if number in shown:
            if skipped:
                found.append(Skipped(skipped))
            found.append(line)
            skipped = 0
        else:
            skipped += 1
    return [*found, Skipped(skipped)] if skipped else found
