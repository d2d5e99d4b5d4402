"""Where rows of the database become frames, and the only place where they do."""

import pandas as pd
from django.db.models import QuerySet

from assessments.models import Result
from schools.models import SchoolYear

PROCEDURE = ["kind", "grade", "subject", "variant"]
FIGURES = ["participants", "low_n", "high_n", "share_low", "share_high", "no_data"]
RESULT = ["result_id", *PROCEDURE, *FIGURES, "source_row", "source"]
SCHOOL = ["school_id", "short_name", "full_name", "kind_of_school", "legal_status", "municipality"]


def results_frame(schools: QuerySet, *, academic_year: int) -> pd.DataFrame:
    """A row per school and result of the year; a school without results has one empty row.

    The main period and the whole parallel only. Columns: SCHOOL, cluster, cluster_order, RESULT.
    """
    results = Result.objects.main().with_marks().of_year(academic_year).filter(school__in=schools)
    rows = results.order_by("school_id", "sitting_id").values_list(
        "school_id",
        "pk",
        *(f"sitting__procedure__{name}" for name in PROCEDURE),
        *FIGURES,
        "source_row",
        "source__title",
    )
    # objects: a gap stays a gap and a count an integer, where NaN would make floats of a column
    frame = pd.DataFrame.from_records(list(rows), columns=["school_id", *RESULT]).astype(object)
    register = schools_frame(schools, academic_year=academic_year)
    return register.merge(frame, how="left", on="school_id")


def schools_frame(schools: QuerySet, *, academic_year: int) -> pd.DataFrame:
    """The register as it was in that year: a later move does not change the past."""
    rows = schools.order_by("pk").values_list(
        "pk", "short_name", "full_name", "kind", "legal_status", "municipality__name"
    )
    frame = pd.DataFrame.from_records(list(rows), columns=SCHOOL).astype(object)
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
