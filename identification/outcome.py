"""The outcome of a run drawn and tabulated: its dot plot and its workbook. Pure."""

from collections.abc import Iterable, Sequence

from schools.charts.dots import Dot, Key, Limit, dot_plots
from schools.russian import count
from schools.workbooks import write_workbook

from .borders import stability_of
from .external import NamedList
from .methods.schema import exactly
from .methods.statuses import NAMES as STATUS_NAMES
from .methods.wording.weighted_score import status_in_words
from .summary import SCHOOLS, RunSummary

HEADERS = [
    *("Кластер", "Школа", "Линий с данными", "Линий всего", "Индекс", "Место"),
    *("Индекс с поправкой", "Место с поправкой", "Статус", "Статус с поправкой"),
    *("До порога, баллов", "Учеников до другого статуса", "Устойчивость", "На грани"),
    "Вопросов к школе",
]


def chart(summary: RunSummary, parameters: dict) -> str:
    """For a page: every school with a score, whatever their number; "" where there is none."""
    schools = count(sum(row.verdict.score is not None for row in summary.rows), SCHOOLS)
    alt = f"{summary.finding}. Точечный график индекса: {schools}. Те же числа в таблице ниже."
    return "".join(plots(summary.clusters, rules_on_scores(parameters), alt=alt))


def rules_on_scores(parameters: dict) -> list[dict]:
    return [rule for rule in parameters["statuses"] if rule["where"] == "score"]


def plots(
    groups: Iterable[tuple[str, Iterable]],
    rules: Sequence[dict],
    *,
    alt: str,
    fits_page: bool = False,
) -> list[str]:
    """Whoever has a name and a verdict, group by group; each of `rules` is a line across."""
    drawn = [
        (title, [_dot(one) for one in members if one.verdict.score is not None])
        for title, members in groups
    ]
    drawn = [(title, dots) for title, dots in drawn if dots]
    occurring = {dot.status for _title, dots in drawn for dot in dots}
    return dot_plots(
        drawn,
        limits=[_limit(rule) for rule in sorted(rules, key=lambda rule: rule["value"])],
        key=Key(
            {status: words for status, words in STATUS_NAMES.items() if status in occurring},
            arrow="к индексу с поправкой",
        ),
        alt=alt,
        fits_page=fits_page,
    )


def _dot(one) -> Dot:
    verdict = one.verdict
    return Dot(one.name, verdict.score, verdict.adjusted_score, verdict.status)


def _limit(rule: dict) -> Limit:
    words = status_in_words(rule).removeprefix("индекс ")
    return Limit(exactly(rule["value"]), f"{words}: {STATUS_NAMES[rule['status']]}", rule["status"])


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
