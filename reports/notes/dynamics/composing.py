"""The note on dynamics: which sections there are, what each tells."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from identification.level_change import grid_of, standings_of
from reports.notes.composing import about_sheet, sections_of
from reports.notes.movement import Line, Movement, movement_of
from reports.notes.outcomes import Outcomes, outcomes_of
from reports.notes.parts import Part, fingerprint_of
from reports.notes.section import Composed
from schools.charts.level_change import level_change
from schools.charts.strips import Names, Strip, strips
from schools.models import Municipality
from schools.naming import natural_key
from schools.russian import school_year

from .cohorts import Followed, followed_of
from .comparability import by_school, reservations_of
from .sheets import sheets_of

KIND = "Аналитическая справка"
DRAWN = 4  # schools: fewer are told better in words
SMALL_NOTE = "*\xa0в\xa0одном из годов меньше 10 участников: один ученик меняет долю сильно"


def compose(municipality: Municipality, academic_year: int, on: date) -> Composed:
    with timezone.override(municipality.time_zone):
        outcomes = outcomes_of(municipality, academic_year)
    low, high = (
        movement_of(outcomes.schools, outcomes.paired, told, academic_year)
        for told in (outcomes.low, outcomes.high)
    )
    followed = followed_of(
        outcomes.schools, outcomes.earlier, outcomes.procedures, outcomes.low, academic_year
    )
    sheets = sheets_of(outcomes, low, high, followed)
    year = school_year(academic_year)
    where = municipality.name_genitive or f"({municipality.name})"
    return Composed(
        kind_title=KIND,
        subject=f"О динамике результатов оценочных процедур в школах {where}: "
        f"{year} учебный год в сравнении с {school_year(academic_year - 1)}",
        description=f"{municipality}: какие результаты изменились за год сверх случайных "
        f"колебаний, {year}",
        sections=sections_of(
            "dynamics",
            list(_parts(outcomes, low, high, followed)),
            municipality=municipality,
            outcomes=outcomes,
            low=low,
            high=high,
            followed=followed,
            school_year=year,
            year_before=school_year(academic_year - 1),
            on=on,
            **_sums(outcomes, low, high),
        ),
        sheets=[
            *sheets,
            about_sheet(
                municipality, on=on, sources=outcomes.sources, rows=[["Учебный год", year]]
            ),
        ],
        fingerprint=fingerprint_of(sheets, municipality.name, academic_year),
    )


def _sums(outcomes: Outcomes, low: Movement, high: Movement) -> dict:
    wholes = [line for line in low.lines if line.is_counted]
    return {
        "schools_with_results": len(
            {
                school
                for (_procedure, year), told in outcomes.low.items()
                if year == outcomes.academic_year
                for school, one in told.items()
                if one.share is not None
            }
        ),
        "whole_more": [line for line in wholes if line.whole.way == "more"],
        "whole_less": [line for line in wholes if line.whole.way == "less"],
        "wholes": wholes,
        "reservations": reservations_of(low, outcomes.marked, outcomes.academic_year),
        "high_more": high.more,
        "high_less": high.less,
    }


def _parts(
    outcomes: Outcomes, low: Movement, high: Movement, followed: list[Followed]
) -> Iterator[Part]:
    yield Part("basis", "О чём справка")
    if any(line.moves for line in low.lines):
        lines = _lines(low, high)
        drawing = _strips(low.lines, outcomes.academic_year)
        figures = ["strips"] if drawing else []
        told = {"lines": lines, "drawing": drawing}
        yield Part("whole", "Результаты в целом", told, tables=["whole"], figures=figures)
        yield _schools(outcomes, low)
    if followed:
        yield Part("cohorts", "Те же дети классом старше", tables=["cohorts"])
    yield Part("comparability", "Что мешает сравнивать")
    yield Part("conclusions", "Выводы")
    yield Part("limits", "Пределы данных и источники")


def _lines(low: Movement, high: Movement) -> list[tuple[Line, Line]]:
    return [pair for pair in zip(low.lines, high.lines, strict=True) if pair[0].moves]


def _schools(outcomes: Outcomes, low: Movement) -> Part:
    found = by_school(low)
    rows = [(name, *found[name]) for name in sorted(found, key=natural_key)]
    standings, without = standings_of(
        outcomes.schools, outcomes.low, outcomes.academic_year, outcomes.paired
    )
    drawing = len(standings) >= DRAWN and level_change(
        grid_of(standings),
        side="Ниже минимума",
        note=SMALL_NOTE if any(one.is_small for one in standings) else "",
        alt=f"Доля ниже минимума в\xa0{school_year(outcomes.academic_year)} и\xa0её изменение.",
    )
    return Part(
        "schools",
        "Где изменилось",
        {"rows": rows, "drawing": drawing, "without": len(without)},
        tables=["schools"] if rows else [],
        figures=["grid"] if drawing else [],
    )


def _strips(lines: Sequence[Line], academic_year: int) -> str:
    """Of procedures whose participants are known: of shares alone nothing is added up."""
    rows = [
        Strip(
            name=line.title,
            before=line.whole.before.share,
            now=line.whole.now.share,
            words=line.whole.now.words,
            is_small=line.whole.now.is_small,
            told=f"было {line.whole.before.words}, стало {line.whole.now.words}",
        )
        for line in lines
        if line.is_counted
    ]
    names = Names(
        now=f"{school_year(academic_year)}",
        before=school_year(academic_year - 1),
        average="",
        small="меньше 10 участников",
    )
    return strips(rows, names=names, alt="Доля учеников ниже минимума по процедурам за два года.")
