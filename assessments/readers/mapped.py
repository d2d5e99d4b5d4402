"""Any other table with schools in rows, read as a person has said what its columns mean.

A mapping is plain data: {"sheet", "header", "columns": [{"place", "means", "level", "work"}],
"works": [{"kind", "grade", "subject", "variant"}], "percent"}. Places are counted from 0, the row
of the header as the user counts it. Several works may stand side by side: a column belongs to one
of them, or to all where its work is None. A table is known again by the key of its header.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from schools.russian import count, joined, school_year
from schools.sheets import Book, Sheet

from .cells import (
    DAY,
    cell_at,
    first_rows,
    in_numbers,
    letter,
    pass_over,
    rows_below,
    sheet_name,
    text,
    title,
)
from .fis_oko import SUFFIX
from .headings import YEAR, YEARS
from .mapped_row import COMMON, Cells
from .reading import Line, Reading, Work
from .whose import is_of_several, names_school

TITLE = "Таблица по разметке"
HAS_PUPILS = False
SCHOOL, LOGIN, CODE, CLASS = "school", "login", "code", "class"
WHOSE = (SCHOOL, LOGIN, CODE)
MOVING = re.compile(rf"{DAY.pattern}|20\d\d")
LONGEST_CLASS = 10
NO_TABLE = "Размеченной таблицы в файле нет. Укажите снова, что в каком столбце."
NO_SCHOOL_COLUMN = "В разметке не сказано, в каком столбце школы. Измените разметку."
NO_COLUMN = "Столбца {} в таблице нет. Измените разметку."
NO_SCHOOL = "Не сказано, чьи это числа. Впишите школу или удалите строку."
LONG_CLASS = f"Название класса длиннее {LONGEST_CLASS} знаков. Напишите, например, 4А."


class Column(NamedTuple):
    place: int
    means: str
    level: str = ""
    work: int | None = 0


class Found(NamedTuple):
    """Where a header ends."""

    sheet: str
    header: int


def header_keys(sheet: Sheet, name: str) -> Iterator[tuple[int, str]]:
    """Each row that could be the last of the header, with the key of all that stands down to it.

    What stands above the titles counts too, and the name among several sheets: under another
    subject it is another table. Years, days and blank rows do not: next year's table is the same.
    """
    digest = hashlib.sha256(MOVING.sub("", title(name)).encode())
    for number, row in first_rows(sheet):
        for place, cell in enumerate(row):
            if said := MOVING.sub("", in_numbers(title(cell))).strip():
                digest.update(f"\n{place} {said}".encode())
        yield number + 1, digest.hexdigest()


def headers_in(book: Book) -> dict[str, Found]:
    """Every key under which a table of the book may be known."""
    found = {}
    for sheet in book.visible:
        for header, key in header_keys(sheet, sheet_name(book, sheet)):
            found.setdefault(key, Found(sheet.name, header))
    return found


def sheet_of(book: Book, name: str) -> Sheet | None:
    """The named one, or the first that has anything."""
    return next((sheet for sheet in filled_in(book) if name in ("", sheet.name)), None)


def filled_in(book: Book) -> list[Sheet]:
    return [sheet for sheet in book.visible if any(any(map(text, row)) for row in sheet.rows)]


def read(book: Book, mapping: Mapping, *, academic_year: int) -> Reading:
    reading = Reading()
    sheet = sheet_of(book, mapping["sheet"])
    columns = [Column(**column) for column in mapping["columns"]]
    above = sheet.rows[: mapping["header"]] if sheet else []
    year = year_of(above, academic_year)
    works = [Work(**work, academic_year=year) for work in mapping["works"]]
    if why := _misfit(sheet, mapping["header"], columns, works):
        reading.complain(0, "", "", why)
        return reading
    reading.header = (mapping["header"],)
    pass_over(reading, book, [sheet.name])
    if year != academic_year:
        reading.note(f"Год взят из файла: {school_year(year)}.")
    is_fraction = mapping["percent"] == "fraction"
    name = sheet_name(book, sheet)
    _Table(reading, sheet, name, columns, works, is_fraction).read(mapping["header"])
    return reading


def _misfit(sheet: Sheet | None, header: int, columns: list[Column], works: list[Work]) -> str:
    if sheet is None or not 0 < header <= len(sheet.rows) or not works:
        return NO_TABLE
    width = max(map(len, sheet.rows))
    for column in columns:
        if not 0 <= column.place < width:
            return NO_COLUMN.format(letter(column.place) if column.place >= 0 else column.place)
        if column.work is not None and not 0 <= column.work < len(works):
            return NO_TABLE
    return "" if {column.means for column in columns} & {*WHOSE} else NO_SCHOOL_COLUMN


def year_of(above: list[list], chosen: int) -> int:
    """The one school year that the headings name, else the chosen one."""
    said = " ".join(text(cell) for row in above for cell in row)
    said = DAY.sub(" ", in_numbers(said))
    years = {int(last) for first, last in YEARS.findall(said) if int(last) - int(first) == 1}
    years |= {int(year) for year in YEAR.findall(YEARS.sub(" ", said))}
    return years.pop() if len(years) == 1 else chosen


@dataclass
class _Table:
    reading: Reading
    sheet: Sheet
    name: str
    columns: list[Column]
    works: list[Work]
    is_fraction: bool
    passed_over: list[str] = field(default_factory=list)
    dropped: int = 0
    rounded: int = 0

    def read(self, header: int) -> None:
        places = [column.place for column in self.columns]
        merged = self._merged_down()
        for row, cells in rows_below(self.reading, self.sheet, header - 1, places, self.name):
            cells = [merged.get((row - 1, place), cell) for place, cell in enumerate(cells)]
            whose = self._whose(row, cells)
            if whose:
                self._read_row(row, cells, whose)
        self._tell()

    def _merged_down(self) -> dict[tuple[int, int], str]:
        """A school may be merged over the rows of its classes."""
        whose = {column.place for column in self.columns if column.means in WHOSE}
        return {
            (row, left): self.sheet.rows[top][left]
            for (top, left), (bottom, right) in self.sheet.merged
            if left == right and left in whose
            for row in range(top + 1, bottom + 1)
        }

    def _whose(self, row: int, cells: list) -> dict[str, str] | None:
        """Whose row it is. Clusters, totals, districts and remarks are passed over and told of."""
        under = {
            column.means: text(cell_at(cells, column.place))
            for column in self.columns
            if column.means in (*WHOSE, CLASS)
        }
        login, name = under.get(LOGIN, ""), under.get(SCHOOL, "")
        if suffix := SUFFIX.search(name):
            login, name = login or suffix[1], name[: suffix.start()]
        told = [c.place for c in self.columns if c.means not in (*WHOSE, CLASS)]
        has_figures = any(text(cell_at(cells, place)) for place in told)
        is_named = login or under.get(CODE)
        if all(text(cell_at(cells, c.place)) == str(c.place + 1) for c in self.columns):
            return None  # the columns are numbered
        if not name and not is_named:
            if has_figures:
                place = next(c.place for c in self.columns if c.means in WHOSE)
                self.reading.complain(row, letter(place), "", NO_SCHOOL, self.name)
            return None
        is_of_all = is_of_several(name) or login.lower().startswith("reg")
        if is_of_all or (not is_named and not has_figures and not names_school(name)):
            self.passed_over.append(f"«{name or login}»")
            return None
        label = "".join(under.get(CLASS, "").split())
        return {
            "login": login.lower(),
            "code": under.get(CODE, ""),
            "name": name,
            "class_label": label,
        }

    def _read_row(self, row: int, cells: list, whose: dict[str, str]) -> None:
        if len(whose["class_label"]) > LONGEST_CLASS:
            place = next(c.place for c in self.columns if c.means == CLASS)
            label = whose["class_label"]
            self.reading.complain(row, letter(place), label, LONG_CLASS, self.name)
            return
        for number, work in enumerate(self.works):
            told = {
                column: text(cell_at(cells, column.place))
                for column in self.columns
                if column.means not in (*WHOSE, CLASS) and column.work in (number, COMMON)
            }
            said = Cells(self.reading, row, self.name, told, self.is_fraction)
            if figures := said.figures():
                column = letter(said.first) if len(self.works) > 1 else ""
                about = whose | {"sheet": self.name, "column": column, "said": said.in_place}
                self.reading.lines.append(Line(row, work, figures, **about))
                self.dropped += said.drops_participants
                self.rounded += said.is_rounded

    def _tell(self) -> None:
        rows = "строка,строки,строк"
        if self.passed_over:
            self.reading.note(f"Это не школы, строки пропущены: {joined(self.passed_over)}.")
        if self.dropped:
            self.reading.note(
                "Участники без разбивки по отметкам не записываются, сохранены доли: "
                f"{count(self.dropped, rows)}."
            )
        if self.rounded:
            self.reading.note(
                "Доли округлены так, что числа учеников восстановлены приблизительно: "
                f"{count(self.rounded, rows)}."
            )
