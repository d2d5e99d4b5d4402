"""A programme in one period as a note tells it. Nothing of a narrow circle is among its rows."""

from dataclasses import dataclass, field

from roadmap.models import Period, Programme
from roadmap.overview import Overview


@dataclass(frozen=True)
class Row:
    """One indicator. Of schools, `figure` is of all that answered, `asked` of how many."""

    number: str
    title: str
    goal: str
    figure: str
    distance: str
    state: str  # got, part, open
    depth: int
    is_of_schools: bool = False
    asked: int = 0
    answered: int = 0
    counted: int = 0  # of them checked, and with data
    judged: int = 0  # of those checked: that can be held against the goal
    reached: int = 0
    is_computed: bool = False  # by the portal, and entered by nobody
    is_hidden: bool = False
    lacks_proof: bool = False

    @property
    def is_told(self) -> bool:
        return bool(self.figure)

    @property
    def is_missed(self) -> bool:
        return self.state == "part"

    @property
    def left(self) -> str:
        """The distance in a column that names it already."""
        return self.distance.removeprefix("до\xa0цели: ").removeprefix("цель ")

    @property
    def is_reached(self) -> bool:
        return self.state == "got"


@dataclass(frozen=True)
class Group:
    """A section of the programme."""

    number: str
    title: str
    rows: list[Row]

    @property
    def told(self) -> list[Row]:
        return [row for row in self.rows if row.is_told]

    @property
    def silent(self) -> int:
        return sum(not row.is_told and not row.is_hidden for row in self.rows)


@dataclass(frozen=True)
class Picture:
    """A programme as a note tells it."""

    programme: Programme
    period: Period | None
    overview: Overview
    groups: list[Group] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [row for group in self.groups for row in group.rows if not row.is_hidden]

    @property
    def own(self) -> list[Row]:
        return [row for row in self.rows if not row.is_of_schools]

    @property
    def of_schools(self) -> list[Row]:
        return [row for row in self.rows if row.is_of_schools]

    @property
    def told(self) -> list[Row]:
        return [row for row in self.rows if row.is_told]

    @property
    def entered(self) -> list[Row]:
        return [row for row in self.told if not row.is_computed]

    @property
    def computed(self) -> list[Row]:
        return [row for row in self.told if row.is_computed]

    @property
    def aimed(self) -> list[Row]:
        """Of the municipality with a target and an entered value: these can be judged."""
        entered = (row for row in self.own if not row.is_computed)
        return [row for row in entered if row.goal and row.state != "open"]

    @property
    def reached(self) -> list[Row]:
        return [row for row in self.aimed if row.is_reached]

    @property
    def missed(self) -> list[Row]:
        return [row for row in self.aimed if row.is_missed]

    @property
    def is_of_both(self) -> bool:
        """Told of the municipality and of schools: then a table says whose a figure is."""
        return len({row.is_of_schools for row in self.told}) > 1

    @property
    def judged_of_schools(self) -> int:
        """Checked answers that can be held against a goal: each school has its own."""
        return sum(row.judged for row in self.of_schools)

    @property
    def reached_of_schools(self) -> int:
        return sum(row.reached for row in self.of_schools)

    @property
    def unproved(self) -> list[Row]:
        return [row for row in self.entered if row.lacks_proof]

    @property
    def hidden(self) -> int:
        return sum(row.is_hidden for group in self.groups for row in group.rows)
