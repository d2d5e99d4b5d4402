"""Order 662: nine criteria, against averages and against zero."""

from datetime import date

from reports.demo.loading import AT, table
from roadmap.models import Indicator, Level, Programme, Proof, Target
from roadmap.services.computing import compute_values
from schools.models import Document, Municipality, User

from .sources import parameters_of
from .support import support
from .writing import school_year, write_goals, write_indicators, write_periods

TITLE = "Программа повышения качества образования в школах с низкими результатами"
PURPOSE = (
    "Поднять результаты школ с низкими результатами и школ в сложных социальных условиях через "
    "партнёрство с сильными школами."
)
YEARS = (2020, 2021, 2022)
SUPPORTED = ("СОШ 10", "Зеленорощинская СОШ")
AVERAGES = {
    "region_average": Target.Kind.AVERAGE_REGION,
    "district_average": Target.Kind.AVERAGE_MUNICIPALITY,
}
# of what the portal itself knows: results and figures of the schools, with their averages
SOURCES = {
    "1": ("figure", {"measure": "no_certificate_9"}),
    "2": ("figure", {"measure": "no_certificate_11"}),
    "3": ("result", parameters_of("result", "mean EGE 11 Русский язык")),
    "4": ("result", parameters_of("result", "mean EGE 11 Математика (профиль)")),
    "6": ("figure", {"measure": "ege_80"}),
    "9": ("figure", {"measure": "absences"}),
}
KINDS = {
    "share": (Indicator.Kind.PERCENT, "%"),
    "share_80_and_above": (Indicator.Kind.PERCENT, "%"),
    "absence_rate": (Indicator.Kind.PERCENT, "%"),
    "mean": (Indicator.Kind.NUMBER, "балл"),
    "presence_and_completion": (Indicator.Kind.YES_NO, ""),
    "participation_result": (Indicator.Kind.YES_NO, ""),
}


def load(municipality: Municipality) -> Programme:
    programme = Programme.objects.create(
        municipality=municipality,
        title=TITLE,
        purpose=PURPOSE,
        starts_on=date(2019, 9, 1),
        ends_on=date(2022, 8, 31),
        state=Programme.State.IN_FORCE,
        document=Document.objects.get(municipality=municipality, number="662"),
    )
    support(
        municipality,
        SUPPORTED,
        since=YEARS[0],
        source="перечень министерства образования республики по итогам ГИА 2018 года",
    )
    periods = write_periods(programme, map(school_year, YEARS))
    goals = write_goals(programme, ("Критерии эффективности программы",))
    rows = list(table("leninogorsk_criteria"))
    indicators = write_indicators(programme, (_indicator(row, goals["1"]) for row in rows))
    Target.objects.bulk_create(
        _target(row, indicators[row["n"]], period) for row in rows for period in periods
    )
    coordinator = User.objects.get(username=f"{municipality.slug}-koordinator")
    compute_values(programme, periods[0], on=AT.date(), by=coordinator, at=AT)
    return programme


def _indicator(row: dict, goal) -> dict:
    kind, unit = KINDS[row["measure"]]
    source, parameters = SOURCES.get(row["n"], ("", {}))
    lower = row["direction"] == "lower" or row["benchmark"] == "zero"
    return {
        "goal": goal,
        "number": row["n"],
        "title": row["criterion"],
        "kind": kind,
        "unit": unit,
        "direction": Indicator.Direction.LOWER if lower else Indicator.Direction.HIGHER,
        "level": Level.SCHOOL,
        "source": source,
        "source_parameters": parameters,
        "proof": Proof.ANY if row["benchmark"] == "document" else Proof.NONE,
        "remark": row["note"][:1].upper() + row["note"][1:],
    }


def _target(row: dict, indicator: Indicator, period) -> Target:
    told = {"indicator": indicator, "period": period}
    if kind := AVERAGES.get(row["benchmark"]):
        op = Target.Op.BELOW if row["direction"] == "lower" else Target.Op.AT_LEAST
        return Target(**told, kind=kind, op=op)
    if row["benchmark"] == "zero":
        return Target(**told, op=Target.Op.EQUAL, number=0)
    return Target(**told, number=1)
