"""The file again with its problems: coloured cells, what is wrong as a comment, and a list."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import get_column_letter

from schools.sheets import Book, Problem, Sheet

WRONG = PatternFill("solid", fgColor="F9D5D3")
AUTHOR = "Опора"
LIST = "Что исправить"
HEADERS = ("Лист", "Строка", "Столбец", "В файле", "Что не так и что сделать")
WIDTHS = (18, 9, 10, 24, 90)
LONGEST_NAME = 31
FORBIDDEN = str.maketrans("[]:*?/\\", "       ")


def marked_workbook(book: Book | None, problems: Sequence[Problem]) -> bytes:
    """Values only: what a stranger's file holds besides is not carried over.

    Without a book (it had pupils in it, and is not kept) there is the list alone.
    """
    made = Workbook()
    _list(made.active, problems)
    for sheet in book.visible if book else ():
        target = made.create_sheet(_free_name(made, sheet.name))
        _copy(target, sheet)
        _mark(target, [p for p in problems if p.sheet in ("", sheet.name)])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _list(target, problems) -> None:
    target.title = LIST
    target.freeze_panes = "A2"
    for place, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), start=1):
        cell = target.cell(1, place, header)
        cell.font = Font(bold=True)
        target.column_dimensions[get_column_letter(place)].width = width
    for row, problem in enumerate(problems, start=2):
        told = (problem.sheet, problem.row or "", problem.column, problem.value, problem.message)
        for place, value in enumerate(told, start=1):
            _write(target, row, place, value).alignment = Alignment(wrap_text=True, vertical="top")


def _copy(target, sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row, start=1):
            if value not in ("", None):
                _write(target, number, place, value)


def _mark(target, problems) -> None:
    told = {}
    for problem in problems:
        place = _place_of(problem)
        if place:
            told.setdefault(place, []).append(problem.message)
    for (row, column), messages in told.items():
        cell = target.cell(row, column)
        cell.fill = WRONG
        cell.comment = Comment("\n".join(messages), AUTHOR, width=360, height=120)


def _place_of(problem: Problem) -> tuple[int, int] | None:
    """A column that has no letter is marked at the beginning of its row."""
    if not problem.row:
        return None
    letters = problem.column.isascii() and problem.column.isalpha() and len(problem.column) < 4
    return problem.row, column_index_from_string(problem.column) if letters else 1


def _write(target, row: int, place: int, value):
    cell = target.cell(row, place)
    if isinstance(value, str):
        # what XML cannot hold; and a text that starts with "=" stays a text
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value
    return cell


def _free_name(made, name: str) -> str:
    """A text has no name; two sheets may not be called alike, whatever the case."""
    wanted = (name.translate(FORBIDDEN).strip() or "Файл")[:LONGEST_NAME]
    taken = {title.lower() for title in made.sheetnames}
    return wanted if wanted.lower() not in taken else f"{wanted[:27]} {len(taken)}"
