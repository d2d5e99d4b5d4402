"""What a reader of a results file hands back. Pure values, the same for every layout.

A reader is a module with `TITLE`, `HAS_PUPILS`, `recognises(book)` and
`read(book, *, academic_year)`. It takes a `schools.sheets.Book` and gives a `Reading`; it imports
no model, no setting and no request. To add one, see docs/adding-an-import-format.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from schools.sheets import Problem


class Work(NamedTuple):
    """A procedure in a school year. Without a day where the file names none."""

    kind: str  # VPR, OGE, EGE, KDR
    grade: int
    subject: str  # «Русский язык»
    variant: str = ""  # «база», «профиль»
    academic_year: int = 0
    held_on: str = ""  # 2026-04-20


@dataclass(frozen=True)
class Figures:
    """Counts, or shares where only these are known, or the reason why there is nothing.

    `counts` are by the code of the level («2» … «5», «below» …). Shares are in hundredths of a
    percent. `journal` compares with the class register: lower, same, higher, in pupils.
    `points` are pupils by test score where the file has no marks: only the scale of the year
    knows what is below the minimum, so they become counts before anything is staged.
    """

    participants: int | None = None
    counts: Mapping[str, int] | None = None
    share_low: int | None = None
    share_high: int | None = None
    mean: Decimal | None = None
    journal: Mapping[str, int] | None = None
    points: Mapping[str, int] | None = None
    no_data: str = ""  # a code of schools.models.NoDataReason


@dataclass(frozen=True)
class Line:
    """What a file says of one school at one work. A school is told by login, code or name."""

    row: int
    work: Work
    figures: Figures
    login: str = ""  # edu203389, older sch224143
    code: str = ""  # of РИС ГИА
    name: str = ""  # as it stands in the file, without the login
    class_label: str = ""
    period: str = "main"
    sheet: str = ""  # where the file has several that matter
    column: str = ""  # of the first figure, where a row tells of several works
    said: str = ""  # in place of a figure: «-», or nothing where the cell is blank


class Place(NamedTuple):
    level: str  # country, region, municipality
    name: str


@dataclass(frozen=True)
class BenchmarkLine:
    """A row of the country, of a region or of a municipality: `shares` by code of the level."""

    row: int
    place: Place
    work: Work
    participants: int | None = None
    shares: Mapping[str, int] | None = None
    journal: Mapping[str, int] | None = None  # hundredths of a percent as well


@dataclass(frozen=True)
class MarkerLine:
    """The federal list: this school showed a sign at this work, which asks for a closer look."""

    row: int
    work: Work
    login: str = ""
    name: str = ""
    district: str = ""  # the list is that of the whole region


@dataclass
class Reading:
    """All that was read and all that is wrong, at once: a user mends a file once."""

    lines: list[Line] = field(default_factory=list)
    benchmarks: list[BenchmarkLine] = field(default_factory=list)
    markers: list[MarkerLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(
        default_factory=list
    )  # passed over, and why: «скрытый лист «Служебный»»
    header: tuple[int, ...] = ()  # rows of the header, as the user counts them

    # letters of the columns by sheet and by what they tell («participants», «2»), where it is known
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    # districts that the file names, whether it says how they did or not
    districts: list[str] = field(default_factory=list)
    has_pupils: bool = False

    def note(self, sentence: str) -> None:
        """Each is said once, however many sheets give a reason for it."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def complain(self, row: int, column: str, value, message: str, sheet: str = "") -> None:
        self.problems.append(Problem(row, column, value, message, sheet))
