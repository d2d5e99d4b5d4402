"""What federal files say beside the results of schools: of the places around, and of signs."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from schools.models import Municipality

from .imports.districts import is_ours
from .models import Benchmark, Level, Marker, Sitting
from .wording import JOURNAL

LEVELS = list(Benchmark.Level)


@dataclass(frozen=True)
class Whole:
    """A country, a region or a district at one sitting. Shares are in hundredths of a percent."""

    name: str
    level: str
    participants: int | None
    share_low: int | None
    share_high: int | None
    journal: Sequence[tuple[str, int]]
    # marks and the comparison with the class register come in two files
    sources: Sequence[Benchmark]


def wholes_of(sitting: Sitting, municipality: Municipality) -> list[Whole]:
    """The country first. Of many districts only the own one, if the file has it."""
    rows = Benchmark.objects.latest(municipality).filter(sitting=sitting)
    told = {}
    for row in without_contents(rows.order_by("batch__stored_at", "source_row")):
        told.setdefault((LEVELS.index(row.level), row.name), []).append(row)
    names = {municipality.name, municipality.name_genitive}
    districts = {place for place in told if LEVELS[place[0]] == Benchmark.Level.MUNICIPALITY}
    ours = {place for place in districts if is_ours(names, place[1])}
    shown = told.keys() - districts | (ours or districts)
    return [_whole(told[place], sitting.scale.levels.all()) for place in sorted(shown)]


def _whole(rows: Sequence[Benchmark], levels: Iterable[Level]) -> Whole:
    marks = next((row for row in reversed(rows) if row.shares is not None), None)
    register = next((row for row in reversed(rows) if row.journal is not None), None)
    return Whole(
        name=rows[0].name,
        level=rows[0].get_level_display(),
        participants=(marks or register).participants,
        share_low=marks and marks.share_of("low", levels),
        share_high=marks and marks.share_of("high", levels),
        journal=[
            (label, register.journal[code])
            for code, label in JOURNAL.items()
            if register and code in register.journal
        ],
        sources=[row for row in rows if row in (marks, register)],
    )


def markers_of(schools: Collection, **sittings) -> list[Marker]:
    """Signs of the federal list at these sittings; of several lists the one that came last."""
    rows = Marker.objects.latest().filter(school__in=schools, **sittings)
    return list(without_contents(rows.order_by("sitting__procedure", "school")))


def without_contents(rows):
    """With their files, but without what is in these."""
    held = [f"batch__{name}" for name in ("reading", "answers", "plan")]
    return rows.select_related("batch", "sitting__procedure").defer(*held)
