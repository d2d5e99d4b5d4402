"""The file again with its problems: coloured cells, what is wrong as a comment, and a list.

Somebody waits for it, so of a large file only the rows of the header and those with problems come
back, each in its place. The list names all that is wrong, however much it is.
"""

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.cell_range import CellRange

from schools.sheets import Book, Problem, Sheet
from schools.workbooks import SHEET_NAME, lay_out, text_cell

WRONG = PatternFill("solid", fgColor="F9D5D3")
WRAPPED = Alignment(wrap_text=True, vertical="top")
AUTHOR = "Опора"
LIST = "Что исправить"
HEADERS = ("Лист", "Строка", "Столбец", "В файле", "Что не так и что сделать")
WIDTHS = (18, 9, 10, 24, 90)
MOST_CELLS = 50_000  # of the file that are copied
MOST_COMMENTS = 2_000  # one costs as much as a hundred cells; beyond them there is the colour alone
LONGEST_COMMENT = 1_000
MOST_LINES = 100_000  # of the list
REST = "И ещё столько замечаний: {}. Исправьте сначала эти и загрузите файл снова."
IN_PART = (
    "Файл большой: на других листах только заголовок и строки, в которых что-то не так, каждая на "
    "своём месте. Исправляйте в исходном файле."
)
# what XML cannot hold
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RISKY = ("=", "#")  # a formula, the name of an error
# nor can the name of a sheet
FORBIDDEN = str.maketrans("[]:*?/\\", "       ")

Marks = Mapping[int, Mapping[int, list[str]]]  # row → column → what is wrong there


@dataclass(frozen=True)
class Copy:
    """What of a sheet is written: the numbers of its rows, as the user counts them."""

    sheet: Sheet
    rows: Collection[int]
    marks: Marks


def marked_workbook(
    book: Book | None, problems: Sequence[Problem], *, header: Sequence[int] = ()
) -> bytes:
    """Values only: what a stranger's file holds besides is not carried over.

    Without a book (it had pupils in it, and is not kept) there is the list alone.
    """
    sheets = book.visible if book else ()
    is_whole = sum(map(_size, sheets)) <= MOST_CELLS
    made = Workbook(write_only=True)
    _list(made.create_sheet(LIST), problems, "" if is_whole else IN_PART)
    comments = iter(range(MOST_COMMENTS))
    for copy in _copies(sheets, problems, 0 if is_whole else max(header, default=1)):
        _write_copy(made.create_sheet(_free_name(made, copy.sheet.name)), copy, comments)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _size(sheet: Sheet) -> int:
    return sum(map(len, sheet.rows))


def _list(target, problems: Sequence[Problem], note: str) -> None:
    lay_out(target, WIDTHS)
    head = [_styled(target, header) for header in HEADERS]
    for cell in head:
        cell.font = Font(bold=True)
    target.append(head)
    if note:
        _say(target, note)
    for problem in problems[:MOST_LINES]:
        told = (problem.sheet, problem.row or "", problem.column, problem.value)
        _say(target, problem.message, *(_cell(target, value) for value in told))
    if rest := len(problems[MOST_LINES:]):
        _say(target, REST.format(rest))


def _say(target, sentence: str, *where) -> None:
    """A line of the list: where, if it is somewhere, and what."""
    cell = _styled(target, sentence)
    cell.alignment = WRAPPED
    target.append([*(where or [None] * (len(HEADERS) - 1)), cell])


def _copies(sheets: Iterable[Sheet], problems, header: int) -> list[Copy]:
    """Every row, or as many of the header and with problems as may be copied in all."""
    told = defaultdict(list)
    for problem in problems:
        told[problem.sheet].append(problem)
    copies, left = [], MOST_CELLS
    for sheet in sheets:
        marks = _marks(sheet, told[""] + told[sheet.name] if sheet.name else told[""])
        rows = range(1, len(sheet.rows) + 1)
        if header:
            wanted = sorted({*rows[:header], *marks})
            rows = wanted[: left // max(1, *(len(row) for row in sheet.rows[:1]))]
            left -= sum(len(sheet.rows[number - 1]) for number in rows)
        copies.append(Copy(sheet, rows, marks))
    return copies


def _marks(sheet: Sheet, problems: Iterable[Problem]) -> Marks:
    marks = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        if 0 < problem.row <= len(sheet.rows):
            marks[problem.row][_column_of(problem)].append(problem.message)
    return marks


def _column_of(problem: Problem) -> int:
    """A problem of a whole row is marked at the row's beginning."""
    letters = problem.column.isascii() and problem.column.isalpha() and len(problem.column) < 4
    return column_index_from_string(problem.column) if letters else 1


def _write_copy(target, copy: Copy, comments) -> None:
    rows = set(copy.rows)
    for number in range(1, max(copy.rows, default=0) + 1):
        cells = copy.sheet.rows[number - 1] if number in rows else ()
        target.append(_row(target, cells, copy.marks.get(number, {}), comments))
    for (top, left), (bottom, right) in copy.sheet.merged:
        if all(number + 1 in rows for number in range(top, bottom + 1)):
            extent = CellRange(None, left + 1, top + 1, right + 1, bottom + 1)
            # not add(), which looks through all that are there
            target.merged_cells.ranges.add(extent)


def _row(target, values: Sequence, marks: Mapping[int, list[str]], comments) -> list:
    cells = [_cell(target, value) for value in values]
    cells += [None] * (max(marks, default=0) - len(cells))
    for column, messages in marks.items():
        cell = _styled(target, values[column - 1] if column <= len(values) else "")
        cell.fill = WRONG
        if next(comments, None) is not None:
            said = _plain("\n".join(messages))[:LONGEST_COMMENT]
            cell.comment = Comment(said, AUTHOR, width=360, height=120)
        cells[column - 1] = cell
    return cells


def _cell(target, value):
    """Nothing, a number or a text. What a spreadsheet would take for more stays a text."""
    if not isinstance(value, str):
        return value
    text = _plain(value)
    return text_cell(target, text) if text.startswith(RISKY) else text or None


def _styled(target, value) -> WriteOnlyCell:
    """A cell of its own costs as much as two values."""
    if isinstance(value, str):
        return text_cell(target, _plain(value))
    return WriteOnlyCell(target, value)


def _plain(text: str) -> str:
    return UNFIT.sub("", text)


def _free_name(made, name: str) -> str:
    """A text has no name; two sheets may not be called alike, whatever the case."""
    wanted = _plain(name).translate(FORBIDDEN).strip(" '")[:SHEET_NAME].strip(" '") or "Файл"
    taken = {title.casefold() for title in made.sheetnames}
    free, number = wanted, 1
    while free.casefold() in taken:
        number += 1
        free = f"{wanted[: SHEET_NAME - 5]} {number}"
    return free
