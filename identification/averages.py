"""Averages that methodologies compare with and that somebody has to enter: of region and district.

The code under which an average is kept is told by methods/averages.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from assessments.models import Procedure
from assessments.naming import line_title, lowered
from schools.models import Document, Figure, Measure, Municipality, NoDataReason, User

from .figures import Outcome, Told
from .methods import problems_of
from .methods.averages import MUNICIPALITY, REGION, average_code, of_region
from .methods.cells import key_of
from .methods.indicators import FIGURES

PLACES = {REGION: "среднее по региону", MUNICIPALITY: "среднее по муниципалитету"}
UNITS = {"share_low": "%", "share_high": "%", "mean": "балл"}
PERCENT, POINTS, MARKS = (0, 100), (0, 100), (2, 5)
BOUNDS = {"%": PERCENT, "балл": (0, 500)}  # of a measure, by its unit


@dataclass(frozen=True)
class Wanted:
    """One average of one year; `code` is the measure of the municipality under which it stands."""

    code: str
    title: str
    unit: str
    place: str
    bounds: tuple[int, int] | None  # between which such a value can be
    academic_year: int
    figure: Figure | None = None

    @property
    def name(self) -> str:
        return f"{self.code}-{self.academic_year}"

    @property
    def value(self) -> Decimal | None:
        return self.figure and self.figure.value

    @property
    def told(self) -> Told:
        return Told(value=self.value)

    @property
    def place_title(self) -> str:
        return PLACES[self.place]


@dataclass(frozen=True)
class NewAverage:
    """`seen`: the state of what its author saw in the row."""

    of: Wanted
    told: Told
    seen: str


def wanted(municipality: Municipality, academic_year: int) -> list[Wanted]:
    """What the newest methodologies compare with in that year and in those they look back to."""
    rows = {}
    for methodology in municipality.methodologies.newest().order_by("pk"):
        if problems_of(methodology.method, methodology.parameters):
            continue
        for back in range(methodology.rule.years):
            for one in _of_criteria(methodology.parameters.get("criteria", [])):
                rows.setdefault((academic_year - back, one[0]), one)
    known = _known(municipality)
    return [
        Wanted(code, title, unit, place, bounds, year, known.get((year, code)))
        for (year, code), (_code, title, unit, place, bounds) in sorted(
            rows.items(), key=lambda row: -row[0][0]
        )
    ]


@transaction.atomic
def store_averages(
    municipality: Municipality,
    changes: Iterable[NewAverage],
    *,
    source: Document | None,
    by: User,
    at: datetime,
) -> Outcome:
    """All changes or none: none where somebody else has changed one of these averages meanwhile.

    An average that was taken away is not known from then on.
    """
    # two editors come one after the other
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    known, outcome, changed = _known(municipality), Outcome(), []
    for change in changes:
        figure = known.get((change.of.academic_year, change.of.code))
        state = Told(value=figure and figure.value).state
        if state == change.told.state:
            continue
        changed.append((change, figure))
        if state != change.seen:
            outcome.conflicts[change.of.name] = figure
    if outcome.conflicts or not changed:
        return outcome
    if source and source.pk is None:
        source.save()
    for change, figure in changed:
        _store(change, figure, municipality, source=source, by=by, at=at)
    outcome.stored = len(changed)
    return outcome


def _store(change, figure, municipality, *, source, by, at) -> None:
    one, value = change.of, change.told.value
    measure, _new = Measure.objects.get_or_create(
        code=one.code,
        defaults={"title": f"{one.title}: {one.place_title}"[:300], "unit": one.unit},
    )
    figure = figure or Figure(
        measure=measure, municipality=municipality, academic_year=one.academic_year
    )
    figure.value, figure.numerator, figure.denominator = value, None, None
    figure.no_data = NoDataReason.UNKNOWN if value is None else ""
    figure.source, figure.source_row = source or figure.source, None
    figure._history_user, figure._history_date = by, at
    figure.save()


def _known(municipality: Municipality) -> dict[tuple[int, str], Figure]:
    """(year, code of the measure) → what is known of the municipality as a whole."""
    figures = Figure.objects.filter(municipality=municipality).select_related("measure", "source")
    return {(figure.academic_year, figure.measure.code): figure for figure in figures}


def _of_criteria(rows) -> Iterator[tuple]:
    """(code, title, unit, place, bounds) of every criterion that has an average."""
    for row in rows:
        place = row.get("benchmark")
        if place not in PLACES:
            continue
        for code, title, unit, bounds in _indicators(row):
            yield of_region(code) if place == REGION else code, title, unit, place, bounds


def _indicators(row: Mapping) -> Iterator[tuple]:
    if code := row.get("measure"):
        measure = Measure.objects.filter(code=code).first()
        unit = measure.unit if measure else ""
        yield code, measure.title if measure else code, unit, BOUNDS.get(unit)
        return
    kind, grade, subject, variant = key_of(row["procedure"])
    figure = row["figure"]
    for each in [grade] if grade else _grades(kind, subject, variant):
        key = kind, each, subject, variant
        title = f"{line_title(*key)}, {FIGURES[figure]}"
        bounds = _bounds_of_mean(kind, variant) if figure == "mean" else PERCENT
        yield average_code(key, figure), title, UNITS[figure], bounds


def _bounds_of_mean(kind: str, variant: str) -> tuple[int, int]:
    """Marks from 2 to 5, also for the basic exam; points up to 100 in the others."""
    is_of_marks = kind in ("VPR", "OGE") or (kind == "EGE" and variant == "база")
    return MARKS if is_of_marks else POINTS


def _grades(kind: str, subject: str, variant: str) -> list[int]:
    """In which the portal knows the subject."""
    same = Procedure.objects.filter(kind=kind, variant=variant).values_list("grade", "subject")
    return sorted({grade for grade, name in same if lowered(name) == subject})
