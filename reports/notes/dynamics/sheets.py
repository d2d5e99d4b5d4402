"""The tables behind the note on dynamics."""

from collections.abc import Iterator, Sequence

from reports.notes.movement import Moved, Movement
from reports.notes.outcomes import Outcomes
from schools.workbooks import Column, Sheet

from .cohorts import Followed

NAME, WORDS = 34, 28
WHOLE = 10_000
FIGURES = ("Участников", "Учеников", "Доля")


def sheets_of(
    outcomes: Outcomes, low: Movement, high: Movement, followed: Sequence[Followed]
) -> list[Sheet]:
    made = [
        _moves("Ниже минимума", low.moves),
        _moves("Высокий результат", high.moves),
        _moves("Те же дети", [move for one in followed for move in one.line.moves]),
    ]
    return [sheet for sheet in made if sheet.rows]


def _moves(title: str, moves: Sequence[Moved]) -> Sheet:
    columns = [Column("Процедура", NAME), Column("Школа", NAME)]
    for when in ("год назад", "сейчас"):
        columns += [Column(f"{name}, {when}", format="General") for name in FIGURES[:2]]
        columns += [Column(f"{FIGURES[2]}, {when}", format="0.00%")]
    columns += [Column("Изменение сверх случайного", WORDS)]
    return Sheet(title, columns, list(_rows(moves)))


def _rows(moves: Sequence[Moved]) -> Iterator[list]:
    for move in moves:
        figures = [
            cell
            for told in (move.change.before, move.change.now)
            for cell in (told.participants, told.count, told.share / WHOLE)
        ]
        yield [move.title, move.name, *figures, move.change.words]
