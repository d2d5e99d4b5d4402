"""What a method is given: the schools of a municipality and what is known of them. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, partial

import pandas as pd

from assessments.naming import lowered

PROCEDURE = ["kind", "grade", "subject", "variant"]
FIGURES = ["participants", "low_n", "high_n", "share_low", "share_high", "mean"]
SCHOOL = ["school_id", "short_name", "full_name", "kind_of_school", "legal_status", "municipality"]
SCHOOLS = [*SCHOOL, "cluster", "cluster_order"]
RESULTS = [
    *("school_id", "academic_year", *PROCEDURE, *FIGURES, "no_data", "journal"),
    *("result_id", "source_row", "source"),
]
NOT_HELD = ["academic_year", *PROCEDURE]
MEASURED = [
    *("measure", "title", "unit", "school_id", "place", "academic_year"),
    *("value", "numerator", "denominator", "label", "no_data", "source"),
]
BENCHMARKS = ["place", "academic_year", *PROCEDURE, "figure", "value", "source"]
ENROLMENT = ["school_id", "academic_year", "grade", "pupils"]
MARKERS = ["school_id", "academic_year", *PROCEDURE, "source"]


def none_of(columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=columns).astype(object)


@dataclass(frozen=True)
class Facts:
    """The year that is judged and the frames, each with the columns named above.

    `schools` has one row per school that was open then, `results` one per school, procedure and
    year: shares in hundredths of a percent, `mean` in points, a gap None with its reason in
    `no_data`. `not_held`: procedures of years that were declared as not held. `measured`: figures
    of a school, or of a place («region», «municipality») where `school_id` is None.
    `benchmarks`: averages of places; `figure` is a column of results. `titles`: of measures by
    their codes, also where nobody has a figure; they are words, and no verdict rests on them.
    """

    academic_year: int
    schools: pd.DataFrame
    results: pd.DataFrame = field(default_factory=partial(none_of, RESULTS))
    not_held: pd.DataFrame = field(default_factory=partial(none_of, NOT_HELD))
    measured: pd.DataFrame = field(default_factory=partial(none_of, MEASURED))
    benchmarks: pd.DataFrame = field(default_factory=partial(none_of, BENCHMARKS))
    enrolment: pd.DataFrame = field(default_factory=partial(none_of, ENROLMENT))
    markers: pd.DataFrame = field(default_factory=partial(none_of, MARKERS))
    titles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def years_held(self) -> dict[tuple, set[int]]:
        """Procedure → the years in which somebody has numbers of it."""
        reason = self.results["no_data"]
        return _years(self.results[reason.isna() | (reason == "")])

    @cached_property
    def years_not_held(self) -> dict[tuple, set[int]]:
        """Procedure → the years of which somebody declared that it was not held."""
        return _years(self.not_held)

    @property
    def is_silent(self) -> bool:
        """Not a single number of the year that is judged."""
        said = self.results[self.results["academic_year"] == self.academic_year]
        numbers = said[["share_high", "mean", "journal"]].notna().any(axis=None)
        return not (numbers or len(self.measured) or len(self.markers))

    def frames(self) -> list[pd.DataFrame]:
        """What was told, without ids of the database: schools stand in it by their names."""
        names = dict(zip(self.schools["school_id"], self.schools["short_name"], strict=True))
        told = []
        for each in fields(self):
            if not isinstance(frame := getattr(self, each.name), pd.DataFrame):
                continue
            frame = frame.drop(columns="result_id", errors="ignore")
            if "school_id" in frame:
                frame = frame.assign(school_id=frame["school_id"].map(names))
            told.append(frame)
        return told


def _years(rows: pd.DataFrame) -> dict[tuple, set[int]]:
    found = defaultdict(set)
    names = ("academic_year", *PROCEDURE)
    for year, kind, grade, subject, variant in zip(*(rows[name] for name in names), strict=True):
        found[kind, grade, lowered(subject), variant].add(year)
    return found
