"""Levels of the procedures, their order, and the scales that are known. Pure: a scale is a row."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

KNOWN = Path(__file__).parent / "data" / "scales.csv"

# a scale that nobody has replaced by one with a source holds for every year
FROM_YEAR = 2000


class StandardLevel(NamedTuple):
    code: str
    label: str
    is_low: bool = False
    is_high: bool = False
    from_score: int | None = None


MARKS = (
    StandardLevel("2", "«2»", is_low=True),
    StandardLevel("3", "«3»"),
    StandardLevel("4", "«4»", is_high=True),
    StandardLevel("5", "«5»", is_high=True),
)
# the minimum differs by subject and year, so no score stands beside it
BANDS = (
    StandardLevel("below", "ниже минимального", is_low=True),
    StandardLevel("to60", "от минимального до 60"),
    StandardLevel("61-79", "61–79", is_high=True, from_score=61),
    StandardLevel("80+", "80 и более", is_high=True, from_score=80),
)
# «базовый + повышенный» is the indicator of order 179-17
FOUR_LEVELS = (
    StandardLevel("insufficient", "недостаточный", is_low=True),
    StandardLevel("reduced", "пониженный"),
    StandardLevel("basic", "базовый", is_high=True),
    StandardLevel("advanced", "повышенный", is_high=True),
)
KINDS_IN_ORDER = ("VPR", "KDR", "OGE", "EGE")
SUBJECTS_IN_ORDER = ("русский язык", "математика")


def standard_levels(kind: str, variant: str = "") -> tuple[StandardLevel, ...]:
    """Base mathematics of the state exam is marked 2–5, everything else there in points."""
    if kind == "KDR":
        return FOUR_LEVELS
    return BANDS if kind == "EGE" and variant.lower() != "база" else MARKS


class KnownScale(NamedTuple):
    """A line of scales.csv. Without a title it names no source, and nobody may invent one.

    `points` are the lower limits from the second level on; what is blank is not known.
    """

    kind: str
    grade: int
    subject: str
    variant: str
    from_year: int
    points: tuple[int | None, ...]
    title: str
    number: str
    dated_on: date | None
    url: str

    @property
    def levels(self) -> tuple[StandardLevel, ...]:
        lowest, *others = standard_levels(self.kind, self.variant)
        points = [*self.points, *[None] * len(others)]
        return lowest, *(
            level if least is None else level._replace(from_score=least)
            for level, least in zip(others, points, strict=False)
        )


@cache
def known_scales() -> tuple[KnownScale, ...]:
    with KNOWN.open(encoding="utf-8", newline="") as file:
        return tuple(_read(csv.DictReader(file)))


def _read(rows: csv.DictReader) -> Iterator[KnownScale]:
    for row in rows:
        points = row["points"].split(";") if row["points"] else []
        yield KnownScale(
            kind=row["kind"],
            grade=int(row["grade"]),
            subject=row["subject"],
            variant=row["variant"],
            from_year=int(row["from_year"]),
            points=tuple(int(least) if least else None for least in points),
            title=row["title"],
            number=row["number"],
            dated_on=date.fromisoformat(row["date"]) if row["date"] else None,
            url=row["url"],
        )


def scales_of(kind: str, grade: int, subject: str, variant: str = "") -> list[KnownScale]:
    return [
        scale
        for scale in known_scales()
        if (scale.kind, scale.grade, scale.subject.lower(), scale.variant.lower())
        == (kind, grade, subject.lower(), variant.lower())
    ]


def levels_in(
    kind: str, grade: int, subject: str, variant: str, academic_year: int
) -> tuple[StandardLevel, ...]:
    """The levels that a procedure of the year gets, before any row of it is stored."""
    begun = [s for s in scales_of(kind, grade, subject, variant) if s.from_year <= academic_year]
    newest = max(begun, key=lambda scale: scale.from_year, default=None)
    return newest.levels if newest else standard_levels(kind, variant)


def order_of(kind: str, grade: int, subject: str) -> int:
    """By kind, then by grade, then Russian, mathematics and the rest by the alphabet."""
    subjects = [*SUBJECTS_IN_ORDER, subject.lower()]
    return KINDS_IN_ORDER.index(kind) * 1000 + grade * 10 + subjects.index(subject.lower())
