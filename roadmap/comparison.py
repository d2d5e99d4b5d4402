"""Answers before and after, of one school and of all together. Pure.

Of all schools: «да» is counted, shares are made of the sums of both counts, numbers are averaged,
steps of implementation are counted from one half on. Only schools that answered both times are
compared: otherwise a school that came or went would look like a change.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from schools.russian import NB, compact, share

from .degrees import DEGREES
from .kinds import KINDS, Reading, sentence

HALF = 50


class Change(NamedTuple):
    """`better`: None where nothing changed or it cannot be told."""

    before: str
    after: str
    words: str = ""
    better: bool | None = None
    schools: int = 0

    @property
    def state(self) -> str:
        return {True: "got", False: "part", None: "open"}[self.better]


def of_school(kind: str, direction: str, before: Reading | None, after: Reading | None) -> Change:
    told = sentence(kind, before), sentence(kind, after)
    if not (_is_told(before) and _is_told(after)):
        return Change(*told)
    return Change(*told, *_moved(kind, direction, _amount(kind, before), _amount(kind, after)))


def of_all(
    kind: str,
    direction: str,
    before: Mapping[int, Reading],
    after: Mapping[int, Reading],
) -> Change:
    """`before` and `after`: school → its answer."""
    both = [
        school
        for school in before.keys() & after.keys()
        if _is_told(before[school]) and _is_told(after[school])
    ]
    if not both:
        return Change("—", "—")
    first = together(kind, [before[school] for school in both])
    last = together(kind, [after[school] for school in both])
    moved = _moved(kind, direction, first[1], last[1])
    return Change(first[0], last[0], *moved, schools=len(both))


def together(kind: str, readings: list[Reading]) -> tuple[str, Fraction]:
    """Several answers as one: in words, and as a number to compare."""
    n = len(readings)
    if kind == "percent":
        part = sum(one.numerator for one in readings)
        whole = sum(one.denominator for one in readings)
        return f"{part}{NB}из{NB}{whole}, {share(part, whole)}", Fraction(100 * part, whole)
    if kind == "number":
        mean = Fraction(sum(one.number for one in readings)) / n
        said = compact(_rounded(mean))
        return said if n == 1 else f"в\xa0среднем по\xa0школам {said}", mean
    if kind == "yes_no":
        said = sum(bool(one.yes) for one in readings)
        return f"«да»: {said}{NB}из{NB}{n}", Fraction(100 * said, n)
    said = sum(_amount(kind, one) > HALF for one in readings)
    return f"больше половины: {said}{NB}из{NB}{n}", Fraction(100 * said, n)


def _moved(kind: str, direction: str, before: Fraction, after: Fraction):
    gap = after - before
    if not gap:
        return "без изменений", None
    better = (gap > 0) == (direction == "higher")
    if kind == "yes_no" and {before, after} == {0, 1}:
        return ("появилось" if gap > 0 else "больше нет"), better
    if kind == "number":
        return _signed(_rounded(gap)), better
    if kind == "degree" and {before.denominator, after.denominator} == {1}:
        return ("выше" if gap > 0 else "ниже"), better
    return f"{_signed(_rounded(gap, 1))}{NB}п.{NB}п.", better


def _signed(number: Decimal) -> str:
    return ("+" if number > 0 else "") + compact(number)


def _rounded(number: Fraction, places: int = 2) -> Decimal:
    return round(Decimal(number.numerator) / Decimal(number.denominator), places)


def _is_told(reading: Reading | None) -> bool:
    return reading is not None and not reading.no_data


def _amount(kind: str, reading: Reading) -> Fraction:
    """A step without its percent counts as its middle."""
    amount = KINDS[kind].amount(reading)
    if amount is None:
        step = DEGREES[reading.degree]
        return Fraction(step.low + step.high, 2)
    return amount
