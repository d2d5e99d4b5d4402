"""The note on progress from what was read: which sections there are, what each tells."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from reports.notes.composing import about_sheet, sections_of
from reports.notes.parts import Part, fingerprint_of
from reports.notes.section import Composed
from reports.notes.spans import span_of
from reports.planning.content import LATE
from roadmap.models import Programme
from schools.errors import PortalError

from .duties import Tally, by_goal
from .reading import Read, read
from .sheets import sheets_of

KIND = "Аналитическая справка"
REST = "Вне дорожной карты программы"
NAMED = 15  # overdue tasks that are named; the workbook has them all


def compose(programme: Programme, starts_on: date, ends_on: date, on: date) -> Composed:
    municipality = programme.municipality
    if programme.school_id:
        raise PortalError("Справка о\xa0ходе программы готовится по\xa0программе муниципалитета.")
    with timezone.override(municipality.time_zone):
        told = read(programme, span_of(starts_on, ends_on), on)
    tallies, all_tasks = _tallies(told), Tally("Всего", told.duties, on)
    sheets = sheets_of(told, tallies)
    return Composed(
        kind_title=KIND,
        subject=f"О ходе реализации программы «{programme}» за {told.span.words}",
        description=f"{municipality}: показатели, поручения и подтверждения программы "
        f"за {told.span.words}",
        sections=sections_of(
            "progress",
            list(_parts(told, tallies)),
            municipality=municipality,
            read=told,
            picture=told.picture,
            sheet=told.sheet,
            tasks=all_tasks,
            tasks_before=Tally("Всего", told.duties_before, on),
            on=on,
            named=NAMED,
        ),
        sheets=[
            *sheets,
            about_sheet(
                municipality,
                on=on,
                sources=_sources(told),
                rows=[["Программа", str(programme)], ["Период", told.span.words]],
            ),
        ],
        fingerprint=fingerprint_of(sheets, municipality.name, str(programme), told.span.words),
    )


def _tallies(told: Read) -> list[Tally]:
    goals = [str(goal) for goal in told.programme.goals.order_by("order")]
    return by_goal(told.duties, goals, told.on, rest=REST)


def _parts(told: Read, tallies: list[Tally]) -> Iterator[Part]:
    picture = told.picture
    yield Part("sheet", "Коротко: лист к планёрке", {"most_late": LATE}, _if(picture.missed, "red"))
    yield Part("indicators", "Показатели и цели", tables=_if(picture.told, "indicators"))
    yield Part("changes", "Что изменилось", tables=_if(told.compared.moved, "changes"))
    sums = {"tallies": tallies, "overdue": Tally("", told.duties, told.on).overdue}
    tables = [*_if(tallies, "tasks"), *_if(sums["overdue"], "overdue")]
    yield Part("activities", "Мероприятия и поручения", sums, tables)
    yield Part("evidence", "Подтверждения")
    yield Part("conclusions", "Выводы")
    yield Part("limits", "Пределы данных и источники", {"sources": _sources(told)})


def _if(there, name: str) -> list[str]:
    return [name] if there else []


def _sources(told: Read) -> list[str]:
    papers = [told.programme.document, *(one.document for one in told.editions)]
    return list(dict.fromkeys(paper.reference for paper in papers if paper))
