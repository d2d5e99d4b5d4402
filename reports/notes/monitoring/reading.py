"""Rows of a municipality for the note on monitoring: the same queries however many schools."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from identification.measures import rule_in_words
from identification.models import Run, Verdict
from reports.homes.municipal import main_run
from reports.notes.indicators import picture_of
from reports.notes.outcomes import Outcomes, outcomes_of
from reports.notes.picture import Picture
from roadmap.columns import current_period, periods_of
from roadmap.models import Activity, Evidence, Level, Period, Programme, Submission, Task
from schools.models import Membership, Municipality, Role, School, SchoolStatus, TeacherSupport
from schools.naming import natural_key
from schools.russian import school_name

STATUS_WORDS = {"low": "ШНОР", "social": "ШНСУ"}
TEACHERS = ("teachers", "diagnosed", "deficit", "supported", "courses", "iom", "iom_done")


@dataclass(frozen=True)
class Supported:
    """A school of the list, and what it did."""

    school: School
    statuses: list[SchoolStatus]
    submission: Submission | None
    done: int
    late: int
    has_curator: bool

    @property
    def name(self) -> str:
        return school_name(self.school.short_name)

    @property
    def kinds(self) -> str:
        return ", ".join(STATUS_WORDS[one.kind] for one in self.statuses)


@dataclass(frozen=True)
class Done:
    """Of a section of the programme: what its roadmap asked for in the year."""

    title: str
    due: int = 0
    done: int = 0
    late: int = 0
    documents: dict = field(default_factory=dict)  # level → documents that it names
    proofs: int = 0  # that stand behind its indicators and tasks


@dataclass(frozen=True)
class Found:
    """What an identification said; who is supported is decided by people."""

    low: int
    judged: int
    methodology: str
    besides: list[str]  # schools that it found and that are not on the list


@dataclass(frozen=True)
class Improved:
    """By the method of dynamics: how many supported schools, of how many that it could judge."""

    schools: int
    judged: int
    methodology: str
    rule: str


@dataclass(frozen=True)
class Read:
    municipality: Municipality
    academic_year: int
    on: date
    schools: list[Supported]
    pictures: list[Picture]
    other_years: list[Programme]  # that have no period of this school year
    done: dict[int, list[Done]]  # programme → its sections
    teachers: dict[str, tuple[int, int]]  # count → (sum, schools that told)
    outcomes: Outcomes
    improved: Improved | None
    gone: int  # links that do not open
    found: Found | None  # by the main run of the year


def read(municipality: Municipality, academic_year: int, on: date) -> Read:
    schools = _schools(municipality, academic_year, on)
    own = [one.school.pk for one in schools]
    programmes = programmes_of(municipality)
    periods = {one: period_of_year(one, academic_year, on=on) for one in programmes}
    pictures = [picture_of(one, on=on, period=period) for one, period in periods.items() if period]
    return Read(
        municipality=municipality,
        academic_year=academic_year,
        on=on,
        schools=schools,
        pictures=pictures,
        other_years=[one for one, period in periods.items() if not period],
        done={one.programme.pk: _done(one, on) for one in pictures},
        teachers=_teachers(own, academic_year),
        outcomes=outcomes_of(municipality, academic_year),
        improved=_improved(municipality, academic_year, own),
        gone=Evidence.objects.standing()
        .of_municipality(municipality)
        .filter(link=Evidence.Link.GONE)
        .count(),
        found=_found(municipality, academic_year, own),
    )


def _found(municipality: Municipality, academic_year: int, own: list[int]) -> Found | None:
    run = main_run(municipality, academic_year)
    if run is None or run.sought != "low":
        return None
    low = dict(run.verdicts.given("low").values_list("school", "snapshot__short_name"))
    besides = [school_name(name) for school, name in low.items() if school not in own]
    besides.sort(key=natural_key)
    return Found(len(low), run.verdicts.count(), run.snapshot["title"], besides)


def _schools(municipality: Municipality, academic_year: int, on: date) -> list[Supported]:
    held = SchoolStatus.objects.supporting().in_year(academic_year)
    held = held.filter(school__municipality=municipality).select_related("school", "document")
    statuses = defaultdict(list)
    for one in held.order_by("school", "kind"):
        statuses[one.school].append(one)
    tasks = Task.objects.filter(school__in=statuses).exclude(state=Task.State.CANCELLED)
    done, late = Counter(), Counter()
    for task in tasks.only("school", "state", "due_on"):
        done[task.school_id] += task.state == Task.State.DONE
        late[task.school_id] += task.is_under_way and task.due_on < on
    sent = Submission.objects.filter(
        school__in=statuses, campaign__period__ends_on__year=academic_year
    )
    submissions = {one.school_id: one for one in sent.order_by("campaign")}
    curators = Membership.objects.current().filter(role=Role.CURATOR, school__in=statuses)
    curated = set(curators.values_list("school", flat=True))
    return [
        Supported(
            school=school,
            statuses=own,
            submission=submissions.get(school.pk),
            done=done[school.pk],
            late=late[school.pk],
            has_curator=school.pk in curated,
        )
        for school, own in sorted(
            statuses.items(), key=lambda item: natural_key(item[0].short_name)
        )
    ]


def _done(picture: Picture, on: date) -> list[Done]:
    """Tasks that the roadmap gave for the period, and the documents that the order names."""
    if picture.period is None:
        return []
    programme, period = picture.programme, picture.period
    activities = Activity.objects.filter(programme=programme).current().order_by("order")
    documents = defaultdict(lambda: {level: [] for level in Level.values})
    for one in activities.filter(kind=Activity.Kind.DOCUMENT):
        documents[one.goal_id][one.level].append(one.title)
    due, done, late = Counter(), Counter(), Counter()
    tasks = Task.objects.filter(work__period=period).exclude(state=Task.State.CANCELLED)
    for goal, state, day in tasks.values_list("work__activity__goal", "state", "due_on"):
        due[goal] += 1
        done[goal] += state == Task.State.DONE
        late[goal] += state in Task.UNDER_WAY and day < on
    proofs = Counter(
        Evidence.objects.standing()
        .filter(value__indicator__programme=programme, value__period=period)
        .values_list("value__indicator__goal", flat=True)
    )
    proofs.update(
        Evidence.objects.standing()
        .filter(task__work__period=period)
        .values_list("task__work__activity__goal", flat=True)
    )
    return [
        Done(str(goal), due[pk], done[pk], late[pk], dict(documents[pk]), proofs[pk])
        for pk, goal in ((goal.pk, goal) for goal in programme.goals.order_by("order"))
    ]


def _teachers(schools: Sequence[int], academic_year: int) -> dict[str, tuple[int, int]]:
    """Of all teachers of the supported schools; a school that told nothing is not a zero."""
    rows = TeacherSupport.objects.filter(
        school__in=schools, academic_year=academic_year, subject=""
    )
    found = {}
    for name in TEACHERS:
        told = [n for row in rows if (n := getattr(row, name)) is not None]
        if told:
            found[name] = sum(told), len(told)
    return found


def _improved(
    municipality: Municipality, academic_year: int, schools: Sequence[int]
) -> Improved | None:
    run = (
        Run.objects.of_standings()
        .filter(
            municipality=municipality,
            academic_year=academic_year,
            methodology__method="dynamics",
        )
        .select_related("methodology")
        .main_first()
        .first()
    )
    if run is None:
        return None
    rows = Verdict.objects.filter(run=run, school__in=schools).exclude(status="no_data")
    statuses = list(rows.values_list("status", flat=True))
    return Improved(
        schools=statuses.count("improved"),
        judged=len(statuses),
        methodology=run.methodology.title,
        rule=rule_in_words(run.rule),
    )


def programmes_of(municipality: Municipality) -> Sequence[Programme]:
    """Municipal programmes in force; questionnaires are not told of in notes."""
    found = municipality.programmes.municipal().in_force()
    found = found.filter(kind=Programme.Kind.PROGRAMME)
    return list(found.select_related("municipality", "school", "document").order_by("pk"))


def period_of_year(programme: Programme, academic_year: int, *, on: date) -> Period | None:
    """The one that ends in the school year; of stages without dates the one of the day."""
    periods = periods_of(programme)
    ended = [one for one in periods if one.academic_year == academic_year]
    undated = [one for one in periods if one.ends_on is None]
    return ended[-1] if ended else current_period(undated, on)
