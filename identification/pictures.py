"""Trends and cohorts of a school as drawings, each with the rows of its table. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.shares import Average, Told
from schools.charts.trend import Column, Point, Series, top_of, trend
from schools.russian import NB, count, out_of, percent, school_year

SIDES = {"low": "ниже минимума", "high": "высокий результат"}
AROUND = {"cluster": "кластер", "municipality": "муниципалитет"}
FEDERAL_LIST = "в перечне"
NOBODY = "—"


@dataclass(frozen=True)
class Picture:
    title: str
    drawing: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    finding: str


def trend_pictures(trends: Sequence, side: str) -> list[Picture]:
    """A drawing per procedure, all of one scale."""
    lines = [_lines(one) for one in trends]
    top = top_of([line for one in lines for line in one])
    return [_trend(one, series, top, side) for one, series in zip(trends, lines, strict=True)]


def _lines(one) -> list[Series]:
    """The school's, and those around it that tell anything."""
    lines = [Series("школа", "own", [_point(year.school) for year in one.years])]
    for kind, name in AROUND.items():
        points = [_of_several(getattr(year, kind)) for year in one.years]
        lines.append(Series(name, kind, points))
    points = [year.region and Point(year.region, percent(year.region)) for year in one.years]
    lines.append(Series("регион", "region", points))
    return [line for line in lines if line.kind == "own" or any(line.points)]


def _trend(one, series: Sequence[Series], top: int, side: str) -> Picture:
    title = str(one.procedure)
    columns = [
        Column(_short(year.academic_year), told=school_year(year.academic_year))
        for year in one.years
    ]
    alt = f"{title}, доля учеников, {SIDES[side]}."
    return Picture(
        title=title,
        drawing=trend(columns, series, top=top, alt=alt),
        heads=["Учебный год", "Школа", *(name.capitalize() for name in AROUND.values()), "Регион"],
        rows=[
            [
                school_year(year.academic_year),
                year.school.words,
                average_words(year.cluster),
                average_words(year.municipality),
                NOBODY if year.region is None else percent(year.region),
            ]
            for year in one.years
        ],
        finding=_finding(one),
    )


def _finding(one) -> str:
    """The newest figure beside the cluster: «2022/2023: 3 из 12, 25 %; в кластере 14,2 %»."""
    year = next(year for year in reversed(one.years) if year.school.share is not None)
    near = f"; в{NB}кластере {percent(year.cluster.share)}" if year.cluster else ""
    return f"{school_year(year.academic_year)}: {year.school.words}{near}"


def average_words(one: Average | None) -> str:
    if one is None:
        return NOBODY
    if one.participants is None:
        schools = out_of(one.schools, "школы,школ")
        return f"{percent(one.share)}, среднее долей {schools}"
    pupils = count(one.participants, "ученик,ученика,учеников")
    return f"{percent(one.share)}, {count(one.schools, 'школа,школы,школ')}, {pupils}"


def cohort_pictures(cohorts: Sequence) -> list[Picture]:
    lines = [
        [
            Series(SIDES["low"], "own", [_point(grade.low) for grade in one.grades]),
            Series("высокий", "high", [_point(grade.high) for grade in one.grades]),
        ]
        for one in cohorts
    ]
    top = top_of([line for one in lines for line in one])
    return [_cohort(one, series, top) for one, series in zip(cohorts, lines, strict=True)]


def _cohort(one, series: Sequence[Series], top: int) -> Picture:
    title = f"4{NB}класс в{NB}{school_year(one.fourth_in)}"
    columns = [
        Column(
            over=str(grade.procedure).partition(",")[0],
            under=school_year(grade.academic_year),
            signs=[FEDERAL_LIST] if grade.is_marked else [],
            notes=list(_journal(grade)),
        )
        for grade in one.grades
    ]
    alt = f"{one.subject}, {title}: доли ниже минимума и с высоким результатом по классам."
    return Picture(
        title=title,
        drawing=trend(columns, series, top=top, alt=alt, is_wide=True),
        heads=[
            "Работа",
            "Учебный год",
            "Ниже минимума",
            "Высокий результат",
            "Признаки и\xa0журнал",
        ],
        rows=[
            [
                column.over,
                column.under,
                grade.low.words,
                grade.high.words,
                "; ".join([*column.signs, *column.notes]) or NOBODY,
            ]
            for column, grade in zip(columns, one.grades, strict=True)
        ],
        finding="",
    )


def _journal(grade) -> Iterator[str]:
    """How many wrote the work below their mark in the class register."""
    if grade.journal and sum(grade.journal):
        lower, whole = grade.journal[0], sum(grade.journal)
        yield f"ниже журнала {lower} из {whole}"


def _point(told: Told) -> Point:
    return Point(told.share, told.words, told.is_small, told.is_uncounted)


def _of_several(one: Average | None) -> Point | None:
    return one and Point(one.share, average_words(one), is_uncounted=one.participants is None)


def _short(academic_year: int) -> str:
    """«18/19»: a column is narrow."""
    return f"{(academic_year - 1) % 100:02}/{academic_year % 100:02}"
