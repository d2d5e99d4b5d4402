"""The report of a campaign as a workbook: who has sent, and all that was collected."""

from roadmap.models import Submission
from roadmap.progress import Board, Row
from schools.russian import school_name
from schools.workbooks import Column, Sheet, write_sheets


def workbook_of(board: Board) -> bytes:
    return write_sheets([_states(board), _values(board)])


def _states(board: Board) -> Sheet:
    columns = [
        Column("Школа", 32),
        Column("Состояние", 18),
        Column("Внесено"),
        Column("Всего"),
        Column("Без подтверждения"),
        Column("Комментарий", 48),
    ]
    rows = [
        [
            school_name(row.submission.school.short_name),
            row.submission.get_state_display(),
            row.filled,
            row.whole,
            row.unproved,
            row.remark,
        ]
        for row in board.rows
    ]
    return Sheet("Кто сдал", columns, rows)


def _values(board: Board) -> Sheet:
    """One row per indicator, one column per school."""
    schools = [school_name(row.submission.school.short_name) for row in board.rows]
    columns = [Column("№", 6), Column("Показатель", 60), *(Column(name, 18) for name in schools)]
    rows = [
        [indicator.number, indicator.title, *(_told(row, n) for row in board.rows)]
        for n, indicator in enumerate(board.indicators)
    ]
    return Sheet("Значения", columns, rows)


def _told(row: Row, n: int) -> str:
    """A gap says whose it is: «не сдано» is not «нечего сдавать»."""
    nothing = row.submission.state == Submission.State.NOTHING
    return row.cells[n].words or ("нечего сдавать" if nothing else "не внесено")
