"""The lines of a run as a heat map, schools × procedures of a year, and as a table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.heads import head_of
from assessments.naming import REASONS
from schools.charts.heat import HeatRow, Tile, heat_maps
from schools.russian import school_year

from .by_lines import LineRow, LineSummary
from .methods.statuses import GOOD
from .reasons import COUNTS, Line

WORDS = {"no_stage": "ступ."}
NO_RESULT, TOO_FEW = "нет", "мало"


@dataclass(frozen=True)
class HeatTable:
    """One school year; columns are procedures that somebody has a figure of."""

    academic_year: int
    places: tuple[int, ...]  # of the lines of every school
    groups: list[tuple[str, list[LineRow]]]
    silent: tuple[str, ...]  # procedures that nobody has a figure of
    is_good: bool = False  # what the rule looks for is good: the dynamics of a school

    @property
    def school_year(self) -> str:
        return school_year(self.academic_year)

    @property
    def columns(self) -> list[Line]:
        one = self.groups[0][1][0]
        return [one.lines[place] for place in self.places]

    @property
    def rows(self) -> list[tuple[LineRow, list[Line]]]:
        return [
            (row, [row.lines[place] for place in self.places])
            for _cluster, members in self.groups
            for row in members
        ]

    def drawings(self, *, fits_page: bool = False, most_rows: int | None = None) -> list[str]:
        groups = [(cluster, [self._row(row) for row in rows]) for cluster, rows in self.groups]
        alt = f"Тепловая карта: {self.finding}, {self.school_year}."
        heads = [" ".join(head_of(line.title)).split() for line in self.columns]
        return heat_maps(
            groups,
            heads,
            alt=alt,
            fits_page=fits_page,
            most_rows=most_rows,
            is_good=self.is_good,
        )

    @property
    def finding(self) -> str:
        if self.is_good:
            return "на сколько процентных пунктов результат лучше порога"
        return "на сколько процентных пунктов результат от порога"

    def _row(self, row: LineRow) -> HeatRow:
        return HeatRow(row.name, tuple(_tile(row.lines[place]) for place in self.places))


def heat_tables(summary: LineSummary) -> list[HeatTable]:
    """A table for every year that was read, the newest first; of shares with a limit only."""
    rows = summary.rows
    if not rows or not summary.rule.same_lines:
        return []
    lines = rows[0].lines
    years = sorted({line.reason["academic_year"] for line in lines}, reverse=True)
    found = []
    for year in years:
        places = [
            n
            for n, line in enumerate(lines)
            if line.reason["academic_year"] == year and line.reason["figure"] in COUNTS
        ]
        told = tuple(n for n in places if any(row.lines[n].excess is not None for row in rows))
        silent = tuple(lines[n].title for n in places if n not in told)
        if told:
            is_good = set(summary.rule.gives) <= GOOD
            found.append(HeatTable(year, told, summary.clusters, silent, is_good))
    return found


def _tile(line: Line) -> Tile:
    if line.met is None or line.excess is None:
        reason = line.reason["no_data"]
        if line.reason.get("too_few"):
            return Tile(excess=None, words=f"участников мало: {line.value}", gap=TOO_FEW)
        words = REASONS.get(reason, "сравнить не с чем")
        return Tile(excess=None, words=words, gap=WORDS.get(reason, NO_RESULT))
    return Tile(excess=line.excess, met=line.met, words=line.value, is_small=line.is_small)


def drawings_of(tables: Sequence[HeatTable]) -> list[tuple[HeatTable, str]]:
    """For a page: one drawing a year, as wide as it must be."""
    return [(table, drawing) for table in tables for drawing in table.drawings()]
