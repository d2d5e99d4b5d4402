"""Headings in two or three rows, the upper ones over several columns → which column is what.

A merged heading holds its text in its first cell only, and so does one that was just typed once:
it reaches to the right until the next heading of its own row or of a row above it.
"""

import re
from dataclasses import dataclass

from schools.sheets import Sheet

from .cells import cell_at, first_rows, text, title
from .reading import Work
from .works import grade_in, kind_in, subject_and_variant

MOST_ABOVE = 2
# «4, 5» typed into Excel becomes the number 4.5
HIGH = re.compile(r"(доля)?4([,.и–+-])5|качество|(более|>|выше)60(баллов)?")
LOW = re.compile(r"(доля)?2|нижепорога|не(преодолел|справил|успева)\w*")
NOISE = re.compile(r"[\s«»\"“”%]")
SCHOOL = re.compile(r"(оу|оо|школ\w*|(наименование|название|образовательн)\b.*)")
YEARS = re.compile(r"\b(20\d\d)\s*[/–-]\s*(20\d\d)\b")
YEAR = re.compile(r"(?<![\d/–-])\b(20\d\d)\b(?!\s*[/–-])")
WORDS_OF_YEAR = re.compile(r"\b(учебн\w*|уч\.?|год\w*|г\.)", re.IGNORECASE)
YEAR_ABOVE = re.compile(rf"{YEARS.pattern}\s*уч", re.IGNORECASE)


@dataclass(frozen=True)
class Pair:
    """Two columns under one heading: the high and the low share. None: there is no such column."""

    heading: str
    high: int | None
    low: int | None

    @property
    def first(self):
        return min(place for place in (self.high, self.low) if place is not None)

    def work(self, academic_year: int) -> Work | None:
        """None where the heading leaves open what work it is."""
        said = YEARS.sub(" ", YEAR.sub(" ", self.heading))
        said = said if said == self.heading else WORDS_OF_YEAR.sub(" ", said)
        kind = kind_in(said)
        grade = grade_in(said, kind)
        subject, variant = subject_and_variant(said)
        if not kind or not subject or not 1 <= grade <= 11:
            return None
        year = year_in(self.heading) or academic_year
        return Work(kind, grade, subject, variant, academic_year=year)


@dataclass(frozen=True)
class Table:
    sheet: Sheet
    top: int
    header: int  # the lowest row of the headings
    school: int
    pairs: tuple[Pair, ...]

    @property
    def places(self):
        return [p for pair in self.pairs for p in (pair.high, pair.low) if p is not None]

    @property
    def year_above(self):
        """«2018/2019 учебный год» over the table; the dates and periods of an order are none."""
        said = " ".join(text(cell) for row in self.sheet.rows[: self.top] for cell in row)
        found = YEAR_ABOVE.search(said)
        return int(found[2]) if found else 0


def year_in(said: str) -> int:
    """«2018/2019» → 2019, «ВПР 2019» → 2019; a period of several years is no school year."""
    found = YEARS.search(said)
    if found:
        return int(found[2]) if int(found[2]) - int(found[1]) == 1 else 0
    found = YEAR.search(said)
    return int(found[1]) if found else 0


def table_in(sheet: Sheet) -> Table | None:
    """The first row that says «4, 5» and «2», with the headings above it."""
    for header, row in first_rows(sheet):
        kinds = {place: kind for place, cell in enumerate(row) if (kind := share_in(cell))}
        if len(set(kinds.values())) < 2:
            continue
        top = top_of(sheet, header)
        pairs = _pairs(headings_over(sheet.rows[top:header], len(row)), kinds)
        if any(kind_in(pair.heading) for pair in pairs):
            school = _school(sheet.rows[top : header + 1], min(kinds))
            return Table(sheet, top, header, school, pairs)
    return None


def share_in(cell) -> str:
    said = NOISE.sub("", title(cell)).rstrip(",")
    return "high" if HIGH.fullmatch(said) else "low" if LOW.fullmatch(said) else ""


def top_of(sheet: Sheet, header: int) -> int:
    """A row with nothing but its first cell is the title of the table, not a heading."""
    top = header
    while top > max(0, header - MOST_ABOVE) and any(map(text, sheet.rows[top - 1][1:])):
        top -= 1
    return top


def headings_over(rows: list[list], width: int) -> list[str]:
    """What stands over each column, from above down."""
    headings, over = [], [""] * len(rows)
    for place in range(width):
        for depth, row in enumerate(rows):
            if said := text(cell_at(row, place)):
                over[depth:] = [said] + [""] * (len(rows) - depth - 1)
        headings.append(" ".join(filter(None, over)))
    return headings


def _pairs(headings: list[str], kinds: dict[int, str]) -> tuple[Pair, ...]:
    found: dict[str, dict[str, int]] = {}
    for place, kind in kinds.items():
        found.setdefault(headings[place], {}).setdefault(kind, place)
    return tuple(
        Pair(heading, places.get("high"), places.get("low")) for heading, places in found.items()
    )


def _school(rows: list[list], first: int) -> int:
    """The column of the names: by its heading, else the one before the first share."""
    for row in rows:
        for place, cell in enumerate(row[:first]):
            if SCHOOL.fullmatch(title(cell)):
                return place
    return max(first - 1, 0)
