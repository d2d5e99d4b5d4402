"""What the portal knows of the works that a file tells of, and how it learns of new ones."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.db.models import QuerySet

from assessments.models import Procedure, Scale, Sitting
from assessments.naming import as_known, line_title, misfits
from assessments.readers.reading import Work
from assessments.scales import levels_in
from assessments.services import ensure_sitting
from schools.middleware import YEARS
from schools.models import Region

from .figures import Setting

LONGEST_SUBJECT, LAST_GRADE = 100, 11


def settings_of(works: Iterable[Work], region: Region) -> dict[Work, Setting]:
    """Nothing is stored: a work that is new gets no sitting, and the levels that it will have.

    As many queries however many works there are.
    """
    works = set(works)
    known = _Known.of(works, region)
    return {work: known.setting(work) for work in works}


def ensure_sittings(works: Iterable[Work], region: Region) -> dict[Work, int]:
    """Whose results arrive, that was held."""
    known = _subjects(_procedures(Procedure.objects.known_in(region.pk)))
    return {
        work: ensure_sitting(
            kind=work.kind,
            grade=work.grade,
            subject=as_known(work.subject, known),
            variant=work.variant,
            academic_year=work.academic_year,
            held_on=date.fromisoformat(work.held_on) if work.held_on else None,
            region=region,
            from_file=True,
        ).pk
        for work in works
    }


def _procedures(procedures: QuerySet) -> dict[tuple, int]:
    """By what describes them."""
    described = procedures.order_by().values_list("kind", "grade", "subject", "variant", "pk")
    return {tuple(told): pk for *told, pk in described}


def _subjects(procedures: Iterable[tuple]) -> set[str]:
    return {subject for _kind, _grade, subject, _variant in procedures}


@dataclass(frozen=True)
class _Known:
    """What the portal knows of the works of a file, whichever of them it will be asked about."""

    procedures: dict[tuple, int]
    news: Set[tuple]  # those of them that this region has never heard of
    subjects: set[str]
    sittings: dict[tuple[int, int], Sitting]  # by procedure and year
    scales: dict[int, list[Scale]]  # of a procedure, the newest first

    @classmethod
    def of(cls, works: Set[Work], region: Region):
        """Six queries."""
        procedures = _procedures(Procedure.objects)
        ours = _procedures(Procedure.objects.known_in(region.pk))
        subjects = _subjects(ours)
        meant = {procedures.get(_described(work, subjects)) for work in works} - {None}
        years = {work.academic_year for work in works} & {*YEARS}
        held = Sitting.objects.shown_in(region.pk).filter(procedure__in=meant)
        held = held.filter(academic_year__in=years).select_related("scale")
        scales = {}
        begun = Scale.objects.filter(procedure__in=meant).order_by("-from_year")
        for scale in begun.prefetch_related("levels"):
            scales.setdefault(scale.procedure_id, []).append(scale)
        sittings = {
            (sitting.procedure_id, sitting.academic_year): sitting
            for sitting in held.prefetch_related("scale__levels")
        }
        return cls(procedures, procedures.keys() - ours.keys(), subjects, sittings, scales)

    def setting(self, work: Work) -> Setting:
        described = _described(work, self.subjects)
        title = line_title(*described)
        procedure = self.procedures.get(described)
        if sitting := self.sittings.get((procedure, work.academic_year)):
            return Setting(sitting.pk, list(sitting.scale.levels.all()), title, sitting.held)
        scales = self.scales.get(procedure, ())
        begun = (scale for scale in scales if scale.from_year <= work.academic_year)
        scale = next(begun, None)
        levels = list(scale.levels.all()) if scale else _levels_to_come(work)
        is_new = not procedure or described in self.news
        news = _news(title, described[2], self.subjects) if is_new else ""
        return Setting(None, levels, title, news=news, refusal=_refusal(work))


def _described(work: Work, subjects: Iterable[str]) -> tuple[str, int, str, str]:
    return (work.kind, work.grade, as_known(work.subject, subjects), work.variant)


def _news(title: str, subject: str, known: Iterable[str]) -> str:
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
