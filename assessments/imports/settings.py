"""What the portal knows of the works that a file tells of, and how it learns of new ones."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from assessments.models import Procedure, Sitting
from assessments.naming import as_known, line_title, misfits
from assessments.readers.reading import Work
from assessments.scales import levels_in
from assessments.services import ensure_sitting
from schools.middleware import YEARS
from schools.models import Region

from .figures import Setting

LONGEST_SUBJECT, LAST_GRADE = 100, 11


def settings_of(works: Iterable[Work], region: Region) -> dict[Work, Setting]:
    """Nothing is stored: a work that is new gets no sitting, and the levels that it will have."""
    known = _subjects()
    return {work: _setting(work, region, known) for work in works}


def ensure_sittings(works: Iterable[Work], region: Region) -> dict[Work, int]:
    """Whose results arrive, that was held."""
    known = _subjects()
    return {
        work: ensure_sitting(
            kind=work.kind,
            grade=work.grade,
            subject=as_known(work.subject, known),
            variant=work.variant,
            academic_year=work.academic_year,
            held_on=date.fromisoformat(work.held_on) if work.held_on else None,
            region=region,
        ).pk
        for work in works
    }


def _subjects() -> list[str]:
    return list(Procedure.objects.order_by().values_list("subject", flat=True).distinct())


def _setting(work: Work, region: Region, known: list[str]) -> Setting:
    subject = as_known(work.subject, known)
    title = line_title(work.kind, work.grade, subject, work.variant)
    procedure = Procedure.objects.filter(
        kind=work.kind, grade=work.grade, subject=subject, variant=work.variant
    ).first()
    if not procedure:
        return Setting(
            None,
            _levels_to_come(work),
            title,
            news=_news(title, subject, known),
            refusal=_refusal(work),
        )
    sittings = Sitting.objects.shown_in(region.pk).select_related("scale")
    sitting = sittings.filter(procedure=procedure, academic_year=work.academic_year).first()
    if sitting:
        return Setting(sitting.pk, list(sitting.scale.levels.all()), title, sitting.held)
    scales = procedure.scales.filter(from_year__lte=work.academic_year).order_by("-from_year")
    scale = scales.first()
    levels = list(scale.levels.all()) if scale else _levels_to_come(work)
    return Setting(None, levels, title, refusal=_refusal(work))


def _news(title: str, subject: str, known: list[str]) -> str:
    """A misspelt subject would make a procedure that no methodology reads."""
    alike = [name for name in get_close_matches(subject, known, 1, 0.7) if name != subject]
    hint = f" Похожий предмет: «{alike[0]}». Если это он, исправьте файл." if alike else ""
    return f"{title}: такой процедуры в портале ещё не было, с этим файлом она появится.{hint}"


def _refusal(work: Work) -> str:
    if not work.subject or len(work.subject) > LONGEST_SUBJECT:
        return f"Название предмета бывает от 1 до {LONGEST_SUBJECT} знаков. Исправьте файл."
    if work.academic_year not in YEARS:
        return f"Учебного года, который кончается в {work.academic_year}, портал не знает."
    if not 1 <= work.grade <= LAST_GRADE:
        return f"{work.grade} класса не бывает. Исправьте файл."
    described = (work.kind, work.grade, work.subject, work.variant)
    found = misfits(**dict(zip(("kind", "grade", "subject", "variant"), described, strict=True)))
    return next((sentence for _field, sentence in found), "")


def _levels_to_come(work: Work):
    return levels_in(work.kind, work.grade, work.subject, work.variant, work.academic_year)
