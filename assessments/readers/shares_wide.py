"""A municipal table of shares: schools × works, under two or three rows of headings.

The model is Приложение 1 of the Ilansky order 63-од: «ВПР, 4 класс» over «Русский язык» over
«4, 5» and «2», clusters as rows between the schools, a computed score as the last column. The
shares stand there without the number of pupils, so they stay shares. A blank and a dash are both a
gap, and which of the two it was is kept: the person who imports says what it means.
"""

from collections import Counter
from dataclasses import dataclass, field

from assessments.naming import REASONS
from schools.naming import normalised
from schools.russian import joined, school_year
from schools.sheets import Book

from .cells import (
    cell_at,
    hundredths,
    letter,
    number,
    pass_over,
    rows_below,
    sheet_name,
    text,
    title,
)
from .headings import Pair, Table, table_in
from .reading import Figures, Line, Reading, Work
from .whose import is_of_several, names_school

TITLE = "Таблица долей: школы в строках, процедуры в столбцах"
HAS_PUPILS = False
DASHES = {"-", "–", "—", "−"}
WORDS = {title(word): code for code, word in REASONS.items()}
WHOLE = 10_000
ROUNDING = 1  # two shares that were rounded half up may give a hundredth too much


def recognises(book: Book) -> bool:
    return any(table_in(sheet) for sheet in book.visible)


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    tables = [table for sheet in book.visible if (table := table_in(sheet))]
    pass_over(reading, book, [table.sheet.name for table in tables])
    for table in tables:
        reading.header = reading.header or tuple(range(table.top + 1, table.header + 2))
        _Sheet(reading, table, sheet_name(book, table.sheet), academic_year).read()
    return reading


@dataclass
class _Sheet:
    """One table on its way into the reading."""

    reading: Reading
    table: Table
    name: str
    academic_year: int
    passed_over: list[str] = field(default_factory=list)

    def read(self) -> None:
        works = self._works()
        rows = list(self._rows())
        in_percent = _is_in_percent(self.table, [cells for _row, _name, cells in rows])
        gaps = Counter()
        for row, school, cells in rows:
            for pair, work in works:
                figures, said = self._figures(row, pair, cells, in_percent)
                if figures:
                    column = letter(pair.first)
                    line = Line(row, work, figures, name=school, column=column, said=said)
                    self.reading.lines.append(line)
                    gaps[said] += figures.no_data != ""
        self._tell(works, gaps, rows)

    def _works(self) -> list[tuple[Pair, Work]]:
        """A heading that cannot be read is told once, not at every school."""
        year = self.table.year_above or self.academic_year
        works = {}
        for pair in self.table.pairs:
            work = pair.work(year)
            if work is None:
                message = (
                    "Не видно, какая это процедура. Напишите над столбцом, например, «ВПР, 4 "
                    "класс» и «Русский язык»."
                )
            elif pair.high is None or pair.low is None:
                message = "Нужны два столбца: «4, 5» и «2»."
            elif work in works:
                message = "Эта процедура уже есть левее. Оставьте одну пару столбцов."
            else:
                works[work] = pair
                continue
            self._complain(self.table.header + 1, pair.first, pair.heading, message)
        return [(pair, work) for work, pair in works.items()]

    def _rows(self):
        """The rows of schools. Those of clusters and totals are passed over and told of."""
        table, seen = self.table, {}
        columns = [table.school, *table.places]
        for row, cells in rows_below(self.reading, table.sheet, table.header, columns, self.name):
            school = text(cell_at(cells, table.school))
            said = [text(cell_at(cells, place)) for place in table.places]
            if all(text(cell_at(cells, place)) == str(place + 1) for place in columns):
                continue  # the columns are numbered
            is_heading = school and not any(said) and not names_school(school)
            if is_heading or is_of_several(school):
                self.passed_over.append(f"«{school}»")
            elif not school and any(said):
                self._complain(row, table.school, "", "Не названа школа. Впишите её.")
            elif (first := seen.setdefault(normalised(school), row)) != row:
                message = f"Эта школа уже стоит в строке {first}. Оставьте одну из строк."
                self._complain(row, table.school, school, message)
            elif school:
                yield row, school, cells

    def _figures(self, row: int, pair: Pair, cells: list, in_percent: bool):
        """Shares, or a gap and what stands in its place; (None, "") where there is a problem."""
        said = {place: text(cell_at(cells, place)) for place in (pair.high, pair.low)}
        missing = [place for place, cell in said.items() if _is_gap(cell)]
        if len(missing) == 2:
            return self._gap(row, said)
        if missing:
            message = "Есть только одна доля из двух. Впишите обе или оставьте обе пустыми."
            self._complain(row, missing[0], said[missing[0]], message)
            return None, ""
        shares = {}
        for place, cell in said.items():
            share, message = share_of(cell, in_percent)
            if message:
                self._complain(row, place, cell, message)
            shares[place] = share
        if None in shares.values():
            return None, ""
        high, low = shares[pair.high], shares[pair.low]
        if high + low > WHOLE + ROUNDING:
            self._complain(row, pair.low, said[pair.low], "Доли вместе больше 100 %. Проверьте их.")
            return None, ""
        return Figures(share_low=low, share_high=high), ""

    def _gap(self, row: int, said: dict[int, str]):
        """A dash says no more than a blank, but it is another thing to say; a word is a reason."""
        words = {title(cell): place for place, cell in said.items() if title(cell) in WORDS}
        if len(words) > 1:
            place = max(words.values())
            self._complain(row, place, said[place], "Названы две разные причины. Оставьте одну.")
            return None, ""
        for word, place in words.items():
            return Figures(no_data=WORDS[word]), said[place]
        return Figures(no_data="unknown"), "-" if any(said.values()) else ""

    def _complain(self, row: int, place: int, value, message: str) -> None:
        self.reading.complain(row, letter(place), value, message, self.name)

    def _tell(self, works, gaps: Counter, rows) -> None:
        if gaps["-"] or gaps[""]:
            self.reading.note(
                f"Чисел нет: прочерков {gaps['-']}, пустых мест {gaps['']}. "
                "Укажите, почему их нет: нет ступени, нет выпускников или нет информации."
            )
        if self.passed_over:
            self.reading.note(f"Это не школы, строки пропущены: {joined(self.passed_over)}.")
        width = max((len(cells) for _row, _school, cells in rows), default=0)
        unread = [
            letter(place)
            for place in range(self.table.school + 1, width)
            if place not in self.table.places
            and any(text(cell_at(cells, place)) for _row, _school, cells in rows)
        ]
        if unread:
            self.reading.note(
                f"Столбцы без «4, 5» и «2» в заголовке не читались: {joined(unread)}."
            )
        years = {work.academic_year for _pair, work in works} - {self.academic_year}
        if years:
            self.reading.note(f"Годы взяты из файла: {joined(map(school_year, sorted(years)))}.")


def _is_in_percent(table: Table, rows: list[list]) -> bool:
    """Most of the shares decide for the table: 73 among fractions is a slip, and so is 0,73."""
    numbers = [
        value
        for cells in rows
        for place in table.places
        if (value := number(cell := cell_at(cells, place))) and not text(cell).endswith("%")
    ]
    return sum(value > 1 for value in numbers) > sum(value < 1 for value in numbers)


def _is_gap(said: str) -> bool:
    return not said or said in DASHES or title(said) in WORDS


def share_of(said: str, in_percent: bool) -> tuple[int | None, str]:
    """Hundredths of a percent, or what is wrong."""
    value, has_sign = number(said), said.endswith("%")
    if value is None:
        return None, "Нужна доля: 0,73 или 73 %. Если чисел нет, оставьте ячейку пустой."
    if in_percent and not has_sign and 0 < value <= 1:
        return None, f"Это {said} % или {said} целого? Допишите знак % или напишите 73 %."
    if not in_percent and not has_sign and value > 1:
        return None, "Доля больше 1, а остальные записаны дробью. Напишите 0,73 или 73 %."
    share = hundredths(value if in_percent or has_sign else value * 100)
    return (share, "") if share <= WHOLE else (None, "Доля больше 100 %. Проверьте её.")
