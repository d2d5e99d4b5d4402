"""Which column of a table is what, by its headings, in whatever order they stand. Pure."""

import re
from dataclasses import dataclass

from .periods import label_of

NUMBER, GOAL, TITLE, ACTIVITY = "number", "goal", "title", "activity"
LEVEL, PAIR = "level", "pair"
UNIT, RESPONSIBLE, PROVED_BY = "unit", "responsible", "proved_by"
LONGEST = 80  # of a heading
HEADINGS = (
    (NUMBER, r"(?:№|n|номер)\s*(?:п\s*/\s*п)?\.?$"),
    (RESPONSIBLE, r"ответствен|исполнител|кто отвечает|responsible"),
    (UNIT, r"единиц|ед\.\s*изм|ед\.$|unit"),
    (LEVEL, r"уровень$|level$|чей показатель"),
    (PAIR, r"пара$|pair$"),
    (GOAL, r"раздел|задач|цель|направлени|section$|goal"),
    (PROVED_BY, r"документ|подтвержд|чем подтвер|ожидаемый результат|evidence|proved"),
    (ACTIVITY, r"(?:ключевые |наименование |содержание )*(?:мероприят|действи)|activity"),
    (TITLE, r"(?:наименование |целевой |целевые )*(?:показател|индикатор|критери)|indicator|title"),
)


@dataclass(frozen=True)
class Columns:
    """`of`: role → column; `periods`: (column, label) from left to right."""

    of: dict[str, int]
    periods: tuple[tuple[int, str], ...] = ()
    width: int = 0

    @property
    def is_of_activities(self) -> bool:
        return ACTIVITY in self.of

    @property
    def title(self) -> int:
        return self.of[ACTIVITY if self.is_of_activities else TITLE]

    @property
    def names_lines(self) -> bool:
        return ACTIVITY in self.of or TITLE in self.of

    @property
    def is_whole(self) -> bool:
        """Enough of it to read rows by."""
        others = {UNIT, RESPONSIBLE, PROVED_BY} & set(self.of)
        return self.names_lines and bool(self.periods or others)

    def cell(self, row: list[str], role: str) -> str:
        return self.at(row, self.of.get(role, -1))

    @staticmethod
    def at(row: list[str], column: int) -> str:
        return row[column] if 0 <= column < len(row) else ""


def columns_of(row: list[str]) -> Columns | None:
    """The columns where a row is one of headings: half of its cells at least name something."""
    said = [(column, cell) for column, cell in enumerate(row) if cell]
    if len(said) < 2 or any(len(cell) > LONGEST for _column, cell in said):
        return None
    roles, periods, second = {}, [], None
    for column, cell in said:
        role = _role(cell)
        if role == TITLE and role in roles:
            second = column
        if role:
            roles.setdefault(role, column)
        elif label := label_of(cell):
            periods.append((column, label))
    if second is not None and periods:
        # «показатели», and beside them «индикатор»: да/нет, процент
        roles.setdefault(UNIT, second)
    if (len(roles) + len(periods)) * 2 < len(said):
        return None
    return Columns(roles, tuple(periods), width=said[-1][0] + 1)


def joined(above: Columns, below: Columns) -> Columns:
    """A heading of two rows: what stands below tells more of its columns than what spans them."""
    taken = {column for column, _label in below.periods}
    roles = {role: column for role, column in above.of.items() if column not in taken}
    periods = tuple(sorted({**dict(above.periods), **dict(below.periods)}.items()))
    return Columns(below.of | roles, periods, max(above.width, below.width))


def _role(cell: str) -> str:
    said = cell.lower().strip(" .:")
    return next((role for role, pattern in HEADINGS if re.match(pattern, said)), "")
