"""What a file would do to the results of a municipality: rows, questions, problems."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from assessments.readers.reading import BenchmarkLine, Line, MarkerLine, Work
from assessments.results import NewResult, Stored
from assessments.rules import doubt
from schools.sheets import Problem

from .figures import Setting
from .matching import Alias, Directory, Match

NEW, CHANGED, SAME = "new", "changed", "same"
RESULTS = "результат,результата,результатов"


class Planned(NamedTuple):
    """One line, the school it means, and what the result would become."""

    line: Line
    school: int
    match: Match
    there: Stored
    after: NewResult

    @property
    def outcome(self):
        if self.there.figures == self.after.figures:
            return SAME
        return NEW if self.there.is_nothing else CHANGED

    @property
    def doubt(self):
        return "" if self.there.is_nothing else doubt(self.there.figures, self.after.figures)


@dataclass
class Stranger:
    """A school that the register does not know: one question, however many lines there are."""

    key: str
    line: Line | MarkerLine
    why: str
    lines: int = 1


@dataclass
class Plan:
    directory: Directory
    settings: Mapping[Work, Setting]
    rows: list[Planned] = field(default_factory=list)
    # what the portal does not hold yet, and how much of such it does
    benchmarks: list[BenchmarkLine] = field(default_factory=list)
    markers: list[tuple[MarkerLine, int]] = field(default_factory=list)
    held: int = 0
    strangers: dict[str, Stranger] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    aliases: dict[tuple[str, str], Alias] = field(default_factory=dict)
    # keys of the rows that are not to be loaded
    without: set[str] = field(default_factory=set)
    leaves_strangers: bool = False
    # keys of all rows that somebody may choose not to load
    may_go: set[str] = field(default_factory=set)

    @property
    def may_be_stored(self):
        something = self.rows or self.markers or self.benchmarks or self.held
        return bool(something) and not self.problems and not self.strangers

    @property
    def works(self) -> set[Work]:
        """Of which results or signs come in; a row of a district alone holds no procedure."""
        return {row.line.work for row in self.rows} | {line.work for line, _s in self.markers}

    @property
    def asked(self) -> int:
        """Lines whose school nobody knows."""
        return sum(stranger.lines for stranger in self.strangers.values())

    @cached_property
    def counts(self) -> dict[str, int]:
        told = Counter(planned.outcome for planned in self.rows)
        return {outcome: told[outcome] for outcome in (NEW, CHANGED, SAME)}

    @property
    def doubts(self) -> int:
        return sum(bool(planned.doubt) for planned in self.rows)

    @cached_property
    def fingerprint(self) -> str:
        """Of all that would be written and of what it would be written over.

        How the schools were known, and what that teaches, changes no result.
        """
        digest = hashlib.sha256()
        for planned in self.rows:
            where = (planned.school, planned.line.work, planned.after.period)
            told = (*where, planned.after.class_label, planned.there.version, planned.after.figures)
            digest.update(json.dumps(told, sort_keys=True, default=str).encode())
        others = (
            sorted((line.work, school) for line, school in self.markers),
            sorted((work, setting.is_held) for work, setting in self.settings.items()),
        )
        digest.update(json.dumps(others).encode())
        return digest.hexdigest()


def row_key(told: Line | MarkerLine | Problem) -> str:
    """What an answer «do not load» is about: a row of a sheet."""
    return f"{getattr(told, 'sheet', '')}|{told.row}"


def line_key(line: Line) -> str:
    """What a reason is asked for: one cell of a row."""
    return f"{row_key(line)}|{line.column}"
