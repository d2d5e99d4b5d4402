"""What the page of a file shows: the kept plan in words. No query, however many rows there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.models import Benchmark, ImportBatch
from assessments.wording import Line as Difference
from assessments.wording import differences, parts_of, sentence
from schools.russian import count, school_year

from .plan import RESULTS

HOW = {
    "login": "по логину или коду",
    "name": "по названию",
    "answer": "по вашему ответу",
}


@dataclass(frozen=True)
class Work:
    title: str
    year: str
    results: int


@dataclass(frozen=True)
class Row:
    """A line of the file and what it makes of a result."""

    number: int
    row: int
    sheet: str
    key: str
    file: str
    school: int
    name: str
    title: str
    academic_year: int
    said: str
    reason: str
    differences: Sequence[Difference]
    sentence: str
    doubt: str


@dataclass(frozen=True)
class Stranger:
    number: int
    key: str
    row: int
    sheet: str
    file: str
    login: str
    lines: int
    why: str
    learns: str
    nearest: Sequence[Sequence]


@dataclass(frozen=True)
class Complaint:
    row: int
    column: str
    value: Any
    message: str
    sheet: str
    key: str


@dataclass(frozen=True)
class Whole:
    """A row of a country, a region or a municipality, to hold the schools against."""

    level: str
    name: str
    title: str
    participants: int | None


@dataclass(frozen=True)
class Review:
    plan: dict
    works: Sequence[Work]
    strangers: Sequence[Stranger]
    problems: Sequence[Complaint]
    gaps: Sequence[Row]
    changed: Sequence[Row]
    new: Sequence[Row]
    wholes: Sequence[Whole]
    matched: Sequence[tuple[str, int]]

    @property
    def is_ready(self):
        return self.plan["may_be_stored"]

    @property
    def writes(self) -> int:
        return self.plan["counts"]["new"] + self.plan["counts"]["changed"]

    @property
    def changes_nothing(self):
        return not self.writes and not self.plan["benchmarks"] and not self.plan["markers"]

    @property
    def button(self):
        """«Записать 80 результатов», or what else the file brings."""
        if self.writes:
            return f"Записать {count(self.writes, RESULTS)}"
        return "Записать признаки" if self.plan["markers"] else "Записать"

    @property
    def rest_of_problems(self):
        return self.plan["problem_count"] - len(self.problems)


def review_of(batch: ImportBatch) -> Review:
    plan = batch.plan
    labels = {tuple(work["work"]): work["labels"] for work in plan["works"]}

    def rows(told):
        return [_row(number, row, labels[tuple(row["work"])]) for number, row in enumerate(told)]

    return Review(
        plan,
        works=[
            Work(w["title"], school_year(w["academic_year"]), w["results"]) for w in plan["works"]
        ],
        strangers=[Stranger(number, **told) for number, told in enumerate(plan["strangers"])],
        problems=[Complaint(**told) for told in plan["problems"]],
        gaps=rows(plan["gaps"]),
        changed=rows(plan["rows"]["changed"]),
        new=rows(plan["rows"]["new"]),
        wholes=[_whole(told) for told in plan.get("wholes", ())],
        matched=[(HOW[how], n) for how, n in plan["by"].items()],
    )


def _whole(told: dict) -> Whole:
    return Whole(
        Benchmark.Level(told["level"]).label,
        told["name"],
        f"{told['title']}, {school_year(told['academic_year'])}",
        told["participants"],
    )


def _row(number: int, told: dict, labels: dict) -> Row:
    names = ("row", "sheet", "key", "file", "school", "name", "said", "doubt")
    return Row(
        number,
        **{name: told[name] for name in names},
        title=f"{told['title']}, {school_year(told['work'][4])}",
        academic_year=told["work"][4],
        reason=told["after"]["no_data"],
        differences=differences(told["before"], told["after"], labels),
        sentence=sentence(parts_of(told["after"], labels)),
    )
