"""ФИС ОКО, «Статистика по отметкам»: one file is one subject and grade, a row is a group.

The marks are headed by the integers 2–5 and given in percent, from which counts are restored.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from schools.sheets import Book

from .cells import hundredths, letter, number, rows_below, text, title, whole
from .fis_oko import GROUPS, Group, Report, Roster, group_of, readable, reports, work_of
from .reading import Figures, Reading
from .restoring import no_share, restored, rounding

TITLE = "ФИС ОКО, «Статистика по отметкам»"
HAS_PUPILS = False
PARTICIPANTS = "кол-во участников"
MARKS = ("2", "3", "4", "5")
# scores, or numbers of tasks: 0 … 24, 1, 6, 12.1, 4К1
OTHER = re.compile(r"(?![2-5]$)\d+([.,]\d+|[кk]\d+)?")
SCORES, TASKS = "Распределение первичных баллов", "Выполнение заданий"
TWICE = "Отметки стоят в заголовке дважды. Оставьте на листе одну таблицу."


def recognises(book: Book) -> bool:
    return bool(reports(book, _places))


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    found = reports(book, _places)
    marks = [report for report in found if not _others(report)]
    for report in readable(reading, book, marks or found):
        if _is_another(reading, report):
            continue
        roster = Roster(reading, report)
        work = work_of(reading, report, academic_year)
        # rows are looked at without a work too: all that is wrong is told at once
        for row, group, participants, shares in list(_rows(roster)):
            if group.is_school:
                figures = _figures(roster, row, participants, shares)
                if work and figures:
                    roster.line(row, group, work, figures)
            elif work and _is_whole(roster, row, participants, shares):
                marks = {mark: hundredths(share) for mark, share in shares.items()}
                roster.benchmark(row, group, work, participants, shares=marks)
    return reading


def _places(titles: dict[str, int]) -> dict[str, int] | None:
    wanted = {GROUPS, PARTICIPANTS, *MARKS}
    return {name: titles[name] for name in wanted} if wanted <= titles.keys() else None


def _headings(report: Report) -> list[str]:
    return [title(cell) for cell in report.sheet.rows[report.header]]


def _others(report: Report) -> list[str]:
    return [heading for heading in _headings(report) if OTHER.fullmatch(heading)]


def _is_another(reading: Reading, report: Report) -> bool:
    """Other reports have the headings 2, 3, 4 and 5 as well, among others, and percentages."""
    headings, others = _headings(report), _others(report)
    twice = [n for n, said in enumerate(headings) if said in MARKS and said in headings[:n]]
    if others:
        place = headings.index(others[0])
        name = SCORES if "0" in others else TASKS
        message = f"Похоже, это отчёт «{name}». Нужен отчёт «Статистика по отметкам»."
    elif twice:
        place, message = twice[0], TWICE
    else:
        return False
    reading.complain(report.header + 1, letter(place), headings[place], message, report.name)
    return True


def _rows(roster: Roster) -> Iterator[tuple[int, Group, int, dict[str, Decimal]]]:
    """Rows whose every number is one. A remark under the table has no numbers and is no group."""
    report = roster.report
    for number_of_row, row in rows_below(
        roster.reading, report.sheet, report.header, report.places.values(), report.name
    ):
        cell = report.cell(row, GROUPS)
        told = any(text(report.cell(row, name)) for name in (PARTICIPANTS, *MARKS))
        if not told and group_of(cell).level == "region":
            continue
        group = roster.admit(number_of_row, cell)
        numbers = _numbers(roster, number_of_row, row)
        if group and numbers:
            yield number_of_row, group, *numbers


def _numbers(roster: Roster, number_of_row: int, row: list) -> tuple[int, dict] | None:
    report = roster.report
    participants = whole(report.cell(row, PARTICIPANTS))
    if participants is None:
        message = "Нужно целое число участников."
        roster.complain(number_of_row, PARTICIPANTS, report.cell(row, PARTICIPANTS), message)
    shares = {}
    for mark in MARKS:
        cell = report.cell(row, mark)
        # nobody took part: there is nothing to share out
        shares[mark] = Decimal(0) if participants == 0 and not text(cell) else number(cell)
        if shares[mark] is None or shares[mark] > 100:
            shares[mark] = None
            roster.complain(number_of_row, mark, cell, no_share(mark))
    return None if participants is None or None in shares.values() else (participants, shares)


def _figures(roster: Roster, row: int, participants: int, shares: dict) -> Figures | None:
    if not participants and not any(shares.values()):
        return Figures(no_data="no_participants")
    if not participants:
        message = "Участников нет, а доли отметок есть. Проверьте их."
        return roster.complain(row, PARTICIPANTS, participants, message)
    counts, wrong = restored(shares, participants)
    for mark, message in wrong.items():
        roster.complain(row, mark or PARTICIPANTS, shares.get(mark, participants), message)
    return None if wrong else Figures(participants, counts)


def _is_whole(roster: Roster, row: int, participants: int, shares: dict) -> bool:
    """Counts of millions cannot be restored, but four rounded shares still make a hundred."""
    total = sum(shares.values())
    if participants and abs(total - 100) > 2 * rounding(shares.values()):
        message = f"Доли отметок вместе дают {total}, а не 100 %. Проверьте их."
        roster.complain(row, MARKS[0], shares[MARKS[0]], message)
        return False
    return bool(participants)
