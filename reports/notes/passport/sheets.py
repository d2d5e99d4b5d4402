"""The tables behind a passport. Numbers are numbers, a gap has its reason."""

from assessments.shares import Told
from roadmap.services.teachers import COLUMNS
from schools.models import TeacherSupport
from schools.workbooks import Column, Sheet

from .reading import Read
from .results import Results

NAME, WORDS, TEXT = 34, 24, 60
WHOLE = 10_000
SHARE, DAY = "0.00%", "DD.MM.YYYY"


def sheets_of(told: Read, results: Results) -> list[Sheet]:
    made = [
        _statuses(told),
        _results(told),
        _verdicts(told),
        _indicators(told),
        _tasks(told),
        _teachers(told),
        _register(told),
    ]
    return [sheet for sheet in made if sheet.rows]


def _register(told: Read) -> Sheet:
    columns = [Column("Учебный год"), Column("Учеников")]
    rows = [[year, pupils] for year, pupils in told.register.pupils.items()]
    return Sheet("Контингент", columns, rows)


def _statuses(told: Read) -> Sheet:
    columns = [Column("Статус", WORDS), Column("С учебного года"), Column("По учебный год")]
    columns += [Column("Документ", NAME), Column("Основание", TEXT)]
    rows = [
        [
            *(one.get_kind_display(), one.since, one.until),
            *(one.document.reference if one.document else one.source, one.reason),
        ]
        for one in told.register.statuses
    ]
    return Sheet("Статусы", columns, rows)


def _results(told: Read) -> Sheet:
    columns = [Column("Процедура", NAME), Column("Учебный год"), Column("Участников")]
    columns += [Column("Ниже минимума"), Column("Доля ниже минимума", format=SHARE)]
    columns += [
        Column("Высоких"),
        Column("Доля высоких", format=SHARE),
        Column("Почему нет", WORDS),
    ]
    rows = []
    for low, high in zip(told.low, told.high, strict=True):
        for below, above in zip(low.years, high.years, strict=True):
            rows.append(
                [
                    *(str(low.procedure), below.academic_year, below.school.participants),
                    *(below.school.count, _share(below.school)),
                    *(above.school.count, _share(above.school), below.school.gap),
                ]
            )
    return Sheet("Результаты", columns, rows)


def _share(told: Told) -> float | None:
    return None if told.share is None else told.share / WHOLE


def _verdicts(told: Read) -> Sheet:
    columns = [Column("Методика", NAME), Column("Вывод", WORDS), Column("Почему", TEXT)]
    columns += [Column("Учеников до другого статуса"), Column("Устойчивость", format="0%")]
    rows = [
        [
            *(one.methodology, ", ".join(words for _code, words in one.verdict.named)),
            told.reason_of(one),
            *(one.verdict.pupils_to_flip, one.verdict.stability),
        ]
        for one in told.verdicts
    ]
    return Sheet("Выводы", columns, rows)


def _indicators(told: Read) -> Sheet:
    columns = [Column("Программа", NAME), Column("Период"), Column("№", 8)]
    columns += [Column("Показатель", TEXT), Column("Цель"), Column("Значение", WORDS)]
    columns += [Column("До цели", WORDS), Column("Чего не хватает", WORDS)]
    rows = [
        [
            *(str(own.programme), own.period.label, line.number, line.title, line.goal),
            *(line.figure, line.distance, "подтверждения" if line.lacks_proof else ""),
        ]
        for own in told.answers
        for line in own.told
    ]
    return Sheet("Показатели", columns, rows)


def _tasks(told: Read) -> Sheet:
    columns = [Column("Поручение", TEXT), Column("Срок", format=DAY), Column("Состояние", WORDS)]
    late = [[task.title, task.due_on, "просрочено"] for task in told.duties.late]
    ahead = [[task.title, task.due_on, task.get_state_display()] for task in told.duties.open]
    return Sheet("Поручения", columns, late + ahead)


def _teachers(told: Read) -> Sheet:
    names = [str(TeacherSupport._meta.get_field(name).verbose_name) for name in COLUMNS]
    columns = [Column("Предмет", WORDS), *(Column(name) for name in names)]
    rows = [
        [row.subject or "все педагоги", *(getattr(row, name) for name in COLUMNS)]
        for row in told.teachers.rows
    ]
    return Sheet("Педагоги", columns, rows)
