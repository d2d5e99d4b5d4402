"""The cells of a matrix that came back: each is read by the kind of its indicator."""

import re
from collections.abc import Mapping

from django.http import QueryDict

from roadmap import kinds
from roadmap.board import Told
from roadmap.kinds import Reading, Unreadable, sentence, typed
from roadmap.matrix import Kept, Matrix
from roadmap.models import Indicator, ValueChange
from roadmap.services.values import NewValue, Outcome

VERSIONS = re.compile(r"[0-9]{1,9}(,[0-9]{1,9})*")
OUT_OF_DATE = "Строка пришла без номеров версий. Откройте страницу заново и\xa0внесите ещё раз."
Cell = tuple[int, int]  # an indicator and the number of a column


class Returned:
    """Those cells that say something else than their author saw.

    Whoever left a cell alone writes nothing to it, whatever happened to it since.
    """

    def __init__(self, posted: QueryDict, matrix: Matrix):
        self.matrix, self.posted = matrix, posted
        self.sent = [one for one in matrix.board.indicators if f"{one.pk}-versions" in posted]
        self.texts: dict[Cell, str] = {}
        self.faults: dict[Cell, str] = {}
        self.read: dict[Cell, NewValue] = {}
        self.versions = {one.pk: versions for one in self.sent if (versions := self._versions(one))}
        self.seen = self._seen()
        for indicator in self.sent:
            self._take(indicator)

    @property
    def rows(self) -> list[NewValue]:
        """What may be stored."""
        return list(self.read.values())

    def kept(self, outcome: Outcome, now: Matrix) -> dict[Cell, Kept]:
        """What goes back to its author, beside what stands there `now`."""
        kept = {cell: Kept(self.texts[cell], fault=told) for cell, told in self.faults.items()}
        conflicts = set(outcome.conflicts)
        lost = [cell for cell, row in self.read.items() if row.key in conflicts]
        changes = self._last_changes(lost, now)
        for cell, row in self.read.items():
            if row.key in outcome.refused:
                kept[cell] = Kept(self.texts[cell], fault=outcome.refused[row.key])
            elif row.key in conflicts:
                theirs = self._there(cell, now)
                conflict = {
                    "change": changes.get(theirs.pk),
                    "version": theirs.version,
                    "theirs": sentence(self._indicator(cell).kind, theirs.reading),
                    "mine": sentence(self._indicator(cell).kind, row.reading),
                }
                kept[cell] = Kept(self.texts[cell], conflict=conflict)
        return kept

    def _versions(self, indicator: Indicator) -> list[int]:
        told = self.posted[f"{indicator.pk}-versions"]
        if not VERSIONS.fullmatch(told):
            return []
        versions = [int(version) for version in told.split(",")]
        return versions if len(versions) == len(self.matrix.columns) else []

    def _take(self, indicator: Indicator) -> None:
        versions = self.versions.get(indicator.pk)
        for number, column in enumerate(self.matrix.columns):
            cell, name = (indicator.pk, number), f"{indicator.pk}-{number}"
            text = self.posted.get(name)
            keep = self.posted.get(f"{name}-keep", "")
            if text is None or keep == "theirs":
                continue
            before = self._shown(indicator, number)
            if text.strip() == before and not keep:
                continue
            self.texts[cell] = text
            there = self.matrix.board.value(indicator, column)
            if why := self.matrix.why_closed(indicator, column, there):
                self.faults[cell] = why
            elif versions is None:
                self.faults[cell] = OUT_OF_DATE
            else:
                version = int(keep) if keep.isdecimal() and len(keep) < 10 else versions[number]
                self._read(cell, indicator, column, text, version)

    def _read(self, cell: Cell, indicator: Indicator, column, text: str, version: int) -> None:
        try:
            reading = kinds.read(indicator.kind, text, sensitive=indicator.sensitive)
        except Unreadable as error:
            self.faults[cell] = str(error)
            return
        period, school = column.place
        self.read[cell] = NewValue(indicator.counted_as, period, school, reading, version)

    def _shown(self, indicator: Indicator, number: int) -> str:
        """What stood in the box when its author opened the page."""
        column = self.matrix.columns[number]
        if self.matrix.board.is_hidden(indicator, column):
            return "скрыто"
        there = self.matrix.board.value(indicator, column)
        versions = self.versions.get(indicator.pk)
        if versions and there and versions[number] != there.version:
            seen = self.seen.get((there.pk, versions[number]))
        else:
            seen = there and there.reading
        return typed(indicator.kind, seen)

    def _seen(self) -> dict[tuple[int, int], Reading]:
        """Value and version → what stood there, for cells that have changed since."""
        passed = {}
        for indicator in self.sent:
            versions = self.versions.get(indicator.pk, ())
            for column, version in zip(self.matrix.columns, versions, strict=False):
                there = self.matrix.board.value(indicator, column)
                if there and 0 < version < there.version:
                    passed[there.pk] = version
        if not passed:
            return {}
        changes = ValueChange.objects.filter(value__in=passed, version__in=set(passed.values()))
        return {(one.value_id, one.version): Reading.of_json(one.after) for one in changes}

    def _last_changes(self, cells: list[Cell], now: Matrix) -> Mapping[int, ValueChange]:
        there = {told.pk: told.version for cell in cells if (told := self._there(cell, now))}
        if not there:
            return {}
        changes = ValueChange.objects.filter(value__in=there, version__in=set(there.values()))
        return {
            one.value_id: one
            for one in changes.select_related("by")
            if there[one.value_id] == one.version
        }

    def _there(self, cell: Cell, matrix: Matrix) -> Told | None:
        return matrix.board.value(self._indicator(cell), matrix.columns[cell[1]])

    def _indicator(self, cell: Cell) -> Indicator:
        return next(one for one in self.sent if one.pk == cell[0])
