"""Rows of one school for its passport: the same few queries however much there is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from assessments.models import Result
from assessments.trends import Trend, trends_of
from identification.figures import Told as Measured
from identification.methods.wording.signs import FEDERAL_LIST
from identification.models import Run, Sign, Verdict
from identification.signs import MEMORY, listed_years
from reports.homes.standing import Told, newest_of, told
from reports.notes.asked import Answers, answers_of
from reports.notes.indicators import secret_measures
from reports.notes.outcomes import rescaled
from roadmap.models import Evidence, SiteFinding, Task
from roadmap.services.teachers import COLUMNS
from schools.middleware import AUTUMN
from schools.models import Enrolment, Figure, School, SchoolStatus, SchoolYear, TeacherSupport
from schools.russian import school_name

SECRET = "Основания опираются на\xa0сведения, открытые узкому кругу."


@dataclass(frozen=True)
class Register:
    year: SchoolYear | None
    branches: list[str]
    statuses: list[SchoolStatus]
    pupils: dict[int, int]  # school year → pupils of all grades that were told
    grades: list[tuple[int, int]]  # of the newest of these years
    figures: list[tuple[str, int, str, str]]  # title, year, words, source


@dataclass(frozen=True)
class Duties:
    late: list[Task]
    open: list[Task]
    submitted: int
    done: int
    since: date
    gone: list[Evidence]  # links that do not open
    findings: list[SiteFinding]  # of the last round of looking at its site

    @property
    def there(self) -> list[SiteFinding]:
        return [one for one in self.findings if one.found == SiteFinding.Found.YES]

    @property
    def seen(self) -> list[SiteFinding]:
        return [one for one in self.findings if one.found]

    @property
    def missing(self) -> list[SiteFinding]:
        return [one for one in self.seen if one.found != SiteFinding.Found.YES]


@dataclass(frozen=True)
class Signs:
    """`looked_for`: school years in which the portal looked for signs. `listed`: those in which a
    federal list marks the school and no sign tells of it."""

    rows: list[Sign]
    listed: list[int]
    looked_for: list[int]

    def open_in(self, academic_year: int) -> list[str]:
        """Procedures with a sign on which nobody has concluded."""
        waiting = (Sign.State.EXPLAIN, Sign.State.RECHECK, Sign.State.CONCLUDE)
        rows = [row for row in self.rows if row.sitting.academic_year == academic_year]
        found = (str(row.sitting.procedure) for row in rows if row.state in waiting)
        return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Teachers:
    academic_year: int | None
    rows: list[TeacherSupport]

    @property
    def columns(self) -> list[str]:
        """Of those that anybody told of."""
        names = [one for one in COLUMNS if any(getattr(r, one) is not None for r in self.rows)]
        return [str(TeacherSupport._meta.get_field(name).verbose_name) for name in names]

    @property
    def lines(self) -> list[tuple[str, list]]:
        names = [one for one in COLUMNS if any(getattr(r, one) is not None for r in self.rows)]
        return [(row.subject, [getattr(row, name) for name in names]) for row in self.rows]


@dataclass(frozen=True)
class Read:
    school: School
    academic_year: int
    on: date
    register: Register
    low: list[Trend]
    high: list[Trend]
    means: list[tuple[str, Decimal]]  # of procedures that told no shares
    rescaled: set[int]
    verdicts: list[Told]
    secret: set[str]  # measures whose figures no paper tells
    signs: Signs
    answers: list[Answers]
    duties: Duties
    teachers: Teachers
    sources: list[str]

    def reason_of(self, one: Told) -> str:
        """Why a method said so; of what only a narrow circle knows, nothing."""
        is_secret = not self.secret.isdisjoint(one.verdict.run.rule.measures)
        return SECRET if is_secret else one.reason


def read(school: School, academic_year: int, on: date) -> Read:
    branches = list(school.branches.filter(closed_on=None).order_by("short_name"))
    # whoever may read it sees the school with its branches, and nobody else's figures
    seen = {school.pk, *(branch.pk for branch in branches)}
    low, high = (
        trends_of(school, seen=seen, last=academic_year, side=side) for side in ("low", "high")
    )
    verdicts = newest_of(Verdict.objects.all(), school, academic_year)
    results = _results(school, academic_year)
    return Read(
        school=school,
        academic_year=academic_year,
        on=on,
        register=_register(school, academic_year, branches),
        low=low,
        high=high,
        means=_means(results, academic_year),
        rescaled=rescaled(
            school.municipality.region_id, [one.procedure.pk for one in low], academic_year
        ),
        verdicts=[told(verdict) for verdict in verdicts],
        secret=secret_measures(),
        signs=_signs(school, academic_year),
        answers=answers_of(school, on=on),
        duties=_duties(school, on),
        teachers=_teachers(school),
        sources=_sources(results, verdicts),
    )


def _register(school: School, academic_year: int, branches: list[School]) -> Register:
    told = school.years.filter(academic_year__lte=academic_year).select_related("cluster")
    pupils, grades = defaultdict(int), defaultdict(list)
    rows = Enrolment.objects.filter(school=school, academic_year__lte=academic_year)
    for row in rows.order_by("academic_year", "grade"):
        pupils[row.academic_year] += row.pupils
        grades[row.academic_year].append((row.grade, row.pupils))
    figures = Figure.objects.filter(
        school=school, academic_year__lte=academic_year, measure__sensitive=False
    )
    newest = {}
    for row in figures.select_related("measure", "source").order_by("measure", "academic_year"):
        newest[row.measure_id] = row
    return Register(
        year=told.order_by("-academic_year").first(),
        branches=[school_name(branch.short_name) for branch in branches],
        statuses=list(school.statuses.select_related("document", "ended_document")),
        pupils=dict(pupils),
        grades=grades[max(grades)] if grades else [],
        figures=[
            (
                row.measure.title,
                row.academic_year,
                Measured.of(row).words,
                row.source.reference if row.source else "",
            )
            for row in newest.values()
        ],
    )


def _signs(school: School, academic_year: int) -> Signs:
    years = range(academic_year - MEMORY + 1, academic_year + 1)
    rows = Sign.objects.filter(school=school, sitting__academic_year__in=years)
    runs = Run.objects.standing().filter(municipality=school.municipality_id)
    runs = runs.filter(academic_year__in=years).exclude(pk__in=runs.of_standings())
    looked_for = runs.order_by("academic_year").values_list("academic_year", flat=True)
    rows = list(rows.select_related("sitting__procedure"))
    told = {row.sitting.academic_year for row in rows if row.rule == FEDERAL_LIST}
    listed = listed_years([school.pk], academic_year).get(school.pk, [])
    return Signs(
        rows=rows,
        listed=[year for year in listed if year not in told],
        looked_for=list(dict.fromkeys(looked_for)),
    )


def _duties(school: School, on: date) -> Duties:
    since = date(on.year - (on.month < AUTUMN), AUTUMN, 1)
    tasks = list(Task.objects.filter(school=school).exclude(state=Task.State.CANCELLED))
    under_way = [task for task in tasks if task.is_under_way]
    done = [task for task in tasks if task.state == Task.State.DONE]
    links = Evidence.objects.standing().links().filter(link=Evidence.Link.GONE)
    mine = [{f"{name}__school": school} for name in Evidence.OWNERS]
    gone = links.filter(**mine[0]) | links.filter(**mine[1]) | links.filter(**mine[2])
    findings = SiteFinding.objects.filter(school=school, check_round__held_on__lte=on)
    findings = findings.select_related("check_round", "requirement")
    findings = list(findings.order_by("-check_round__held_on", "-check_round", "requirement"))
    last = [one for one in findings if one.check_round_id == findings[0].check_round_id]
    return Duties(
        late=[task for task in under_way if task.due_on < on],
        open=[task for task in under_way if task.due_on >= on],
        submitted=sum(task.state == Task.State.SUBMITTED for task in tasks),
        done=sum(since <= localdate(task.done_at) <= on for task in done),
        since=since,
        gone=list(gone),
        findings=sorted(last, key=lambda one: (one.requirement.order, one.pk)),
    )


def _teachers(school: School) -> Teachers:
    rows = list(TeacherSupport.objects.filter(school=school))
    year = max((row.academic_year for row in rows), default=None)
    return Teachers(year, [row for row in rows if row.academic_year == year])


def _results(school: School, academic_year: int) -> list[Result]:
    rows = school.results.main().filter(sitting__academic_year__lte=academic_year)
    return list(rows.select_related("source", "sitting__procedure").order_by("sitting"))


def _means(results: list[Result], academic_year: int) -> list[tuple[str, Decimal]]:
    """Of procedures of the year that told a mean and no shares."""
    return [
        (str(row.sitting.procedure), row.mean)
        for row in results
        if row.sitting.academic_year == academic_year
        and row.share_low is None
        and row.mean is not None
    ]


def _sources(results: list[Result], verdicts: list[Verdict]) -> list[str]:
    """Documents of the methods that judged the results, and of the results themselves."""
    papers = [run.methodology.document for run in (verdict.run for verdict in verdicts)]
    told = sorted(
        {row.source for row in results if row.source}, key=lambda one: (str(one.dated_on), one.pk)
    )
    return list(dict.fromkeys(paper.reference for paper in [*papers, *told] if paper))
