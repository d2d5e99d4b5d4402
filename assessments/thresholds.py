"""The page of the scales: what is below the minimum, from which year, and who says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from schools.models import Document
from schools.russian import count, school_year

from .absences import Absence, known_absences
from .models import Level, Procedure, Scale, Sitting
from .naming import KINDS
from .scales import FROM_YEAR

NOT_KNOWN = "не указан"


@dataclass(frozen=True)
class Threshold:
    """A scale of one procedure, in words."""

    procedure: Procedure
    years: str
    holds: bool  # in the chosen year
    minimum: str
    above: str
    document: Document | None


@dataclass(frozen=True)
class Group:
    title: str
    thresholds: list[Threshold]

    @property
    def holding(self) -> list[Threshold]:
        return [line for line in self.thresholds if line.holds]

    @property
    def of_other_years(self) -> list[Threshold]:
        return [line for line in self.thresholds if not line.holds]


def thresholds_in(region_id: int, academic_year: int) -> list[Group]:
    """Scales of what the region knows, and of what nobody holds yet; the newest of each first."""
    scales = Scale.objects.filter(procedure__in=Procedure.objects.known_in(region_id))
    scales = scales.select_related("procedure", "document").prefetch_related("levels")
    rows: dict[str, list[Threshold]] = {kind: [] for kind in KINDS}
    newer = None
    for scale in scales.order_by("procedure__order", "procedure", "-from_year"):
        until = newer.from_year - 1 if newer and newer.procedure == scale.procedure else None
        rows[scale.procedure.kind].append(_threshold(scale, until, academic_year))
        newer = scale
    return [Group(KINDS[kind], told) for kind, told in rows.items() if told]


def _threshold(scale: Scale, until: int | None, academic_year: int) -> Threshold:
    first, *others = (level for level in scale.levels.all() if not level.is_low)
    return Threshold(
        procedure=scale.procedure,
        years=_years(scale.from_year, until),
        holds=scale.from_year <= academic_year <= (until or academic_year),
        minimum=_minimum(first),
        above=", ".join(_above(others)),
        document=scale.document,
    )


def _years(since: int, until: int | None) -> str:
    if until is None:
        return "все годы" if since <= FROM_YEAR else f"с\xa0{school_year(since)}"
    if since <= FROM_YEAR:
        return f"до\xa0{school_year(until)} включительно"
    if since == until:
        return school_year(since)
    return f"с\xa0{school_year(since)} по\xa0{school_year(until)}"


def _minimum(level: Level) -> str:
    """A band of points is its lower limit; a mark or a level has a name, and perhaps a limit."""
    points = level.from_score and count(level.from_score, "балл,балла,баллов")
    if level.code == "to60":
        return points or NOT_KNOWN
    return f"{level.label}, от\xa0{points}" if points else level.label


def _above(levels: Iterable[Level]) -> Iterable[str]:
    for level in levels:
        is_mark = level.from_score and level.label.startswith("«")
        yield f"{level.label} от\xa0{level.from_score}" if is_mark else level.label


@dataclass(frozen=True)
class AbsentYear:
    """One year in which something was not held: as the portal's data have it, or as is known."""

    title: str
    academic_year: int
    remark: str
    source: str
    url: str


def absent_years(region_id: int) -> list[AbsentYear]:
    """What the file knows, and what somebody has said of the region besides."""
    known = [
        AbsentYear(one.title, one.academic_year, one.remark, one.source, one.url)
        for one in known_absences()
    ]
    said = [
        AbsentYear(str(sitting.procedure), sitting.academic_year, "Не\xa0проводилась.", "", "")
        for sitting in Sitting.objects.shown_in(region_id)
        .filter(held=False)
        .select_related("procedure")
        if not any(_tells_of(one, sitting) for one in known_absences())
    ]
    return sorted(known + said, key=lambda year: (-year.academic_year, year.title))


def _tells_of(absence: Absence, sitting: Sitting) -> bool:
    procedure = sitting.procedure
    return absence.academic_year == sitting.academic_year and absence.covers(
        procedure.kind, procedure.grade, procedure.subject, procedure.variant
    )
