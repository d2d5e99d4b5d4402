"""A round of looking at sites for Excel: the table, and every finding with its links."""

from collections import defaultdict

from schools.workbooks import Column, Sheet, write_sheets

from .models import Evidence
from .site_board import Board

WIDE, NAME = 28, 34


def site_workbook(board: Board) -> bytes:
    return write_sheets(sheets_of(board))


def sheets_of(board: Board, *, names_people: bool = True) -> list[Sheet]:
    """What goes from hand to hand does not tell who looked."""
    return [_table(board), _findings(board, names_people=names_people)]


def _table(board: Board) -> Sheet:
    columns = [Column("Школа", NAME), *(Column(str(one), WIDE) for one in board.requirements)]
    columns += [Column("Есть"), Column("Всего")]
    if board.before:
        columns.append(Column(f"Было есть ({board.before.held_on:%d.%m.%Y})", WIDE))
    rows = [
        [
            row.name,
            *(_said(cell) for cell in row.cells),
            row.present,
            len(row.cells),
            *([row.was_present if row.compared else None] if board.before else []),
        ]
        for row in board.rows
    ]
    return Sheet("Сайты школ", columns, rows)


def _findings(board: Board, *, names_people: bool) -> Sheet:
    links = defaultdict(list)
    proofs = Evidence.objects.standing().links().filter(finding__check_round=board.check)
    for finding, url in proofs.values_list("finding", "url"):
        links[finding].append(url)
    columns = [
        Column("Школа", NAME),
        Column("Что должно быть", 44),
        Column("Найдено"),
        Column("Замечание", 44),
        Column("Ссылки", 44),
        *([Column("Кто смотрел", WIDE)] if names_people else []),
        Column("Когда", format="DD.MM.YYYY"),
    ]
    rows = [
        [
            row.name,
            str(cell.finding.requirement),
            _said(cell),
            cell.finding.note,
            "\n".join(links[cell.finding.pk]),
            *([str(cell.finding.by or "")] if names_people else []),
            cell.finding.at and cell.finding.at.date(),
        ]
        for row in board.rows
        for cell in row.cells
    ]
    return Sheet("Найденное", columns, rows)


def _said(cell) -> str:
    return cell.finding.get_found_display() or "не смотрели"
