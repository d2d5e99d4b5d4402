"""What the reports of ФИС ОКО have in common: what stands above the table and who stands in a row.

One report is one subject and grade. A school is told from a municipality only by what is glued to
its name: (edu203389), formerly (sch224143), against (reg20_m012); without it the row is a region
or the country.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from schools.naming import PREFIX, folded
from schools.russian import school_year
from schools.sheets import Book, Sheet

from .cells import cell_at, day, first_rows, letter, pass_over, sheet_name, text, title
from .headings import WORDS_OF_YEAR, YEARS, year_in
from .reading import BenchmarkLine, Figures, Line, Place, Reading, Work
from .whose import names_school

GROUPS = "группы участников"
COUNTRY = "вся выборка"
# ksh: a school that is the region's own, for pupils with disabilities or a boarding school
OF_SCHOOL = r"(?:edu|sch|ksh)\d+"
SUFFIX = re.compile(rf"\s*\(\s*({OF_SCHOOL}|reg\d+_m\d+)\s*\)\s*$", re.IGNORECASE)
WORK = re.compile(r"\bВПР\b.*\d", re.IGNORECASE)
BEFORE = re.compile(r"^.*?\bВПР\b", re.IGNORECASE)
YEAR = re.compile(r"\b20\d\d(?!\d)")
SHORT_YEARS = re.compile(r"\b(20\d\d\s*/\s*)(\d\d)(?!\d)")
GRADE = re.compile(r"\b(\d{1,2})\s*-?\s*(?:й|го|ый|ого)?\s*(?:класс[аы]?|кл)(?!\w)", re.IGNORECASE)
PROGRAMME = re.compile(r"по программе\s+(?:за\s+)?(\d{1,2})", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\([^)]*программ[^)]*\)", re.IGNORECASE)
SEASON = re.compile(r"\b(осен|весен|весн)\w*", re.IGNORECASE)
EMPTY_BRACKETS = re.compile(r"\([\W\d_]*\)")
# the sheet is called «МА 4 Сравнение отметок с отметк», cut at 31 signs; other codes were not seen
SHEET = re.compile(r"^\s*([А-Я]{2})\s*(\d{1,2})\b")
SUBJECTS = {"РУ": "Русский язык", "МА": "Математика"}
AUTUMN = 9
NO_WORK = (
    "Не видно, какая это работа. Впишите над таблицей строку вида «ВПР 2026 Русский язык 4 класс»."
)
NO_CODE = (
    "У школы в скобках должен быть логин, например (edu203389), у района — код, например "
    "(reg20_m012). Без кода стоит только регион: один и выше районов и школ."
)


@dataclass(frozen=True)
class Report:
    """A sheet whose header has been found. `name` is empty where there is only one sheet."""

    sheet: Sheet
    header: int
    places: dict[str, int]  # heading → column
    name: str

    def cell(self, row: list, heading: str):
        return cell_at(row, self.places[heading])

    @property
    def second(self) -> int:
        """The row of a second such header, as the user counts it. 0: there is none."""
        head = self.sheet.rows[self.header]
        titles = {place: title(head[place]) for place in self.places.values()}
        below = enumerate(self.sheet.rows[self.header + 1 :], start=self.header + 2)
        rows = (
            number
            for number, row in below
            if all(title(cell_at(row, place)) == said for place, said in titles.items())
        )
        return next(rows, 0)


@dataclass(frozen=True)
class Group:
    level: str  # school, municipality, region, country
    name: str
    login: str = ""

    @property
    def is_school(self):
        return self.level == "school"


def reports(book: Book, places_in: Callable[[dict[str, int]], dict | None]) -> list[Report]:
    """The visible sheets that have the header: it stands where it stands, so it is searched.

    `places_in` takes the headings of a row with their columns and gives those it wants, or None.
    """
    return [
        Report(sheet, number, places, sheet_name(book, sheet))
        for sheet in book.visible
        for number, places in islice(_headers(sheet, places_in), 1)
    ]


def readable(reading: Reading, book: Book, found: list[Report]) -> list[Report]:
    """Those with one table on their sheet. Of all others the reading tells."""
    pass_over(reading, book, [report.sheet.name for report in found])
    single = []
    for report in found:
        reading.header = reading.header or (report.header + 1,)
        if second := report.second:
            message = f"На листе вторая таблица (строка {second}): оставьте одну."
            reading.complain(second, "A", "", message, report.name)
        else:
            single.append(report)
    return single


def _headers(sheet: Sheet, places_in):
    for number, row in first_rows(sheet):
        titles = {}
        for place, cell in enumerate(row):
            titles.setdefault(title(cell), place)
        if places := places_in(titles):
            yield number, places


def group_of(cell) -> Group:
    said = text(cell)
    suffix = SUFFIX.search(said)
    if suffix is None:
        return Group("country" if title(said) == COUNTRY else "region", said)
    login, name = suffix[1].lower(), said[: suffix.start()]
    return Group("municipality", name) if login.startswith("reg") else Group("school", name, login)


@dataclass
class Roster:
    """Who has been named so far: nobody twice, and no school that has lost its login."""

    reading: Reading
    report: Report
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    levels: set[str] = field(default_factory=set)

    def admit(self, row: int, cell) -> Group | None:
        group = group_of(cell)
        first = self.seen.setdefault((group.level, group.login or group.name), row)
        if not group.name and not group.login:
            message = "Не сказано, чьи это числа. Впишите группу участников или удалите строку."
        elif first != row:
            message = f"Повторяет строку {first}. Оставьте одну из них."
        elif group.level == "region" and not self._may_be_region(group.name):
            message = NO_CODE
        else:
            self.levels.add(group.level)
            return group
        return self.complain(row, GROUPS, cell, message)

    def _may_be_region(self, name: str) -> bool:
        """One stands above the districts; a school that has lost its login may stand there too."""
        is_first = self.levels <= {"country"}
        return is_first and not names_school(name) and not PREFIX.match(folded(name))

    def complain(self, row: int, heading: str, value, message: str) -> None:
        column = letter(self.report.places[heading])
        self.reading.complain(row, column, text(value), message, self.report.name)

    def line(self, row: int, group: Group, work: Work, figures: Figures) -> None:
        line = Line(row, work, figures, group.login, name=group.name, sheet=self.report.name)
        self.reading.lines.append(line)

    def benchmark(self, row: int, group: Group, work: Work, participants, **figures) -> None:
        place = Place(group.level, group.name)
        self.reading.benchmarks.append(BenchmarkLine(row, place, work, participants, **figures))


def work_of(reading: Reading, report: Report, academic_year: int) -> Work | None:
    """Subject, grade and year from the line above the table, else from what else the sheet says.

    A work of the year 2022 tested the school year that ended in 2022, also when it was moved to
    the autumn: it was then written by the next grade on the programme of the one before.
    """
    above = report.sheet.rows[: report.header]
    said = next((text(c) for row in above for c in row if WORK.search(text(c))), "")
    said = SHORT_YEARS.sub(r"\g<1>20\2", said)
    subject, grade = _subject_and_grade(reading, report, above, said)
    found = YEAR.search(said)
    year = year_in(said) if YEARS.search(said) else int(found[0]) if found else 0
    held_on = _held_on(reading, report, above, year)
    year = year or (held_on.year if held_on else academic_year)
    _note_year(reading, year, academic_year, held_on)
    if not subject or re.search(r"\d", subject) or not 1 <= grade <= 11:
        reading.complain(1, "A", said, NO_WORK, report.name)
        return None
    day_held = held_on.isoformat() if held_on else ""
    return Work("VPR", grade, subject, academic_year=year, held_on=day_held)


def _subject_and_grade(reading, report, above, said) -> tuple[str, int]:
    code = SHEET.search(report.sheet.name)
    row, labelled = _labelled(above, "предмет")
    subject = _subject(said)
    if subject and labelled and title(subject) != title(labelled):
        message = f"Выше назван другой предмет: «{subject}». Оставьте верный."
        reading.complain(row, "B", labelled, message, report.name)
    subject = subject or labelled or (SUBJECTS.get(code[1], "") if code else "")
    grade = PROGRAMME.search(said) or GRADE.search(said)
    grade = grade[1] if grade else code[2] if code else 0
    return subject[:1].upper() + subject[1:], int(grade)


def _subject(said: str) -> str:
    """«ВПР (весна) 2025/2026 уч. год Русский язык 4 класс» → «Русский язык»."""
    years = (YEARS, YEAR, WORDS_OF_YEAR) if YEAR.search(said) else ()
    for part in (IN_BRACKETS, BEFORE, *years, GRADE, SEASON, EMPTY_BRACKETS):
        said = part.sub(" ", said)
    return " ".join(re.sub(r"[.,:;«»]", " ", said).split()).strip(" -–—")


def _labelled(above: list[list], label: str) -> tuple[int, str]:
    """«Предмет: | Русский язык»: the number of the row and what stands beside the label."""
    for number, row in enumerate(above, start=1):
        said = [text(cell) for cell in row if text(cell)]
        if len(said) > 1 and title(said[0]) == label:
            return number, said[1]
    return 0, ""


def _held_on(reading, report, above, year: int) -> date | None:
    row, said = _labelled(above, "дата")
    held_on = day(said)
    if said and not held_on:
        message = "Это не дата. Напишите, например, 20.04.2026."
        reading.complain(row, "B", said, message, report.name)
    elif held_on and year and held_on.year != year:
        message = f"Это работа {year} года, а дата другого года. Исправьте дату или год."
        reading.complain(row, "B", said, message, report.name)
    return held_on


def _note_year(reading: Reading, year: int, chosen: int, held_on: date | None) -> None:
    if held_on and held_on.month >= AUTUMN:
        reading.note(
            f"Работа написана осенью {held_on.year} года, но проверяла программу предыдущего "
            f"класса: её учебный год — {school_year(year)}."
        )
    if year != chosen:
        reading.note(
            f"В файле {school_year(year)} учебный год, а выбран {school_year(chosen)}: "
            "взят год из файла."
        )
