"""Иланский район as a run that is done, from the tables of its order."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.results import NewResult, store_results
from schools.models import School
from tests.factories import (
    AT,
    make_cluster,
    make_document,
    make_external_list,
    make_methodology,
    make_municipality,
    make_region,
    make_school,
    make_sitting,
    make_user,
    make_verdicts,
)

DATA = Path(__file__).parent.parent.parent / "reports" / "demo" / "data"
KINDS = {"ВПР": "VPR", "ОГЭ": "OGE", "ЕГЭ": "EGE"}
STAGES = {"НОШ": {"VPR"}, "ООШ": {"VPR", "OGE"}, "СОШ": {"VPR", "OGE", "EGE"}}
SCHOOL_KINDS = {label: kind for kind, label in School.Kind.choices}
LINES = [
    ("VPR", 4, "Русский язык", ""),
    ("VPR", 4, "Математика", ""),
    ("OGE", 9, "Русский язык", ""),
    ("OGE", 9, "Математика", ""),
    ("EGE", 11, "Русский язык", ""),
    ("EGE", 11, "Математика", "база"),
    ("EGE", 11, "Математика", "профиль"),
]
PROCEDURE = ("kind", "grade", "subject", "variant")
RULES = [
    {"status": "leader", "where": "place", "op": "<=", "value": 1},
    {"status": "low", "where": "score", "op": "<", "value": 72.5},
]
REMARK = "Границы статусов в приказе не названы. Для демонстрации заданы две."


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    """What a test writes nobody else finds."""
    settings.MEDIA_ROOT = tmp_path / "media"


def parameters_of(lines, *, base=65, high=5, low=10, statuses=RULES, **others):
    """Parameters of a weighted score whose lines all weigh the same."""
    rows = [
        {"procedure": dict(zip(PROCEDURE, line, strict=True)), "high": high, "low": low}
        for line in lines
    ]
    parameters = {"base": base, "lines": rows, "gaps": "zero", "rank_within": "cluster"}
    return parameters | {"statuses": statuses} | others


def table(name):
    with (DATA / f"ilansky_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def make_ilansky():
    """The district with its schools, results and external lists."""
    municipality = make_municipality(
        slug="ilansky-2019",
        region=make_region(name="Край отчётов"),
        name="Иланский район",
        name_genitive="Иланского района",
        authority="Управление образования администрации Иланского района",
        head_title="Руководитель управления образования",
        town="г. Иланский",
        academic_year=2019,
    )
    schools = {}
    for order, name in enumerate(("городские школы", "сельские школы", "филиалы"), start=1):
        make_cluster(municipality, name, order=order)
    for row in table("schools"):
        schools[row["short_name"]] = make_school(
            municipality=municipality,
            short_name=row["short_name"],
            full_name=row["full_name"],
            cluster=row["cluster"],
            kind=SCHOOL_KINDS[row["kind"]],
            **({"parent": schools[row["parent_short_name"]]} if row["parent_short_name"] else {}),
        )
    store_results(list(_results(schools)), by=make_user(), at=AT, origin="import")
    named = {"Рособрнадзор": [], "ЦОКО Красноярск": []}
    for row in table("external_lists"):
        named[row["issuer"]].append(schools[row["school"]])
    lists = [
        ("Рособрнадзор", 6, 7, {"городские школы": 1, "сельские школы": 5, "филиалы": 1}),
        ("ЦОКО Красноярск", 10, 5, {"сельские школы": 3, "филиалы": 2}),
    ]
    for issuer, month, declared, by_cluster in lists:
        make_external_list(
            municipality,
            *named[issuer],
            issuer=issuer,
            published_on=date(2020, month, 1),
            applies_to_year=2019,
            declared_count=declared,
            declared_by_cluster=by_cluster,
        )
    return municipality


def _results(schools):
    kinds = {row["short_name"]: row["kind"] for row in table("schools")}
    sittings = {
        line: make_sitting(academic_year=2019, **dict(zip(PROCEDURE, line, strict=True)))
        for line in LINES
    }
    printed = {
        (row["school"], KINDS[row["procedure"]], row["subject"], row["variant"]): row
        for row in table("results_2019")
    }
    annex = make_document(title="Приложение 1 к программе: результаты 2019 года")
    for name, school in schools.items():
        for line, sitting in sittings.items():
            where = {"school_id": school.pk, "sitting_id": sitting.pk, "source_id": annex.pk}
            kind, _grade, subject, variant = line
            if row := printed.get((name, kind, subject, variant)):
                low, high = (
                    int(Decimal(row[side]) * 10_000) for side in ("share_low", "share_high")
                )
                yield NewResult(**where, share_low=low, share_high=high)
            else:
                has_stage = kind in STAGES[kinds[name]]
                yield NewResult(**where, no_data="unknown" if has_stage else "no_stage")


@pytest.fixture
def ilansky_run(db):
    return make_ilansky_run()


def make_ilansky_run():
    ilansky = make_ilansky()
    order = make_document(
        municipality=ilansky, number="63-од", dated_on=date(2021, 3, 9), title="О программе"
    )
    methodology = make_methodology(
        ilansky,
        title="Индекс по семи линиям",
        parameters=parameters_of(LINES),
        remark=REMARK,
        document=order,
    )
    return make_verdicts(municipality=ilansky, methodology=methodology, academic_year=2019)
