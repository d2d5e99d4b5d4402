"""Standard levels of the procedures and their order. Pure data: a scale with a source is a row."""

from typing import NamedTuple

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


def order_of(kind: str, grade: int, subject: str) -> int:
    """By kind, then by grade, then Russian, mathematics and the rest by the alphabet."""
    subjects = [*SUBJECTS_IN_ORDER, subject.lower()]
    return KINDS_IN_ORDER.index(kind) * 1000 + grade * 10 + subjects.index(subject.lower())
