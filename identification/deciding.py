"""The table of decisions as it is shown and as it comes back: a row is the form of one school."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from schools.russian import one_line

from .board import KINDS, Board
from .decisions import Choice, Decided, Outcome
from .opinions import Considered


@dataclass(frozen=True)
class Line:
    row: Considered
    decided: Decided | None
    assigned: frozenset[str]
    reason: str
    fault: str = ""
    conflict: bool = False  # somebody else has decided meanwhile: `decided` tells what

    @property
    def key(self) -> str:
        return str(self.row.school.pk)

    @property
    def version(self) -> str:
        return self.decided.version if self.decided else ""

    @property
    def seen(self) -> str:
        """What the author of a row sees as stored, or is offered."""
        if self.decided:
            return said(self.decided.assigned, self.decided.to_edit)
        return said(self.row.offered(KINDS), "")

    @property
    def boxes(self) -> list[tuple[str, str, bool]]:
        return [(kind, title, kind in self.assigned) for kind, title in KINDS.items()]

    @property
    def low(self) -> tuple[str, str, bool]:
        return self.boxes[0]

    @property
    def others(self) -> list[tuple[str, str, bool]]:
        return self.boxes[1:]

    @property
    def further(self) -> list[str]:
        """Other statuses that are ticked: the row tells of them while their list is closed."""
        return [title for _kind, title, is_ticked in self.others if is_ticked]

    @property
    def held(self) -> list[str]:
        return [title for kind, title in KINDS.items() if kind in self.row.held]

    @property
    def is_unsaved(self) -> bool:
        return bool(self.fault or self.conflict)


def said(assigned, reason: str) -> str:
    return json.dumps([sorted(assigned), reason], ensure_ascii=False)


def lines_of(rows, now: Mapping[int, Decided]) -> list[Line]:
    lines = []
    for row in rows:
        decided = now.get(row.school.pk)
        ticked = decided.assigned if decided else row.offered(KINDS)
        lines.append(Line(row, decided, ticked, decided.to_edit if decided else ""))
    return lines


def choices_of(board: Board, posted: QueryDict, now: Mapping[int, Decided]) -> list[Choice]:
    """Rows that are to be stored: changed by their author, or not decided by anybody yet.

    Whoever left a row alone writes nothing to it, whatever happened to it since. The button of a
    row stores that row and no other.
    """
    found = []
    only = posted.get("row")
    for row in board.rows:
        key = str(row.school.pk)
        if f"{key}-seen" not in posted or (only and only != key):
            continue
        assigned = frozenset(posted.getlist(f"{key}-status")) & KINDS.keys()
        reason = one_line(posted.get(f"{key}-reason", ""))
        is_changed = said(assigned, reason) != posted[f"{key}-seen"]
        if is_changed or row.school.pk not in now:
            version = posted.get(f"{key}-version", "")
            found.append(Choice(row.school.pk, assigned, reason, version))
    return found


def returned(
    lines: list[Line], choices: list[Choice], outcome: Outcome, now: Mapping[int, Decided]
) -> list[Line]:
    """After a save: what was not stored keeps what its author has entered, with the reason."""
    entered = {choice.school_id: choice for choice in choices}
    shown = []
    for line in lines:
        school = line.row.school.pk
        if school not in outcome.faults and school not in outcome.conflicts:
            shown.append(line)
            continue
        choice = entered[school]
        shown.append(
            Line(
                row=line.row,
                decided=now.get(school),
                assigned=choice.assigned,
                reason=choice.reason,
                fault=outcome.faults.get(school, ""),
                conflict=school in outcome.conflicts,
            )
        )
    return shown
