"""Ирбитское МО: the register and the two given groups of its report for 2020, with its rule."""

from identification.models import Methodology
from schools.models import Document, Figure, Measure, Municipality, School

from .ilansky import KINDS
from .loading import Staff, make_clusters, make_document, make_municipality, make_school, table

SLUG, YEAR = "irbit", 2020
GAPS = {"нет информации": "unknown", "нет выпустников": "no_graduates"}
MEASURES = {
    "quality_group": "Группа качества общеобразовательной подготовки",
    "social_group": "Группа по индексу социального благополучия школы",
}
LEVELS = [
    {"title": "низкий", "groups": [1, 2, 3, 4]},
    {"title": "ниже среднего", "groups": [5]},
    {"title": "средний", "groups": [6]},
    {"title": "выше среднего", "groups": [7, 8, 9]},
    {"title": "высокий", "groups": [10]},
]
PARAMETERS = {
    "rows": "quality_group",
    "columns": "social_group",
    "cells": [
        {"rows": [3, 4, 5], "columns": None, "status": "low"},
        {"rows": [7, 8, 9, 10], "columns": [1, 2, 3, 4], "status": "resilient"},
        {"rows": [3, 4, 5], "columns": [6, 7, 8, 9, 10], "status": "underused"},
    ],
    "row_title": "Группа качества",
    "column_title": "Группа по индексу социального благополучия",
    "row_levels": LEVELS,
    "column_levels": LEVELS,
}
REMARK = (
    "Из отчёта взяты группы школ, названия уровней и правило для низких результатов: группы "
    "качества 3, 4 и 5. Статусы «резильентная» и «условия не использованы» в отчёте не названы, "
    "их предлагает портал. Уровни групп 1, 2, 8 и 10 в отчёте не встречаются и достроены по "
    "соседним. Как группы вычислены, отчёт не говорит."
)


def load(staff: Staff) -> Municipality:
    municipality = make_municipality(
        SLUG,
        region="Свердловская область",
        name="Ирбитское муниципальное образование",
        name_genitive="Ирбитского муниципального образования",
        authority="Управление образования Ирбитского муниципального образования",
        head_title="Начальник управления образования",
        time_zone="Asia/Yekaterinburg",
        academic_year=YEAR,
    )
    report = make_document(
        municipality,
        "Отчёт о сопровождении школ Ирбитского муниципального образования, 2020 год",
        kind=Document.Kind.REPORT,
        issuer="Управление образования Ирбитского муниципального образования",
    )
    schools = _schools(municipality, report)
    staff.appoint_all(
        municipality, school=schools["Килачевская СОШ"], second=schools["Осинцевская ООШ"]
    )
    Methodology.objects.get_or_create(
        municipality=municipality,
        slug="irbit-quality-social",
        version=1,
        defaults={
            "title": "Качество подготовки и социальное благополучие",
            "method": "matrix",
            "parameters": PARAMETERS,
            "remark": REMARK,
            "document": report,
        },
    )
    return municipality


def _schools(municipality: Municipality, report: Document) -> dict[str, School]:
    clusters = make_clusters(municipality, "кластер 1", "кластер 2")
    schools = {}
    for number, row in enumerate(table("irbit_schools_2020"), start=1):
        name = row["school"]
        schools[name] = school = make_school(
            municipality,
            name,
            cluster=clusters[f"кластер {row['cluster']}"],
            kind=_kind_of(name),
            aliases=(name,),
        )
        for code, title in MEASURES.items():
            _give_group(school, code, title, row, report, number)
    branch, parent = schools["Кирилловская ООШ"], schools["Речкаловская СОШ"]
    if not branch.parent_id:
        branch.legal_status, branch.parent = School.LegalStatus.BRANCH, parent
        branch.save()
    return schools


def _kind_of(name: str) -> str:
    return next(kind for word, kind in KINDS.items() if word in name)


def _give_group(school: School, code: str, title: str, row: dict, report: Document, number: int):
    """A number with the level that the report names, or one of its two reasons for a gap."""
    measure, _new = Measure.objects.get_or_create(
        code=code, defaults={"title": title, "unit": "группа"}
    )
    said = row[code]
    level = row[code.replace("group", "level")]
    figures = {"no_data": GAPS[said]} if said in GAPS else {"value": int(said), "label": level}
    Figure.objects.get_or_create(
        measure=measure,
        school=school,
        academic_year=YEAR,
        defaults=figures | {"source": report, "source_row": number},
    )
