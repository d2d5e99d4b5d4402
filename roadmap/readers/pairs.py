"""A table of two levels → a table of one indicator a row. Pure.

Such an order has what the municipality tells and what its schools answer side by side, several
numbered indicators in a cell, and its rows cut by pages. Numbers begin anew and repeat, so that a
school's indicator belongs to the last municipal one beside or above it.
"""

import re
from dataclasses import dataclass, field

MUNICIPAL, SCHOOL = "муниципалитет", "школа"
HEADINGS = ["Раздел", "Уровень", "Показатель", "Единица"]
OF_MUNICIPALITY = re.compile(r"уровень муниципал", re.IGNORECASE)
OF_SCHOOL = re.compile(r"уровень (?:оо|оу|школ|образоват)", re.IGNORECASE)
SECOND_HEADING = re.compile(r"показател|индикатор", re.IGNORECASE)
# «2. Доля», «1 Наличие»; «КДР – 8. По» is no number
NUMBER = re.compile(r"(?:(?<=^)|(?<=\s))(?<![–—-]\s)(\d{1,2})\s?[.)]?\s*(?=[А-ЯЁ«])")
INDICATOR = re.compile(
    r"(?:количество|число|доля|наличие|процент|средний|реализация)", re.IGNORECASE
)
GOES_ON = re.compile(r"[a-zа-яё–—.,;:)-]")
DEGREE = "степень выполнения"
UNITS = (
    (r"наличие[^/\\]{0,30}[/\\]\s*отсутствие", "наличие"),
    (r"процент реализации", DEGREE),
    (r"количество\s*[/\\]\s*%", "процент"),
    (r"числов\w+ (?:показатель|значение)", "число"),
)
UNIT = re.compile("|".join(f"({pattern})" for pattern, _unit in UNITS), re.IGNORECASE)


@dataclass
class Pair:
    """One municipal indicator, those of the schools, and the units that stand beside them."""

    goal: str
    title: str
    schools: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[list[str]]:
        """Units are told apart only where there is one for each school's indicator."""
        own = DEGREE if DEGREE in self.units else ""
        units = self.units if len(self.units) == len(self.schools) else [""] * len(self.schools)
        of_schools = zip(self.schools, units, strict=True)
        return [
            [self.goal, MUNICIPAL, self.title, own],
            *([self.goal, SCHOOL, title, unit] for title, unit in of_schools),
        ]


def unpaired(rows: list[list[str]]) -> list[list[str]]:
    """The rows as they are, where no heading names two levels."""
    for number, row in enumerate(rows):
        if columns := _columns(row):
            reader = _Reader(*columns)
            for below in rows[number + 1 :]:
                reader.take(below)
            told = [line for pair in reader.pairs for line in pair.rows]
            return [*rows[:number], HEADINGS, *told]
    return rows


def _columns(row: list[str]) -> tuple[int, int] | None:
    found = (
        next((column for column, cell in enumerate(row) if heading.match(cell)), None)
        for heading in (OF_MUNICIPALITY, OF_SCHOOL)
    )
    municipal, school = found
    return None if None in (municipal, school) else (municipal, school)


class _Reader:
    """One pass from top to bottom; the last pair stays open, for a page may have cut it."""

    def __init__(self, municipal: int, school: int):
        self.municipal, self.school, self.unit = municipal, school, school + 1
        self.goal = ""
        self.pairs: list[Pair] = []
        self.is_of_goal = False  # whether a goal was read last
        self.numbers = {municipal: 0, school: 0}

    def take(self, row: list[str]) -> None:
        said = [column for column in range(len(row)) if _at(row, column)]
        if not said or _columns(row) or self._heads(row):
            return
        municipal, school, unit = (_at(row, n) for n in (self.municipal, self.school, self.unit))
        if said == [self.municipal] and self._names_goal(municipal, is_text=len(row) == 1):
            return
        is_new = bool(municipal) and not GOES_ON.match(municipal)
        self.is_of_goal = self.is_of_goal and not is_new
        self._take_municipal(municipal)
        self._take_schools(school, is_new=is_new)
        if self.pairs:
            self.pairs[-1].units += [_unit(found) for found in UNIT.finditer(unit)]

    def _heads(self, row: list[str]) -> bool:
        cells = [_at(row, self.municipal), _at(row, self.school)]
        return all(SECOND_HEADING.fullmatch(cell.rstrip("иь")) is not None for cell in cells)

    def _names_goal(self, text: str, *, is_text: bool) -> bool:
        """A row of one cell; what counts something is an indicator that no school answers."""
        title = NUMBER.sub("", text, count=1) if NUMBER.match(text) else text
        if GOES_ON.match(text):
            if self.is_of_goal:
                self.goal += f" {text}"
            return self.is_of_goal or is_text
        if INDICATOR.match(title):
            return False
        if is_text and not NUMBER.match(text):
            return True
        self.goal, self.is_of_goal = title, True
        self.numbers = dict.fromkeys(self.numbers, 0)
        return True

    def _take_municipal(self, text: str) -> None:
        more, new = self._split(text, self.municipal)
        if more and self.pairs and GOES_ON.match(more):
            self.pairs[-1].title += f" {more}"
        elif more:
            new = [more, *new]
        self.pairs += [Pair(self.goal, title) for title in new]

    def _take_schools(self, text: str, *, is_new: bool) -> None:
        more, new = self._split(text, self.school)
        if more and is_new and not GOES_ON.match(more):
            new = [more, *new]
        elif more:
            last = next((pair for pair in reversed(self.pairs) if pair.schools), None)
            if last:
                last.schools[-1] += f" {more}"
        if self.pairs:
            self.pairs[-1].schools += new

    def _split(self, text: str, column: int) -> tuple[str, list[str]]:
        """What goes on the line before, and the numbered ones that begin."""
        begins, last = [], self.numbers[column]
        for found in NUMBER.finditer(text):
            number = int(found[1])
            if found.start() == 0 or number in (1, last + 1):
                begins.append(found)
                last = number
        self.numbers[column] = last
        ends = [*(found.start() for found in begins[1:]), len(text)]
        titles = [text[found.end() : end].strip() for found, end in zip(begins, ends, strict=False)]
        return text[: begins[0].start() if begins else len(text)].strip(), titles


def _at(row: list[str], column: int) -> str:
    cell = row[column] if column < len(row) else ""
    return cell if re.search(r"\w", cell) else ""


def _unit(found: re.Match) -> str:
    return UNITS[found.lastindex - 1][1]
