"""How far the results of a year are in: schools × procedures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q

from schools.models import Municipality, NoDataReason, School, User
from schools.naming import natural_key

from .models import Result, Sitting
from .naming import KINDS, ONLY_GRADE, lowered

SMALL_SAMPLE = 10  # below this one pupil moves a share by more than a tenth


@dataclass(frozen=True)
class Cell:
    """One school at one sitting: its result, or nothing yet."""

    school: School
    sitting: Sitting
    result: Result | None
    may_enter: bool

    @property
    def is_main(self):
        return self.result is None or self.result.is_main

    @property
    def anchor(self):
        """A row of a list; where one comes back to after entering."""
        return f"school-{self.school.pk}" if self.is_main else f"result-{self.result.pk}"

    @property
    def is_small(self):
        return is_small(self.result)


@dataclass(frozen=True)
class Tally:
    """What of the expected is there. An unexplained reason is «нет информации»."""

    expected: int
    numbers: int
    reasons: int
    unexplained: int
    questions: int  # pairs «0 и 0»

    @property
    def missing(self):
        return self.expected - self.numbers - self.reasons

    @property
    def words(self):
        """«внесено 87 из 105, причин 18»."""
        reasons = f", причин {self.reasons}" if self.reasons else ""
        return f"внесено {self.numbers} из\xa0{self.expected}{reasons}"

    @property
    def rest(self):
        if not self.missing:
            return "все места заполнены"
        return f"осталось внести {self.missing}"


@dataclass(frozen=True)
class Column:
    sitting: Sitting
    tally: Tally

    @property
    def short_title(self):
        """Under the head of its kind and grade: «математика, база»."""
        procedure = self.sitting.procedure
        variant = f", {procedure.variant}" if procedure.variant else ""
        return f"{lowered(procedure.subject)}{variant}"


@dataclass(frozen=True)
class Row:
    school: School
    cells: Sequence[Cell]
    tally: Tally


@dataclass(frozen=True)
class Board:
    columns: Sequence[Column]
    groups: Sequence[tuple[str, Sequence[Row]]]
    tally: Tally
    not_held: Sequence[Sitting]
    untouched: Sequence[Sitting]  # of which no school of the municipality has told anything yet

    @property
    def heads(self):
        """«ВПР, 4 класс» over its columns: (title, how many)."""
        return [(title, len(list(same))) for title, same in groupby(self.columns, _head_of)]

    @property
    def width(self):
        return len(self.columns) + 2

    @property
    def has_vpr(self):
        return any(column.sitting.procedure.kind == "VPR" for column in self.columns)

    @property
    def has_shares_only(self):
        return any(
            cell.result and not cell.result.no_data and cell.result.participants is None
            for _cluster, rows in self.groups
            for row in rows
            for cell in row.cells
        )


def schools_in_order(schools, academic_year: int) -> list[School]:
    """By cluster and number, as they stood in that year."""
    described = schools.open_in(academic_year).described_in(academic_year)
    return sorted(described, key=_place_of)


def by_cluster(items: Iterable, school=lambda item: item.school) -> list[tuple[str, list]]:
    """Items that stand already in order, under the names of their clusters."""
    return [
        (name or "", list(same))
        for name, same in groupby(items, lambda item: school(item).cluster_name)
    ]


def board_of(municipality: Municipality, academic_year: int, user: User) -> Board:
    """Four queries, however many schools and procedures there are."""
    schools = schools_in_order(
        School.objects.visible_to(user).filter(municipality=municipality), academic_year
    )
    sittings = Sitting.objects.shown_in(municipality.region_id).filter(academic_year=academic_year)
    sittings = list(sittings.select_related("procedure").order_by("procedure"))
    found = Result.objects.main().of_year(academic_year).filter(school__in=schools)
    results = {(result.school_id, result.sitting_id): result for result in found.order_by()}
    editable = set(School.objects.editable_by(user).values_list("pk", flat=True))
    told = {sitting for _school, sitting in results}
    held = [sitting for sitting in sittings if sitting.pk in told and sitting.held]
    rows = []
    for school in schools:
        cells = [
            Cell(school, sitting, results.get((school.pk, sitting.pk)), school.pk in editable)
            for sitting in held
        ]
        rows.append(Row(school, cells, tally_of(cell.result for cell in cells)))
    return Board(
        columns=[
            Column(sitting, tally_of(row.cells[n].result for row in rows))
            for n, sitting in enumerate(held)
        ],
        groups=by_cluster(rows),
        tally=tally_of(cell.result for row in rows for cell in row.cells),
        not_held=[sitting for sitting in sittings if not sitting.held],
        untouched=[s for s in sittings if s.held and s.pk not in told],
    )


def tally_of(results: Iterable[Result | None]) -> Tally:
    results = list(results)
    there = [result for result in results if result]
    return Tally(
        expected=len(results),
        numbers=sum(not result.no_data for result in there),
        reasons=sum(bool(result.no_data) for result in there),
        unexplained=sum(result.no_data == NoDataReason.UNKNOWN for result in there),
        questions=sum(result.is_two_zeros for result in there),
    )


def tally_of_year(municipality: Municipality, academic_year: int) -> Tally:
    """The tally of the board, counted by the database: for pages that show no cells."""
    schools = municipality.schools.open_in(academic_year)
    told = Result.objects.main().of_year(academic_year).filter(school__in=schools)
    shown = Sitting.objects.shown_in(municipality.region_id)
    told = told.filter(sitting__in=shown.filter(academic_year=academic_year, held=True))
    found = told.aggregate(
        sittings=Count("sitting", distinct=True),
        numbers=Count("pk", filter=Q(no_data="")),
        reasons=Count("pk", filter=~Q(no_data="")),
        unexplained=Count("pk", filter=Q(no_data=NoDataReason.UNKNOWN)),
        questions=Count("pk", filter=Q(participants=None, share_low=0, share_high=0)),
    )
    return Tally(expected=schools.count() * found.pop("sittings"), **found)


def is_small(result: Result | None) -> bool:
    return bool(result and result.participants and result.participants < SMALL_SAMPLE)


def _head_of(column: Column) -> str:
    procedure = column.sitting.procedure
    kind = KINDS[procedure.kind]
    if ONLY_GRADE.get(procedure.kind) == procedure.grade:
        return kind
    return f"{kind}, {procedure.grade}\xa0класс"


def _place_of(school: School) -> tuple:
    name = natural_key(school.short_name)
    return school.cluster is None, school.cluster_order or 0, school.cluster_name or "", name
