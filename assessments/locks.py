"""What is confirmed is closed: whose results of a year nobody writes over any more."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from schools.models import Municipality, School, User

from .models import ResultLock, Sitting

MANY = 10_000  # SQLite takes only so many values in one question
CONFIRMING = 7  # names the advisory locks of a municipality; SQLite lets one write at a time


def write_unconfirmed(schools: Iterable[int]) -> None:
    """Until this transaction ends nobody confirms in the municipalities of these schools.

    Those who write do not wait for each other. To be called before `locked_pairs`.
    """
    _advise(
        "SELECT pg_advisory_xact_lock_shared(%s, home) FROM ("
        "SELECT DISTINCT municipality_id::int AS home FROM schools_school WHERE id = ANY(%s)"
        ") AS homes",
        list(schools),
    )


def hold_still(municipality: Municipality) -> None:
    """Waits for those who write; until this transaction ends nobody writes a result there."""
    _advise("SELECT pg_advisory_xact_lock(%s, %s)", municipality.pk)


def _advise(statement: str, whom: int | list[int]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [CONFIRMING, whom])


@transaction.atomic
def lock(
    municipality: Municipality,
    *,
    academic_year: int,
    by: User,
    at: datetime,
    sitting: Sitting | None = None,
    school: School | None = None,
) -> tuple[ResultLock, bool]:
    """Confirm a procedure in the whole municipality, or a school of a year.

    The constraint is the referee: of two who press at once one confirms, and both get that lock.
    """
    hold_still(municipality)
    return ResultLock.objects.get_or_create(
        municipality=municipality,
        academic_year=academic_year,
        sitting=sitting,
        school=school,
        unlocked_at=None,
        defaults={"locked_by": by, "locked_at": at},
    )


def unlock(lock: ResultLock, *, by: User, at: datetime) -> bool:
    """False: somebody else was quicker, and stays named."""
    standing = ResultLock.objects.active().filter(pk=lock.pk)
    return bool(standing.update(unlocked_by=by, unlocked_at=at))


class Closed:
    """The locks that stand on a municipality's year, asked once for a whole board."""

    def __init__(self, locks: Iterable[ResultLock] = ()):
        locks = list(locks)
        self.sittings = {lock.sitting_id: lock for lock in locks if lock.sitting_id}
        self.schools = {lock.school_id: lock for lock in locks if lock.school_id}

    @classmethod
    def of(cls, municipality: Municipality, academic_year: int) -> "Closed":
        locks = municipality.result_locks.active().of_year(academic_year)
        return cls(locks.select_related("locked_by"))

    def on(self, school: School, sitting: Sitting) -> ResultLock | None:
        return self.sittings.get(sitting.pk) or self.schools.get(school.pk)


def locks_of(school: School, sitting: Sitting) -> Sequence[ResultLock]:
    """All that was ever confirmed about one result, the oldest first; two may stand at once."""
    locks = ResultLock.objects.filter(Q(sitting=sitting) | Q(school=school))
    locks = locks.filter(
        municipality=school.municipality_id, academic_year=sitting.academic_year
    ).select_related("locked_by", "unlocked_by")
    return list(locks.order_by("locked_at", "pk"))


def standing(locks: Iterable[ResultLock]) -> ResultLock | None:
    return next((lock for lock in locks if lock.unlocked_at is None), None)


def locked_pairs(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs (school, sitting) that a confirmed procedure or school closes.

    One query where nothing is confirmed, three where something is.
    """
    pairs = set(pairs)
    schools, sittings = ({pair[n] for pair in pairs} for n in range(2))
    of_schools = Q(school__in=schools) if len(schools) < MANY else Q(school__isnull=False)
    locks = ResultLock.objects.active().filter(Q(sitting__in=sittings) | of_schools)
    locks = list(locks.values_list("municipality", "sitting", "school", "academic_year"))
    if not locks:
        return set()
    theirs = School.objects.filter(municipality__in={municipality for municipality, *_ in locks})
    home = dict(theirs.values_list("pk", "municipality"))
    year = dict(Sitting.objects.filter(pk__in=sittings).values_list("pk", "academic_year"))
    procedures = {(municipality, sitting) for municipality, sitting, _s, _y in locks if sitting}
    closed = {(school, academic_year) for _m, _s, school, academic_year in locks if school}
    return {
        (school, sitting)
        for school, sitting in pairs
        if (home.get(school), sitting) in procedures or (school, year[sitting]) in closed
    }
