"""Where rows of the database become what sets and sources are computed of.

A ground is one municipality in one school year on one day. Each kind of rows is read once, when
the first source asks for it, however many indicators there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db.models import Q

from identification.frames import facts_of
from identification.methods import ShareBelow, method_of
from identification.methods.cells import key_of, keys_of
from identification.methods.facts import PROCEDURE, Facts
from identification.models import Run
from schools.models import Municipality, SchoolStatus, TeacherSupport
from schools.naming import natural_key

from . import sets
from .models import Period, Submission
from .sets import SETS, Counted, SchoolThen


@dataclass
class Ground:
    """`on`: the day of the sets; `starts_on` and `ends_on`: of the period, where it has dates."""

    municipality: Municipality
    academic_year: int
    on: date
    starts_on: date | None = None
    ends_on: date | None = None
    period: Period | None = None
    read: dict[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, municipality: Municipality, period: Period, *, on: date) -> Self:
        """A period that is over is judged by its last day, a stage without dates by the day."""
        return cls(
            municipality,
            period.academic_year or _last_ended(on),
            min(on, period.ends_on or on),
            period.starts_on,
            period.ends_on,
            period,
        )

    def once(self, name: str, read: Callable[[], Any]):
        """For a source: what it needs of the database is read for the first indicator only."""
        if name not in self.read:
            self.read[name] = read()
        return self.read[name]

    @cached_property
    def schools(self) -> list[SchoolThen]:
        """Those that were open on the day, with the statuses of the school year."""
        is_open = Q(closed_on=None) | Q(closed_on__gt=self.on)
        there = is_open & (Q(opened_on=None) | Q(opened_on__lte=self.on))
        rows = self.municipality.schools.filter(there).values_list("pk", "short_name", "parent_id")
        held: dict[int, set[str]] = {}
        statuses = SchoolStatus.objects.filter(school__municipality=self.municipality)
        for school, kind in statuses.in_year(self.academic_year).values_list("school_id", "kind"):
            held.setdefault(school, set()).add(kind)
        return [
            SchoolThen(pk, name, parent or pk, frozenset(held.get(pk, ())))
            for pk, name, parent in sorted(rows, key=lambda row: natural_key(row[1]))
        ]

    @cached_property
    def asked(self) -> list[SchoolThen]:
        """Who answers an indicator of schools, as in `columns.schools_asked`, whoever reads."""
        waited = Submission.objects.filter(campaign__period=self.period).values_list("school")
        in_campaign = {school for (school,) in waited}
        supported = self.counted("supported").schools
        return [one for one in self.schools if one.pk in in_campaign] or supported or self.schools

    @cached_property
    def results(self) -> Facts:
        """The school year and the one before it, as the method of dynamics reads them."""
        return facts_of(self.municipality, self.academic_year, _two_years())

    @cached_property
    def teachers(self) -> dict[tuple[str, int], TeacherSupport]:
        """(subject in small letters, school) → what was counted in the school year."""
        rows = TeacherSupport.objects.filter(
            school__municipality=self.municipality, academic_year=self.academic_year
        )
        return {(row.subject.lower(), row.school_id): row for row in rows}

    @cached_property
    def flagged(self) -> dict[int, dict[int, bool]]:
        """School → class → whether it was over the limit; only schools that are on the list.

        Of the main run of the year that counts shares below the minimum.
        """
        runs = Run.objects.standing().filter(
            municipality=self.municipality,
            academic_year=self.academic_year,
            methodology__method=ShareBelow.name,
        )
        run = runs.main_first().first()
        if not run:
            return {}
        found = {}
        rows = run.verdicts.values_list("school_id", "status", "reasons")
        for school, status, reasons in rows:
            if status != "no_data":
                own = reasons if status == run.sought else []
                found[school] = _classes(own, self.academic_year)
        return found

    def counted(self, code: str, procedures: Iterable[dict] = ()) -> Counted:
        named = SETS[code]
        return sets.count(named, self.schools, self._numbers(named, list(procedures)))

    def _numbers(self, named, procedures: list[dict]) -> Mapping[int, int | None] | None:
        if named.counts == "teachers":
            own = named.subject
            return {pk: row.teachers for (of, pk), row in self.teachers.items() if of == own}
        if named.counts == "flagged":
            return {school: sum(over.values()) for school, over in self.flagged.items()}
        if named.counts == "tested":
            return self._tested(procedures)
        return None

    def _tested(self, procedures: list[dict]) -> dict[int, int]:
        """Participants of these procedures, or of all of the year, each participation once."""
        keys = set(keys_of(procedures, self.results))
        rows = self.results.results
        found: dict[int, int] = {}
        names = ("school_id", "academic_year", "participants", *PROCEDURE)
        for school, year, n, *procedure in zip(*(rows[name] for name in names), strict=True):
            key = key_of(dict(zip(PROCEDURE, procedure, strict=True)))
            if year == self.academic_year and n is not None and (not keys or key in keys):
                found[school] = found.get(school, 0) + int(n)
        return found


def _last_ended(day: date) -> int:
    """A school year ends on 31 August."""
    return day.year if day.month > 8 else day.year - 1


def _two_years():
    return method_of(
        "dynamics",
        {
            "procedures": [{"kind": "OGE", "subject": "Математика"}],
            "figure": "share_high",
            "tolerance": 0,
            "improved_when": "all",
        },
    )


def _classes(reasons: list[dict], academic_year: int) -> dict[int, bool]:
    found: dict[int, bool] = {}
    for reason in reasons:
        if reason["academic_year"] == academic_year and reason["met"] is not None:
            found[reason["grade"]] = found.get(reason["grade"], False) or reason["met"]
    return found
