"""What is confirmed is closed: whose results of a year nobody writes over any more."""

from collections.abc import Iterable

from django.db.models import Q

from schools.models import School

from .models import ResultLock, Sitting


def locked_pairs(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the pairs (school, sitting) that a confirmed procedure or school closes.

    One query where nothing is confirmed, three where something is.
    """
    pairs = set(pairs)
    schools, sittings = ({pair[n] for pair in pairs} for n in range(2))
    locks = ResultLock.objects.active().filter(Q(sitting__in=sittings) | Q(school__in=schools))
    locks = list(locks.values_list("municipality", "sitting", "school", "academic_year"))
    if not locks:
        return set()
    home = dict(School.objects.filter(pk__in=schools).values_list("pk", "municipality"))
    year = dict(Sitting.objects.filter(pk__in=sittings).values_list("pk", "academic_year"))
    procedures = {(municipality, sitting) for municipality, sitting, _s, _y in locks if sitting}
    closed = {(school, academic_year) for _m, _s, school, academic_year in locks if school}
    return {
        (school, sitting)
        for school, sitting in pairs
        if (home[school], sitting) in procedures or (school, year[sitting]) in closed
    }
