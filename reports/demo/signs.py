"""Стрежевой again: signs of results on their way from a notice to a conclusion."""

from datetime import datetime

from django.db import transaction

from assessments.models import ImportBatch, Marker, Result, Sitting
from assessments.results import NewResult, store_results
from identification.models import Methodology, Sign
from identification.signs import conclude, explain, recheck
from schools.models import Municipality, School, User

from .invented import BOTH

SLUG, YEAR = "strezhevoy", 2023
METHODOLOGY = "strezhevoy-signs"
PARAMETERS = {
    "procedures": [
        {"kind": kind, "grade": None, "subject": subject, "variant": None}
        for kind in ("VPR", "OGE")
        for subject in BOTH
    ]
}
REMARK = (
    "Правило предложил портал. Рособрнадзор свой способ не опубликовал: из него известны только "
    "перечни. Результаты, журнал и отметки перечня придуманы для демонстрации."
)
# place of the school → the years of invented federal lists that mark it, grade and subject
MARKED = [(2, 2022, 4, "Математика"), (2, 2023, 5, "Русский язык"), (1, 2021, 4, "Русский язык")]
UNUSUAL = (0, 6, "Математика")  # the school, grade and subject with many marks below the register
WHY = "В параллели два класса, в одном полгода не было учителя: вели учителя из другой школы."
CHECKED = "Работы перепроверила муниципальная комиссия: отметки у двух учеников изменены."
NOTES = {
    "confirmed": "Комиссия согласна с пояснением школы: изменение объясняется заменой учителя.",
    "doubtful": "Пояснение не объясняет изменения. Следующая работа пройдёт с наблюдателем.",
}


def prepare(municipality: Municipality, *, at: datetime) -> Methodology:
    """The methodology and a federal list of three years."""
    coordinator = User.objects.get(username=f"{SLUG}-koordinator")
    schools = list(municipality.schools.order_by("pk"))
    batch = ImportBatch.objects.create(
        municipality=municipality,
        uploaded_by=coordinator,
        decided_by=coordinator,
        academic_year=YEAR,
        name="Федеральный перечень (придуман).xlsx",
        size=0,
        sha256="0" * 64,
        format="bias_list",
        stage=ImportBatch.Stage.STORED,
        state=ImportBatch.State.DONE,
        stored_at=at,
        expires_at=at,
    )
    Marker.objects.bulk_create(
        Marker(
            batch=batch,
            school=schools[place],
            sitting=_sitting(municipality, grade, subject, year),
            source_row=row,
        )
        for row, (place, year, grade, subject) in enumerate(MARKED, start=2)
    )
    return Methodology.objects.create(
        municipality=municipality,
        slug=METHODOLOGY,
        title="Признаки необъективности",
        method="signs",
        parameters=PARAMETERS,
        remark=REMARK,
    )


def _sitting(municipality: Municipality, grade: int, subject: str, year: int) -> Sitting:
    held = Sitting.objects.shown_in(municipality.region_id)
    return held.get(
        procedure__kind="VPR",
        procedure__grade=grade,
        procedure__subject=subject,
        academic_year=year,
    )


def compare_with_registers(municipality: Municipality, *, at: datetime) -> None:
    """Before anything is identified, or the first runs would read other data than there are."""
    coordinator = User.objects.get(username=f"{SLUG}-koordinator")
    schools = list(municipality.schools.order_by("pk"))
    results = Result.objects.main().filter(
        school__in=schools,
        sitting__academic_year=YEAR,
        sitting__procedure__kind="VPR",
        participants__isnull=False,
    )
    kept = ("school_id", "sitting_id", "participants", "low_n", "high_n", "counts", "source_id")
    rows = []
    for one in results.select_related("sitting__procedure"):
        procedure, n = one.sitting.procedure, one.participants
        where = (schools.index(one.school), procedure.grade, procedure.subject)
        lower = n * (6 if where == UNUSUAL else 2) // 10
        told = {name: getattr(one, name) for name in (*kept, "source_row", "mean")}
        journal = {"lower": lower, "same": n - lower, "higher": 0}
        rows.append(NewResult.of_counts(**told, journal=journal))
    store_results(rows, by=coordinator, at=at, origin="import")


@transaction.atomic
def go_on(municipality: Municipality, *, at: datetime) -> None:
    """The director still owes explanations; of the other signs each step has one to show."""
    coordinator, head, director = (
        User.objects.get(username=f"{SLUG}-{role}")
        for role in ("koordinator", "rukovoditel", "direktor")
    )
    signs = Sign.objects.filter(school__municipality=municipality)
    if signs.exclude(explained_at=None).exists():
        return
    asked = School.objects.filter(membership__user=director).first()
    own, others = (
        list(found.order_by("pk"))
        for found in (signs.filter(school=asked), signs.exclude(school=asked))
    )
    for step, sign in enumerate([*others[:2], *own[-2:]]):
        by = director if sign.school == asked else coordinator
        explain(sign, explanation=WHY, by=by, at=at)
        if step:
            told = {"recheck_kind": Sign.Recheck.WORKS, "rechecked_on": at.date()}
            recheck(sign, **told, recheck=CHECKED, by=coordinator, at=at)
        if step > 1:
            conclusion = list(NOTES)[step - 2]
            note = NOTES[conclusion]
            conclude(sign, conclusion=conclusion, conclusion_note=note, by=head, at=at)
