"""A verdict by given groups in words: which decided, which would have decided otherwise. Pure.

The rules of the table are asked again, so nothing is said that does not follow from its cells.
"""

from collections.abc import Sequence

from schools.russian import compact, joined

from .methods.matrix import Matrix, applies
from .methods.statuses import NAMES
from .methods.wording.matrix import lowered
from .reasons import Line

SIDES = ("rows", "columns")


def lead_by_groups(rule: Matrix, lines: Sequence[Line]) -> str:
    """«Группа качества — 5. Статус «…» дал столбец «Группа качества» при любой группе в другом.»"""
    place = _place(lines)
    told = [f"{lowered(line.title)} — {_group(line)}" for line in lines if not line.is_gap]
    held = [cell for cell in rule.rules if applies(cell, *place)]
    given = [_given(cell, lines) for cell in held] or ["Такой клетки правила не называют."]
    first = "; ".join(told)
    return " ".join([f"{first[:1].upper()}{first[1:]}.", *dict.fromkeys(given)])


def way_by_groups(rule: Matrix, lines: Sequence[Line]) -> str:
    """«Набор статусов был бы другим, если бы в столбце «…» стояла группа 6 или 7.»"""
    place = _place(lines)
    if place[0] is None:
        return ""
    told = []
    for n, line in enumerate(lines):
        same, other = [], []
        for group in _groups(rule, n):
            there = [group if m == n else own for m, own in enumerate(place)]
            (same if _statuses(rule, there) == _statuses(rule, place) else other).append(group)
        if other:
            told.append(f"в столбце «{line.title}» стояла {_one_of(other, same)}")
    return f"Набор статусов был бы другим, если бы {', либо '.join(told)}." if told else ""


def _given(cell: dict, lines: Sequence[Line]) -> str:
    named = [line for line, side in zip(lines, SIDES, strict=True) if cell.get(side) is not None]
    status = f"Статус «{NAMES[cell['status']]}»"
    if len(named) == len(SIDES):
        return f"{status} дали оба столбца вместе."
    if named:
        return f"{status} дал столбец «{named[0].title}» при любой группе в другом."
    return f"{status} правило даёт при любых группах."


def _one_of(other: Sequence, same: Sequence) -> str:
    """Whichever list is shorter."""
    if same and len(same) < len(other):
        return f"любая группа, кроме {joined(map(compact, same))}"
    return f"группа {joined(map(compact, other), 'или')}"


def _group(line: Line) -> str:
    label = line.reason["label"]
    return f"{compact(line.reason['value'])} ({label})" if label else line.value


def _place(lines: Sequence[Line]) -> list:
    return [line.reason["value"] for line in lines]


def _statuses(rule: Matrix, place: Sequence) -> list[str]:
    return [cell["status"] for cell in rule.rules if applies(cell, *place)]


def _groups(rule: Matrix, side: int) -> list:
    """All groups that the methodology names on this side."""
    levels = (rule.row_levels, rule.column_levels)[side]
    named = [*(level["groups"] for level in levels), *(c.get(SIDES[side]) for c in rule.rules)]
    return sorted({group for groups in named for group in groups or ()})
