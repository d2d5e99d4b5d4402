"""The federal list of schools with signs of doubtful results: a sign, not a verdict.

One row is a school in a year, the columns are the works of the fourth and fifth grades: 1 is a
sign, 0 or a blank is none. The list is of a whole region; whose school it is, is found by login.
"""

import re

from schools.naming import LOOK_ALIKE
from schools.russian import joined, school_year
from schools.sheets import Book, Sheet

from .cells import (
    cell_at,
    first_rows,
    letter,
    pass_over,
    rows_below,
    sheet_name,
    text,
    title,
    whole,
)
from .reading import MarkerLine, Reading, Work

TITLE = "Перечень школ с признаками необъективных результатов"
HAS_PUPILS = False
YEAR, LOGIN, SCHOOL, TOTAL = "год", "логин", "оо", "количество маркеров"
DISTRICT = "муниципалитет"
MARKER = re.compile(r"(\d)\s*(ру|ма)")
SEEMS_MARKER = re.compile(r"\d{1,2}\s*[^\W\d].*")
SUBJECTS = {"ру": "Русский язык", "ма": "Математика"}
NO_SIGN = {"", "0", "-", "–", "—", "нет"}
SCHOOL_YEAR = re.compile(r"(?:20\d\d\s*/\s*)?(20\d\d)")


def recognises(book: Book) -> bool:
    return any(_header(sheet) for sheet in book.visible)


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    found = [(sheet, *header) for sheet in book.visible if (header := _header(sheet))]
    pass_over(reading, book, [sheet.name for sheet, *_header in found])
    seen: dict[tuple[str, str], str] = {}
    for sheet, header, places in found:
        reading.header = reading.header or (header + 1,)
        name = sheet_name(book, sheet)
        _check_header(reading, header, sheet.rows[header], places, name)
        for row, cells in rows_below(reading, sheet, header, places.values(), name):
            _read_row(reading, row, cells, places, name, seen)
    years = sorted({marker.work.academic_year for marker in reading.markers})
    if years and years != [academic_year]:
        reading.note(f"Учебные годы взяты из файла: {joined(map(school_year, years))}.")
    return reading


def _header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    for number, row in first_rows(sheet):
        places = {}
        for place, cell in enumerate(row):
            heading = _heading(cell)
            if heading in {YEAR, LOGIN, SCHOOL, TOTAL, DISTRICT} or MARKER.fullmatch(heading):
                places.setdefault(heading, place)
        if places.keys() >= {YEAR, LOGIN, SCHOOL} and any(map(MARKER.fullmatch, places)):
            return number, places
    return None


def _heading(cell) -> str:
    """The two letters of a subject are typed in Latin as well: they look the same."""
    return title(cell).translate(LOOK_ALIKE)


def _check_header(reading: Reading, header: int, row: list, places: dict, sheet: str) -> None:
    for place, cell in enumerate(row):
        heading = _heading(cell)
        if heading in places and places[heading] != place:
            message = "Столбец стоит дважды. Оставьте один из них."
        elif heading not in places and SEEMS_MARKER.fullmatch(heading):
            message = "Такой работы в перечне не бывает. Напишите, например, «4 РУ» или «5 МА»."
        else:
            continue
        reading.complain(header + 1, letter(place), text(cell), message, sheet)


def _read_row(reading: Reading, row: int, cells: list, places: dict, sheet: str, seen) -> None:
    told = {heading: text(cell_at(cells, place)) for heading, place in places.items()}
    before = len(reading.problems)

    def complain(heading, message):
        reading.complain(row, letter(places[heading]), told[heading], message, sheet)

    year, login = SCHOOL_YEAR.fullmatch(told[YEAR]), told[LOGIN].lower()
    if not year:
        complain(YEAR, "Нужен год, например 2024.")
    if not login and not told[SCHOOL]:
        complain(LOGIN, "Не названа школа: нужен логин или название.")
    signs = [heading for heading in places if MARKER.fullmatch(heading) and told[heading] == "1"]
    for heading in filter(MARKER.fullmatch, places):
        if told[heading] not in NO_SIGN | {"1"}:
            complain(heading, "Нужно 1, 0 или пустая ячейка.")
    if told.get(TOTAL) and whole(told[TOTAL]) != len(signs):
        complain(TOTAL, f"В строке отмечено маркеров: {len(signs)}. Проверьте строку.")
    place = f"строку {row}" + (f" листа «{sheet}»" if sheet else "")
    first, said = seen.setdefault((told[YEAR], login or told[SCHOOL]), (place, signs))
    if first != place and said == signs:
        # a published list has every row of a year twice
        reading.note("Строки, которые повторяют другие слово в слово, взяты один раз.")
        return
    if first != place:
        complain(LOGIN, f"Противоречит: смотрите {first}. Оставьте одну из них.")
    if len(reading.problems) == before:
        whose = (login, told[SCHOOL], told.get(DISTRICT, ""))
        reading.markers += [
            MarkerLine(row, _work(heading, int(year[1])), *whose) for heading in signs
        ]


def _work(heading: str, year: int) -> Work:
    grade, subject = MARKER.fullmatch(heading).groups()
    return Work("VPR", int(grade), SUBJECTS[subject], academic_year=year)
