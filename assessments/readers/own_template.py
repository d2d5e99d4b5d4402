"""The portal's own template: a sheet is a procedure, a row is a school.

It is known by what can be seen, so it is still read when another program has saved it, as CSV too.
Only what was typed is read: between the participants and the reason. The mean of marks, the shares
and the check at the right are for the person who types.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from assessments.naming import KINDS, REASONS
from assessments.rules import BOTH
from assessments.scales import BANDS, FOUR_LEVELS, MARKS
from schools.russian import count, joined, school_year
from schools.sheets import Book, Sheet

from .cells import (
    cell_at,
    first_rows,
    half_up,
    letter,
    pass_over,
    rows_below,
    sheet_name,
    text,
    title,
)
from .reading import Figures, Line, Reading, Work

TITLE = "Шаблон портала"
HAS_PUPILS = False
CLUSTER, SCHOOL, LOGIN, PARTICIPANTS = "Кластер", "Школа", "Логин", "Участников"
MEAN, MEAN_MARK = "Средний балл", "Средняя отметка"  # of points; of marks
REASON = "Причина, если чисел нет"
LOW, HIGH, CHECK = "Ниже минимума", "Высокий результат", "Проверка"
HEADINGS = {title(said): said for said in (SCHOOL, LOGIN, PARTICIPANTS, MEAN, REASON)}
FOR_THE_EYE = {title(said) for said in (CLUSTER, MEAN, MEAN_MARK, LOW, HIGH, CHECK)}

DOT = "·"
GRADE, YEAR = re.compile(r"(\d{1,2}) класс"), re.compile(r"(\d{4})/(\d{4}) учебный год")
CODE = re.compile(r"\[([^\[\]]+)\]$")
WHOLE = re.compile(r"[0-9]{1,6}")
SCORE = re.compile(r"[0-9]{1,3}([.,][0-9]{1,20})?")
REASON_CODES = {title(label): code for code, label in REASONS.items()}

NO_WORK = (
    "Не видно, какая это работа. Верните в ячейку A1 строку из шаблона, например: "
    "«ВПР · 4 класс · Русский язык · 2025/2026 учебный год»."
)
NO_LEVEL = "Такого уровня портал не знает. Верните заголовок из шаблона."
TWICE = "Столбец стоит дважды. Оставьте один из них."
NO_SCHOOL = "Не сказано, чьи это числа. Впишите школу или удалите строку."
NO_COUNT = "Нужно целое число учеников. Исправьте или очистите ячейку."
NO_SCORE = "Нужно число, например 64,5. Исправьте или очистите ячейку."
NO_REASON = f"Такой причины нет. Выберите из списка: {joined(REASONS.values(), 'или')}."


def title_of(work: Work) -> str:
    """«ЕГЭ · 11 класс · Математика · профиль · 2025/2026 учебный год»."""
    year = f"{school_year(work.academic_year)} учебный год"
    parts = (KINDS[work.kind], f"{work.grade} класс", work.subject, work.variant, year)
    return f" {DOT} ".join(part for part in parts if part)


def work_in(said: str) -> Work | None:
    """What `title_of` says, read back."""
    kind, *others = (part.strip() for part in said.split(DOT))
    kinds = [code for code, word in KINDS.items() if title(word) == title(kind)]
    if not kinds or len(others) not in (3, 4):
        return None
    grade, year = GRADE.fullmatch(others[0]), YEAR.fullmatch(others[-1])
    if not grade or not others[1] or not year or int(year[2]) - int(year[1]) != 1:
        return None
    return Work(kinds[0], int(grade[1]), others[1], "".join(others[2:-1]), int(year[2]))


def _bare(heading) -> str:
    return title(heading).strip("«»\"' ")


LEVELS = {_bare(level.label): level.code for level in (*MARKS, *BANDS, *FOUR_LEVELS)}


def heading_of(level) -> str:
    """The label; with the code beside it where the label alone does not tell it."""
    if LEVELS.get(_bare(level.label)) == level.code:
        return level.label
    return f"{level.label} [{level.code}]"


def level_in(heading) -> str:
    """The code of the level that a column counts; "" where no level is meant."""
    code = CODE.search(text(heading))
    return code[1] if code else LEVELS.get(_bare(heading), "")


@dataclass(frozen=True)
class Table:
    """A sheet whose header has been found. `name` is empty where there is only one sheet."""

    sheet: Sheet
    name: str
    header: int
    places: dict[str, int]  # heading → column
    levels: dict[str, int]  # code → column

    @property
    def letters(self) -> dict[str, str]:
        told = {"participants": self.places.get(PARTICIPANTS), "mean": self.places.get(MEAN)}
        told |= {"no_data": self.places.get(REASON)} | self.levels
        return {name: letter(place) for name, place in told.items() if place is not None}

    @property
    def typed(self) -> list[int]:
        others = (PARTICIPANTS, MEAN, REASON)
        return [*(self.places[h] for h in others if h in self.places), *self.levels.values()]


def recognises(book: Book) -> bool:
    return any(_header(sheet) is not None for sheet in book.visible)


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    found = [(s, header) for s in book.visible if (header := _header(s)) is not None]
    pass_over(reading, book, [sheet.name for sheet, _header in found])
    blank = 0
    for sheet, header in found:
        table = _table(reading, sheet, header, sheet_name(book, sheet))
        reading.header = reading.header or (header + 1,)
        reading.columns[table.name] = table.letters
        blank += _read_rows(reading, table, _work(reading, table, academic_year))
    if blank:
        rows = count(blank, "строка,строки,строк")
        reading.note(f"Не заполнено: {rows}. То, что уже внесено, не изменится.")
    return reading


def _header(sheet: Sheet) -> int | None:
    wanted = {title(heading) for heading in (SCHOOL, PARTICIPANTS, REASON)}
    rows = first_rows(sheet)
    return next((place for place, row in rows if wanted <= set(map(title, row))), None)


def _table(reading: Reading, sheet: Sheet, header: int, name: str) -> Table:
    table = Table(sheet, name, header, {}, {})
    titles = [title(cell) for cell in sheet.rows[header]]
    first, last = titles.index(title(PARTICIPANTS)), titles.index(title(REASON))
    for place, cell in enumerate(sheet.rows[header]):
        said, is_typed = titles[place], first < place < last
        if is_typed and said and said != title(MEAN):
            key, places = level_in(cell), table.levels
        elif said and (is_typed or said not in FOR_THE_EYE):
            key, places = HEADINGS.get(said), table.places
        else:
            continue
        if key is None:
            reading.note(f"Столбец «{text(cell)}» не читался: его нет в шаблоне.")
        elif not key or places.setdefault(key, place) != place:
            complaint = TWICE if key else NO_LEVEL
            reading.complain(header + 1, letter(place), text(cell), complaint, name)
    return table


def _work(reading: Reading, table: Table, academic_year: int) -> Work | None:
    above = [text(cell) for row in table.sheet.rows[: table.header] for cell in row]
    work = next(filter(None, map(work_in, above)), None)
    if work is None:
        reading.complain(1, "A", next(filter(None, above), ""), NO_WORK, table.name)
    elif work.academic_year != academic_year:
        told, chosen = school_year(work.academic_year), school_year(academic_year)
        reading.note(f"В шаблоне {told} учебный год, а выбран {chosen}: взят год из шаблона.")
    return work


def _read_rows(reading: Reading, table: Table, work: Work | None) -> int:
    """How many rows say nothing. Without a work they are looked at too: all is told at once."""
    blank = 0
    for number, cells in rows_below(reading, table.sheet, table.header, table.typed, table.name):
        row = Row(reading, table, number, cells)
        if not any(map(row.said, table.typed)):
            blank += 1
            continue
        figures = row.figures()
        login, name = row.under(LOGIN), row.under(SCHOOL)
        if not login and not name:
            row.complain(table.places[SCHOOL], NO_SCHOOL)
        elif work and figures:
            reason = row.under(REASON)
            line = Line(number, work, figures, login, name=name, sheet=table.name, said=reason)
            reading.lines.append(line)
    return blank


@dataclass(frozen=True)
class Row:
    reading: Reading
    table: Table
    number: int
    cells: list

    def said(self, place: int) -> str:
        return text(cell_at(self.cells, place))

    def under(self, heading: str) -> str:
        return self.said(self.table.places[heading]) if heading in self.table.places else ""

    def complain(self, place: int, message: str) -> None:
        """The user finds the column by its letter and by what stands over it."""
        heading = text(cell_at(self.table.sheet.rows[self.table.header], place))
        heading = heading if heading.startswith("«") else f"«{heading}»"
        message = f"{heading}: {message[:1].lower()}{message[1:]}"
        value = self.said(place)
        self.reading.complain(self.number, letter(place), value, message, self.table.name)

    def figures(self) -> Figures | None:
        """A blank beside levels that are told is a zero: their sum shows whether it is."""
        places, before = self.table.places, len(self.reading.problems)
        participants = self.pupils(places[PARTICIPANTS])
        told = {code: self.pupils(place) for code, place in self.table.levels.items()}
        mean, reason = self.mean(), REASON_CODES.get(title(self.under(REASON)), "")
        numbers = [place for place in self.table.typed if place != places[REASON]]
        if self.under(REASON) and not reason:
            self.complain(places[REASON], NO_REASON)
        elif reason and any(map(self.said, numbers)):
            self.complain(places[REASON], BOTH)
        if len(self.reading.problems) > before:
            return None
        has_counts = any(n is not None for n in told.values())
        counts = {code: n or 0 for code, n in told.items()} if has_counts else None
        return Figures(participants, counts, mean=mean, no_data=reason)

    def pupils(self, place: int) -> int | None:
        said = self.said(place).replace(" ", "")
        if said and not WHOLE.fullmatch(said):
            self.complain(place, NO_COUNT)
        return int(said) if WHOLE.fullmatch(said) else None

    def mean(self) -> Decimal | None:
        said = self.under(MEAN)
        if said and not SCORE.fullmatch(said):
            self.complain(self.table.places[MEAN], NO_SCORE)
        found = SCORE.fullmatch(said)
        return half_up(Decimal(said.replace(",", ".")), "0.01") if found else None
