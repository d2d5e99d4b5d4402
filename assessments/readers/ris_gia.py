"""РИС ГИА, protocols of the state exams: several subjects stacked on a sheet, pupils by name.

Below «12 - Обществознание 2026.07.03» stands a header, then the pupils, then «Средние». Only the
code of the school and the mark are looked at, so no name can leave this file, and a problem repeats
what stands in a cell only if it is a number. ОГЭ unless a heading says ЕГЭ: there, but for basic
mathematics, stand points, and what is below the minimum is for the scale of the year to say.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assessments.naming import ONLY_GRADE, line_title
from schools.russian import joined, school_year
from schools.sheets import Book, Sheet

from .cells import (
    DAY,
    NO_MARK,
    cell_at,
    day,
    first_rows,
    half_up,
    in_numbers,
    letter,
    number,
    pass_over,
    rows_below,
    sheet_name,
    text,
    title,
    whole,
)
from .reading import Figures, Line, Reading, Work
from .works import kind_in, subject_and_variant

TITLE = "РИС ГИА, протокол проверки результатов"
HAS_PUPILS = True
CODE, PLACE_OF_EXAM = "код оо", "код ппэ"
MARK, POINTS = "оценка", ("тестовый балл", "итоговый балл", "балл")
MARKS = ("2", "3", "4", "5")
SUBJECT = re.compile(r"(\d{1,2})\s*[-–—]\s*(\D.{2,})")
# another exam, with codes of its own
GVE, FIRST_OF_GVE = re.compile(r"\bгвэ\b|выпускн\w+ экзамен", re.IGNORECASE), 51
MEANS = "средние"
MAIN_BEGINS, ADDITIONAL_BEGINS = (5, 19), (9, 1)
PERIODS = {"early": "досрочный", "additional": "дополнительный"}
NO_SUBJECT = "Выше нет строки с предметом вида «12 - Обществознание 2026.07.03»."
BAD_SUBJECT = (
    "Не видно, какой это предмет и за какой день. Напишите, например, «12 - Обществознание "
    "2026.07.03»."
)


@dataclass(frozen=True)
class Block:
    """One protocol: the two columns to look at, and what was sat."""

    code: int
    mark: int
    work: Work
    period: str

    def key(self, code: str) -> tuple:
        """A subject sat on two days is one work."""
        return self.work._replace(held_on=""), self.period, code


@dataclass
class Tally:
    """What becomes of the pupils of one school at one work."""

    row: int
    sheet: str
    work: Work
    marks: Counter = field(default_factory=Counter)
    is_broken: bool = False

    def figures(self) -> Figures:
        n = self.marks.total()
        if not n:
            return Figures(no_data="no_participants")
        mean = half_up(Decimal(sum(int(mark) * k for mark, k in self.marks.items())) / n, "0.01")
        if has_points(self.work):
            return Figures(n, points=dict(self.marks), mean=mean)
        return Figures(n, {mark: self.marks[mark] for mark in MARKS}, mean=mean)


def has_points(work: Work) -> bool:
    return work.kind == "EGE" and work.variant != "база"


def recognises(book: Book) -> bool:
    return any(_columns(row) for sheet in book.visible for _place, row in first_rows(sheet))


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    protocols = [sheet for sheet in book.visible if any(map(_columns, sheet.rows))]
    pass_over(reading, book, [sheet.name for sheet in protocols])
    tallies: dict[tuple, Tally] = {}
    days: dict[tuple, set[str]] = {}
    for sheet in protocols:
        for row, block, code, mark in _pupils(reading, book, sheet, academic_year):
            _count(reading, tallies, row, sheet_name(book, sheet), block, code, mark)
            days.setdefault(block.key("")[:2], set()).add(block.work.held_on)
    reading.lines = [
        Line(tally.row, tally.work, tally.figures(), code=code, period=period, sheet=tally.sheet)
        for (_work, period, code), tally in tallies.items()
        if not tally.is_broken
    ]
    _tell_of_days(reading, days, academic_year)
    return reading


def _columns(row: list) -> tuple[int, int, str] | None:
    """Code, mark and the heading of the mark, where the row is a header."""
    titles = {}
    for place, cell in enumerate(row):
        titles.setdefault(title(cell), place)
    heading = next((name for name in (MARK, *POINTS) if name in titles), None)
    if heading is None or not titles.keys() >= {CODE, PLACE_OF_EXAM}:
        return None
    return titles[CODE], titles[heading], heading


def _pupils(
    reading: Reading, book: Book, sheet: Sheet, academic_year: int
) -> Iterator[tuple[int, Block, object, object]]:
    """Row, protocol, code and mark: nothing else of a pupil leaves this function."""
    exam, subject, block = _exam_in(sheet.name), None, None
    name = sheet_name(book, sheet)
    looked_at = {n for row in sheet.rows if (found := _columns(row)) for n in found[:2]}
    for place, row in rows_below(reading, sheet, -1, looked_at, name):
        first = text(next(cell for cell in row if text(cell)))
        if found := SUBJECT.fullmatch(first):
            subject, block = found, None
        elif columns := _columns(row):
            reading.header = reading.header or (place,)
            block, why_not = _block(reading, exam, subject, columns, academic_year)
            if why_not:
                reading.complain(place, letter(columns[0]), "", why_not, name)
        elif title(first) == MEANS:
            subject = block = None
        elif block and (text(cell_at(row, block.code)) or text(cell_at(row, block.mark))):
            yield place, block, cell_at(row, block.code), cell_at(row, block.mark)
        else:
            exam = _exam_in(first) or exam


def _exam_in(said: str) -> str:
    return "GVE" if GVE.search(said) else kind_in(said)


def _block(
    reading: Reading, exam: str, found: re.Match | None, columns, academic_year: int
) -> tuple[Block | None, str]:
    """The protocol, or why it cannot be read."""
    if found is None:
        return None, NO_SUBJECT
    code, mark, heading = columns
    said = in_numbers(found[2])
    first_day, held_on = DAY.search(said), day(said)
    subject, variant = subject_and_variant(said[: first_day.start()] if first_day else said)
    if exam == "GVE" or GVE.search(subject) or int(found[1]) >= FIRST_OF_GVE:
        subject = " ".join(GVE.sub(" ", subject).split())
        reading.note(f"{found[1]} - {subject}: это ГВЭ, а не ОГЭ или ЕГЭ. Строки не загружены.")
        return None, ""
    if not subject or re.search(r"\d", subject) or (first_day and not held_on):
        return None, BAD_SUBJECT
    # basic mathematics is an exam of the eleventh grade, and so is what is given in points
    kind = "EGE" if variant or heading != MARK else exam if exam in ONLY_GRADE else "OGE"
    if kind == "EGE" and subject == "Математика":
        variant = variant or "профиль"
    year = held_on.year if held_on else academic_year
    day_held = held_on.isoformat() if held_on else ""
    work = Work(kind, ONLY_GRADE[kind], subject, variant, year, day_held)
    return Block(code, mark, work, _period(held_on)), ""


def _period(held_on: date | None) -> str:
    """The exams of September end the school year that is over: they are its additional period."""
    if held_on is None:
        return "main"
    told = held_on.month, held_on.day
    return "early" if told < MAIN_BEGINS else "additional" if told >= ADDITIONAL_BEGINS else "main"


def _count(reading, tallies, row, name, block, code, mark) -> None:
    said, school = text(mark), text(code)
    if not re.fullmatch(r"\d+", school):
        message = "Нужен код школы из цифр."
        reading.complain(row, letter(block.code), "", message, name)
        return
    tally = tallies.setdefault(block.key(school), Tally(row, name, block.work))
    if title(mark) in NO_MARK:
        reading.note("Строки без оценки не считались: эти ученики не участвовали.")
    elif has_points(block.work):
        points = whole(mark)
        if points is not None and points <= 100:
            tally.marks[str(points)] += 1
            return
        _refuse(reading, tally, row, block, mark, "Нужен балл от 0 до 100.", name)
    elif said in MARKS:
        tally.marks[said] += 1
    else:
        message = (
            "Нужна отметка от 2 до 5. Если это баллы ЕГЭ, напишите «ЕГЭ» в строке над предметом."
        )
        _refuse(reading, tally, row, block, mark, message, name)


def _refuse(reading, tally, row, block, mark, message, name) -> None:
    tally.is_broken = True
    value = text(mark) if number(mark) is not None else ""
    reading.complain(row, letter(block.mark), value, message, name)


def _tell_of_days(reading: Reading, days: dict[tuple, set[str]], chosen: int) -> None:
    for (work, period), told in days.items():
        name = line_title(work.kind, work.grade, work.subject, work.variant)
        if period in PERIODS:
            reading.note(f"{name}: это {PERIODS[period]} период.")
        if len(told) > 1:
            said = joined(".".join(reversed(day.split("-"))) for day in sorted(told))
            reading.note(
                f"{name}: сложены протоколы за {said}. Кто сдавал дважды, сосчитан дважды."
            )
        if work.academic_year != chosen:
            reading.note(
                f"{name}: в файле {school_year(work.academic_year)} учебный год, а выбран "
                f"{school_year(chosen)}. Взят год из файла."
            )
