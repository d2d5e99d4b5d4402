"""ФИС ОКО, «Статистика по отметкам»: one file is one subject and grade, a row is a group.

The marks are headed by the integers 2–5 and given in percent, from which counts are restored.
"""

from collections.abc import Iterator
from decimal import Decimal

from schools.sheets import Book

from .cells import hundredths, number, pass_over_hidden, rows_below, text, whole
from .fis_oko import GROUPS, Group, Roster, group_of, reports, work_of
from .reading import Figures, Reading
from .restoring import PRINTED, no_share, restored

TITLE = "ФИС ОКО, «Статистика по отметкам»"
HAS_PUPILS = False
PARTICIPANTS = "кол-во участников"
MARKS = ("2", "3", "4", "5")


def recognises(book: Book) -> bool:
    return bool(reports(book, _places))


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    pass_over_hidden(reading, book)
    for report in reports(book, _places):
        reading.header = reading.header or (report.header + 1,)
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
    if participants and abs(total - 100) > 2 * PRINTED:
        message = f"Доли отметок вместе дают {total}, а не 100 %. Проверьте их."
        roster.complain(row, MARKS[0], shares[MARKS[0]], message)
        return False
    return bool(participants)
