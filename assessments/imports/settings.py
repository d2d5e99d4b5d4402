"""What the portal knows of the works that a file tells of, and how it learns of new ones."""

from collections.abc import Iterable
from datetime import date

from assessments.models import Procedure, Sitting
from assessments.naming import line_title
from assessments.readers.reading import Work
from assessments.scales import levels_in
from assessments.services import ensure_sitting
from schools.models import Region

from .figures import Setting


def settings_of(works: Iterable[Work], region: Region) -> dict[Work, Setting]:
    """Nothing is stored: a work that is new gets no sitting, and the levels that it will have."""
    return {work: _setting(work, region) for work in works}


def ensure_settings(works: Iterable[Work], region: Region) -> dict[Work, Setting]:
    """Whose results arrive, that was held."""
    for work in works:
        named = {"kind": work.kind, "grade": work.grade, "subject": work.subject}
        ensure_sitting(
            **named,
            variant=work.variant,
            academic_year=work.academic_year,
            held_on=date.fromisoformat(work.held_on) if work.held_on else None,
            region=region,
        )
    return settings_of(works, region)


def _setting(work: Work, region: Region) -> Setting:
    title = line_title(work.kind, work.grade, work.subject, work.variant)
    procedure = Procedure.objects.filter(
        kind=work.kind, grade=work.grade, subject=work.subject, variant=work.variant
    ).first()
    if not procedure:
        return Setting(None, _levels_to_come(work), title)
    sittings = Sitting.objects.shown_in(region.pk).select_related("scale")
    sitting = sittings.filter(procedure=procedure, academic_year=work.academic_year).first()
    if sitting:
        return Setting(sitting.pk, list(sitting.scale.levels.all()), title, sitting.held)
    scales = procedure.scales.filter(from_year__lte=work.academic_year).order_by("-from_year")
    scale = scales.first()
    levels = list(scale.levels.all()) if scale else _levels_to_come(work)
    return Setting(None, levels, title)


def _levels_to_come(work: Work):
    return levels_in(work.kind, work.grade, work.subject, work.variant, work.academic_year)
