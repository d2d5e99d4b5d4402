"""What a school is held against: the average of its region or municipality, or zero. Pure.

An average that was entered comes first, then the one of a federal file. The average of a
municipality is else worked out of its own schools.
"""

from fractions import Fraction
from typing import NamedTuple
from zlib import crc32

import numpy as np

from assessments.naming import lowered

from .cells import Cells
from .facts import PROCEDURE, Facts
from .indicators import MEASURE, Indicator
from .measured import Measured
from .method import whole
from .ratios import Ratios, of_line, of_numbers

REGION, MUNICIPALITY, ZERO = "region", "municipality", "zero"
CODE_LENGTH = 60  # of a measure
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN = ["a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p"]
LATIN += ["r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"]
LETTERS = dict(zip(CYRILLIC, LATIN, strict=True))
ENTERED = "внесено в портал"
BY_PUPILS = "по школам муниципалитета, с учётом численности"
PLAIN = "простое среднее школ муниципалитета: численность известна не у всех"
UNKNOWN = "среднее не известно"


class Average(NamedTuple):
    place: str
    source: str
    fixed: Ratios | None  # None: it follows the schools


def average_code(key: tuple, figure: str) -> str:
    """The code of the measure under which the average of a procedure is entered."""
    code = f"{'-'.join(_latin(str(word)) for word in key if word)}-{figure}"
    if len(of_region(code)) <= CODE_LENGTH:
        return code
    ending = f"-{crc32(code.encode()):08x}-{figure}"
    return code[: CODE_LENGTH - len(of_region(ending))] + ending


def code_of(title: str) -> str:
    """The code of a measure that somebody has named."""
    code = _latin(title)
    if len(code) <= CODE_LENGTH:
        return code or "measure"
    ending = f"-{crc32(code.encode()):08x}"
    return code[: CODE_LENGTH - len(ending)] + ending


def of_region(code: str) -> str:
    """The code under which a municipality enters what it knows of its region."""
    return f"region-{code}"


def _latin(words: str) -> str:
    letters = "".join(LETTERS.get(letter, letter) for letter in words.lower())
    safe = "".join(c if c.isascii() and c.isalnum() else "-" for c in letters)
    return "-".join(filter(None, safe.split("-")))


def average_of(
    facts: Facts, measured: Measured, cells: Cells, indicator: Indicator, year: int, place: str
) -> Average:
    if place == ZERO:
        return Average(place, "", of_numbers([0]))
    told = _entered(measured, indicator, year, place) or _federal(facts, indicator, year, place)
    if told:
        return told
    if place == REGION:
        return Average(place, UNKNOWN, of_numbers([None]))
    if indicator.figure == MEASURE:
        return _of_measure(measured, cells.schools, indicator.measure, year)
    known, counted = _counted(cells, cells.lines.index((*indicator.key, year)), indicator.figure)
    if not known.any():
        return Average(place, UNKNOWN, of_numbers([None]))
    return Average(place, BY_PUPILS if counted else PLAIN, None)


def worked_out(cells: Cells, line: int, figure: str) -> Ratios:
    """The average of the schools: over all pupils, or a plain one if a number of them is lacking.

    One value per world.
    """
    known, counted = _counted(cells, line, figure)
    if counted:
        own, weights = of_line(cells, line, figure), cells.participants[..., line]
        parts = own.part * weights if figure == "mean" else own.part
    else:
        parts, weights = getattr(cells, figure)[..., line], known
    total = np.where(known, parts, 0).sum(axis=-1, keepdims=True)
    return Ratios(total, np.where(known, weights, 0).sum(axis=-1, keepdims=True))


def _counted(cells: Cells, line: int, figure: str) -> tuple[np.ndarray, bool]:
    """Which schools have the figure, and whether all of them have numbers of pupils."""
    known = of_line(cells, line, figure).known
    return known, bool((cells.counted[..., line] | ~known).all())


def _entered(measured: Measured, indicator: Indicator, year: int, place: str) -> Average | None:
    code = indicator.measure or average_code(indicator.key, indicator.figure)
    where = [(code, place)]
    if place == REGION:
        where.append((of_region(code), MUNICIPALITY))
    for name, about in where:
        number = measured.number(name, about, year)
        if number is not None:
            source = measured.rows[name, about, year]["source"]
            return Average(place, source or ENTERED, of_numbers([number]))
    return None


def _federal(facts: Facts, indicator: Indicator, year: int, place: str) -> Average | None:
    for row in facts.benchmarks.to_dict("records"):
        kind, grade, subject, variant = (row[name] for name in PROCEDURE)
        of = (kind, grade, lowered(subject), variant), row["figure"]
        if (row["place"], row["academic_year"], *of) == (place, year, *indicator[1:3]):
            share = Ratios(np.array([int(row["value"])]), np.array([1]))
            return Average(place, row["source"] or ENTERED, share)
    return None


def _of_measure(measured: Measured, schools, code: str, year: int) -> Average:
    """Parts and wholes added up where all schools tell them, else a plain mean."""
    numbers = [measured.number(code, school, year) for school in schools]
    rows = [
        measured.rows[code, school, year]
        for school, number in zip(schools, numbers, strict=True)
        if number is not None
    ]
    if not rows:
        return Average(MUNICIPALITY, UNKNOWN, of_numbers([None]))
    parts, wholes = ([whole(row[side]) for row in rows] for side in ("numerator", "denominator"))
    if None not in wholes:
        number = Fraction(10_000 * sum(parts), sum(wholes))
        return Average(MUNICIPALITY, BY_PUPILS, of_numbers([number]))
    told = [number for number in numbers if number is not None]
    return Average(MUNICIPALITY, PLAIN, of_numbers([sum(told) / len(told)]))
