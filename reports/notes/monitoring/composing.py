"""The note on monitoring from what was read: which sections there are, what each tells."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone

from identification.level_change import grid_of, standings_of
from reports.notes.composing import about_sheet, sections_of
from reports.notes.movement import Movement, movement_of
from reports.notes.parts import Part, fingerprint_of
from reports.notes.section import Composed
from roadmap.models import Level, Submission
from schools.charts.level_change import level_change
from schools.models import Municipality, TeacherSupport
from schools.russian import school_year
from schools.workbooks import Sheet

from .helping import Help, helps_of
from .reading import Read, read
from .sheets import sheets_of

KIND = "Аналитическая справка"
DRAWN = 4  # schools: fewer are told better by the table
SENT = (Submission.State.SENT, Submission.State.ACCEPTED, Submission.State.NOTHING)
SMALL_NOTE = "*\xa0в\xa0одном из годов меньше 10 участников: один ученик меняет долю сильно"


def compose(
    municipality: Municipality,
    academic_year: int,
    on: date,
    *,
    advice: Mapping[int, Sequence[str]] | None = None,
) -> Composed:
    with timezone.override(municipality.time_zone):
        told = read(municipality, academic_year, on)
    outcomes, own = told.outcomes, [one.school for one in told.schools]
    movement = movement_of(own, outcomes.paired, outcomes.low, academic_year)
    helps = helps_of(
        told.schools, outcomes.procedures, outcomes.low, movement, academic_year, advice or {}
    )
    sheets = sheets_of(told, helps)
    year = school_year(academic_year)
    return Composed(
        kind_title=KIND,
        subject=_subject(municipality, year),
        description=f"{municipality}: показатели, действия, документы и результаты школ, "
        f"которым оказывают поддержку, {year}",
        sections=sections_of(
            "monitoring",
            list(_parts(told, movement, helps)),
            municipality=municipality,
            read=told,
            schools=told.schools,
            movement=movement,
            school_year=year,
            year_before=school_year(academic_year - 1),
            on=on,
            **_sums(told, helps),
        ),
        sheets=[*sheets, _about(told, year)],
        fingerprint=fingerprint_of(sheets, municipality.name, academic_year),
    )


def _about(told: Read, year: str) -> Sheet:
    rows = [["Учебный год", year]]
    return about_sheet(told.municipality, on=told.on, sources=told.outcomes.sources, rows=rows)


def _subject(municipality: Municipality, year: str) -> str:
    where = municipality.name_genitive or f"({municipality.name})"
    return (
        f"О результатах мониторинга школ {where} с низкими образовательными результатами "
        f"и школ, работающих в сложных социальных условиях, за {year} учебный год"
    )


def _sums(told: Read, helps: list[Help]) -> dict:
    asked = [one for one in told.schools if one.submission]
    return {
        "low": [one for one in told.schools if "ШНОР" in one.kinds],
        "social": [one for one in told.schools if "ШНСУ" in one.kinds],
        "both": [one for one in told.schools if len(one.statuses) > 1],
        "asked": asked,
        "sent": [one for one in asked if one.submission.state in SENT],
        "worse": [one for one in helps if one.worse],
        "better": [one for one in helps if one.better],
        "late": sum(one.late for one in told.schools),
        "done": sum(one.done for one in told.schools),
        "without_curator": [one.name for one in told.schools if not one.has_curator],
        "below": sum(one.below or 0 for one in helps),
        "taken": sum(one.taken or 0 for one in helps),
        "without_results": [one.name for one in helps if not one.has_results],
    }


def _parts(told: Read, movement: Movement, helps: list[Help]) -> Iterator[Part]:
    yield Part("basis", "Основание и порядок", tables=["schools"] if told.schools else [])
    for number, picture in enumerate(told.pictures, start=1):
        code = "indicators" if number == 1 else f"indicators-{number}"
        title = "Показатели муниципалитета и школ"
        has_rows = bool(picture.told)
        tables = [f"{code}-table"] if has_rows else []
        yield Part(code, title, {"picture": picture}, tables, template="indicators")
    yield _actions(told)
    documents = _documents(told)
    if documents:
        named = any(ours or theirs for _title, ours, theirs, _proofs in documents)
        sums = {"documents": documents, "names_documents": named}
        yield Part("documents", "Документы", sums, ["documents"])
    yield _results(told, movement, helps)
    yield Part("conclusions", "Выводы")
    if told.schools:
        yield Part(
            "help",
            "Кому и в чём помочь",
            {"helps": helps, "has_advice": any(one.advice for one in helps)},
            tables=["help"],
        )
    yield Part("limits", "Пределы данных и источники")


def _actions(told: Read) -> Part:
    sections = [one for own in told.done.values() for one in own if one.due]
    names = {
        one.name: str(one.verbose_name)
        for one in TeacherSupport._meta.get_fields()
        if one.name in told.teachers
    }
    teachers = [(names[name], *sums) for name, sums in told.teachers.items()]
    tables = (["actions"] if sections else []) + (["teachers"] if teachers else [])
    sums = {
        "sections": sections,
        "due_all": sum(one.due for one in sections),
        "done_all": sum(one.done for one in sections),
        "late_all": sum(one.late for one in sections),
        "teachers": teachers,
    }
    return Part("actions", "Что сделано", sums, tables)


def _documents(told: Read) -> list[tuple]:
    """(section, of the municipality, of schools, proofs) where the programme names any."""
    return [
        (
            one.title,
            len(one.documents.get(Level.MUNICIPALITY, [])),
            len(one.documents.get(Level.SCHOOL, [])),
            one.proofs,
        )
        for own in told.done.values()
        for one in own
        if one.proofs or any(one.documents.values())
    ]


def _results(told: Read, movement: Movement, helps: list[Help]) -> Part:
    outcomes = told.outcomes
    standings, _without = standings_of(
        [one.school for one in told.schools], outcomes.low, told.academic_year, outcomes.paired
    )
    drawing = len(standings) >= DRAWN and level_change(
        grid_of(standings),
        side="Ниже минимума",
        note=SMALL_NOTE if any(one.is_small for one in standings) else "",
        alt=f"Школы, которым оказывают поддержку: доля ниже минимума "
        f"в\xa0{school_year(told.academic_year)} и\xa0её изменение за\xa0год.",
    )
    has_results = any(one.has_results for one in helps)
    return Part(
        "results",
        "Результаты школ",
        {"helps": helps, "drawing": drawing, "has_results": has_results},
        tables=["results"] if has_results else [],
        figures=["grid"] if drawing else [],
    )
