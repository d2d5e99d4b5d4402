"""What the rules are told: rows of the database as frames, and the only place where they are.

A fixed number of queries for a whole municipality. What the portal does not keep yet (partners,
curators, forms of support) stays None, and the rules that read it stay silent.
"""

from collections import defaultdict
from dataclasses import fields, replace
from datetime import date

import pandas as pd
from django.db.models import Count, QuerySet

from assessments.models import Benchmark, Level, Result, Sitting
from identification.frames import benchmarks_frame, markers_frame, measured_frame, schools_frame
from identification.methods.wording.signs import RULES as SIGN_RULES
from identification.models import ExternalList, Run, Sign
from identification.models.sign import IN_STATE
from reports.models import Recommendation
from reports.notes.indicators import secret_measures
from reports.rules import Facts
from reports.rules.facts import (
    EXTERNAL,
    PAST,
    PROGRAMMES,
    REGION,
    RESULTS,
    SIGNS,
    STATUSES,
    TEACHERS,
)
from reports.rules.lines import Key
from schools.models import Enrolment, SchoolStatus, TeacherSupport
from schools.models.teachers import COUNTS
from schools.russian import school_name
from schools.services.approvals import content_hash

from .verdicts import verdicts_frame
from .work import own_programmes, work_of

PROCEDURE = ["kind", "grade", "subject", "variant"]
YEARS_BACK = 3  # lines are added up over three years, and compared with two
# what the rules ask of a school beside its results
MEASURES = (
    *("quality_group", "social_group", "no_certificate_9", "no_certificate_11"),
    *("absent_pupils", "vacancies", "burnout", "speech_therapists", "special_teachers"),
)
WORK = ("curators", "tasks", "plans", "answers", "sites")
SEPTEMBER = 9
MARKS = ("2", "3", "4", "5")


def facts_of(run: Run, *, on: date | None = None) -> Facts:
    """Of the schools that were open in the year of the run; its verdicts, today's figures.

    `on`: the day on which it is told how the work goes; without one nothing is told of that.
    """
    municipality, year = run.municipality, run.academic_year
    schools = municipality.schools.open_in(year)
    first = year - YEARS_BACK
    return Facts(
        academic_year=year,
        schools=_schools(schools, year),
        results=_results(schools, first, year),
        not_held=_not_held(municipality, first, year),
        measured=measured_frame(municipality, schools, MEASURES, year - 1),
        benchmarks=benchmarks_frame(municipality, year - 1),
        enrolment=_frame(
            Enrolment.objects.filter(school__in=schools, academic_year__gte=first),
            ["school_id", "academic_year", "grade", "pupils"],
        ),
        markers=markers_frame(schools, first),
        verdicts=verdicts_frame(run),
        statuses=_frame(SchoolStatus.objects.filter(school__in=schools), STATUSES),
        signs=_signs(schools, first),
        external=_external(municipality),
        teachers=_frame(
            TeacherSupport.objects.filter(school__in=schools, academic_year=year),
            ["school_id", "academic_year", "subject", "teachers", *COUNTS],
            order=TEACHERS,
        ),
        programmes=_frame(own_programmes(schools), PROGRAMMES),
        past=_past(schools, year),
        region=_region(municipality, first),
        secret=frozenset(secret_measures()),
        **work_of(municipality, schools, year, on),
    )


def with_past(facts: Facts, run: Run) -> Facts:
    """Once more, what came of earlier recommendations: it has just been judged."""
    schools = run.municipality.schools.open_in(run.academic_year)
    return replace(facts, past=_past(schools, run.academic_year), memo={})


def fingerprint(facts: Facts) -> str:
    """Of the figures that were told; how the work goes is another matter every day."""
    frames = {
        each.name: frame.astype(object).where(frame.notna(), None).to_dict("records")
        for each in fields(facts)
        if each.name not in WORK and isinstance(frame := getattr(facts, each.name), pd.DataFrame)
    }
    frames["secret"] = sorted(facts.secret)
    return content_hash(frames)


def _frame(rows: QuerySet, names: list[str], *, order: list[str] | None = None) -> pd.DataFrame:
    records = list(rows.order_by("pk").values_list(*names))
    columns = [name.rpartition("__")[2] for name in names]
    frame = pd.DataFrame(records, columns=columns, dtype=object)
    return frame[order] if order else frame


def _schools(schools: QuerySet, year: int) -> pd.DataFrame:
    frame = schools_frame(schools, academic_year=year)
    told = {
        pk: (opened_on, parent, name)
        for pk, opened_on, parent, name in schools.order_by("pk").values_list(
            "pk", "opened_on", "parent", "parent__short_name"
        )
    }
    rows = [told[pk] for pk in frame["school_id"]]
    frame["parent_id"] = [parent for _, parent, _ in rows]
    frame["opened_in"] = [day and day.year + (day.month >= SEPTEMBER) for day, _, _ in rows]
    frame["receiving"] = [name and school_name(name) for *_, name in rows]
    frame["group"] = None
    return frame.astype(object)


def _results(schools: QuerySet, first: int, last: int) -> pd.DataFrame:
    """The main period; classes beside their parallel, where somebody told them."""
    rows = Result.objects.filter(
        school__in=schools,
        period=Result.Period.MAIN,
        sitting__academic_year__range=(first, last),
    )
    procedure = [f"sitting__procedure__{name}" for name in PROCEDURE]
    figures = ["participants", "low_n", "high_n", "share_low", "share_high", "mean", "no_data"]
    own = [*figures, "journal", "class_label", "counts", "objectivity_control"]
    names = ["school_id", "sitting__academic_year", *procedure, *own, "sitting__scale"]
    frame = _frame(rows, names)
    meanings = _meanings(rows)
    frame["scale"] = [meanings.get(scale, "") for scale in frame["scale"]]
    return frame[[name for name in RESULTS if name in frame.columns]]


def _meanings(results: QuerySet) -> dict[int, str]:
    """Scale → what is low and high on it, and of bands from how many points.

    A scale is described anew with every letter about it, and mostly says the same. Marks are
    compared as marks: how many points a «3» takes differs with every variant of a work.
    """
    levels = Level.objects.filter(scale__in=results.values("sitting__scale"))
    told = defaultdict(list)
    for scale, code, low, high, points in levels.order_by("scale", "order").values_list(
        "scale", "code", "is_low", "is_high", "from_score"
    ):
        told[scale].append(f"{code}:{low:d}{high:d}:{points if code not in MARKS else ''}")
    return {scale: " ".join(parts) for scale, parts in told.items()}


def _not_held(municipality, first: int, last: int) -> pd.DataFrame:
    sittings = Sitting.objects.shown_in(municipality.region_id)
    gone = sittings.filter(held=False, academic_year__range=(first, last))
    return _frame(gone, ["academic_year", *(f"procedure__{name}" for name in PROCEDURE)])


def _signs(schools: QuerySet, first: int) -> pd.DataFrame:
    standing = Sign.objects.exclude(IN_STATE[Sign.State.GONE]).filter(
        school__in=schools, sitting__academic_year__gte=first
    )
    procedure = [f"sitting__procedure__{name}" for name in PROCEDURE]
    names = ["school_id", "sitting__academic_year", *procedure, "conclusion", "rule"]
    frame = _frame(standing, names)
    frame["title"] = [SIGN_RULES[rule] for rule in frame["rule"]]
    return frame[SIGNS]


def _external(municipality) -> pd.DataFrame:
    lists = ExternalList.objects.filter(municipality=municipality)
    names = ["issuer", "applies_to_year", "kind", "declared_count", "named_count"]
    frame = _frame(lists.annotate(named_count=Count("entries")), names)
    return frame.rename(columns={"applies_to_year": "academic_year"})[EXTERNAL]


def _region(municipality, first: int) -> pd.DataFrame:
    """Exams of the region, where a federal file told shares and participants."""
    told = (
        Benchmark.objects.latest(municipality)
        .filter(
            level=Benchmark.Level.REGION,
            participants__isnull=False,
            shares__isnull=False,
            sitting__academic_year__gte=first,
            sitting__procedure__kind="EGE",
        )
        .select_related("sitting__procedure")
        .prefetch_related("sitting__scale__levels")
        .order_by("pk")
    )
    rows = []
    for one in told:
        high = one.share_of("high", one.sitting.scale.levels.all())
        where = [getattr(one.sitting.procedure, name) for name in PROCEDURE]
        n = one.participants
        rows.append([one.sitting.academic_year, *where, n, round(n * high / 10_000)])
    return pd.DataFrame(rows, columns=REGION, dtype=object)


def _past(schools: QuerySet, year: int) -> pd.DataFrame:
    """Recommendations that schools were given in earlier years, and what came of them."""
    rows = (
        Recommendation.objects.answered()
        .filter(letter__school__in=schools, letter__academic_year__lt=year)
        .exclude(rule="")
        # their words are for the narrow circle
        .exclude(is_restricted=True)
        .order_by("pk")
    )
    told = [
        (
            one.letter.school_id,
            one.letter.academic_year,
            one.rule,
            one.wording,
            one.is_done,
            one.outcome,
            Key.of(one.lines[0]) if one.lines else None,
        )
        for one in rows.select_related("letter")
    ]
    return pd.DataFrame(told, columns=PAST, dtype=object)
