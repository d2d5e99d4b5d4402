"""What the rules are given: the schools of a municipality and what is known of them. Pure.

The first frames are those of the methods of identification (`identification.methods.facts`), with
a few columns more; a column that is missing is unknown. A frame that is None is kept by nobody yet:
the rules that read it are silent. An empty one says that there is nothing of the kind.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial

import pandas as pd

from assessments.naming import lowered
from identification.methods import facts as methods
from identification.methods.facts import PROCEDURE, none_of

from .lines import Key

# group: of partners; parent_id: the head school; opened_in: the first school year
SCHOOLS = [*methods.SCHOOLS, "group", "parent_id", "opened_in", "receiving"]
# class_label: "" is the whole parallel; counts: by the codes of levels
RESULTS = [*methods.RESULTS, "class_label", "counts", "objectivity_control", "scale"]
VERDICTS = [
    *("school_id", "academic_year", "method", "status", "adjusted_status", "score"),
    *("adjusted_score", "place", "adjusted_place", "of", "pupils_to_flip", "stability"),
    # is_decided: by an approved protocol; most: the highest score with the lines that it has;
    # score_if_nobody: the adjusted one if nobody took part where both shares are zero
    *("reasons", "is_decided", "most", "score_if_nobody", "flip_to", "among"),
    # what the method itself said, whatever the group has decided since
    "proposed",
]
STATUSES = ["school_id", "kind", "since", "until"]
# title: what has been noticed
SIGNS = ["school_id", "academic_year", *PROCEDURE, "conclusion", "title"]
EXTERNAL = ["issuer", "academic_year", "kind", "declared_count", "named_count"]
TEACHERS = [
    *("school_id", "academic_year", "subject", "teachers", "diagnosed", "deficit", "supported"),
    *("courses", "iom", "iom_done", "young", "mentored", "shown"),
]
# in force when the letter is written
PROGRAMMES = ["school_id"]
# late duties of the school's people; is_long: by more than twenty working days
TASKS = ["school_id", "title", "due_on", "is_long"]
# own programmes: their own goals and indicators of this year; lines: procedures that indicators
# are computed from; words: all titles, in small letters; activities: how many
PLANS = ["school_id", "goals", "indicators", "lines", "words", "activities"]
# what the school told municipal programmes at the end of the last period; state: got, part, open
ANSWERS = [
    *("school_id", "title", "kind", "state", "lacks_proof", "yes", "numerator", "denominator"),
    "goal",
]
SITES = ["school_id", "title"]  # what the last round did not find on the site
# of the region: participants and how many of them did well, where a federal file told both
REGION = ["academic_year", *PROCEDURE, "n", "h"]
CURATORS = ["school_id"]
PARTNERSHIPS = ["school_id", "partner", "ends_on", "days_left"]
# what the municipality has on offer: the form, its subject ("" for all), who or where, and when
SUPPORT = ["form", "subject", "title", "when"]
# recommendations of earlier years: one row per rule; line: the one whose figure was judged
PAST = ["school_id", "academic_year", "code", "text", "is_done", "outcome", "line"]

Frame = pd.DataFrame


@dataclass(frozen=True, eq=False)
class Facts:
    academic_year: int
    schools: Frame
    results: Frame = field(default_factory=partial(none_of, RESULTS))
    not_held: Frame = field(default_factory=partial(none_of, methods.NOT_HELD))
    measured: Frame = field(default_factory=partial(none_of, methods.MEASURED))
    benchmarks: Frame = field(default_factory=partial(none_of, methods.BENCHMARKS))
    enrolment: Frame = field(default_factory=partial(none_of, methods.ENROLMENT))
    markers: Frame = field(default_factory=partial(none_of, methods.MARKERS))
    verdicts: Frame = field(default_factory=partial(none_of, VERDICTS))
    statuses: Frame = field(default_factory=partial(none_of, STATUSES))
    signs: Frame = field(default_factory=partial(none_of, SIGNS))
    external: Frame = field(default_factory=partial(none_of, EXTERNAL))
    teachers: Frame | None = None
    programmes: Frame | None = None
    curators: Frame | None = None
    partnerships: Frame | None = None
    support: Frame | None = None
    past: Frame | None = None
    region: Frame | None = None
    tasks: Frame | None = None
    plans: Frame | None = None
    answers: Frame | None = None
    sites: Frame | None = None
    secret: frozenset[str] = frozenset()  # measures that the narrow circle alone reads
    memo: dict = field(default_factory=dict, repr=False)

    @cached_property
    def school_rows(self) -> dict:
        return {row["school_id"]: row for row in records(self.schools)}

    @cached_property
    def result_rows(self) -> dict[tuple, dict]:
        """(school, key, year) → the row of the whole parallel."""
        return {
            (row["school_id"], key_of(row), row["academic_year"]): row
            for row in records(self.results)
            if not row.get("class_label")
        }

    @cached_property
    def keys_of_schools(self) -> dict[object, set[Key]]:
        found = defaultdict(set)
        for school, key, _ in self.result_rows:
            found[school].add(key)
        return found

    @cached_property
    def years_held(self) -> dict[Key, list[int]]:
        """The years in which somebody has numbers of it, the newest first."""
        found = defaultdict(set)
        for (_, key, year), row in self.result_rows.items():
            if not row.get("no_data"):
                found[key].add(year)
        return {
            key: sorted((year for year in years if (key, year) not in self.dropped), reverse=True)
            for key, years in found.items()
        }

    @cached_property
    def dropped(self) -> set[tuple[Key, int]]:
        """Procedures of years that were declared as not held."""
        return {(key_of(row), row["academic_year"]) for row in records(self.not_held)}

    @cached_property
    def pupils(self) -> dict[tuple, int]:
        return {
            (row["school_id"], row["academic_year"], row["grade"]): row["pupils"]
            for row in records(self.enrolment)
        }

    def rows(self, name: str, school_id, *, year: int | None = None) -> list[dict] | None:
        """Rows of a frame about one school; None where nobody keeps such a frame yet."""
        frame = getattr(self, name)
        if frame is None:
            return None
        if name not in self.memo:
            by_school = defaultdict(list)
            for row in records(frame):
                by_school[row.get("school_id")].append(row)
            self.memo[name] = by_school
        rows = self.memo[name].get(school_id, [])
        return [row for row in rows if year is None or row["academic_year"] == year]


def records(frame: Frame) -> list[dict]:
    """Rows as dicts of plain values: whole numbers are integers, and a gap is None."""
    return [
        {name: _plain(value) for name, value in row.items()} for row in frame.to_dict("records")
    ]


def key_of(row: dict) -> Key:
    grade = row["grade"]
    return Key(row["kind"], grade, _subject(row["subject"]), row.get("variant") or "")


def _subject(subject: str) -> str:
    return subject[:1].upper() + lowered(subject)[1:]


def _plain(value):
    if isinstance(value, dict | list | tuple | str):
        return value
    if pd.isna(value):
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
