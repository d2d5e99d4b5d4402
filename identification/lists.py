"""Where external lists become values that one can compare."""

from schools.models import Municipality, School, SchoolYear
from schools.naming import natural_key

from .external import LOW_RESULTS, NamedList


def lists_of(municipality: Municipality, *, academic_year: int | None = None) -> list[NamedList]:
    """All lists of the municipality; of a year, those that its low results are held against.

    A list of another kind (of doubtful results, say) tells another thing. Clusters as they
    were then.
    """
    lists = municipality.external_lists.select_related("document").prefetch_related(
        "entries__school"
    )
    if academic_year is not None:
        lists = lists.filter(applies_to_year=academic_year, kind=LOW_RESULTS)
    moves = list(
        SchoolYear.objects.filter(school__external_entries__list__municipality=municipality)
        .distinct()
        .order_by("academic_year")
        .values_list("school_id", "academic_year", "cluster__name")
    )
    return [_named(one, moves) for one in lists]


def _named(one, moves) -> NamedList:
    clusters = {school: name for school, year, name in moves if year <= one.applies_to_year}
    found = [entry.school for entry in one.entries.all()]
    schools = {school.pk: school for school in sorted(found, key=_in_order)}
    return NamedList(
        issuer=one.issuer,
        published_on=one.published_on,
        named={pk: clusters.get(pk) or "" for pk in schools},
        names={pk: school.short_name for pk, school in schools.items()},
        declared=one.declared_count,
        # by name: PostgreSQL keeps no order of keys
        by_cluster=dict(sorted(one.declared_by_cluster.items())),
        kind=one.kind,
        applies_to_year=one.applies_to_year,
        document=one.document,
    )


def _in_order(school: School) -> list:
    return natural_key(school.short_name)
