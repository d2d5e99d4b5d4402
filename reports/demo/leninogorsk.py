"""Лениногорский район: the schools and the criteria of order 662, on figures that are invented."""

from datetime import date
from decimal import Decimal

from assessments.results import NewResult, store_results
from assessments.services import ensure_sitting
from identification.averages import NewAverage, store_averages, wanted
from identification.figures import Told
from identification.models import Methodology
from schools.models import Document, Figure, Measure, Municipality, School, User

from .loading import AT, Staff, make_clusters, make_document, make_municipality, make_school

YEAR = 2018
# of the first year of the programme as well: its criteria are held against averages
YEARS = (YEAR, 2020)
EXAMS = [("Русский язык", ""), ("Математика", "профиль")]
MEASURES = {
    "no_certificate_9": ("Выпускники 9 класса, не получившие аттестат", Measure.Direction.LOWER),
    "no_certificate_11": ("Выпускники 11 класса, не получившие аттестат", Measure.Direction.LOWER),
    "ege_80": ("Участники ЕГЭ с результатом 80 и более баллов", Measure.Direction.HIGHER),
    "absences": ("Уроки, пропущенные без уважительной причины", Measure.Direction.LOWER),
}
# of each exam participants, low, high and the mean; of each measure the part and the whole
FIGURES = {
    "СОШ 2": (
        ((24, 0, 21, "74.2"), (15, 1, 5, "52.4")),
        ((0, 48), (0, 24), (6, 24), (210, 41_000)),
    ),
    "СОШ 6": (
        ((31, 0, 26, "72.8"), (20, 1, 5, "49.8")),
        ((0, 62), (0, 31), (6, 31), (310, 56_000)),
    ),
    "СОШ 10": (
        ((18, 0, 9, "63.5"), (11, 3, 1, "38.1")),
        ((2, 44), (0, 18), (1, 18), (690, 38_000)),
    ),
    "Зеленорощинская СОШ": (
        ((7, 0, 3, "61.0"), (4, 1, 0, "35.5")),
        ((0, 14), (0, 7), (0, 7), (160, 12_000)),
    ),
}
OF_REGION = {
    "region-ege-11-russkiy-yazyk-mean": Decimal(71),
    "region-ege-11-matematika-profil-mean": Decimal(49),
    "region-ege_80": Decimal(20),
}
PARAMETERS = {
    "criteria": [
        {"measure": "no_certificate_9", "benchmark": "zero", "direction": "lower"},
        {"measure": "no_certificate_11", "benchmark": "zero", "direction": "lower"},
        *(
            {
                "procedure": {
                    **{"kind": "EGE", "grade": 11},
                    **{"subject": subject, "variant": variant or None},
                },
                "figure": "mean",
                "benchmark": "region",
                "direction": "higher",
            }
            for subject, variant in EXAMS
        ),
        {"measure": "ege_80", "benchmark": "region", "direction": "higher"},
        {"measure": "absences", "benchmark": "municipality", "direction": "lower"},
    ],
    "misses_for_low": 3,
}
REMARK = (
    "Из приказа взяты критерии 1–4, 6 и 9. Критерий 5 не взят: предметы по выбору не перечислены. "
    "Критерии 7 и 8 подтверждаются документами, числом они не измеряются. Уровень ЕГЭ по "
    "математике в приказе не назван, взят профильный. Сколько критериев должно быть не выполнено, "
    "чтобы школа получила статус, тоже не сказано: для демонстрации задано три. Результаты школ, "
    "показатели и средние по региону придуманы для демонстрации."
)


def load(staff: Staff) -> Municipality:
    municipality = make_municipality(
        "leninogorsk",
        region="Республика Татарстан",
        name="Лениногорский район",
        name_genitive="Лениногорского района",
        authority="Управление образования Лениногорского муниципального района",
        head_title="Начальник управления образования",
        town="г. Лениногорск",
        academic_year=YEAR,
    )
    order = make_document(
        municipality,
        "О мероприятиях по повышению качества образования в школах с низкими результатами "
        "и в школах, работающих в неблагоприятных социальных условиях",
        kind=Document.Kind.ORDER,
        number="662",
        dated_on=date(2019, 5, 3),
        issuer="Управление образования Лениногорского муниципального района",
    )
    schools = _schools(municipality)
    coordinator = staff.appoint_all(
        municipality, school=schools["СОШ 10"], second=schools["Зеленорощинская СОШ"]
    )
    _methodology(municipality, order)
    _figures(municipality, schools, coordinator)
    return municipality


def _methodology(municipality: Municipality, order: Document) -> None:
    Methodology.objects.get_or_create(
        municipality=municipality,
        slug="leninogorsk-against-average",
        version=1,
        defaults={
            "title": "Сравнение со средними по региону и району",
            "method": "against_average",
            "parameters": PARAMETERS,
            "remark": REMARK,
            "document": order,
        },
    )


def _figures(municipality: Municipality, schools: dict[str, School], coordinator: User) -> None:
    document = make_document(
        municipality,
        "Данные придуманы для демонстрации",
        kind=Document.Kind.OTHER,
        issuer="генератор демонстрационных данных",
    )
    measures = [_measure(code) for code in MEASURES]
    for year in YEARS:
        results = list(_results(schools, document, year))
        store_results(results, by=coordinator, at=AT, origin="import")
        _store_figures(schools, measures, document, year)
        averages = [
            NewAverage(one, Told(value=OF_REGION[one.code]), seen=one.told.state)
            for one in wanted(municipality, year)
            if one.code in OF_REGION
        ]
        store_averages(municipality, averages, source=document, by=coordinator, at=AT)


def _store_figures(schools: dict[str, School], measures, document: Document, year: int) -> None:
    for row, (name, (_exams, parts)) in enumerate(FIGURES.items(), start=1):
        for measure, (part, whole) in zip(measures, parts, strict=True):
            Figure.objects.get_or_create(
                measure=measure,
                school=schools[name],
                academic_year=year,
                defaults={
                    **{"numerator": part, "denominator": whole},
                    **{"source": document, "source_row": row},
                },
            )


def _measure(code: str) -> Measure:
    title, direction = MEASURES[code]
    measure, _new = Measure.objects.get_or_create(
        code=code, defaults={"title": title, "unit": "%", "direction": direction}
    )
    return measure


def _results(schools: dict[str, School], document: Document, year: int):
    sittings = [
        ensure_sitting(kind="EGE", grade=11, subject=subject, variant=variant, academic_year=year)
        for subject, variant in EXAMS
    ]
    for row, (name, (exams, _parts)) in enumerate(FIGURES.items(), start=1):
        for sitting, (participants, low, high, mean) in zip(sittings, exams, strict=True):
            yield NewResult.of_counts(
                **{"school_id": schools[name].pk, "sitting_id": sitting.pk},
                **{"source_id": document.pk, "source_row": row},
                **{"participants": participants, "low_n": low, "high_n": high},
                mean=Decimal(mean),
            )


def _schools(municipality: Municipality) -> dict[str, School]:
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
