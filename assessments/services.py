"""What happens to procedures and sittings. Results have a door of their own, results.py."""

from datetime import date

from django.db import transaction

from schools.models import Region

from .models import Level, Procedure, Scale, Sitting
from .scales import FROM_YEAR, order_of, standard_levels


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
) -> Sitting:
    """What was held in one municipality was held: for all, or for those of the region.

    A region never changes what is common to all. It gets a sitting of its own, unless the
    common one says the same already.
    """
    procedure, _new = Procedure.objects.get_or_create(
        kind=kind,
        grade=grade,
        subject=subject,
        variant=variant,
        defaults={"order": order_of(kind, grade, subject)},
    )
    if region and (common := _common_enough(procedure, academic_year, region, held)):
        return common
    sitting, _new = Sitting.objects.get_or_create(
        procedure=procedure,
        academic_year=academic_year,
        region=region,
        defaults={
            "scale": ensure_scale(procedure, academic_year),
            "held": held,
            "held_on": held_on,
        },
    )
    if held and not sitting.held:
        sitting.held, sitting.held_on = True, held_on
        sitting.save(update_fields=["held", "held_on"])
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
    known = procedure.scales.filter(from_year__lte=academic_year).order_by("-from_year").first()
    if known:
        return known
    scale, new = Scale.objects.get_or_create(procedure=procedure, from_year=FROM_YEAR)
    if new:
        levels = standard_levels(procedure.kind, procedure.variant)
        Level.objects.bulk_create(
            Level(scale=scale, order=order, **level._asdict()) for order, level in enumerate(levels)
        )
    return scale
