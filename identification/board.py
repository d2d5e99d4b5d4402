"""The table before the working group: schools beside all that is said of them in a year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from assessments.collection import schools_in_order
from schools.models import Municipality, SchoolStatus
from schools.russian import school_name

from .external import LOW_RESULTS, NamedList
from .lists import lists_of
from .models import Run
from .opinions import Considered, Opinion, Source, of_list, of_verdict
from .summary import place_words

# low results first: they are what the evening is about
KINDS = dict(SchoolStatus.Kind.choices)


@dataclass(frozen=True)
class Board:
    municipality: Municipality
    academic_year: int
    sources: list[Source]
    rows: list[Considered]

    @property
    def main(self) -> Source | None:
        return next((source for source in self.sources if source.is_main), None)

    @property
    def grounds(self) -> dict[tuple[int, str, bool], str]:
        """(school, status, given or not) → what stands for the reason where the group gave none."""
        return {
            (row.school.pk, kind, is_given): row.grounds(kind, is_given=is_given)
            for row in self.rows
            for kind in KINDS
            for is_given in (True, False)
        }

    @property
    def parts(self) -> dict[str, list[Considered]]:
        """The rows that a filter may leave."""
        return {
            "": self.rows,
            "disputed": [row for row in self.rows if row.is_disputed],
            "border": [row for row in self.rows if row.is_on_border],
            "proposed": [row for row in self.rows if row.is_proposed],
        }


def board_of(
    municipality: Municipality, academic_year: int, *, until: datetime | None = None
) -> Board:
    """Every standing run and every list of the year, and what schools have already.

    `until`: the moment of an approval; a later identification was not before the group.
    """
    runs = _runs(municipality, academic_year, until)
    columns = [*runs, *_lists(municipality, academic_year)]
    held = defaultdict(set)
    now = SchoolStatus.objects.current().filter(school__municipality=municipality)
    for school, kind in now.order_by().values_list("school_id", "kind"):
        held[school].add(kind)
    schools = schools_in_order(municipality.schools.all(), academic_year)
    return Board(
        municipality=municipality,
        academic_year=academic_year,
        sources=[source for source, _told in columns],
        rows=[
            Considered(
                school=school,
                name=school_name(school.short_name),
                cluster=school.cluster_name or "",
                opinions=tuple(told(school, source) for source, told in columns),
                held=frozenset(held[school.pk]),
            )
            for school in schools
        ],
    )


def _runs(municipality, academic_year, until):
    """Source and what it says of a school; the municipality's own methodology first."""
    own = municipality.methodologies.newest().in_order().first()
    runs = (
        Run.objects.standing()
        .filter(municipality=municipality, academic_year=academic_year)
        .select_related("methodology__document")
        .prefetch_related("verdicts")
    )
    if until:
        runs = runs.filter(finished_at__lte=until)
    # of the versions of a methodology the last that was run
    last = {run.methodology.slug: run for run in runs.order_by("pk")}
    for run in sorted(last.values(), key=lambda run: (not _is_of(run, own), run.methodology_id)):
        source = Source(
            title=run.snapshot["title"],
            kinds=frozenset(run.rule.gives),
            url=run.get_absolute_url(),
            run=run,
            is_main=_is_of(run, own),
        )
        yield source, _told_by(run)


def _is_of(run: Run, methodology) -> bool:
    return bool(methodology) and run.methodology.slug == methodology.slug


def _told_by(run: Run):
    verdicts = {verdict.school_id: verdict for verdict in run.verdicts.all()}
    ranked = "rank_within" in run.parameters
    places = place_words(list(verdicts.values()), run.parameters) if ranked else {}

    def told(school, source):
        verdict = verdicts.get(school.pk)
        if verdict is None:
            return Opinion(source, "no_data", "не\xa0рассматривалась")
        return of_verdict(source, verdict, places.get(verdict.pk, ""))

    return told


def _lists(municipality, academic_year):
    for one in lists_of(municipality):
        if one.applies_to_year == academic_year:
            kinds = frozenset({"low"} if one.kind == LOW_RESULTS else ())
            yield Source(one.title, kinds, reverse("identification:lists")), _named_by(one)


def _named_by(one: NamedList):
    def told(school, source):
        return of_list(source, one.answer(school.pk, school.cluster_name or ""))

    return told
