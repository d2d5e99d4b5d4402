"""A matrix as a spreadsheet: one row an indicator, two columns where a value has a count."""

from schools.workbooks import Column, Sheet, write_sheets

from .board import Board
from .kinds import told
from .matrix import HIDDEN, Matrix

WIDE, MIDDLE = 60, 18


def workbook_of(matrix: Matrix, title: str) -> bytes:
    board = matrix.board
    columns = [
        Column("№", 8),
        Column("Показатель", WIDE),
        Column("Вид", MIDDLE),
        *([Column("Цель", MIDDLE)] if matrix.shows_goal else []),
        *(Column(_plain(column.head), MIDDLE) for column in matrix.columns),
    ]
    rows = (_row(matrix, board, indicator) for indicator in board.indicators)
    return write_sheets([Sheet(title.replace("\xa0", " "), columns, rows)])


def _row(matrix: Matrix, board: Board, indicator) -> list:
    cells = [_cell(board, indicator, column) for column in matrix.columns]
    goal = [_plain(matrix.goal(indicator))] if matrix.shows_goal else []
    kind = indicator.get_kind_display()
    return [indicator.number, indicator.title, kind, *goal, *cells]


def _cell(board: Board, indicator, column):
    """A number stays a number: it can be summed and sorted."""
    if board.is_hidden(indicator, column):
        return HIDDEN
    value = board.value(indicator, column)
    if value is None:
        return ""
    if value.reading.number is not None:
        return value.reading.number
    return _plain(" ".join(filter(None, told(indicator.kind, value.reading))))


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")
