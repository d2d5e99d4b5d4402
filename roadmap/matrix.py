"""A matrix of values as light rows that a template prints fast: a box to each cell.

A row is an indicator, a column a school or a period. A cell that its reader may not write keeps a
box that cannot be typed into, so that the keyboard and a pasted block find every column in place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape

from schools.russian import NB, count

from .board import Board, Told
from .columns import Column
from .kinds import KINDS, typed
from .models import Indicator, Value
from .proofs import lacks_proof, proofs_of
from .services.desk import ACCEPTED, COMPUTED
from .targets import Standing

HIDDEN = "скрыто"
# units that the kind of the indicator tells anyway
PLAIN = {"%", "процент", "проценты", "да/нет", "число"}
NARROW = "Эти сведения опросов открыты узкому кругу."
STATES = {
    Value.State.DRAFT: "черновик",
    Value.State.SUBMITTED: "на\xa0проверке",
    Value.State.RETURNED: "возвращено",
    Value.State.ACCEPTED: "",
}
LOOKS = {state: escape(f" op-is-{state}") for state in ("got", "part")} | {"open": escape("")}
NUMBERS = [escape(f"-{number}") for number in range(500)]
EMPTY = escape("")
NOTHING = (EMPTY, EMPTY, EMPTY)
FROM_BASELINE = ("delta", "of_baseline")
SIGNS = {"got": "✓", "part": "△", "open": ""}


@dataclass(frozen=True)
class Kept:
    """What came back from the reader of a cell and is not stored: his words, and why not."""

    text: str
    fault: str = ""
    conflict: Mapping | None = None


@dataclass(frozen=True)
class Row:
    """As the template prints it: nothing is computed there. Names are escaped beforehand."""

    key: str
    indicator: Indicator
    label: str
    unit: str
    cells: Sequence[tuple]  # head, name, value, look, why it is closed, id of a fault, words
    goal: str
    versions: str
    filled: str
    value: Told | None  # where the column is the only one
    wants: str  # there the proof that lacks
    faults: Sequence[tuple[str, str, str]] = ()  # id, head of the column, sentence
    conflicts: Sequence[tuple] = field(default=())  # head, conflict

    @property
    def is_unsaved(self):
        return bool(self.faults or self.conflicts)

    @property
    def state(self):
        return "both" if self.conflicts else "unsaved" if self.faults else "stored"

    @property
    def edge(self):
        return "care" if self.conflicts else "error" if self.faults else ""

    def __getitem__(self, name):
        """A template asks for a key first; to refuse it takes longer than to answer."""
        return getattr(self, name)


class Matrix:
    def __init__(self, board: Board):
        self.board, self.columns = board, board.columns
        self.heads = [escape(column.head) for column in self.columns]
        self._known: dict[tuple, tuple] = {}
        self.is_alone = len(self.columns) == 1
        periods = {column.period.pk for column in self.columns}
        # of one period that all columns are of there is one target
        self.shows_goal = len(periods) == 1 and any(
            (one.pk, *periods) in board.targets for one in board.indicators
        )
        self.proofs = (
            proofs_of([told.pk for told in board.values.values()]) if self.is_alone else {}
        )

    @property
    def hint(self) -> str:
        """What may be typed here: of the kinds that stand in it."""
        there = {one.kind for one in self.board.indicators}
        return "; ".join(kind.hint for code, kind in KINDS.items() if code in there)

    @property
    def is_open(self) -> bool:
        return any(not column.why_closed for column in self.columns)

    @property
    def width(self) -> int:
        return len(self.columns) + 2 + self.shows_goal

    def groups(self, kept: Mapping[tuple, Kept] | None = None) -> list[tuple]:
        kept = kept or {}
        return [
            (goal, [self.row(indicator, kept) for indicator in own])
            for goal, own in self.board.goals
        ]

    def row(self, indicator: Indicator, kept: Mapping[tuple, Kept]) -> Row:
        board, key = self.board, escape(indicator.pk)
        cells, versions, faults, conflicts, filled = [], [], [], [], 0
        for number, column in enumerate(self.columns):
            value = board.value(indicator, column)
            filled += value is not None
            versions.append(str(value.version if value else 0))
            mine = kept.get((indicator.pk, number)) if kept else None
            cell = self._cell(key, number, indicator, column, value, mine)
            cells.append(cell)
            if mine and mine.fault:
                faults.append((cell[5], column.head, mine.fault))
            elif mine:
                conflicts.append((cell[1], column.head, mine.conflict))
        return Row(
            key=key,
            indicator=indicator,
            label=escape(f"{indicator.number or 'Показатель'}, "),
            unit="" if indicator.unit in PLAIN else indicator.unit_named,
            cells=cells,
            goal=self.goal(indicator),
            versions=",".join(versions),
            filled=self._filled(indicator, filled),
            value=self.is_alone and board.value(indicator, self.columns[0]),
            wants=self._wants(indicator),
            faults=faults,
            conflicts=conflicts,
        )

    def _cell(self, key, number, indicator, column, value: Told | None, mine: Kept | None) -> tuple:
        name, head = key + NUMBERS[number], self.heads[number]
        closed = self.why_closed(indicator, column, value)
        if closed is NARROW:
            return head, name, HIDDEN, EMPTY, closed, EMPTY, EMPTY
        text, look, words = self._told(indicator, column, value) if value else NOTHING
        if mine:
            fault = f"fault-{name}" if mine.fault else EMPTY
            return head, name, mine.text, EMPTY, closed, fault, words
        return head, name, text, look, closed, EMPTY, words

    def _told(self, indicator: Indicator, column: Column, value: Told) -> tuple:
        """What stands in a box, its look and the words under it: of equal values worked out once,
        and escaped there. Where the target is counted from a baseline, schools are not alike.
        """
        key = (indicator.pk, column.period.pk, value.reading, value.state, value.target_met)
        told = self._known.get(key)
        if told is None:
            standing = self.board.standing(indicator, column)
            words = cell_words(indicator, value, standing, not self.is_alone)
            text = typed(indicator.kind, value.reading)
            told = escape(text), LOOKS[standing.state], escape(words)
            aim = self.board.aim(indicator, column.period)
            if aim is None or aim.kind not in FROM_BASELINE:
                self._known[key] = told
        return told

    def why_closed(self, indicator: Indicator, column: Column, value: Told | None) -> str:
        if self.board.is_hidden(indicator, column):
            return NARROW
        if column.why_closed or value is None:
            return column.why_closed
        if value.is_of_portal and indicator.is_automatic:
            return COMPUTED
        accepted = value.state == Value.State.ACCEPTED
        return ACCEPTED if accepted and not self.board.keeps_home else ""

    def _filled(self, indicator: Indicator, filled: int) -> str:
        if not self.is_alone:
            return f"{filled}{NB}из{NB}{len(self.columns)}"
        value = self.board.value(indicator, self.columns[0])
        return Value.State(value.state).label if value else "не\xa0внесено"

    def _wants(self, indicator: Indicator) -> str:
        value = self.is_alone and self.board.value(indicator, self.columns[0])
        if not value or value.state == Value.State.ACCEPTED:
            return ""
        lacks = lacks_proof(indicator.proof, value.reading, self.proofs.get(value.pk, ()))
        return indicator.get_proof_display() if lacks else ""

    def goal(self, indicator: Indicator) -> str:
        """Of the one period that all columns are of; else each has a target of its own."""
        if not self.shows_goal:
            return ""
        return self.board.aim_in_words(indicator, self.columns[0].period)


def cell_words(indicator: Indicator, value: Told, standing: Standing, tells_state: bool) -> str:
    """Under a box: the share, how it stands to the target, and whether it waits for somebody."""
    parts = []
    if indicator.kind == "percent" and not value.reading.no_data:
        parts.append(KINDS["percent"].told(value.reading)[1])
    if standing.words:
        sign = SIGNS[standing.state]
        parts.append(f"{sign}{NB}{standing.words}" if sign else standing.words)
    if tells_state and STATES[value.state]:
        parts.append(STATES[value.state])
    return ", ".join(parts)


def summary(rows: int, of: int) -> str:
    return f"Не\xa0сохранено: {count(rows, 'клетка,клетки,клеток')} из\xa0{of}."
