"""Иланский район whole: order 63-од of 09.03.2021, the results of 2019 in its first annex."""

from datetime import date
from decimal import Decimal

from assessments.models import Sitting
from assessments.results import NewResult, store_results
from assessments.services import ensure_sitting
from identification.models import ExternalList, Methodology
from schools.models import Document, Municipality, School

from .loading import AT, Staff, make_clusters, make_document, make_municipality, make_school, table

SLUG, YEAR = "ilansky", 2019
KINDS = {"НОШ": School.Kind.PRIMARY, "ООШ": School.Kind.BASIC, "СОШ": School.Kind.SECONDARY}
PROCEDURES = {"ВПР": "VPR", "ОГЭ": "OGE", "ЕГЭ": "EGE"}
LINES = [
    ("VPR", 4, "Русский язык", ""),
    ("VPR", 4, "Математика", ""),
    ("OGE", 9, "Русский язык", ""),
    ("OGE", 9, "Математика", ""),
    ("EGE", 11, "Русский язык", ""),
    ("EGE", 11, "Математика", "база"),
    ("EGE", 11, "Математика", "профиль"),
]
NO_STAGE = {"primary": {"OGE", "EGE"}, "basic": {"EGE"}, "secondary": set()}
LISTS = {
    "Рособрнадзор": (
        date(2020, 6, 1),
        {"городские школы": 1, "сельские школы": 5, "филиалы": 1},
    ),
    "ЦОКО Красноярск": (date(2020, 10, 1), {"сельские школы": 3, "филиалы": 2}),
}
PARAMETERS = {
    "base": 65,
    "lines": [
        {
            "procedure": {
                "kind": kind,
                "grade": grade,
                "subject": subject,
                "variant": variant or None,
            },
            "high": 5,
            "low": 10,
        }
        for kind, grade, subject, variant in LINES
    ],
    "gaps": "zero",
    "rank_within": "cluster",
    "statuses": [
        {"status": "low", "where": "score", "op": "<", "value": 72.5},
        {"status": "leader", "where": "place", "op": "<=", "value": 1},
    ],
}
REMARK = (
    "Границы статусов в приказе не названы. Для демонстрации заданы две: индекс ниже 72,5 — "
    "низкие результаты, первое место в кластере — лидер. Окончательные границы устанавливает "
    "муниципальная рабочая группа протоколом."
)


def load(staff: Staff) -> Municipality:
    municipality = make_municipality(
        SLUG,
        region="Красноярский край",
        name="Иланский район",
        name_genitive="Иланского района",
        authority="Управление образования администрации Иланского района",
        head_title="Руководитель управления образования",
        town="г. Иланский",
        time_zone="Asia/Krasnoyarsk",
        academic_year=YEAR,
    )
    order, annex = _documents(municipality)
    schools = _schools(municipality)
    coordinator = staff.appoint_all(
        municipality, school=schools["СОШ 5"], second=schools["Прокопьевская ООШ"]
    )
    store_results(list(_results(schools, annex)), by=coordinator, at=AT, origin="import")
    _external_lists(municipality, schools, order)
    _methodology(municipality, order)
    return municipality


def _documents(municipality: Municipality) -> tuple[Document, Document]:
    order = make_document(
        municipality,
        "О муниципальной программе повышения качества образования и поддержки школ, 2021–2024",
        kind=Document.Kind.ORDER,
        number="63-од",
        dated_on=date(2021, 3, 9),
        issuer=municipality.authority,
    )
    annex = make_document(
        municipality,
        "Приложение 1 к муниципальной программе, приказ от 09.03.2021 № 63-од",
        kind=Document.Kind.PROGRAMME,
        issuer=municipality.authority,
    )
    return order, annex


def _methodology(municipality: Municipality, order: Document) -> None:
    Methodology.objects.get_or_create(
        municipality=municipality,
        slug="ilansky-weighted-score",
        version=1,
        defaults={
            "title": "Индекс по семи линиям",
            "method": "weighted_score",
            "parameters": PARAMETERS,
            "remark": REMARK,
            "document": order,
        },
    )


def _schools(municipality: Municipality) -> dict[str, School]:
    rows = list(table("ilansky_schools"))
    clusters = make_clusters(municipality, *dict.fromkeys(row["cluster"] for row in rows))
    schools = {}
    # a branch names its head school, and all head schools stand before the branches
    for row in rows:
        name = row["short_name"]
        schools[name] = make_school(
            municipality,
            name,
            cluster=clusters[row["cluster"]],
            full_name=row["full_name"],
            kind=KINDS[row["kind"]],
            legal_status=row["legal_status"],
            parent=schools.get(row["parent_short_name"]),
            settlement="г. Иланский" if row["cluster"] == "городские школы" else "",
            aliases=tuple(row["aliases"].split(";")),
        )
    return schools


def _results(schools: dict[str, School], annex: Document):
    """Every school × line: two shares, or the reason for a gap. Rows are those of the annex."""
    sittings = {line: _sitting(line) for line in LINES}
    found = {(row["school"], _line_of(row)): row for row in table("ilansky_results_2019")}
    for row, (name, school) in enumerate(schools.items(), start=1):
        for line, sitting in sittings.items():
            where = {
                "school_id": school.pk,
                "sitting_id": sitting.pk,
                "source_id": annex.pk,
                "source_row": row,
            }
            if printed := found.get((name, line)):
                shares = (int(Decimal(printed[n]) * 10_000) for n in ("share_low", "share_high"))
                yield NewResult(
                    **where, **dict(zip(("share_low", "share_high"), shares, strict=True))
                )
            else:
                gone = line[0] in NO_STAGE[school.kind]
                yield NewResult(**where, no_data="no_stage" if gone else "unknown")


def _line_of(row: dict) -> tuple:
    return PROCEDURES[row["procedure"]], int(row["grade"]), row["subject"], row["variant"]


def _sitting(line: tuple) -> Sitting:
    kind, grade, subject, variant = line
    return ensure_sitting(
        kind=kind, grade=grade, subject=subject, variant=variant, academic_year=YEAR
    )


def _external_lists(municipality: Municipality, schools: dict, order: Document) -> None:
    declared = {row["issuer"]: row for row in table("ilansky_external_list_totals")}
    for issuer, (published_on, by_cluster) in LISTS.items():
        made, _new = ExternalList.objects.get_or_create(
            municipality=municipality,
            issuer=issuer,
            published_on=published_on,
            defaults={
                "applies_to_year": YEAR,
                "declared_count": int(declared[issuer]["declared_count"]),
                "declared_by_cluster": by_cluster,
                "document": order,
            },
        )
        for row in table("ilansky_external_lists"):
            if row["issuer"] == issuer:
                made.entries.get_or_create(school=schools[row["school"]])
