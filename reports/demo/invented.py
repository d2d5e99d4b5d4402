"""Six schools that are visibly invented, with their results; two districts are made of them."""

import pandas as pd

from assessments.models import Sitting
from assessments.results import NewResult, store_results
from assessments.services import ensure_sitting
from schools.models import Document, Enrolment, School

from .confirmed import confirm
from .generator import Invented, generate_results
from .loading import AT, Staff, make_clusters, make_document, make_school

YEARS = (2021, 2022, 2023)
KIND = School.Kind
# kind, cluster, pupils in a parallel, strength; the branch is the last
SCHOOLS = [
    (KIND.SECONDARY, 0, 74, 0.8),
    (KIND.SECONDARY, 0, 52, 0.1),
    (KIND.SECONDARY, 0, 48, -0.9),
    (KIND.SECONDARY, 1, 12, -0.2),
    (KIND.BASIC, 1, 9, -0.7),
    (KIND.PRIMARY, 1, 5, 0.3),
]
GRADES = {KIND.PRIMARY: range(1, 5), KIND.BASIC: range(1, 10), KIND.SECONDARY: range(1, 12)}
BOTH = ("Русский язык", "Математика")
EXAMS = [("OGE", 9, subject, "") for subject in BOTH] + [
    ("EGE", 11, "Русский язык", ""),
    ("EGE", 11, "Математика", "профиль"),
]


def fill(
    municipality,
    where: str,
    procedures: list,
    staff: Staff,
    *,
    seed: int,
    staged=(),
    confirmed=None,
):
    document = make_document(
        municipality,
        "Данные придуманы для демонстрации",
        kind=Document.Kind.OTHER,
        issuer="генератор демонстрационных данных",
    )
    schools = _schools(municipality, where, seed)
    coordinator = staff.appoint_all(municipality, school=schools[2], second=schools[4])
    _enrol(schools)
    sittings = {
        (year, place): _sitting(procedure, year)
        for year in YEARS
        for place, procedure in enumerate(procedures)
    }
    frame = _frame(procedures, seed, dict(staged))
    rows = list(_results(frame, schools, procedures, sittings, document))
    store_results(rows, by=coordinator, at=AT, origin="import")
    if confirmed:
        sitting = sittings[YEARS[-1], procedures.index(confirmed)]
        confirm(municipality, sitting, asking=schools[2], answered=schools[4])
    return municipality


def _schools(municipality, where: str, seed: int) -> list[School]:
    clusters = list(make_clusters(municipality, "городские школы", "сельские школы").values())
    return [
        make_school(
            municipality,
            f"Демо-школа № {number} ({where})",
            cluster=clusters[cluster],
            kind=kind,
            full_name=f"Придуманная школа № {number}, в жизни её нет",
            logins=(f"edu9{seed}{number:02}",),
        )
        for number, (kind, cluster, _pupils, _strength) in enumerate(SCHOOLS, start=1)
    ]


def _sitting(procedure: tuple, year: int) -> Sitting:
    kind, grade, subject, variant = procedure
    return ensure_sitting(
        kind=kind, grade=grade, subject=subject, variant=variant, academic_year=year
    )


def _enrol(schools: list[School]) -> None:
    Enrolment.objects.bulk_create(
        [
            Enrolment(school=school, academic_year=year, grade=grade, pupils=pupils)
            for school, (kind, _cluster, pupils, _strength) in zip(schools, SCHOOLS, strict=True)
            for year in YEARS
            for grade in GRADES[kind]
        ],
        ignore_conflicts=True,
    )


def _frame(procedures: list, seed: int, staged: dict) -> pd.DataFrame:
    invented = [Invented(pupils, strength) for _kind, _cluster, pupils, strength in SCHOOLS]
    frame = generate_results(invented, procedures=len(procedures), years=len(YEARS), seed=seed)
    for (school, procedure), counts in staged.items():
        told = (frame["school"] == school) & (frame["year"] == len(YEARS) - 1)
        told &= frame["procedure"] == procedures.index(procedure)
        frame.loc[told, ["participants", "n0", "n1", "n2", "n3"]] = (sum(counts), *counts)
    return frame


def _results(frame: pd.DataFrame, schools, procedures, sittings, document):
    levels = {
        scale: list(codes)
        for scale, codes in {
            sitting.scale_id: sitting.scale.levels.values_list("code", "is_low", "is_high")
            for sitting in sittings.values()
        }.items()
    }
    for row in frame.itertuples():
        school, sitting = schools[row.school], sittings[YEARS[row.year], row.procedure]
        where = {
            "school_id": school.pk,
            "sitting_id": sitting.pk,
            "source_id": document.pk,
            "source_row": row.Index + 1,
        }
        if procedures[row.procedure][1] not in GRADES[school.kind]:
            yield NewResult(**where, no_data="no_stage")
        elif not row.participants:
            yield NewResult(**where, no_data="no_participants")
        else:
            counts = dict(
                zip(levels[sitting.scale_id], (row.n0, row.n1, row.n2, row.n3), strict=True)
            )
            yield NewResult.of_counts(
                **where,
                participants=row.participants,
                low_n=sum(n for (_code, low, _high), n in counts.items() if low),
                high_n=sum(n for (_code, _low, high), n in counts.items() if high),
                counts={code: n for (code, _low, _high), n in counts.items()},
            )
