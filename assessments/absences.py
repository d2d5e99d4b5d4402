"""Years in which something was not held, or not when it should have been: not_held.csv. Pure."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .naming import KINDS, ONLY_GRADE

KNOWN = Path(__file__).parent / "data" / "not_held.csv"


class Absence(NamedTuple):
    """What is blank means all: every grade, every subject, but for those of `excepted`."""

    kind: str
    grade: int | None
    subject: str
    variant: str
    academic_year: int
    was_moved: bool
    excepted: tuple[str, ...]
    remark: str
    source: str
    url: str

    @property
    def title(self) -> str:
        grade = "" if self.grade in (None, ONLY_GRADE.get(self.kind)) else f"-{self.grade}"
        subject = f", {self.subject.lower()}" if self.subject else ""
        variant = f" ({self.variant})" if self.variant else ""
        others = f", кроме предметов: {', '.join(self.excepted).lower()}" if self.excepted else ""
        return f"{KINDS[self.kind]}{grade}{subject}{variant}{others}"

    def covers(self, kind: str, grade: int, subject: str, variant: str) -> bool:
        return (
            self.kind == kind
            and self.grade in (None, grade)
            and self.subject in ("", subject)
            and self.variant in ("", variant)
            and subject not in self.excepted
        )


@cache
def known_absences() -> tuple[Absence, ...]:
    with KNOWN.open(encoding="utf-8", newline="") as file:
        return tuple(
            Absence(
                kind=row["kind"],
                grade=int(row["grade"]) if row["grade"] else None,
                subject=row["subject"],
                variant=row["variant"],
                academic_year=int(row["year"]),
                was_moved=row["what"] == "moved",
                excepted=tuple(row["except"].split(";")) if row["except"] else (),
                remark=row["remark"],
                source=row["title"],
                url=row["url"],
            )
            for row in csv.DictReader(file)
        )
