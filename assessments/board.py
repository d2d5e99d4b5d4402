"""The board of a year: schools × procedures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from schools.models import Municipality, School, User

from .collection import Cell, Desk, Tally, by_cluster, schools_in_order, tally_of
from .models import Result, ResultLock, Sitting
from .naming import KINDS, ONLY_GRADE, lowered


@dataclass(frozen=True)
class Column:
    sitting: Sitting
    tally: Tally
    lock: ResultLock | None

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
    lock: ResultLock | None


@dataclass(frozen=True)
class Board:
    columns: Sequence[Column]
    groups: Sequence[tuple[str, Sequence[Row]]]
    tally: Tally
    desk: Desk
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
    def cells(self):
        return [cell for _cluster, rows in self.groups for row in rows for cell in row.cells]

    @property
    def has_vpr(self):
        return any(column.sitting.procedure.kind == "VPR" for column in self.columns)

    @property
    def has_shares_only(self):
        told = (cell.result for cell in self.cells if cell.state in ("numbers", "question"))
        return any(result.participants is None for result in told)

    @property
    def confirmed(self):
        return sum(bool(cell.lock) for cell in self.cells if cell.state != "no_stage")

    @property
    def columns_by_need(self):
        """What is missing comes first."""
        return sorted(self.columns, key=lambda column: -column.tally.missing)

    def only_missing(self) -> "Board":
        """Schools and procedures with an empty place; what is counted of them stays whole."""
        kept = [n for n, column in enumerate(self.columns) if column.tally.missing]
        groups = [
            (cluster, [_of_columns(row, kept) for row in rows if row.tally.missing])
            for cluster, rows in self.groups
        ]
        return replace(
            self,
            columns=[self.columns[n] for n in kept],
            groups=[(cluster, rows) for cluster, rows in groups if rows],
        )


def board_of(municipality: Municipality, academic_year: int, user: User) -> Board:
    """Seven queries, however many schools and procedures there are."""
    schools = schools_in_order(
        School.objects.visible_to(user).filter(municipality=municipality), academic_year
    )
    sittings = Sitting.objects.shown_in(municipality.region_id).filter(academic_year=academic_year)
    sittings = sittings.select_related("procedure", "scale").prefetch_related("scale__levels")
    sittings = list(sittings.order_by("procedure"))
    found = Result.objects.main().of_year(academic_year).filter(school__in=schools)
    results = {(result.school_id, result.sitting_id): result for result in found.order_by()}
    told = {sitting for _school, sitting in results}
    held = [sitting for sitting in sittings if sitting.pk in told and sitting.held]
    desk = Desk.of(user, municipality, academic_year)
    rows = []
    for school in schools:
        cells = [desk.cell(school, one, results.get((school.pk, one.pk))) for one in held]
        rows.append(Row(school, cells, tally_of(cells), desk.closed.schools.get(school.pk)))
    return Board(
        columns=[
            Column(
                sitting,
                tally_of(row.cells[n] for row in rows),
                desk.closed.sittings.get(sitting.pk),
            )
            for n, sitting in enumerate(held)
        ],
        groups=by_cluster(rows),
        tally=tally_of(cell for row in rows for cell in row.cells),
        desk=desk,
        not_held=[sitting for sitting in sittings if not sitting.held],
        untouched=[s for s in sittings if s.held and s.pk not in told],
    )


def _of_columns(row: Row, kept: Sequence[int]) -> Row:
    return replace(row, cells=[row.cells[n] for n in kept])


def _head_of(column: Column) -> str:
    procedure = column.sitting.procedure
    kind = KINDS[procedure.kind]
    if ONLY_GRADE.get(procedure.kind) == procedure.grade:
        return kind
    return f"{kind}, {procedure.grade}\xa0класс"
