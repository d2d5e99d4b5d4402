"""Two registers: Ирбитское МО with its groups of 2020, and the schools named by order 662."""

from datetime import date

from schools.models import Document, Figure, Measure, Municipality, School

from .ilansky import KINDS
from .loading import Staff, make_clusters, make_document, make_municipality, make_school, table

IRBIT_YEAR = 2020
GAPS = {"нет информации": "unknown", "нет выпустников": "no_graduates"}
MEASURES = {
    "quality_group": "Группа качества общеобразовательной подготовки",
    "social_group": "Группа по индексу социального благополучия школы",
}


def load_irbit(staff: Staff) -> Municipality:
    municipality = make_municipality(
        "irbit",
        region="Свердловская область",
        name="Ирбитское муниципальное образование",
        name_genitive="Ирбитского муниципального образования",
        authority="Управление образования Ирбитского муниципального образования",
        head_title="Начальник управления образования",
        time_zone="Asia/Yekaterinburg",
        academic_year=IRBIT_YEAR,
    )
    report = make_document(
        municipality,
        "Отчёт о сопровождении школ Ирбитского муниципального образования, 2020 год",
        kind=Document.Kind.REPORT,
        issuer="Управление образования Ирбитского муниципального образования",
    )
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
    staff.appoint_all(
        municipality, school=schools["Килачевская СОШ"], second=schools["Осинцевская ООШ"]
    )
    branch, parent = schools["Кирилловская ООШ"], schools["Речкаловская СОШ"]
    if not branch.parent_id:
        branch.legal_status, branch.parent = School.LegalStatus.BRANCH, parent
        branch.save()
    return municipality


def _kind_of(name: str) -> str:
    return next(kind for word, kind in KINDS.items() if word in name)


def _give_group(school: School, code: str, title: str, row: dict, report: Document, number: int):
    """A number with the level that the report names, or one of its two reasons for a gap."""
    measure, _new = Measure.objects.get_or_create(
        code=code.replace("_", "-"), defaults={"title": title, "unit": "группа"}
    )
    said = row[code]
    level = row[code.replace("group", "level")]
    figures = {"no_data": GAPS[said]} if said in GAPS else {"value": int(said), "label": level}
    Figure.objects.get_or_create(
        measure=measure,
        school=school,
        academic_year=IRBIT_YEAR,
        defaults=figures | {"source": report, "source_row": number},
    )


def load_leninogorsk(staff: Staff) -> Municipality:
    municipality = make_municipality(
        "leninogorsk",
        region="Республика Татарстан",
        name="Лениногорский район",
        name_genitive="Лениногорского района",
        authority="Управление образования Лениногорского муниципального района",
        head_title="Начальник управления образования",
        town="г. Лениногорск",
        academic_year=2018,
    )
    make_document(
        municipality,
        "О мероприятиях по повышению качества образования в школах с низкими результатами "
        "и в школах, работающих в неблагоприятных социальных условиях",
        kind=Document.Kind.ORDER,
        number="662",
        dated_on=date(2019, 5, 3),
        issuer="Управление образования Лениногорского муниципального района",
    )
    schools = _schools_of_leninogorsk(municipality)
    staff.appoint_all(municipality, school=schools["СОШ 10"], second=schools["Зеленорощинская СОШ"])
    return municipality


def _schools_of_leninogorsk(municipality: Municipality) -> dict[str, School]:
    clusters = make_clusters(municipality, "городские школы", "сельские школы")
    town, village = clusters["городские школы"], clusters["сельские школы"]
    return {
        name: make_school(
            municipality,
            name,
            cluster=cluster,
            full_name=full_name,
            settlement="г. Лениногорск" if cluster == town else "",
            aliases=aliases,
        )
        for name, cluster, full_name, aliases in (
            ("СОШ 2", town, "СОШ № 2", ("СОШ № 2",)),
            ("СОШ 6", town, "СОШ № 6", ("СОШ № 6",)),
            ("СОШ 10", town, "СОШ № 10", ("СОШ № 10",)),
            # the order spells the school in two ways
            (
                "Зеленорощинская СОШ",
                village,
                "Зеленорощинская СОШ",
                ("Зеленорощинская СОШ", "Зеленогорщинская СОШ"),
            ),
        )
    }
