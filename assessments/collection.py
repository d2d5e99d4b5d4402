"""How far the results of a year are in: places, each with a result or still waiting for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q

from schools.models import Municipality, NoDataReason, School, User
from schools.naming import natural_key
from schools.scoping import may_write

from .grades import LAST_GRADE, has_stage
from .locks import Closed
from .models import Remark, Result, ResultLock, Sitting
from .querysets import ONLY_JOURNAL
from .shares import SMALL
from .wording import labels_of, mean_name

NO_STAGE = NoDataReason.NO_STAGE


@dataclass(frozen=True)
class Cell:
    """One school, described in the year, at one sitting: its result, or nothing yet.

    Who may write for the school reports an error where the coordinator has confirmed, and enters
    where not; the coordinator enters everywhere.
    """

    school: School
    sitting: Sitting
    result: Result | None
    may_enter: bool = False
    may_report: bool = False
    lock: ResultLock | None = None
    remark: Remark | None = None  # reported already and not answered yet

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

    @property
    def mean_name(self):
        """Needs the levels of the sitting."""
        return mean_name(labels_of(self.sitting))

    @property
    def state(self) -> str:
        """A school without the stage is not waited for, whether it says so or not."""
        if self.result is None:
            grade = self.sitting.procedure.grade
            return "missing" if has_stage(self.school.kind_then, grade) else "no_stage"
        if self.result.no_data:
            return "no_stage" if self.result.no_data == NO_STAGE else "reason"
        if self.result.is_only_journal:
            return "journal"
        return "question" if self.result.is_two_zeros else "numbers"

    @property
    def is_missing(self):
        """A comparison with the class register does not stand for the marks."""
        return self.state in ("missing", "journal")


@dataclass(frozen=True)
class Desk:
    """What the user may write of a municipality's year, and what of it is confirmed."""

    editable: frozenset[int]
    is_coordinator: bool
    closed: Closed
    waiting: Mapping[tuple[int, int], Remark]  # of (school, sitting): what those reported who may

    @classmethod
    def of(cls, user: User, municipality: Municipality, academic_year: int) -> "Desk":
        """Three queries, however many schools there are; one more for who reports errors."""
        schools = School.objects.editable_by(user).filter(municipality=municipality)
        editable = frozenset(schools.values_list("pk", flat=True))
        is_coordinator = may_write(user, municipality)
        waiting = {}
        if editable and not is_coordinator:
            remarks = Remark.objects.waiting().filter(sitting__academic_year=academic_year)
            for remark in remarks.filter(school__in=editable):
                waiting[remark.school_id, remark.sitting_id] = remark
        return cls(editable, is_coordinator, Closed.of(municipality, academic_year), waiting)

    def cell(self, school: School, sitting: Sitting, result: Result | None) -> Cell:
        lock = self.closed.on(school, sitting)
        mine = school.pk in self.editable and sitting.held and (not result or result.is_main)
        may_enter = mine and (self.is_coordinator or not lock)
        remark = self.waiting.get((school.pk, sitting.pk))
        return Cell(school, sitting, result, may_enter, mine and not may_enter, lock, remark)


@dataclass(frozen=True)
class Tally:
    """What of the expected is there. An unexplained reason is «нет информации»."""

    numbers: int
    reasons: int
    missing: int
    no_stage: int  # not expected
    unexplained: int
    questions: int  # pairs «0 и 0»

    @property
    def expected(self):
        return self.numbers + self.reasons + self.missing

    @property
    def told(self):
        return self.numbers + self.reasons

    @property
    def words(self):
        """«внесено 87 из 92, причин 5»."""
        reasons = f", причин {self.reasons}" if self.reasons else ""
        return f"внесено {self.numbers} из\xa0{self.expected}{reasons}"

    @property
    def rest(self):
        if not self.missing:
            return "все места заполнены"
        return f"осталось внести {self.missing}"


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


def tally_of(cells: Iterable[Cell]) -> Tally:
    """A class or a period that was told apart is not counted beside its parallel."""
    cells = [cell for cell in cells if cell.is_main]
    states = [cell.state for cell in cells]
    questions = states.count("question")
    return Tally(
        numbers=states.count("numbers") + questions,
        reasons=states.count("reason"),
        missing=states.count("missing") + states.count("journal"),
        no_stage=states.count("no_stage"),
        unexplained=sum(
            cell.result is not None and cell.result.no_data == NoDataReason.UNKNOWN
            for cell in cells
        ),
        questions=questions,
    )


def tally_of_year(municipality: Municipality, academic_year: int) -> Tally:
    """The tally of the board, counted by the database: for pages that show no cells."""
    schools = municipality.schools.open_in(academic_year).described_in(academic_year)
    told = Result.objects.main().filter(school__in=schools.values("pk"))
    held = Sitting.objects.shown_in(municipality.region_id)
    held = held.filter(academic_year=academic_year, held=True)
    held = held.filter(Exists(told.filter(sitting=OuterRef("pk"))))
    beyond = Q()  # results of schools that do not have the stage
    for kind, last in LAST_GRADE.items():
        of_kind = schools.filter(kind_then=kind).values("pk")
        beyond |= Q(school__in=of_kind, sitting__procedure__grade__gt=last)
    found = told.filter(sitting__in=held).aggregate(
        numbers=Count("pk", filter=Q(no_data="") & ~ONLY_JOURNAL),
        reasons=Count("pk", filter=~Q(no_data__in=["", NO_STAGE])),
        no_stage=Count("pk", filter=Q(no_data=NO_STAGE)),
        unexplained=Count("pk", filter=Q(no_data=NoDataReason.UNKNOWN)),
        questions=Count("pk", filter=Q(participants=None, share_low=0, share_high=0)),
        beyond=Count("pk", filter=beyond),
    )
    told_beyond = found.pop("beyond")
    told_within = found["numbers"] + found["reasons"] + found["no_stage"] - told_beyond
    kinds = list(schools.values_list("kind_then", flat=True))
    grades = list(held.values_list("procedure__grade", flat=True))
    within = sum(has_stage(kind, grade) for kind in kinds for grade in grades)
    found["no_stage"] += len(kinds) * len(grades) - within - told_beyond
    return Tally(missing=within - told_within, **found)


def is_small(result: Result | None) -> bool:
    return bool(result and result.participants and result.participants < SMALL)


def _place_of(school: School) -> tuple:
    name = natural_key(school.short_name)
    return school.cluster is None, school.cluster_order or 0, school.cluster_name or "", name
