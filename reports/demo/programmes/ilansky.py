"""Order 63-од: 51 indicators in six goals, 21 activities, years 2021–2024."""

from datetime import date

from reports.demo.loading import table
from roadmap.models import Activity, Indicator, Level, Programme, Target, Work
from roadmap.schedule import works_of_cell
from schools.models import Document, Municipality, Role

from .sources import parameters_of
from .support import support
from .writing import calendar_year, write_goals, write_indicators, write_periods, write_targets

TITLE = "Муниципальная программа повышения качества образования и поддержки школ"
PURPOSE = (
    "Поднять качество образования и поддержать школы с низкими результатами и школы, которые "
    "работают в сложных социальных условиях."
)
YEARS = range(2021, 2025)
LISTS = "перечни, названные в приказе: школы, которые стоят в обоих"
GOALS = (
    "Структура управления качеством образования: муниципалитет и школы",
    "Управление школой на основе анализа данных",
    "Выявление школ, мониторинг и адресные рекомендации",
    "Профессиональные компетенции педагогов и управленческих команд",
    "Методическая поддержка школ",
    "Оценка и корректировка муниципальной и школьных программ",
)
KINDS = {
    "да/нет": Indicator.Kind.YES_NO,
    "процент": Indicator.Kind.PERCENT,
    "числовой": Indicator.Kind.NUMBER,
}
# works of schools stand in the cells of the municipality: the line says whose it is
WHOM = {
    "Всем школам: ": (Work.Whom.SCHOOLS, Role.SCHOOL_COORDINATOR),
    "Школам: ": (Work.Whom.SUPPORTED, Role.SCHOOL_COORDINATOR),
    "": (Work.Whom.MUNICIPALITY, Role.COORDINATOR),
}


def load(municipality: Municipality) -> Programme:
    order = Document.objects.get(municipality=municipality, number="63-од")
    programme = Programme.objects.create(
        municipality=municipality,
        title=TITLE,
        purpose=PURPOSE,
        starts_on=date(2021, 1, 1),
        ends_on=date(2024, 12, 31),
        state=Programme.State.IN_FORCE,
        document=order,
    )
    periods = write_periods(programme, map(calendar_year, YEARS))
    goals = write_goals(programme, GOALS)
    rows = list(table("ilansky_indicators"))
    indicators = write_indicators(programme, _indicators(rows, goals))
    Target.objects.bulk_create(
        target
        for row in rows
        for target in write_targets(
            indicators[row["n"]], periods, [row[f"target_{year}"] for year in YEARS]
        )
    )
    _activities(programme, goals, periods)
    named = dict.fromkeys(row["school"] for row in table("ilansky_external_lists"))
    support(municipality, named, since=YEARS[0], source=LISTS, document=order)
    return programme


def _indicators(rows: list[dict], goals: dict):
    """A share of schools «в которых…» is asked of each school: its question stands after it."""
    for row in rows:
        goal = goals[row["goal"]]
        yield {
            "goal": goal,
            "number": row["n"],
            "title": row["title"],
            "kind": KINDS[row["unit"]],
            "unit": "%" if row["unit"] == "процент" else "",
            "proof": row["proof"],
            "denominator": row["denominator"],
            "source": row["source"],
            "source_parameters": parameters_of(row["source"], row["about"]),
            "whole": row["whole"],
            "remark": row["remark"],
        }
        if row["question"]:
            yield {
                "goal": goal,
                "number": f"{row['n']}.1",
                "title": row["question"],
                "kind": Indicator.Kind.YES_NO,
                "level": Level.SCHOOL,
                "proof": row["proof"],
                "pair": row["n"],
            }


def _activities(programme: Programme, goals: dict, periods: list) -> None:
    rows = list(table("ilansky_roadmap"))
    activities = Activity.objects.bulk_create(
        Activity(
            programme=programme,
            goal=goals[row["goal"]],
            number=f"{row['goal']}.{row['n']}",
            title=row["title"],
            order=order,
            responsible=row["responsible"],
            proved_by=row["proved_by"],
        )
        for order, row in enumerate(rows, start=1)
    )
    Work.objects.bulk_create(
        work
        for activity, row in zip(activities, rows, strict=True)
        for period in periods
        for work in _works(activity, period, row[period.label])
    )


def _works(activity: Activity, period, cell: str):
    order = 0
    for line in cell.splitlines():
        mark = next(mark for mark in WHOM if line.startswith(mark))
        whom, role = WHOM[mark]
        for text, when in works_of_cell(line.removeprefix(mark)):
            order += 1
            yield Work(
                activity=activity,
                period=period,
                order=order,
                text=text,
                when=when,
                whom=whom,
                role=role,
            )
