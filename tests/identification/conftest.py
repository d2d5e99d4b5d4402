"""The district of order 63-од in the database: 15 schools, 87 results, two external lists."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.models import Procedure
from assessments.results import NewResult, store_results
from schools.models import School
from tests.factories import (
    AT,
    make_document,
    make_external_list,
    make_methodology,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)

DATA = Path(__file__).parent.parent.parent / "reports" / "demo" / "data"
KINDS = {"ВПР": "VPR", "ОГЭ": "OGE", "ЕГЭ": "EGE"}
LINES = [
    ("VPR", 4, "Русский язык", ""),
    ("VPR", 4, "Математика", ""),
    ("OGE", 9, "Русский язык", ""),
    ("OGE", 9, "Математика", ""),
    ("EGE", 11, "Русский язык", ""),
    ("EGE", 11, "Математика", "база"),
    ("EGE", 11, "Математика", "профиль"),
]
PROCEDURE = ["kind", "grade", "subject", "variant"]
STAGES = {"НОШ": {"VPR"}, "ООШ": {"VPR", "OGE"}, "СОШ": {"VPR", "OGE", "EGE"}}
SEVEN_LINES = {
    "base": 65,
    "lines": [
        {
            "procedure": dict(zip(PROCEDURE, [*line[:3], line[3] or None], strict=True)),
            "high": 5,
            "low": 10,
        }
        for line in LINES
    ],
    "gaps": "zero",
    "rank_within": "cluster",
    "statuses": [
        {"status": "leader", "where": "place", "op": "<=", "value": 1},
        {"status": "low", "where": "score", "op": "<", "value": 72.5},
    ],
}


def table(name):
    with (DATA / f"ilansky_{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def ilansky(ilansky_schools):
    """With the results of the order as well."""
    municipality, order = ilansky_schools
    schools = {school.short_name: school for school in municipality.schools.all()}
    store_results(list(_results(schools, order)), by=make_user(), at=AT, origin="import")
    return municipality


@pytest.fixture
def ilansky_schools(db):
    """The municipality with its schools, lists and the methodology of the order."""
    municipality = make_municipality(slug="ilansky-63", name="Иланский район", academic_year=2019)
    schools, clusters = {}, {"городские школы": 1, "сельские школы": 2, "филиалы": 3}
    for row in table("schools"):
        school = make_school(
            municipality=municipality, short_name=row["short_name"], cluster=row["cluster"]
        )
        schools[school.short_name] = school
    for cluster in municipality.clusters.all():
        cluster.order = clusters[cluster.name]
        cluster.save()
    order = make_document(
        municipality=municipality, number="63-од", dated_on=date(2021, 3, 9), title="О программе"
    )
    _lists(municipality, schools)
    make_methodology(
        municipality,
        slug="ilansky-weighted-score",
        title="Индекс по семи линиям",
        parameters=SEVEN_LINES,
        document=order,
        remark="Границы статусов в приказе не названы.",
    )
    return municipality, order


def _results(schools, order):
    sittings = {
        line: make_sitting(academic_year=2019, **dict(zip(PROCEDURE, line, strict=True)))
        for line in LINES
    }
    Procedure.objects.filter(kind="EGE").update(order=2)
    printed = {
        (
            row["school"],
            (KINDS[row["procedure"]], int(row["grade"]), row["subject"], row["variant"]),
        ): row
        for row in table("results_2019")
    }
    for name, school in schools.items():
        for line, sitting in sittings.items():
            where = {"school_id": school.pk, "sitting_id": sitting.pk, "source_id": order.pk}
            if found := printed.get((name, line)):
                high, low = (int(Decimal(found[n]) * 10_000) for n in ("share_high", "share_low"))
                yield NewResult(**where, source_row=7, share_high=high, share_low=low)
            else:
                stage = next(stages for word, stages in STAGES.items() if word in name)
                yield NewResult(**where, no_data="unknown" if line[0] in stage else "no_stage")


def _lists(municipality, schools):
    named = [schools[n] for n in ("СОШ 4", "СОШ 11", "СОШ 5", "Прокопьевская ООШ")]
    year = {"applies_to_year": 2019}
    make_external_list(
        municipality,
        *named,
        **year,
        published_on=date(2020, 6, 1),
        declared_count=7,
        declared_by_cluster={"городские школы": 1, "сельские школы": 5, "филиалы": 1},
    )
    make_external_list(
        municipality,
        *named,
        **year,
        issuer="ЦОКО Красноярск",
        published_on=date(2020, 10, 1),
        declared_count=5,
        declared_by_cluster={"сельские школы": 3, "филиалы": 2},
    )


@pytest.fixture
def ilansky_run(ilansky):
    return make_verdicts(
        municipality=ilansky, methodology=ilansky.methodologies.get(), academic_year=2019
    )


@pytest.fixture
def ilansky_coordinator(ilansky):
    return make_user("COORDINATOR", ilansky)


def school_of(municipality, name) -> School:
    return municipality.schools.get(short_name=name)


@pytest.fixture
def run(municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    return make_verdicts(municipality=municipality)
