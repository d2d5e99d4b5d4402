"""Figures of schools at procedures as arrays, so that a rule is worked out for all at once. Pure.

A line is a procedure in a year. The last two axes are always schools × lines; axes before them
are worlds, see stability.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessments.naming import ONLY_GRADE, line_name, line_title, lowered

from .facts import PROCEDURE, Facts

WHOLE = 10_000  # shares are hundredths of a percent
GAP = -1


@cache
def title_of(key: tuple) -> str:
    return line_title(*key)


@cache
def name_of(key: tuple) -> str:
    return line_name(*key)


class Line(NamedTuple):
    kind: str
    grade: int
    subject: str  # lowered
    variant: str
    academic_year: int

    @property
    def key(self) -> tuple:
        return self[:4]

    @property
    def title(self) -> str:
        return title_of(self.key)

    @property
    def name(self) -> str:
        return name_of(self.key)


@dataclass(frozen=True)
class Cells:
    """Integers, GAP where nothing is known. `mean` is in hundredths of a point.

    `row` is the number of the row of `results` that a figure comes from.
    """

    schools: tuple  # ids
    lines: tuple[Line, ...]
    participants: np.ndarray
    low: np.ndarray
    high: np.ndarray
    share_low: np.ndarray
    share_high: np.ndarray
    mean: np.ndarray
    row: np.ndarray

    @property
    def counted(self) -> np.ndarray:
        """Where numbers of pupils are known."""
        return self.participants > 0

    @property
    def known(self) -> np.ndarray:
        """Where shares are known."""
        return self.share_low > GAP

    def of_counts(self, low: np.ndarray, high: np.ndarray) -> "Cells":
        """The same schools with other pupils: shares follow the counts, half up.

        Shares without a count stay as they were.
        """
        n = np.maximum(self.participants, 1)
        return replace(
            self,
            low=low,
            high=high,
            share_low=np.where(self.counted, share(low, n), self.share_low),
            share_high=np.where(self.counted, share(high, n), self.share_high),
        )

    def of_year(self, year: int) -> np.ndarray:
        """Which lines belong to the year."""
        return np.array([line.academic_year == year for line in self.lines], dtype=bool)


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Hundredths of a percent, half up."""
    return (2 * WHOLE * part + whole) // (2 * whole)


def key_of(procedure: dict) -> tuple:
    """A subject is the same with a capital letter and without."""
    grade = procedure.get("grade") or ONLY_GRADE.get(procedure["kind"])
    return procedure["kind"], grade, lowered(procedure["subject"]), procedure.get("variant") or ""


def any_grade(key: tuple) -> tuple:
    return (key[0], None, *key[2:])


def keys_of(procedures: Sequence[dict], facts: Facts) -> list[tuple]:
    """The procedures meant: without a grade, every grade in which the subject was tested."""
    found = []
    for key in map(key_of, procedures):
        if key[1] is not None:
            found.append(key)
            continue
        kind, _grade, subject, variant = key
        rows = facts.results
        tested = rows[(rows["kind"] == kind) & (rows["variant"] == variant)]
        grades = {
            int(grade)
            for grade, name in zip(tested["grade"], tested["subject"], strict=True)
            if lowered(name) == subject
        }
        found += [(kind, grade, subject, variant) for grade in sorted(grades)]
    return list(dict.fromkeys(found))


def cells_of(facts: Facts, keys: Iterable[tuple], years: Iterable[int]) -> Cells:
    keys = list(keys)
    lines = tuple(Line(*key, year) for year in years for key in keys)
    column = {line: n for n, line in enumerate(lines)}
    schools = tuple(facts.schools["school_id"])
    place = {school: n for n, school in enumerate(schools)}
    rows = facts.results
    where = [
        (n, place[school], column[line])
        for n, (school, year, kind, grade, subject, variant) in enumerate(
            zip(*(rows[name] for name in ("school_id", "academic_year", *PROCEDURE)), strict=True)
        )
        if (line := (kind, grade, lowered(subject), variant, year)) in column and school in place
    ]
    picked, i, j = (
        (np.array(axis, dtype=np.int64) for axis in zip(*where, strict=True))
        if (where)
        else (np.zeros(0, np.int64),) * 3
    )

    def spread(values) -> np.ndarray:
        cells = np.full((len(schools), len(lines)), GAP, dtype=np.int64)
        cells[i, j] = values
        return cells

    taken = rows.iloc[picked]
    return Cells(
        schools=schools,
        lines=lines,
        participants=spread(_integers(taken["participants"])),
        low=spread(_integers(taken["low_n"])),
        high=spread(_integers(taken["high_n"])),
        share_low=spread(_integers(taken["share_low"])),
        share_high=spread(_integers(taken["share_high"])),
        mean=spread([GAP if pd.isna(mean) else round(mean * 100) for mean in taken["mean"]]),
        row=spread(picked),
    )


def _integers(values: Iterable) -> list[int]:
    return [GAP if value is None or value != value else int(value) for value in values]


def years_back(facts: Facts, keys: Iterable[tuple], count: int) -> list[int]:
    """The last `count` years, the newest first; the year that is judged always stands."""
    year = facts.academic_year
    return [year, *years_in_row(facts, keys, count - 1, last=year - 1)]


def years_in_row(
    facts: Facts, keys: Iterable[tuple], count: int, *, last: int, skip=True
) -> list[int]:
    """`count` years up to `last`, the newest first. A year without any of these procedures …

    … is passed over, and the year before it takes its place (`skip`), or it ends the row. Such a
    year is one in which some of them were declared as not held and none has a number.
    """
    keys = set(keys)
    held = set().union(*(facts.years_held.get(key, ()) for key in keys))
    not_held = set().union(*(facts.years_not_held.get(key, ()) for key in keys)) - held
    years, year = [], last
    while len(years) < count:
        if year not in not_held:
            years.append(year)
        elif not skip:
            break
        year -= 1
    return years
