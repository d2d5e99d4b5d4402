"""The tables behind the note on monitoring."""

from collections.abc import Sequence

from schools.workbooks import Column, Sheet

from .helping import Help
from .reading import Read

NAME, WORDS, TEXT = 34, 24, 60
WHOLE = 10_000


def sheets_of(told: Read, helps: Sequence[Help]) -> list[Sheet]:
    made = [_schools(told), _indicators(told), _actions(told), _results(told), _help(helps)]
    return [sheet for sheet in made if sheet.rows]


def _schools(told: Read) -> Sheet:
    columns = [Column("Школа", NAME), Column("Статус"), Column("Документ", NAME)]
    columns += [Column("Показатели", WORDS), Column("Выполнено поручений"), Column("Просрочено")]
    rows = [
        [
            *(one.name, one.kinds),
            "; ".join(s.document.reference if s.document else s.source for s in one.statuses),
            one.submission.get_state_display() if one.submission else "не запрашивались",
            *(one.done, one.late),
        ]
        for one in told.schools
    ]
    return Sheet("Школы", columns, rows)


def _indicators(told: Read) -> Sheet:
    columns = [Column("Программа", NAME), Column("Период"), Column("Раздел", NAME)]
    columns += [Column("№", 8), Column("Показатель", TEXT), Column("Чей", WORDS), Column("Цель")]
    columns += [Column("Значение", WORDS), Column("До цели", WORDS)]
    columns += [Column("Ответили школы"), Column("Из скольких")]
    rows = [
        [
            *(str(picture.programme), str(picture.period), f"{group.number}. {group.title}"),
            *(row.number, row.title, "школы" if row.is_of_schools else "муниципалитет", row.goal),
            row.figure + (" (расчёт портала)" if row.is_computed else ""),
            row.distance,
            *((row.answered, row.asked) if row.is_of_schools else (None, None)),
        ]
        for picture in told.pictures
        for group in picture.groups
        for row in group.rows
        if not row.is_hidden
    ]
    return Sheet("Показатели", columns, rows)


def _actions(told: Read) -> Sheet:
    columns = [Column("Раздел", TEXT), Column("Сроков"), Column("Выполнено"), Column("Просрочено")]
    columns += [Column("Подтверждений"), Column("Документы муниципалитета", TEXT)]
    columns += [Column("Документы школ", TEXT)]
    rows = [
        [
            *(one.title, one.due, one.done, one.late, one.proofs),
            *("\n".join(titles) for titles in one.documents.values()),
            *([""] * (2 - len(one.documents))),
        ]
        for own in told.done.values()
        for one in own
    ]
    return Sheet("Действия и документы", columns, rows)


def _results(told: Read) -> Sheet:
    columns = [Column("Школа", NAME), Column("Процедура", NAME), Column("Учебный год")]
    columns += [Column("Участников"), Column("Ниже минимума"), Column("Доля", format="0.00%")]
    columns += [Column("Почему нет", WORDS)]
    outcomes = told.outcomes
    rows = [
        [
            *(one.name, str(procedure), year, figure.participants, figure.count),
            *(None if figure.share is None else figure.share / WHOLE, figure.gap),
        ]
        for one in told.schools
        for procedure in outcomes.procedures
        for year in (outcomes.academic_year - 1, outcomes.academic_year)
        if (figure := outcomes.low.get((procedure.pk, year), {}).get(one.school.pk))
    ]
    return Sheet("Результаты", columns, rows)


def _help(helps: Sequence[Help]) -> Sheet:
    columns = [Column("Школа", NAME), Column("С чего начать", TEXT), Column("Стало больше", TEXT)]
    columns += [Column("Стало меньше", TEXT), Column("Куратор")]
    rows = [
        [
            one.name,
            "; ".join(f"{title}: {told.words}" for title, told in one.start),
            *("; ".join(one.worse), "; ".join(one.better)),
            "есть" if one.has_curator else "нет",
        ]
        for one in helps
    ]
    return Sheet("Кому помочь", columns, rows)
