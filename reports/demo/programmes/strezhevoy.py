"""Order 546: 19 indicators in three stages, without end; it repeals an order of the same year."""

from datetime import date

from reports.demo.loading import make_document, table
from roadmap.models import Level, Period, Programme, Target
from schools.models import Document, Municipality

from .writing import write_goals, write_indicators, write_periods, write_targets

TITLE = "Муниципальная программа повышения качества образования в ШНОР"
PURPOSE = (
    "Поднять качество образования в школах с низкими и необъективными результатами. Меры и доли "
    "касаются классов, отмеченных маркерами."
)
GOALS = (
    "Отношение обучающихся к школе и мотивация к учению",
    "Психологическая компетентность родителей",
    "Профессиональные компетенции администрации и педагогов",
    "Психологическое сопровождение педагогов, профилактика выгорания",
    "Сетевое взаимодействие с партнёрами и банк лучших практик",
    "Образовательные результаты",
)
STAGES = ("Исходные", "Стартовый", "Итоговый")
COLUMNS = ("baseline", "start_target", "final_target")
UNITS = {"percent": "%", "number": "мероприятий"}


def load(municipality: Municipality) -> Programme:
    programme = Programme.objects.create(
        municipality=municipality,
        title=TITLE,
        purpose=PURPOSE,
        starts_on=date(2023, 12, 15),
        state=Programme.State.IN_FORCE,
        document=_order(municipality),
    )
    periods = write_periods(
        programme,
        (
            {"kind": Period.Kind.STAGE, "label": stage, "is_baseline": stage == STAGES[0]}
            for stage in STAGES
        ),
    )
    goals = write_goals(programme, GOALS)
    rows = list(table("strezhevoy_indicators"))
    indicators = write_indicators(programme, (_indicator(row, goals) for row in rows))
    Target.objects.bulk_create(
        target
        for row in rows
        for target in write_targets(
            indicators[row["n"]], periods, [row[column] for column in COLUMNS]
        )
    )
    return programme


def _order(municipality: Municipality) -> Document:
    """The order in force, with the one it repeals."""
    order = Document.objects.get(municipality=municipality, number="546")
    order.repeals = make_document(
        municipality,
        "Приказ о предыдущей муниципальной программе поддержки школ",
        kind=Document.Kind.ORDER,
        number="222",
        dated_on=date(2023, 5, 10),
        issuer=order.issuer,
    )
    order.save(update_fields=["repeals"])
    return order


def _indicator(row: dict, goals: dict) -> dict:
    return {
        "goal": goals[row["goal"]],
        "number": row["n"],
        "title": row["title"],
        "kind": row["kind"],
        "unit": "пакетов" if row["n"] == "5.3" else UNITS.get(row["kind"], ""),
        "direction": row["direction"],
        "level": Level.SCHOOL,
        "denominator": row["denominator"],
        "sensitive": row["sensitive"] == "yes",
        "proof": row["proof"],
        "remark": row["remark"],
    }
