"""The outcome of a run of lines as a workbook: a sheet of schools, a sheet of their lines. Pure."""

from collections.abc import Sequence

from schools.workbooks import Column, Sheet, write_sheets

from .borders import stability_of
from .by_lines import LineSummary
from .external import NamedList
from .methods.cells import WHOLE
from .methods.statuses import NAMES as STATUS_NAMES
from .reasons import COUNTS, Line

NAME, WORDS, SHARE = 34, 60, "0.00%"
MET = {True: "да", False: "нет", None: "не учтено"}


def table_of(summary: LineSummary, lists: Sequence[NamedList]) -> bytes:
    return write_sheets(sheets(summary, lists))


def sheets(summary: LineSummary, lists: Sequence[NamedList]) -> list[Sheet]:
    return [_schools(summary, [one.title for one in lists]), _lines(summary)]


def _schools(summary: LineSummary, titles: Sequence[str]) -> Sheet:
    columns = [
        *(Column("Кластер", NAME), Column("Школа", NAME), Column("Статус", 24)),
        *(Column("Строк подходит под правило"), Column("Строк с данными")),
        Column("Какие строки подходят под правило", WORDS),
        *(Column("Учеников до другого статуса"), Column("Устойчивость", format="0.0%")),
        *(Column("На грани"), Column("Малая выборка", WORDS)),
        *(Column(title, 20) for title in titles),
    ]
    rows = [
        [
            *(row.cluster, row.name, STATUS_NAMES[row.verdict.status]),
            *(len(row.met), len(row.known), "; ".join(line.told for line in row.met)),
            *(row.verdict.pupils_to_flip, stability_of(row.verdict)),
            "да" if row.is_on_the_border else "нет",
            "; ".join(f"{line.title}: {line.one_pupil}" for line in row.small),
            *(row.listed[title] for title in titles),
        ]
        for row in summary.rows
    ]
    return Sheet("Школы", columns, rows)


def _lines(summary: LineSummary) -> Sheet:
    columns = [
        *(Column("Школа", NAME), Column("Строка", NAME), Column("Учебный год")),
        *(Column("Что сравнивается", 24), Column("Число"), Column("Участников")),
        *(Column("Доля", format=SHARE), Column("Значение"), Column("Порог, доля", format=SHARE)),
        *(Column("Порог, значение"), Column("Подходит под правило")),
        *(Column("Почему нет данных", 24), Column("Отметок до другого вывода")),
        *(Column("Источник", 48), Column("Строка источника")),
    ]
    rows = [[row.name, *_cells(line)] for row in summary.rows for line in row.lines]
    return Sheet("Строки", columns, rows)


def _cells(line: Line) -> list:
    reason = line.reason
    counted = COUNTS.get(reason["figure"])
    value, limit = reason["value"], reason["limit"]
    return [
        *(line.title, line.school_year, line.what),
        *(reason[counted] if counted else reason.get("numerator"), _whole(reason)),
        *(_part(value) if counted else None, None if counted else value),
        *(_part(limit) if counted else None, None if counted else limit),
        *(MET[line.met], line.value if line.is_gap else line.unheard, reason["pupils"]),
        *(reason["source"], reason["source_row"]),
    ]


def _whole(reason) -> int | None:
    return reason["participants"] or reason.get("denominator")


def _part(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / WHOLE
