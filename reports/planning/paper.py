"""The sheet as a paper: one page, PDF and DOCX."""

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from reports.notes.about import DEMO
from reports.protocols.making import RENDERERS
from reports.protocols.paper import Paper, Section, Table, Text, Title
from roadmap.models import Task
from schools.russian import count, out_of

from .content import LATE, RED, TASKS, Sheet, State

GOALS = "показателя,показателей"
LONGEST = 140  # of a title: the sheet is one page


def file_of(told: Sheet, suffix: str) -> bytes:
    with timezone.override(told.municipality.time_zone):
        return RENDERERS[suffix](paper_of(told))


def paper_of(told: Sheet) -> Paper:
    municipality = told.municipality
    trace = f"Опора · данные на\xa0{told.on:%d.%m.%Y}"
    return Paper(
        title=f"Лист к\xa0планёрке: {municipality}, {told.on:%d.%m.%Y}",
        description=f"Ход программы поддержки школ: {municipality}",
        author=municipality.authority or municipality.name,
        trace=trace + (f"\n{DEMO}" if settings.DEMO else ""),
        is_draft=False,
        is_sheet=True,
        blocks=[block for part in (_head, _red, _late, _changed, _coming) for block in part(told)],
    )


def _head(told: Sheet):
    yield Title(
        organisation=told.municipality.authority or told.municipality.name,
        kind="Лист к\xa0планёрке",
        subject=f"Ход программы поддержки школ, {told.quarter}",
        dated_on=told.on,
        is_numbered=False,
    )


def _red(told: Sheet):
    yield Section("Показатели")
    if not told.states:
        yield Text("Действующей программы нет.", is_item=False)
    for number, state in enumerate(told.states, start=1):
        yield Text(
            f"{state.programme}, {state.period}: {_reached(state)}, "
            f"без\xa0значения {state.missing}.",
            is_item=False,
        )
        if not state.reds:
            continue
        rest = len(state.reds) - RED
        yield Table(
            number=number,
            caption="Цель не\xa0достигнута",
            heads=["Показатель", "Цель", "Есть", "Сколько не\xa0хватает"],
            rows=[
                [f"{red.number}. {red.title}", red.goal, red.figure, red.gap]
                for red in state.reds[:RED]
            ],
            widths=[50, 9, 20, 21],
            note=f"И\xa0ещё {rest} на\xa0странице программы." if rest > 0 else "",
        )


def _reached(state: State) -> str:
    if not state.aimed:
        return "цели показателей не\xa0заданы"
    return f"достигнуто {state.reached} из\xa0{out_of(state.aimed, GOALS)} с\xa0целью"


def _late(told: Sheet):
    yield Section("Кто опаздывает")
    if not told.late:
        yield Text("Просроченных поручений нет.", is_item=False)
    for row in told.late[:LATE]:
        yield Text(
            f"{row.who}: {count(row.n, TASKS)}, самое давнее со\xa0сроком "
            f"{row.oldest.due_on:%d.%m.%Y}: {_short(row.oldest)}."
        )
    if told.to_check:
        yield Text(f"Ждут проверки координатора: {count(told.to_check, TASKS)}.", is_item=False)


def _short(task: Task) -> str:
    return Truncator(task.title.rstrip(".")).chars(LONGEST)


def _changed(told: Sheet):
    yield Section(f"Что изменилось с\xa0{told.since:%d.%m.%Y}")
    for line in told.changed or ["Изменений нет."]:
        yield Text(line)


def _coming(told: Sheet):
    yield Section("Сроки ближайшего месяца")
    for one in told.coming:
        where = f" ({one.where})" if one.where else ""
        yield Text(f"{one.task.due_on:%d.%m.%Y}\xa0— {_short(one.task)}{where}")
    if told.coming_rest:
        yield Text(f"И\xa0ещё {count(told.coming_rest, 'срок,срока,сроков')}.")
    if not told.coming:
        yield Text("Сроков нет.")
