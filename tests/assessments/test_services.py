from datetime import date

import pytest

from assessments.models import Procedure, Scale, Sitting
from assessments.services import ensure_sitting
from tests.factories import make_document, make_region

pytestmark = pytest.mark.django_db
MATHEMATICS = {"kind": "VPR", "grade": 4, "subject": "Математика"}


def levels(sitting):
    fields = ("code", "is_low", "is_high")
    return list(sitting.scale.levels.values_list(*fields))


def test_a_new_sitting_gets_its_procedure_and_a_scale_that_names_no_source():
    sitting = ensure_sitting(**MATHEMATICS, academic_year=2026, held_on=date(2026, 4, 21))

    assert str(sitting.procedure) == "ВПР-4, математика"
    assert (sitting.academic_year, sitting.held, sitting.held_on, sitting.region) == (
        2026,
        True,
        date(2026, 4, 21),
        None,
    )
    assert sitting.scale.document is None
    assert levels(sitting) == [
        ("2", True, False),
        ("3", False, False),
        ("4", False, True),
        ("5", False, True),
    ]


def test_done_twice_is_done_once():
    first = ensure_sitting(**MATHEMATICS, academic_year=2026)
    second = ensure_sitting(**MATHEMATICS, academic_year=2026)

    assert first == second
    assert [m.objects.count() for m in (Procedure, Scale, Sitting)] == [1, 1, 1]


def test_years_of_a_procedure_share_one_standard_scale():
    one, other = (ensure_sitting(**MATHEMATICS, academic_year=year) for year in (2026, 2019))

    assert one != other
    assert one.scale == other.scale


def test_a_scale_with_a_source_holds_from_its_year_on():
    procedure = ensure_sitting(**MATHEMATICS, academic_year=2019).procedure
    newer = Scale.objects.create(procedure=procedure, from_year=2024, document=make_document())

    years = {year: ensure_sitting(**MATHEMATICS, academic_year=year) for year in (2023, 2024, 2025)}

    assert [sitting.scale == newer for sitting in years.values()] == [False, True, True]


@pytest.mark.parametrize(
    ("procedure", "codes", "low", "high"),
    [
        (("EGE", 11, "Русский язык", ""), ["below", "to60", "61-79", "80+"], 1, 2),
        (("EGE", 11, "Математика", "профиль"), ["below", "to60", "61-79", "80+"], 1, 2),
        (("EGE", 11, "Математика", "база"), ["2", "3", "4", "5"], 1, 2),
        (("OGE", 9, "Математика", ""), ["2", "3", "4", "5"], 1, 2),
        (
            ("KDR", 4, "Читательская грамотность", ""),
            ["insufficient", "reduced", "basic", "advanced"],
            1,
            2,
        ),
    ],
)
def test_each_kind_has_the_levels_it_is_reported_in(procedure, codes, low, high):
    fields = dict(zip(("kind", "grade", "subject", "variant"), procedure, strict=True))

    found = levels(ensure_sitting(**fields, academic_year=2026))

    assert [code for code, _low, _high in found] == codes
    assert (sum(row[1] for row in found), sum(row[2] for row in found)) == (low, high)


def test_procedures_stand_by_kind_and_grade_with_russian_before_mathematics():
    described = [
        ("EGE", 11, "Математика", "профиль"),
        ("EGE", 11, "Русский язык", ""),
        ("EGE", 11, "Математика", "база"),
        ("OGE", 9, "Математика", ""),
        ("KDR", 4, "Читательская грамотность", ""),
        ("VPR", 5, "Русский язык", ""),
        ("VPR", 4, "Окружающий мир", ""),
        ("VPR", 4, "Математика", ""),
        ("VPR", 4, "Русский язык", ""),
    ]
    for kind, grade, subject, variant in described:
        ensure_sitting(kind=kind, grade=grade, subject=subject, variant=variant, academic_year=2026)

    assert [str(procedure) for procedure in Procedure.objects.all()] == [
        "ВПР-4, русский язык",
        "ВПР-4, математика",
        "ВПР-4, окружающий мир",
        "ВПР-5, русский язык",
        "КДР-4, читательская грамотность",
        "ОГЭ, математика",
        "ЕГЭ, русский язык",
        "ЕГЭ, математика (база)",
        "ЕГЭ, математика (профиль)",
    ]


def test_what_was_held_somewhere_was_held():
    absent = ensure_sitting(**MATHEMATICS, academic_year=2020, held=False)
    assert (absent.held, absent.held_on) == (False, None)

    held = ensure_sitting(**MATHEMATICS, academic_year=2020, held_on=date(2020, 9, 15))

    assert (held.pk, held.held, held.held_on) == (absent.pk, True, date(2020, 9, 15))


def test_nobody_unsays_a_sitting_that_was_held():
    ensure_sitting(**MATHEMATICS, academic_year=2020)

    assert ensure_sitting(**MATHEMATICS, academic_year=2020, held=False).held


def test_a_sitting_of_one_region_is_not_that_of_all():
    common = ensure_sitting(**MATHEMATICS, academic_year=2020)
    Sitting.objects.filter(pk=common.pk).update(region=make_region())

    assert ensure_sitting(**MATHEMATICS, academic_year=2020) != common


def test_a_region_does_not_change_what_is_common_but_gets_its_own():
    ours, theirs = make_region(), make_region()
    common = ensure_sitting(**MATHEMATICS, academic_year=2020, held=False)

    own = ensure_sitting(**MATHEMATICS, academic_year=2020, region=ours)

    common.refresh_from_db()
    assert (common.held, own.region, own.held) == (False, ours, True)
    assert list(Sitting.objects.shown_in(ours.pk)) == [own]
    assert list(Sitting.objects.shown_in(theirs.pk)) == [common]
    assert ensure_sitting(**MATHEMATICS, academic_year=2020, held=False, region=ours) == own


@pytest.mark.parametrize(("common", "said"), [(True, True), (True, False), (False, False)])
def test_a_region_needs_no_sitting_of_its_own_where_the_common_one_says_enough(common, said):
    there = ensure_sitting(**MATHEMATICS, academic_year=2020, held=common)

    told = ensure_sitting(**MATHEMATICS, academic_year=2020, held=said, region=make_region())

    assert (told, told.held) == (there, common)


def test_a_region_says_later_that_its_own_sitting_was_held():
    region = make_region()
    absent = ensure_sitting(**MATHEMATICS, academic_year=2020, held=False, region=region)

    held = ensure_sitting(**MATHEMATICS, academic_year=2020, region=region)

    assert (held.pk, held.held, absent.held) == (absent.pk, True, False)
