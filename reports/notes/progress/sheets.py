"""The tables behind the note on progress."""

from collections.abc import Sequence

from schools.workbooks import Column, Sheet

from .duties import AHEAD, IN_TIME, LATE, LATE_DONE, WAITING, Tally
from .reading import Read

NAME, WORDS, TEXT = 34, 24, 60
DAY = "DD.MM.YYYY"
OUTCOMES = {
    IN_TIME: "выполнено в срок",
    LATE_DONE: "выполнено с опозданием",
    WAITING: "ждёт проверки",
    LATE: "просрочено",
    AHEAD: "срок впереди",
}


def sheets_of(told: Read, tallies: Sequence[Tally]) -> list[Sheet]:
    made = [_indicators(told), _changes(told), _tallies(tallies), _tasks(told)]
    return [sheet for sheet in made if sheet.rows]


def _indicators(told: Read) -> Sheet:
    columns = [Column("Раздел", NAME), Column("№", 8), Column("Показатель", TEXT)]
    columns += [Column("Чей", WORDS), Column("Цель"), Column("Значение", WORDS)]
    columns += [Column("До цели", WORDS), Column("Ответили школы"), Column("Из скольких")]
    rows = [
        [
            *(f"{group.number}. {group.title}", row.number, row.title),
            *("школы" if row.is_of_schools else "муниципалитет", row.goal),
            row.figure + (" (расчёт портала)" if row.is_computed else ""),
            row.distance,
            *((row.answered, row.asked) if row.is_of_schools else (None, None)),
        ]
        for group in told.picture.groups
        for row in group.rows
        if not row.is_hidden
    ]
    return Sheet("Показатели", columns, rows)


def _changes(told: Read) -> Sheet:
    columns = [Column("№", 8), Column("Показатель", TEXT), Column("Было", WORDS)]
    columns += [Column("Стало", WORDS), Column("Изменение", WORDS)]
    rows = [
        [row.number, row.title, row.change.before, row.change.after, row.change.words]
        for row in told.compared.rows
    ]
    return Sheet("Изменения", columns, rows)


def _tallies(tallies: Sequence[Tally]) -> Sheet:
    columns = [Column("Раздел", TEXT), Column("Сроков"), Column("В срок"), Column("С опозданием")]
    columns += [Column("На проверке"), Column("Просрочено"), Column("Срок впереди")]
    rows = [
        [one.title, one.due, one.in_time, one.late_done, one.waiting, one.late, one.ahead]
        for one in tallies
    ]
    return Sheet("Поручения по разделам", columns, rows)


def _tasks(told: Read) -> Sheet:
    columns = [Column("Поручение", TEXT), Column("Раздел", NAME), Column("Школа", NAME)]
    columns += [Column("Срок", format=DAY), Column("Выполнено", format=DAY), Column("Итог", WORDS)]
    rows = [
        [
            *(one.title, one.goal, one.school or "муниципалитет", one.due_on, one.done_on),
            OUTCOMES[one.outcome(told.on)],
        ]
        for one in told.duties
    ]
    return Sheet("Поручения", columns, rows)
