"""The note on a round of looking at sites: which sections there are, what each tells."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from reports.notes.composing import about_sheet, sections_of
from reports.notes.parts import Part, fingerprint_of
from reports.notes.section import Composed
from roadmap.models import SiteCheck
from roadmap.site_board import Board, board_of
from roadmap.site_workbook import sheets_of
from schools.charts.strips import Names, Strip, strips

from .findings import SHORT, Requirement, lacks_of, requirements_of, turns_of

KIND = "Аналитическая справка"
ACROSS = 10  # requirements that stand beside each other on a page
WHOLE = 10_000


def compose(check: SiteCheck, on: date | None = None) -> Composed:
    municipality = check.municipality
    with timezone.override(municipality.time_zone):
        board = board_of(check)
        sheets = [_dated(sheet) for sheet in sheets_of(board, names_people=False)]
    where = municipality.name_genitive or f"({municipality.name})"
    on = on or check.held_on
    return Composed(
        kind_title=KIND,
        subject=f"О результатах мониторинга официальных сайтов школ {where}: "
        f"{check.title}, {check.held_on:%d.%m.%Y}",
        description=f"{municipality}: что размещено на сайтах школ на {check.held_on:%d.%m.%Y} "
        "и что изменилось",
        sections=sections_of(
            "sites",
            list(_parts(board)),
            municipality=municipality,
            check=check,
            board=board,
            on=on,
            **_sums(board),
        ),
        sheets=[
            *sheets,
            about_sheet(municipality, on=on, sources=[], rows=[["Мониторинг", str(check)]]),
        ],
        fingerprint=fingerprint_of(sheets, municipality.name, str(check)),
    )


def _dated(sheet):
    """Rows that can be read twice: once for the fingerprint, once for the file."""
    return type(sheet)(sheet.title, sheet.columns, [list(row) for row in sheet.rows])


def _sums(board: Board) -> dict:
    requirements = requirements_of(board)
    came, went = turns_of(board)
    compared = [cell for row in board.rows for cell in row.compared]
    return {
        "requirements": requirements,
        "present": sum(one.yes for one in requirements),
        "unseen": board.whole - board.seen,
        "whole_seen": sum(row.seen == len(row.cells) for row in board.rows),
        "lacks": lacks_of(board),
        "came": came,
        "went": went,
        "compared": len(compared),
        "was": sum(row.was_present for row in board.rows),
        "still": sum(one.still for one in requirements),
        "rarest": _rarest(requirements),
    }


def _rarest(requirements: Sequence[Requirement]) -> list[Requirement]:
    """What is lacking most often; nothing where nothing is lacking."""
    most = max((one.lacking for one in requirements), default=0)
    return [one for one in requirements if one.lacking == most > 0]


def _parts(board: Board) -> Iterator[Part]:
    yield Part("basis", "Что и как смотрели")
    if board.rows:
        requirements = requirements_of(board)
        drawing = _strips(requirements, board)
        figures = ["strips"] if drawing else []
        told = {"drawing": drawing}
        yield Part("found", "Что есть на сайтах", told, tables=["found"], figures=figures)
        told = {"short": SHORT, "is_matrix": len(requirements) <= ACROSS, "rows": _rows(board)}
        yield Part("schools", "По школам", told, tables=["schools"])
        if board.before:
            came, went = turns_of(board)
            tables = ["turns"] if came or went else []
            yield Part("changes", "Что изменилось", tables=tables)
        if lacks_of(board):
            yield Part("lacks", "Что исправить", tables=["lacks"])
    yield Part("conclusions", "Выводы")
    yield Part("limits", "Пределы данных и источники")


def _rows(board: Board) -> list[tuple]:
    return [(row, [SHORT[cell.finding.found] for cell in row.cells]) for row in board.rows]


def _strips(requirements: Sequence[Requirement], board: Board) -> str:
    rows = [
        Strip(
            name=f"{one.number}. {one.title}",
            # of the same sites, or an arrow would show schools that came
            before=round(WHOLE * one.was / one.both) if one.both == one.seen > 0 else None,
            now=round(WHOLE * one.yes / one.seen) if one.seen else None,
            words=f"{one.yes} из {one.seen}" if one.seen else "не смотрели",
        )
        for one in requirements
    ]
    names = Names(
        now=f"{board.check.held_on:%d.%m.%Y}",
        before=f"{board.before.held_on:%d.%m.%Y}" if board.before else "",
        average="",
    )
    return strips(rows, names=names, alt="Доля сайтов, на которых требование выполнено.")
