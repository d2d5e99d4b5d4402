"""ФИС ОКО, «Сравнение отметок с отметками по журналу»: the wide form (2024) and the one in rows.

Gives figures with nothing but `journal` and the participants: whoever stores them merges them into
the result that is there. The wide form has both the number and the percentage of each move; the
form of 2021 has a row for each, under the name of the group, and «Всего» as the last.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from schools.sheets import Book

from .cells import (
    half_up,
    hundredths,
    letter,
    number,
    rows_below,
    text,
    title,
    whole,
)
from .fis_oko import GROUPS, Group, Report, Roster, group_of, readable, reports, work_of
from .reading import Figures, Reading
from .restoring import rounding, rounding_of_few

TITLE = "ФИС ОКО, «Сравнение отметок с отметками по журналу»"
HAS_PUPILS = False
PARTICIPANTS = "кол-во участников"
MOVES = {"lower": "понизили", "same": "подтвердили", "higher": "повысили"}
TOTAL = "всего"
NO_GROUP = "Не видно, чьи это числа. Впишите над строкой группу участников."
UNCOMPARED = "У части участников нет отметки в журнале. Доли посчитаны без них, как в отчёте."
TWICE = "Такая строка у этой группы уже есть выше. Оставьте одну из них."


class At(NamedTuple):
    """A figure and where it stands: in the form of rows each has a row of its own."""

    row: int
    place: int
    cell: object = ""

    @property
    def is_told(self):
        return bool(text(self.cell))


@dataclass
class Entry:
    """What the report says of one group."""

    row: int
    cell: object  # who it is
    figures: list[At] = field(default_factory=list)
    total: At | None = None
    counts: dict[str, At] = field(default_factory=dict)
    percents: dict[str, At] = field(default_factory=dict)
    is_broken: bool = False

    @property
    def is_group(self) -> bool:
        """A remark under the table has no login and no numbers."""
        is_told = any(figure.is_told for figure in self.figures)
        return is_told or group_of(self.cell).level != "region"


def recognises(book: Book) -> bool:
    return bool(_reports(book))


def read(book: Book, *, academic_year: int) -> Reading:
    reading = Reading()
    for report in readable(reading, book, _reports(book)):
        roster = Roster(reading, report)
        work = work_of(reading, report, academic_year)
        entries = _wide_entries if "lower" in report.places else _long_entries
        for entry in [entry for entry in entries(roster) if entry.is_group]:
            group = roster.admit(entry.row, entry.cell)
            if group and (figures := _figures(roster, entry, group)):
                _keep(roster, entry.row, group, work, *figures)
    return reading


def _reports(book: Book) -> list[Report]:
    found = reports(book, lambda titles: _wide_places(titles) or _long_places(titles))
    return [report for report in found if "lower" in report.places or _has_moves(report)]


def _wide_places(titles: dict[str, int]) -> dict[str, int] | None:
    """«Понизили (Отметка < Отметка по журналу) %» and the same with «Кол-во участников»."""
    places = {GROUPS: titles.get(GROUPS)}
    for heading, place in titles.items():
        if heading.startswith(PARTICIPANTS):
            places.setdefault(PARTICIPANTS, place)
        for move, word in MOVES.items():
            if heading.startswith(word):
                places[f"{move} %" if heading.endswith("%") else move] = place
    wanted = {GROUPS, PARTICIPANTS, *MOVES, *(f"{move} %" for move in MOVES)}
    return places if wanted <= places.keys() and places[GROUPS] is not None else None


def _long_places(titles: dict[str, int]) -> dict[str, int] | None:
    wanted = (GROUPS, PARTICIPANTS, "%")
    return {name: titles[name] for name in wanted} if titles.keys() >= set(wanted) else None


def _has_moves(report: Report) -> bool:
    rows = report.sheet.rows[report.header + 1 :]
    words = tuple(MOVES.values())
    return any(title(report.cell(row, GROUPS)).startswith(words) for row in rows)


def _rows(roster: Roster) -> Iterator[tuple[int, list]]:
    report = roster.report
    columns = report.places.values()
    return rows_below(roster.reading, report.sheet, report.header, columns, report.name)


def _wide_entries(roster: Roster) -> Iterator[Entry]:
    report = roster.report
    for number_of_row, row in _rows(roster):
        at = {
            name: At(number_of_row, place, report.cell(row, name))
            for name, place in report.places.items()
        }
        cell = at.pop(GROUPS).cell
        counts = {move: at[move] for move in MOVES}
        percents = {move: at[f"{move} %"] for move in MOVES}
        yield Entry(number_of_row, cell, [*at.values()], at[PARTICIPANTS], counts, percents)


def _long_entries(roster: Roster) -> Iterator[Entry]:
    report, entry = roster.report, None
    for number_of_row, row in _rows(roster):
        said = report.cell(row, GROUPS)
        figures = [
            At(number_of_row, report.places[name], report.cell(row, name))
            for name in (PARTICIPANTS, "%")
        ]
        move = next((m for m, word in MOVES.items() if title(said).startswith(word)), "")
        if not move and title(said) != TOTAL:
            if entry:
                yield entry
            entry = Entry(number_of_row, said, figures)
        elif entry:
            _add(roster, entry, move, said, *figures)
        else:
            roster.complain(number_of_row, GROUPS, said, NO_GROUP)
    if entry:
        yield entry


def _add(roster: Roster, entry: Entry, move: str, said, count: At, percent: At) -> None:
    """A row of a move, or of the total, to the group above it."""
    if not (entry.counts.get(move) if move else entry.total):
        if move:
            entry.counts[move], entry.percents[move] = count, percent
        else:
            entry.total = count
        entry.figures += count, percent
    elif count.is_told or percent.is_told:
        entry.is_broken = True
        roster.complain(count.row, GROUPS, said, TWICE)


def _figures(roster: Roster, entry: Entry, group: Group) -> tuple[int, dict[str, int]] | None:
    """The participants and the pupils of each move; None where the row cannot be.

    Who has no mark in the register is a participant, but is not compared: of 29 589 there are
    29 586, and the percentages are theirs.
    """
    if entry.is_broken:
        return None
    if len(entry.counts) < len(MOVES):
        message = "Не хватает строк: нужны «Понизили», «Подтвердили» и «Повысили»."
        return roster.complain(entry.row, GROUPS, group.name, message)
    if entry.total is None:
        message = "Под этой группой нет строки «Всего». Впишите её."
        return roster.complain(entry.row, GROUPS, group.name, message)
    participants = whole(entry.total.cell)
    if participants is None:
        return _complain(roster, entry.total, "Нужно целое число участников.")
    compared = _compared(entry, participants)
    pupils = {move: _pupils(roster, entry, move, compared) for move in MOVES}
    if None in pupils.values():
        return None
    total = sum(pupils.values())
    if total != compared:
        message = (
            f"«Понизили», «Подтвердили» и «Повысили» вместе — {total}. "
            "Проверьте их и число участников."
        )
        return _complain(roster, entry.total, message)
    if total < participants:
        roster.reading.note(UNCOMPARED)
    return participants, pupils


def _compared(entry: Entry, participants: int) -> int:
    """All of them, unless the percentages vouch for fewer."""
    told = {move: whole(at.cell) or 0 for move, at in entry.counts.items()}
    shares = {move: number(at.cell) for move, at in entry.percents.items()}
    total = sum(told.values())
    if None in shares.values() or not 0 < total < participants:
        return participants
    within = rounding(shares.values())
    agree = (abs(Decimal(told[m] * 100) / total - shares[m]) <= within for m in MOVES)
    return total if all(agree) else participants


def _pupils(roster: Roster, entry: Entry, move: str, participants: int) -> int | None:
    """The number that stands there or is restored from its percentage; both must agree."""
    count, percent = entry.counts[move], entry.percents[move]
    pupils, share = whole(count.cell), number(percent.cell)
    shares = [told for at in entry.percents.values() if (told := number(at.cell)) is not None]
    within = rounding(shares)
    if count.is_told and pupils is None:
        return _complain(roster, count, "Нужно целое число учеников.")
    if (percent.is_told or pupils is None) and participants and (share is None or share > 100):
        return _complain(roster, percent, "Нужна доля: число от 0 до 100.")
    if pupils is None:
        pupils = int(half_up((share or Decimal(0)) * participants / 100))
        within = rounding_of_few(shares, participants)
    is_printed = share is not None and participants
    if is_printed and abs(Decimal(pupils * 100) / participants - share) > within:
        message = f"{pupils} из {participants} — это другая доля. Проверьте число и долю."
        return _complain(roster, percent, message)
    return pupils


def _keep(roster: Roster, row: int, group: Group, work, participants: int, pupils: dict) -> None:
    if not work:
        return
    if not participants:
        roster.reading.note("Группы без участников пропущены: сравнивать с журналом нечего.")
    elif group.is_school:
        roster.line(row, group, work, Figures(participants, journal=pupils))
    else:
        total = sum(pupils.values())
        shares = {move: hundredths(Decimal(n * 100) / total) for move, n in pupils.items()}
        roster.benchmark(row, group, work, participants, journal=shares)


def _complain(roster: Roster, at: At, message: str) -> None:
    name = roster.report.name
    roster.reading.complain(at.row, letter(at.place), text(at.cell), message, name)
