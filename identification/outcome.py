"""The outcome of a run drawn and tabulated: its dot plot and its workbook. Pure."""

from collections.abc import Sequence

from schools.charts.dots import Dot, DotPlot, dot_plot
from schools.russian import count
from schools.workbooks import write_workbook

from .borders import stability_of
from .external import NamedList
from .methods.statuses import NAMES as STATUS_NAMES
from .summary import SCHOOLS, RunSummary

MARKS = {"low": "low", "at_risk": "risk", "leader": "lead"}
HEADERS = [
    *("Кластер", "Школа", "Линий с данными", "Линий всего", "Индекс", "Место"),
    *("Индекс с поправкой", "Место с поправкой", "Статус", "Статус с поправкой"),
    *("До порога, баллов", "Учеников до другого статуса", "Устойчивость", "На грани"),
    "Вопросов к школе",
]


def chart(summary: RunSummary) -> DotPlot | None:
    """Every school with a score as a dot, with a ring where the adjusted score differs."""
    groups = {
        cluster: [
            Dot(
                name=row.name,
                value=row.verdict.score,
                status=MARKS.get(row.verdict.status, "none"),
                adjusted=row.verdict.adjusted_score,
            )
            for row in rows
            if row.verdict.score is not None
        ]
        for cluster, rows in summary.clusters
    }
    schools = count(sum(map(len, groups.values())), SCHOOLS)
    label = f"{summary.finding}. Точечный график индекса: {schools}. Те же числа в таблице ниже."
    return dot_plot(label, groups, threshold=summary.threshold)


def table_of(summary: RunSummary, lists: Sequence[NamedList]) -> bytes:
    """A sheet with a row per school; numbers are numbers."""
    titles = [one.title for one in lists]
    rows = (
        [
            row.cluster,
            row.name,
            row.lines,
            row.all_lines,
            row.verdict.score,
            row.verdict.place,
            row.verdict.adjusted_score,
            row.verdict.adjusted_place,
            STATUS_NAMES[row.verdict.status],
            STATUS_NAMES[row.verdict.adjusted_status],
            row.distance,
            row.verdict.pupils_to_flip,
            stability_of(row.verdict),
            "да" if row.is_on_the_border else "нет",
            len(row.explanation.zero_pairs) + len(row.unexplained),
            *(row.listed[title] for title in titles),
        ]
        for row in summary.rows
    )
    return write_workbook("Идентификация", [*HEADERS, *titles], rows)
