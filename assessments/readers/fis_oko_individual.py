"""ФИС ОКО, «Индивидуальные результаты»: pupils go in, one line per school comes out.

Of a pupil only the two marks are looked at, and whether there was one at all; code, class, variant
and tasks are dropped. The line is that of the whole parallel. Where a problem is told, it is told
by row and column: what stands there is repeated only if it is a mark.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from schools.russian import count
from schools.sheets import Book

from .cells import NO_MARK, half_up, letter, rows_below, text, title
from .fis_oko import OF_SCHOOL, Group, Report, group_of, readable, reports, work_of
from .reading import Figures, Line, Reading, Work

TITLE = "ФИС ОКО, «Индивидуальные результаты»"
HAS_PUPILS = True
SCHOOL, CODE, VARIANT = "оо", "код участника", "вариант"
MARK, JOURNAL = "отметка", "отметка по журналу"
MARKS = ("2", "3", "4", "5")
LOGIN = re.compile(rf"\b{OF_SCHOOL}\b", re.IGNORECASE)
DECLARED = re.compile(r"[\s|]*кол-во участников\s*:?\s*(\d+)", re.IGNORECASE)


@dataclass
class Tally:
    """What becomes of the pupils of one school."""

    row: int
    group: Group
    declared: int | None = None
    rows: int = 0
    marks: Counter = field(default_factory=Counter)
    journal: Counter = field(default_factory=Counter)
    is_broken: bool = False

    @property
    def participants(self):
        return self.marks.total()

    def figures(self) -> Figures:
        if not self.participants:
            return Figures(no_data="no_participants")
        total = sum(int(mark) * n for mark, n in self.marks.items())
        journal = {move: self.journal[move] for move in ("lower", "same", "higher")}
        return Figures(
            self.participants,
            {mark: self.marks[mark] for mark in MARKS},
            mean=half_up(Decimal(total) / self.participants, "0.01"),
            journal=journal if self.journal else None,
        )


def recognises(book: Book) -> bool:
    return bool(reports(book, _places))


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    for report in readable(reading, book, reports(book, _places)):
        work = work_of(reading, report, academic_year)
        tallies = _tallies(reading, report)
        for tally in tallies:
            _keep(reading, report, tally, work)
        absent = sum(tally.rows - tally.participants for tally in tallies if not tally.is_broken)
        if absent:
            reading.note(
                f"Без отметки и поэтому не в счёт: {count(absent, 'ученик,ученика,учеников')}."
            )
    return reading


def _places(titles: dict[str, int]) -> dict[str, int] | None:
    wanted = (SCHOOL, CODE, VARIANT, MARK, JOURNAL)
    return {name: titles[name] for name in wanted} if titles.keys() >= set(wanted) else None


def _tallies(reading: Reading, report: Report) -> list[Tally]:
    tallies: dict[str, Tally] = {}
    current = None
    columns = (report.places[MARK], report.places[JOURNAL])
    for number, row in rows_below(reading, report.sheet, report.header, columns, report.name):
        declared = next(filter(None, (DECLARED.search(text(cell)) for cell in row)), None)
        if declared:
            current = _begin(reading, report, tallies, number, row, int(declared[1]))
        elif text(report.cell(row, CODE)) or text(report.cell(row, MARK)):
            tally = _tally_of(report, tallies, number, row, current)
            if tally:
                _count(reading, report, tally, number, row)
            else:
                message = "Не видно, какой школы эта строка: в столбце «ОО» нужен логин."
                reading.complain(number, letter(report.places[SCHOOL]), "", message, report.name)
    return list(tallies.values())


def _begin(reading, report, tallies, number, row, declared) -> Tally | None:
    """«МБОУ «…»(edu203389) | Кол-во участников: 89»: pupils below it are of this school.

    All of it stands in one cell, and in two where somebody has parted it.
    """
    group = group_of(DECLARED.sub("", text(next(cell for cell in row if text(cell)))))
    if not group.is_school:
        # the line of a municipality above its schools
        if group.level == "municipality" and group.name not in reading.districts:
            reading.districts.append(group.name)
        return None
    tally = tallies.setdefault(group.login, Tally(number, group))
    if tally.declared is not None:
        message = f"Эта школа уже названа в строке {tally.row}. Оставьте одну из строк."
        reading.complain(number, "A", group.login, message, report.name)
    tally.declared = declared
    return tally


def _tally_of(report, tallies, number, row, current) -> Tally | None:
    login = LOGIN.search(text(report.cell(row, SCHOOL)))
    if login is None:
        return current
    login = login[0].lower()
    return tallies.setdefault(login, Tally(number, Group("school", "", login)))


def _count(reading: Reading, report: Report, tally: Tally, number: int, row: list) -> None:
    tally.rows += 1
    mark, journal = (title(report.cell(row, name)) for name in (MARK, JOURNAL))
    if title(report.cell(row, VARIANT)) in NO_MARK - {""}:
        mark = ""
    for name, said in ((MARK, mark), (JOURNAL, journal)):
        if said not in NO_MARK and said not in MARKS:
            tally.is_broken = True
            value = said if re.fullmatch(r"[0-9]", said) else ""
            message = "Нужна отметка от 2 до 5 или «X», если её нет."
            reading.complain(number, letter(report.places[name]), value, message, report.name)
    if mark in MARKS:
        tally.marks[mark] += 1
    if mark in MARKS and journal in MARKS:
        move = "same" if mark == journal else "lower" if mark < journal else "higher"
        tally.journal[move] += 1


def _keep(reading: Reading, report: Report, tally: Tally, work: Work | None) -> None:
    if tally.is_broken:
        return
    # some exports count those who were absent among the participants, others do not
    if tally.declared not in {None, tally.participants, tally.rows}:
        message = (
            f"Названо участников: {tally.declared}, а ниже строк с отметкой — "
            f"{tally.participants}. Выгрузите отчёт заново."
        )
        reading.complain(tally.row, "A", str(tally.declared), message, report.name)
    elif work:
        group = tally.group
        figures, sheet = tally.figures(), report.name
        line = Line(tally.row, work, figures, group.login, name=group.name, sheet=sheet)
        reading.lines.append(line)
