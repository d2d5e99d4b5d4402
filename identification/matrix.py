"""The page of a matrix run: the table of both groups with the schools in it. Pure.

It reads a run and its verdicts as they are handed over and asks for nothing more: no query here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.naming import REASONS
from schools.russian import NB, compact, school_name

from .methods.matrix import applies, level_of
from .methods.wording.matrix import lowered
from .summary import in_words

LOOKS = {
    "low": "low",
    **dict.fromkeys(("resilient", "leader", "improved"), "lead"),
    **dict.fromkeys(("underused", "at_risk", "social", "biased_signs"), "risk"),
}


@dataclass(frozen=True)
class School:
    verdict: object
    name: str
    groups: tuple  # in the rows and in the columns; None where there is none
    known: str  # «группа качества — 5 (ниже среднего)»
    missing: str  # «группа качества — нет информации», «» where both groups are known


@dataclass(frozen=True)
class Cell:
    statuses: tuple[str, ...]  # what the rules give to a school that stands here
    schools: tuple[School, ...]

    @property
    def look(self) -> str:
        return next((LOOKS[status] for status in self.statuses if status in LOOKS), "none")


@dataclass(frozen=True)
class Row:
    group: str
    level: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    row_title: str
    column_title: str
    levels: tuple[tuple[str, int], ...]  # of the columns: the name and how many columns it spans
    columns: tuple[str, ...]
    rows: tuple[Row, ...]  # the highest group first
    schools: tuple[School, ...]

    @property
    def placed(self) -> tuple[School, ...]:
        return tuple(school for school in self.schools if not school.missing)

    @property
    def aside(self) -> tuple[School, ...]:
        """Schools that lack a group, each with the reason."""
        return tuple(school for school in self.schools if school.missing)

    @property
    def resilient(self) -> list[str]:
        return self._names("resilient")

    @property
    def underused(self) -> list[str]:
        return self._names("underused")

    @property
    def finding(self) -> str:
        """The heading of the table."""
        if self.resilient:
            return f"Высокие результаты в{NB}сложных условиях — {in_words(len(self.resilient))}"
        return f"{self.row_title} и {lowered(self.column_title)}"

    def _names(self, status: str) -> list[str]:
        return [school.name for school in self.schools if status in school.verdict.statuses]


def matrix_of(run, verdicts: Iterable) -> Matrix:
    """Of a run by groups; `verdicts`: all of it, in order."""
    told = run.parameters
    schools = tuple(map(_school, verdicts))
    row_levels, column_levels = (told.get(f"{side}_levels") or () for side in ("row", "column"))
    rows, columns = _groups(schools, 0), _groups(schools, 1)
    row_title, column_title = (
        told.get(f"{side}_title") or _title(schools, n) for n, side in enumerate(("row", "column"))
    )
    return Matrix(
        row_title=row_title,
        column_title=column_title,
        levels=_spans(column_levels, columns) if column_levels else (),
        columns=tuple(map(compact, columns)),
        rows=tuple(
            Row(
                group=compact(row),
                level=level_of(row_levels, row),
                cells=tuple(_cell(told["cells"], schools, (row, column)) for column in columns),
            )
            for row in reversed(rows)
        ),
        schools=schools,
    )


def _school(verdict) -> School:
    told = [reason for reason in verdict.reasons if reason["value"] is not None]
    gaps = [reason for reason in verdict.reasons if reason["value"] is None]
    return School(
        verdict=verdict,
        name=school_name(verdict.snapshot["short_name"]),
        groups=tuple(reason["value"] for reason in verdict.reasons),
        known="; ".join(f"{lowered(r['title'])} — {_group(r)}" for r in told),
        missing="; ".join(f"{lowered(r['title'])} — {REASONS[r['no_data']]}" for r in gaps),
    )


def _group(reason: dict) -> str:
    """«5 (ниже среднего)»."""
    level = f" ({reason['label']})" if reason["label"] else ""
    return f"{compact(reason['value'])}{level}"


def _groups(schools: Sequence[School], axis: int) -> list:
    """Groups in which a school stands: an empty row or column tells nothing."""
    return sorted({school.groups[axis] for school in schools if not school.missing})


def _title(schools: Sequence[School], axis: int) -> str:
    return schools[0].verdict.reasons[axis]["title"] if schools else ""


def _spans(levels: Sequence[dict], columns: Sequence) -> tuple[tuple[str, int], ...]:
    named = groupby(level_of(levels, column) for column in columns)
    return tuple((level, len(list(same))) for level, same in named)


def _cell(rules: Sequence[dict], schools: Sequence[School], place: tuple) -> Cell:
    held = [rule["status"] for rule in rules if applies(rule, *place)]
    return Cell(
        statuses=tuple(dict.fromkeys(held)),
        schools=tuple(school for school in schools if school.groups == place),
    )
