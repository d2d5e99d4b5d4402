"""Counts of teachers by school, year and subject: how many there are and what was done for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from schools.errors import PortalError
from schools.models import School, TeacherSupport, User
from schools.models.teachers import COUNTS

COLUMNS = ("teachers", *COUNTS)
OVERTAKEN = (
    "Пока вы\xa0вводили, числа изменил другой человек. Проверьте их и\xa0сохраните ещё\xa0раз."
)
# what is a part of what, beside the teachers themselves
PARTS = {"deficit": "diagnosed", "iom_done": "iom"}


@dataclass(frozen=True)
class TeacherRow:
    """`seen`: what its author saw stored, empty for nothing; see `seen_of`."""

    subject: str
    counts: Mapping[str, int | None]
    seen: str = ""


def seen_of(row: TeacherSupport | None) -> str:
    return ",".join(str(getattr(row, name)) for name in COLUMNS) if row else ""


def problems_of(counts: Mapping[str, int | None]) -> Iterable[tuple[str, str]]:
    """(column, sentence): what a row cannot say."""
    teachers = counts["teachers"]
    if teachers is None:
        if any(number is not None for number in counts.values()):
            yield "teachers", "Укажите, сколько всего учителей."
        return
    for name in COUNTS:
        number, whole = counts[name], counts.get(PARTS.get(name, ""))
        if number is None:
            continue
        if number > teachers:
            yield name, f"Больше, чем учителей: {number} из\xa0{teachers}."
        elif whole is not None and number > whole:
            title = TeacherSupport._meta.get_field(PARTS[name]).verbose_name
            yield name, f"Больше, чем в\xa0строке «{title}»: {number} из\xa0{whole}."


@transaction.atomic
def store_teachers(
    school: School, academic_year: int, rows: Iterable[TeacherRow], *, by: User, at: datetime
) -> int:
    """Write what differs; all rows or none. A row that is there stays: «нет учителей» is 0."""
    rows = list(rows)
    there = TeacherSupport.objects.select_for_update().filter(
        school=school, academic_year=academic_year
    )
    stored = {row.subject.lower(): row for row in there}
    changed = 0
    for row in rows:
        known = stored.get(row.subject.lower())
        if _is_same(known, row):
            continue
        if seen_of(known) != row.seen:
            raise PortalError(OVERTAKEN)
        if row.counts["teachers"] is None:
            raise PortalError("Число учителей нельзя стереть. Если учителей нет, впишите\xa00.")
        for _column, sentence in problems_of(row.counts):
            raise PortalError(sentence)
        known = known or TeacherSupport(
            school=school, academic_year=academic_year, subject=row.subject.lower()
        )
        for name in COLUMNS:
            setattr(known, name, row.counts[name])
        known._history_user, known._history_date = by, at
        known.save()
        changed += 1
    return changed


def _is_same(known: TeacherSupport | None, row: TeacherRow) -> bool:
    now = {name: getattr(known, name) if known else None for name in COLUMNS}
    return now == {name: row.counts[name] for name in COLUMNS}
