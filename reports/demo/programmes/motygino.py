"""Regulation 179-17: indicators of two levels in pairs, their actions and documents."""

from collections.abc import Iterator
from datetime import date

from reports.demo.loading import table
from roadmap.models import Activity, Indicator, Level, Programme, Proof
from schools.models import Document, Municipality

from .sources import parameters_of
from .support import support
from .writing import school_year, write_goals, write_indicators, write_periods

TITLE = "Мониторинг работы с ШНОР и ШНСУ"
PURPOSE = (
    "Видеть, что делают муниципалитет и школы для качества образования. Сбор — в мае и июне, "
    "обработка — в июне и июле, отчёт — на сайте управления образования."
)
YEARS = (2022, 2023)
SUPPORTED = ("Демо-школа № 3 (Мотыгинский район)", "Демо-школа № 5 (Мотыгинский район)")
KINDS = {
    "yes_no": Indicator.Kind.YES_NO,
    "implementation_scale": Indicator.Kind.DEGREE,
    "share": Indicator.Kind.PERCENT,
    "count_share": Indicator.Kind.PERCENT,
    "number": Indicator.Kind.NUMBER,
}
# of whom a share is taken, where the portal counts them; «по смыслу» is said in the remark
SETS = {
    "все ШНРО и ШНСУ": "supported",
    "ШНРО и ШНСУ": "supported",
    "педагоги ШНРО и ШНСУ": "teachers_supported",
    "педагоги ШНРО": "teachers_low",
    "педагоги школы": "teachers",
}
PROCEDURES = {"ОГЭ": "OGE", "ЕГЭ": "EGE", "КДР": "KDR"}
FIGURES = {
    "high": "share_high",
    "basic_and_above": "share_high",
    "low": "share_low",
    "mean": "mean",
}
# what the portal is told of teachers of a school, by the pair
TEACHERS = {"5.2": "supported", "5.5": "iom"}
METHODS = {"site": "Сайт школы", "ЦОКО": "Данные ЦОКО", "school report": "Отчёт школы", "": ""}


def load(municipality: Municipality) -> Programme:
    programme = Programme.objects.create(
        municipality=municipality,
        title=TITLE,
        purpose=PURPOSE,
        starts_on=date(2021, 11, 29),
        state=Programme.State.IN_FORCE,
        document=Document.objects.get(municipality=municipality, number="179-17"),
    )
    write_periods(programme, map(school_year, YEARS))
    support(municipality, SUPPORTED, since=YEARS[0], source="придумано для демонстрации")
    rows = list(table("motygino_indicators"))
    goals = write_goals(programme, dict.fromkeys(row["section"] for row in rows))
    made = write_indicators(programme, _indicators(rows, goals))
    _activities(programme, goals, made)
    return programme


def numbered(rows: list[dict]) -> Iterator[tuple[str, dict]]:
    """The document begins its numbers anew and repeats them: pairs are numbered by us."""
    of_pair = {}
    for row in rows:
        pair = row["pair"]
        if row["level"] == Level.MUNICIPALITY:
            yield pair, row
        else:
            of_pair[pair] = of_pair.get(pair, 0) + 1
            yield f"{pair}.{of_pair[pair]}", row


def _indicators(rows: list[dict], goals: dict) -> Iterator[dict]:
    for number, row in numbered(rows):
        percent = KINDS[row["unit"]] == Indicator.Kind.PERCENT
        lower = row["measure"] == "low"
        yield {
            "goal": goals[row["section_n"]],
            "number": number,
            "title": row["indicator"],
            "kind": KINDS[row["unit"]],
            "unit": "%" if percent else "",
            "direction": Indicator.Direction.LOWER if lower else Indicator.Direction.HIGHER,
            "level": row["level"],
            "pair": row["pair"] if row["level"] == Level.SCHOOL else "",
            "denominator": SETS.get(row["denominator"].removesuffix(" (по смыслу)"), ""),
            **_source(row),
            "method": METHODS[row["source"]],
            "proof": Proof.PAGE if row["source"] == "site" else Proof.NONE,
            "remark": _remark(row),
        }


def _source(row: dict) -> dict:
    """What the results of the procedures and the register of teachers tell."""
    about, source = _procedure(row["procedure"]), ""
    if row["measure"] == "positive_dynamics":
        source = "dynamics"
    elif row["measure"]:
        source, about = "result", f"{FIGURES[row['measure']]} {about}"
    elif row["pair"] in TEACHERS:
        source, about = "teachers", TEACHERS[row["pair"]]
    return {"source": source, "source_parameters": parameters_of(source, about)}


def _procedure(printed: str) -> str:
    """«ЕГЭ 11 Математика (профиль)» in the codes of the portal."""
    kind, _space, rest = printed.partition(" ")
    return f"{PROCEDURES[kind]} {rest}" if kind else ""


def _remark(row: dict) -> str:
    """What looks wrong in the document, and of whom a share is taken where nobody counts them."""
    of = f"Доля от: {row['denominator']}." if row["denominator"] else ""
    wrong = row["suspected_error"]
    wrong = f"{wrong[:1].upper()}{wrong[1:]}." if wrong else ""
    return "\n".join(filter(None, (of, wrong)))


def _activities(programme: Programme, goals: dict, indicators: dict) -> None:
    """What several pairs ask for in the same words is one activity of all of them."""
    pairs = {}
    for row in table("motygino_actions"):
        same = row["section_n"], row["level"], row["kind"], row["text"]
        pairs.setdefault(same, {}).update(dict.fromkeys(row["pair"].split(";")))
    activities = Activity.objects.bulk_create(
        Activity(
            programme=programme,
            goal=goals[section],
            title=text,
            order=order,
            kind=kind,
            level=level,
        )
        for order, (section, level, kind, text) in enumerate(pairs, start=1)
    )
    through = Activity.indicators.through
    through.objects.bulk_create(
        through(activity=activity, indicator=indicator)
        for activity, of in zip(activities, pairs.values(), strict=True)
        for indicator in _of_pairs(activity, of, indicators)
    )


def _of_pairs(activity: Activity, pairs: dict, indicators: dict) -> Iterator[Indicator]:
    """The indicators of its level; of a pair without any, the municipal one."""
    for pair in pairs:
        own = [
            indicator
            for number, indicator in indicators.items()
            if number.startswith(f"{pair}.") and activity.level == Level.SCHOOL
        ]
        yield from own or [indicators[pair]]
