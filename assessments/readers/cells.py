"""What stands in a cell: one number may be 12.36, «12,36», «12,36 %» or a text."""

import re
from collections.abc import Collection, Container, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from schools.russian import count
from schools.sheets import Book, Sheet

from .reading import Reading

HEADER_WITHIN = 50  # rows: a header that stands lower is none, and files may be long
# 2026.07.03; 03.07.2026; 3.7.26; «20–25.04.2026», where the first day is not written out
DAY = re.compile(
    r"(?<!\d)(\d{4})[-.](\d{1,2})[-.](\d{1,2})(?!\d)|"
    r"(?<!\d)(?:(\d{1,2})(?:\.(\d{1,2})\.?)?\s*(?:[-–—]|по)\s*)?"
    r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)(?!\d)"
)
MONTH = re.compile(
    r"(?<=\d)\s+(?:(янв)|(фев)|(мар)|(апр)|(ма[йя])|(июн)|(июл)|(авг)|(сен)|(окт)|(ноя)|(дек))"
    r"[а-я]*\.?\s*",
    re.IGNORECASE,
)
# a day that lost its format is a number in Excel; this one is the first of 2000
FIRST_SERIAL, EPOCH = 36_526, date(1899, 12, 30)
# a formula may leave 1.1e-16 where a zero is meant
NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,30})?(e-[0-9]{1,3})?")
# the sign is typed with the Latin letter and with the Russian one
NO_MARK = {
    *("", "x", "х", "-", "–", "—", "н/я", "не явился", "не явилась"),
    *("отсутствовал", "отсутствовала", "нет отметки"),
}
UNCALCULATED = (
    "В ячейке формула, которую никто не посчитал. Откройте файл в Excel, сохраните его и загрузите "
    "снова."
)


def text(cell) -> str:
    """One line, single spaces. Excel keeps the code 9306 and the heading 2 as 9306.0 and 2.0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())


def title(cell) -> str:
    """A heading as it is compared."""
    return text(cell).lower().replace("ё", "е").rstrip(" *:")


def number(cell) -> Decimal | None:
    """A number that is not below zero; None for everything else, a blank too.

    None as well for «1e999999999», whose figures nobody could write out, nor any program.
    """
    if isinstance(cell, bool):
        return None
    said = "".join(text(cell).split()).replace(",", ".").removesuffix("%")
    return Decimal(said) if NUMBER.fullmatch(said) else None


def whole(cell) -> int | None:
    value = number(cell)
    return int(value) if value is not None and value == value.to_integral_value() else None


def half_up(value: Decimal, step: str = "1") -> Decimal:
    return value.quantize(Decimal(step), rounding=ROUND_HALF_UP)


def hundredths(percent: Decimal) -> int:
    """12.36 → 1236."""
    return int(half_up(percent * 100))


def in_numbers(said: str) -> str:
    """«3 июля 2026» → «3.7.2026»."""
    return MONTH.sub(lambda found: f".{found.lastindex}.", said)


def day(cell) -> date | None:
    """The first of the days that a cell names: «20.04.2026–25.04.2026», «20 апреля 2026 г.»."""
    said = in_numbers(text(cell))
    serial = whole(said)
    if serial is not None and FIRST_SERIAL <= serial < 2 * FIRST_SERIAL:
        return EPOCH + timedelta(days=serial)
    try:
        return min((day for found in DAY.finditer(said) for day in _days(found)), default=None)
    except ValueError:
        return None


def _days(found: re.Match) -> Iterator[date]:
    *iso, first, first_month, last, month, year = found.groups()
    if year is None:
        yield date(*map(int, iso))
        return
    year = int(year) + (2000 if len(year) == 2 else 0)
    yield date(year, int(month), int(last))
    if first:
        yield date(year, int(first_month or month), int(first))


def letter(place: int) -> str:
    """0 → A, 26 → AA: how the user finds a column, whatever its heading."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_at(row: list, place: int):
    return row[place] if place < len(row) else ""


def first_rows(sheet: Sheet) -> Iterator[tuple[int, list]]:
    """Where a header is searched, counted from 0."""
    return enumerate(sheet.rows[:HEADER_WITHIN])


def sheet_name(book: Book, sheet: Sheet) -> str:
    """Named only where there is something to confuse it with."""
    return sheet.name if len(book.sheets) > 1 else ""


def rows_below(
    reading: Reading, sheet: Sheet, header: int, columns: Collection[int], name: str = ""
) -> Iterator[tuple[int, list]]:
    """The rows under the header that hold something, numbered as the user sees them.

    A formula without a value looks like a blank cell: its row is a problem and is passed over.
    Hidden rows are read, since a filter hides what is true, and the reading says so.
    """
    uncalculated = {
        (row, place) for row, place in sheet.unvalued if row > header and place in columns
    }
    for row, place in sorted(uncalculated):
        reading.complain(row + 1, letter(place), "", UNCALCULATED, name)
    broken = {row for row, _place in uncalculated}
    hidden = 0
    for place, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        if place not in broken and any(text(cell) for cell in row):
            hidden += place in sheet.hidden_rows
            yield place + 1, row
    if hidden:
        where = f" на листе «{name}»" if name else ""
        reading.note(f"Прочитаны и скрытые строки{where}: {count(hidden, 'строка,строки,строк')}.")


def pass_over(reading: Reading, book: Book, read: Container[str]) -> None:
    """Of every sheet that is not among those that are `read`, by name, the person is told.

    A hidden one is most often the author's own; one that can be seen may hold another table.
    """
    for sheet in book.sheets:
        if not any(any(map(text, row)) for row in sheet.rows):
            continue
        if sheet.is_hidden:
            reading.note(f"Скрытый лист «{sheet.name}» не читался.")
        elif sheet.name not in read:
            reading.note(
                f"Лист «{sheet.name}» не читался: в нём другая таблица. Загрузите его отдельным "
                "файлом."
            )
