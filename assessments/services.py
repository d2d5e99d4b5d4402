"""What happens to procedures and sittings. Results have a door of their own, results.py."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from schools.models import Document, Region

from .absences import Absence, known_absences
from .models import Level, Procedure, Scale, Sitting
from .scales import (
    FROM_YEAR,
    KnownScale,
    StandardLevel,
    known_scales,
    order_of,
    scales_of,
    standard_levels,
)


@transaction.atomic
def ensure_sitting(
    *,
    kind: str,
    grade: int,
    subject: str,
    variant: str = "",
    academic_year: int,
    held: bool = True,
    held_on: date | None = None,
    region: Region | None = None,
    from_file: bool = False,
) -> Sitting:
    """What was held in one municipality was held: for all, or for those of the region.

    A region never changes what is common to all. It gets a sitting of its own, unless the
    common one says the same already. `from_file`: only a file names it, and takes it along.
    """
    procedure = _ensure_procedure(kind, grade, subject, variant)
    if region and (common := _common_enough(procedure, academic_year, region, held)):
        return common
    state = Sitting.State.FROM_FILE if from_file else Sitting.State.LISTED
    told = {"held": held, "held_on": held_on}
    sitting, _new = Sitting.objects.get_or_create(
        procedure=procedure,
        academic_year=academic_year,
        region=region,
        defaults=told | {"scale": ensure_scale(procedure, academic_year), "state": state},
    )
    changes = {} if sitting.state in (state, Sitting.State.LISTED) else {"state": state}
    if sitting.state == Sitting.State.WITHDRAWN or (held and not sitting.held):
        changes |= told
    for name, value in changes.items():
        setattr(sitting, name, value)
    if changes:
        sitting.save(update_fields=[*changes])
    return sitting


def _common_enough(
    procedure: Procedure, academic_year: int, region: Region, held: bool
) -> Sitting | None:
    """The common sitting that the region sees, if it was held or nobody says that it was."""
    shown = procedure.sittings.shown_in(region.pk).filter(academic_year=academic_year, region=None)
    common = shown.first()
    return common if common and (common.held or not held) else None


def ensure_scale(procedure: Procedure, academic_year: int) -> Scale:
    """The newest scale that was there in the year, or the standard one, which names no source."""
    _add_known_scales(procedure)
    known = procedure.scales.filter(from_year__lte=academic_year).order_by("-from_year").first()
    return known or _make_scale(
        procedure, FROM_YEAR, standard_levels(procedure.kind, procedure.variant)
    )


@transaction.atomic
def load_scales() -> dict[str, int]:
    """Bring in what scales.csv and not_held.csv know. Done twice, it is done once.

    A sitting whose scale names no source follows to a newer one with the same levels: points
    explain a level and change no count. What somebody has said himself stays.
    """
    before = Scale.objects.count()
    for known in known_scales():
        _add_known_scales(_ensure_procedure(known.kind, known.grade, known.subject, known.variant))
    for procedure in Procedure.objects.all():
        _add_known_scales(procedure)
    return {
        "scales": Scale.objects.count() - before,
        "followed": sum(_follow(procedure) for procedure in Procedure.objects.all()),
        "not_held": sum(_mark_absent(absence) for absence in known_absences()),
    }


def _ensure_procedure(kind: str, grade: int, subject: str, variant: str) -> Procedure:
    return Procedure.objects.get_or_create(
        kind=kind,
        grade=grade,
        subject=subject,
        variant=variant,
        defaults={"order": order_of(kind, grade, subject)},
    )[0]


def _add_known_scales(procedure: Procedure) -> None:
    """A year for which a scale is stored already belongs to whoever stored it."""
    stored = set(procedure.scales.values_list("from_year", flat=True))
    described = (procedure.kind, procedure.grade, procedure.subject, procedure.variant)
    for known in scales_of(*described):
        if known.from_year not in stored:
            _make_scale(procedure, known.from_year, known.levels, _document_of(known))


def _make_scale(
    procedure: Procedure,
    from_year: int,
    levels: Iterable[StandardLevel],
    document: Document | None = None,
) -> Scale:
    scale, new = Scale.objects.get_or_create(
        procedure=procedure, from_year=from_year, defaults={"document": document}
    )
    if new:
        Level.objects.bulk_create(
            Level(scale=scale, order=order, **level._asdict()) for order, level in enumerate(levels)
        )
    return scale


def _document_of(known: KnownScale) -> Document | None:
    """Common to all municipalities."""
    if not known.title:
        return None
    return Document.objects.get_or_create(
        municipality=None,
        title=known.title,
        number=known.number,
        dated_on=known.dated_on,
        defaults={"kind": Document.Kind.OTHER, "url": known.url},
    )[0]


def _follow(procedure: Procedure) -> int:
    scales = {scale.pk: scale for scale in procedure.scales.prefetch_related("levels")}
    moved = 0
    for sitting in procedure.sittings.filter(scale__procedure=procedure, scale__document=None):
        begun = (s for s in scales.values() if s.from_year <= sitting.academic_year)
        newest = max(begun, key=lambda scale: scale.from_year, default=None)
        present = scales[sitting.scale_id]
        if newest and newest != present and _meaning(newest) == _meaning(present):
            sitting.scale = newest
            sitting.save(update_fields=["scale"])
            moved += 1
    return moved


def _meaning(scale: Scale) -> list[tuple]:
    return [(level.code, level.is_low, level.is_high) for level in scale.levels.all()]


def _mark_absent(absence: Absence) -> int:
    if absence.was_moved:
        return 0
    marked = 0
    for procedure in Procedure.objects.filter(kind=absence.kind):
        described = (procedure.kind, procedure.grade, procedure.subject, procedure.variant)
        if absence.covers(*described):
            _sitting, new = Sitting.objects.get_or_create(
                procedure=procedure,
                academic_year=absence.academic_year,
                region=None,
                defaults={
                    "scale": ensure_scale(procedure, absence.academic_year),
                    "held": False,
                },
            )
            marked += new
    return marked
