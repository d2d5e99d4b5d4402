"""Each procedure of a school over the years, beside its cluster, municipality and region."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from schools.models import Municipality, School, SchoolYear

from .models import Benchmark, Procedure, Result, Sitting
from .shares import NOTHING, Average, Told, average, gap_of, tells_of_one

YEARS = 5
NOT_HELD = Told(None, gap="не проводилась")


@dataclass(frozen=True)
class Year:
    """One procedure in one year. An average that would tell of a single school is None."""

    academic_year: int
    school: Told
    cluster: Average | None
    municipality: Average | None
    region: int | None  # a federal file tells it


@dataclass(frozen=True)
class Trend:
    procedure: Procedure
    years: Sequence[Year]

    @property
    def is_empty(self) -> bool:
        return all(year.school.share is None for year in self.years)


def trends_of(school: School, *, seen: Collection[int], last: int, side: str) -> list[Trend]:
    """Up to the year `last`, one line per procedure that the school told a share of.

    `seen`: the schools whose figures the reader sees anyway.
    """
    municipality = school.municipality
    told = told_of(municipality, first=last - YEARS + 1, last=last, side=side)
    own = {
        place: by_school[school.pk] for place, by_school in told.items() if school.pk in by_school
    }
    years = sorted({year for _procedure, year in own})
    if not years:
        return []
    held = range(years[0], years[-1] + 1)
    clusters = clusters_of(municipality)
    regions = regions_of(municipality, first=held[0], side=side)
    absent = not_held(municipality, first=held[0], last=last)
    known = Procedure.objects.filter(pk__in={procedure for procedure, _year in own})
    trends = []
    for procedure in known:
        found = []
        for year in held:
            place = procedure.pk, year
            gap = NOT_HELD if place in absent else Told(None, gap=NOTHING)
            shares = {pk: one for pk, one in told.get(place, {}).items() if one.share is not None}
            near, all_around = _around(school.pk, shares, clusters(year), set(seen))
            found.append(Year(year, own.get(place, gap), near, all_around, regions.get(place)))
        trends.append(Trend(procedure, found))
    return [trend for trend in trends if not trend.is_empty]


def _around(
    school: int, shares: Mapping[int, Told], clusters: Mapping[int, int], seen: set[int]
) -> tuple[Average | None, Average | None]:
    """Of the cluster and of the municipality, as far as they may be shown."""
    groups = defaultdict(set)
    for pk in shares:
        groups[clusters.get(pk)].add(pk)
    mine = groups.get(clusters.get(school), set()) if school in clusters else set()
    known = [groups[name] for name in {clusters.get(pk) for pk in seen} if name in groups]
    return (
        None if tells_of_one(mine, [], seen) else _of_several([shares[pk] for pk in mine]),
        None if tells_of_one(shares.keys(), known, seen) else _of_several(shares.values()),
    )


def _of_several(figures: Collection[Told]) -> Average | None:
    return average(figures) if len(figures) > 1 else None


def told_of(municipality: Municipality, *, first: int, last: int, side: str) -> dict:
    """{(procedure, year): {school: what it told}} of the main period and whole parallels."""
    fields = ["sitting__procedure", "sitting__academic_year", "school", f"share_{side}"]
    fields += [f"{side}_n", "participants", "no_data", "mean"]
    results = Result.objects.main().filter(
        school__municipality=municipality, sitting__academic_year__range=(first, last)
    )
    found = defaultdict(dict)
    for procedure, year, school, share, *counts, no_data, mean in results.values_list(*fields):
        gap = "" if share is not None else gap_of(no_data, has_mean=mean is not None)
        found[procedure, year][school] = Told(share, *counts, gap)
    return dict(found)


def clusters_of(municipality: Municipality):
    """year → {school: its cluster then}: a later move does not change the past."""
    rows = list(
        SchoolYear.objects.filter(school__municipality=municipality)
        .order_by("academic_year")
        .values_list("academic_year", "school", "cluster")
    )

    def then(year: int) -> dict[int, int]:
        return {school: cluster for since, school, cluster in rows if since <= year}

    return then


def not_held(municipality: Municipality, *, first: int, last: int) -> set[tuple[int, int]]:
    sittings = Sitting.objects.shown_in(municipality.region_id).filter(
        held=False, academic_year__range=(first, last)
    )
    return set(sittings.values_list("procedure", "academic_year"))


def regions_of(municipality: Municipality, *, first: int, side: str) -> dict:
    """{(procedure, year): share of the region} as the latest federal file told it."""
    rows = (
        Benchmark.objects.latest(municipality)
        .filter(
            level=Benchmark.Level.REGION, shares__isnull=False, sitting__academic_year__gte=first
        )
        .select_related("sitting")
        .prefetch_related("sitting__scale__levels")
        .order_by("batch__stored_at", "pk")
    )
    return {
        (one.sitting.procedure_id, one.sitting.academic_year): one.share_of(
            side, one.sitting.scale.levels.all()
        )
        for one in rows
    }
