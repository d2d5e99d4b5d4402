"""Where rows of the database become frames, and the only place where they do."""

import pandas as pd
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from assessments.imports.districts import is_ours
from assessments.models import Benchmark, Marker, Result, Sitting
from schools.models import Enrolment, Figure, Measure, Municipality, SchoolYear

from .methods import Method
from .methods.facts import (
    BENCHMARKS,
    ENROLMENT,
    MARKERS,
    MEASURED,
    NOT_HELD,
    PROCEDURE,
    RESULTS,
    SCHOOL,
    Facts,
)

SITTING = [f"sitting__procedure__{name}" for name in PROCEDURE]
LOOK_BACK = 10  # years in which something that was not held may still be passed over


def facts_of(municipality: Municipality, academic_year: int, method: Method) -> Facts:
    """What the method reads of the schools that were open then. The main period, whole parallels.

    A year may be passed over, so for each year in which something was not held one more is read.
    """
    schools = municipality.schools.open_in(academic_year)
    sittings = Sitting.objects.shown_in(municipality.region_id).filter(
        held=False, academic_year__range=(academic_year - LOOK_BACK, academic_year)
    )
    not_held = _frame(
        sittings, ["academic_year", *(f"procedure__{p}" for p in PROCEDURE)], NOT_HELD
    )
    first = academic_year + 1 - method.years - not_held["academic_year"].nunique()
    optional = {
        "measured": lambda: measured_frame(municipality, schools, method.measures, first),
        "benchmarks": lambda: benchmarks_frame(municipality, first),
        "enrolment": lambda: _frame(
            Enrolment.objects.filter(school__in=schools, academic_year__gte=first), ENROLMENT
        ),
        "markers": lambda: markers_frame(schools, first),
    }
    return Facts(
        academic_year=academic_year,
        schools=schools_frame(schools, academic_year=academic_year),
        results=results_frame(
            schools, first=first, last=academic_year, with_journal="journal" in method.reads
        ),
        not_held=not_held,
        titles=titles_of(method.measures) if "measured" in method.reads else {},
        **{name: read() for name, read in optional.items() if name in method.reads},
    )


def _frame(rows: QuerySet, fields: list[str], columns: list[str] | None = None) -> pd.DataFrame:
    # objects: a gap stays a gap and a count an integer, where NaN would make floats of a column
    records = list(rows.order_by("pk").values_list(*fields))
    return pd.DataFrame(records, columns=columns or fields, dtype=object)


def results_frame(
    schools: QuerySet, *, first: int, last: int, with_journal: bool = False
) -> pd.DataFrame:
    """A row per school, procedure and year of these years; a gap has its reason.

    `with_journal`: also where nothing but a comparison with the class register is known.
    """
    # a file that was imported without a document is named itself
    results = (
        Result.objects.main()
        .filter(school__in=schools, sitting__academic_year__range=(first, last))
        .annotate(told_by=Coalesce("source__title", "batch__name"))
    )
    if not with_journal:
        results = results.with_marks()
    own = RESULTS[RESULTS.index("participants") :]
    fields = ["school_id", "sitting__academic_year", *SITTING, *own]
    renamed = {"result_id": "pk", "source": "told_by"}
    return _frame(results, [renamed.get(name, name) for name in fields], RESULTS)


def schools_frame(schools: QuerySet, *, academic_year: int) -> pd.DataFrame:
    """The register as it was in that year: a later move does not change the past."""
    fields = ["pk", "short_name", "full_name", "kind", "legal_status", "municipality__name"]
    frame = _frame(schools, fields, SCHOOL)
    years = SchoolYear.objects.filter(school__in=schools, academic_year__lte=academic_year)
    then = {
        school: described
        for school, *described in years.order_by("academic_year").values_list(
            "school_id", "kind", "cluster__name", "cluster__order"
        )
    }
    frame["kind_of_school"] = [
        then[school][0] if school in then else kind
        for school, kind in zip(frame["school_id"], frame["kind_of_school"], strict=True)
    ]
    frame["cluster"] = [then[s][1] if s in then else "" for s in frame["school_id"]]
    frame["cluster_order"] = [then[s][2] if s in then else 999 for s in frame["school_id"]]
    return frame.astype(object)


def titles_of(codes: tuple[str, ...]) -> dict[str, str]:
    return dict(Measure.objects.filter(code__in=codes).values_list("code", "title"))


def measured_frame(municipality, schools: QuerySet, codes: tuple[str, ...], first: int):
    """Figures of schools, and what is known of the municipality and of its region."""
    figures = Figure.objects.filter(
        Q(school__in=schools) | Q(municipality=municipality) | Q(region=municipality.region_id),
        measure__code__in=codes,
        academic_year__gte=first,
    )
    fields = ["measure__code", "measure__title", "measure__unit", "school_id"]
    fields += ["municipality_id", "academic_year", "value", "numerator", "denominator", "label"]
    frame = _frame(figures, [*fields, "no_data", "source__title"])
    frame["place"] = [
        None if school else "municipality" if place else "region"
        for school, place in zip(frame["school_id"], frame["municipality_id"], strict=True)
    ]
    names = {"measure__code": "measure", "measure__title": "title", "measure__unit": "unit"}
    return frame.rename(columns=names | {"source__title": "source"})[MEASURED]


def benchmarks_frame(municipality: Municipality, first: int) -> pd.DataFrame:
    """Averages of places that federal files told: shares of low and high levels by the scale.

    A file of a region has all its districts: only the own one counts.
    """
    names = {municipality.name, municipality.name_genitive}
    told = (
        Benchmark.objects.latest(municipality)
        .filter(shares__isnull=False, sitting__academic_year__gte=first)
        .select_related("sitting__procedure", "batch")
        .prefetch_related("sitting__scale__levels")
        .order_by("pk")
    )
    rows = []
    for one in told:
        if one.level == Benchmark.Level.MUNICIPALITY and not is_ours(names, one.name):
            continue
        procedure, levels = one.sitting.procedure, one.sitting.scale.levels.all()
        where = [one.level, one.sitting.academic_year, *(getattr(procedure, p) for p in PROCEDURE)]
        for side in ("low", "high"):
            rows.append([*where, f"share_{side}", one.share_of(side, levels), str(one.batch)])
    return pd.DataFrame(rows, columns=BENCHMARKS).astype(object)


def markers_frame(schools: QuerySet, first: int) -> pd.DataFrame:
    markers = Marker.objects.latest().filter(school__in=schools, sitting__academic_year__gte=first)
    fields = ["school_id", "sitting__academic_year", *SITTING]
    frame = _frame(markers, fields, MARKERS[:-1])
    frame["source"] = "федеральный перечень"
    return frame
