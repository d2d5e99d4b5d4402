"""Scales and minimum points: what scales.csv says, what gets into the tables, what a page tells."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments import absences, scales
from assessments.models import Level, Procedure, Scale, Sitting
from assessments.scales import levels_in
from assessments.services import ensure_sitting, load_scales
from assessments.thresholds import absent_years, thresholds_in
from schools.models import Document
from tests.access.reading import checksum
from tests.factories import make_document, make_region, make_result, make_sitting

RUSSIAN = {"kind": "EGE", "grade": 11, "subject": "Русский язык"}
QUERIES = 9
STATE_RUSSIAN = {"kind": "OGE", "grade": 9, "subject": "Русский язык"}


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def minimum(*described):
    return [level.from_score for level in levels_in(*described)]


def test_what_could_not_be_verified_is_not_in_the_files():
    for row in lines(scales.KNOWN):
        says_something = row["points"] or row["title"]
        assert row["confidence"] in ({"A", "B"} if says_something else {""}), row
    for row in lines(absences.KNOWN):
        assert row["confidence"] in {"A", "B"}, row
        assert row["title"], row


def test_a_scale_is_described_once_a_year():
    keys = [scale[:5] for scale in scales.known_scales()]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("described", "points"),
    [
        (("EGE", 11, "Русский язык", "", 2026), [None, 24, 61, 80]),
        (("EGE", 11, "Математика", "профиль", 2018), [None, 27, 61, 80]),
        (("EGE", 11, "Математика", "профиль", 2016), [None, None, 61, 80]),
        (("EGE", 11, "Математика", "база", 2026), [None] * 4),
        (("EGE", 11, "информатика", "", 2024), [None, 40, 61, 80]),
        (("OGE", 9, "Русский язык", "", 2019), [None, 15, 25, 34]),
        (("OGE", 9, "Русский язык", "", 2021), [None] * 4),
        (("OGE", 9, "Русский язык", "", 2025), [None, 15, None, None]),
        (("OGE", 9, "Математика", "", 2023), [None, 8, None, None]),
        (("OGE", 9, "Математика", "", 2024), [None] * 4),
        (("VPR", 4, "Математика", "", 2024), [None] * 4),
    ],
)
def test_the_minimum_is_that_of_the_year(described, points):
    assert minimum(*described) == points


@pytest.mark.django_db
def test_a_sitting_gets_the_scale_of_its_year_and_its_source():
    old, new, early = (ensure_sitting(**RUSSIAN, academic_year=year) for year in (2022, 2026, 2015))

    assert [s.scale.document and s.scale.document.number for s in (old, new, early)] == [
        "1122-10",
        "188-10",
        None,
    ]
    assert new.scale.document.municipality is None
    assert [level.from_score for level in new.scale.levels.all()] == [None, 24, 61, 80]


@pytest.mark.django_db
def test_loaded_twice_nothing_changes():
    done = load_scales()
    before = checksum()

    assert (
        done["scales"]
        == len(scales.known_scales())
        == Scale.objects.exclude(from_year=scales.FROM_YEAR).count()
    )
    assert load_scales() == {"scales": 0, "followed": 0, "not_held": 0}
    assert checksum() == before
    assert Document.objects.filter(number="188-10").count() == 1


@pytest.mark.django_db
def test_a_sitting_follows_to_the_scale_with_a_source_and_counts_stay(school):
    bands = scales.standard_levels("EGE")
    sitting = make_sitting(**RUSSIAN, academic_year=2026)
    sitting.scale.levels.all().delete()
    Level.objects.bulk_create(
        Level(scale=sitting.scale, order=order, **band._asdict())
        for order, band in enumerate(bands)
    )
    result = make_result(school=school, sitting=sitting, participants=9, low_n=1, high_n=5)

    assert load_scales()["followed"] == 1

    sitting.refresh_from_db()
    result.refresh_from_db()
    assert sitting.scale.document.number == "188-10"
    assert (result.low_n, result.high_n, result.version) == (1, 5, 1)


@pytest.mark.django_db
def test_a_scale_that_somebody_gave_stays():
    sitting = make_sitting(**RUSSIAN, academic_year=2026)  # marks, not bands: another meaning
    own = ensure_sitting(**STATE_RUSSIAN, academic_year=2026)
    Scale.objects.filter(pk=own.scale_id).update(document=make_document(title="Своя шкала края"))

    load_scales()

    for each in (sitting, own):
        before = each.scale
        each.refresh_from_db()
        assert each.scale == before
    assert own.scale.document.title == "Своя шкала края"


@pytest.mark.django_db
def test_years_without_an_exam_are_data():
    held = ensure_sitting(**STATE_RUSSIAN, academic_year=2020, region=make_region())
    load_scales()

    absent = Sitting.objects.filter(held=False).order_by("academic_year", "procedure")
    assert [str(sitting) for sitting in absent] == [
        "ОГЭ, русский язык, 2019/2020 учебный год",
        "ОГЭ, математика, 2019/2020 учебный год",
        "ЕГЭ, математика (база), 2019/2020 учебный год",
        "ЕГЭ, математика (база), 2020/2021 учебный год",
    ]
    held.refresh_from_db()
    assert held.held


@pytest.mark.django_db
def test_a_year_in_which_an_exam_was_held_after_all_stays_so():
    ensure_sitting(**STATE_RUSSIAN, academic_year=2020)

    load_scales()

    assert Sitting.objects.get(academic_year=2020, procedure__subject="Русский язык").held


def test_what_was_moved_was_held():
    moved = [one for one in absences.known_absences() if one.was_moved]

    assert [(one.title, one.academic_year) for one in moved] == [("ВПР", 2020), ("ВПР", 2022)]


def test_all_but_two_subjects_were_left_out_in_2021():
    (absence,) = [
        one for one in absences.known_absences() if (one.kind, one.academic_year) == ("OGE", 2021)
    ]

    assert absence.title == "ОГЭ, кроме предметов: русский язык, математика"
    assert absence.covers("OGE", 9, "Физика", "")
    assert not absence.covers("OGE", 9, "Математика", "")


def told(region, year=2026):
    return {
        (str(line.procedure), line.years): (line.minimum, line.above, line.document, line.holds)
        for group in thresholds_in(region.pk, year)
        for line in group.thresholds
    }


@pytest.mark.django_db
def test_a_page_line_says_years_minimum_and_source(municipality):
    ensure_sitting(**RUSSIAN, academic_year=2015)
    load_scales()

    lines = told(municipality.region, 2020)

    early = lines["ЕГЭ, русский язык", "до\xa02017/2018 включительно"]
    assert early == ("не указан", "61–79, 80 и более", None, False)
    then = lines["ЕГЭ, русский язык", "с\xa02018/2019 по\xa02021/2022"]
    assert then[0] == "24\xa0балла"
    assert (then[2].number, then[3]) == ("1122-10", True)
    assert lines["ОГЭ, русский язык", "2018/2019"][:3] == (
        "«3», от\xa015\xa0баллов",
        "«4» от\xa025, «5» от\xa034",
        None,
    )
    assert lines["КДР-4, читательская грамотность", "с\xa02021/2022"][:2] == (
        "пониженный",
        "базовый, повышенный",
    )


@pytest.mark.django_db
def test_what_another_region_holds_is_not_told(municipality):
    theirs = make_region()
    described = {"kind": "KDR", "grade": 6, "subject": "Чужой предмет", "academic_year": 2026}
    ensure_sitting(**described, region=theirs)
    absent = {"kind": "VPR", "grade": 5, "subject": "Чужая история", "academic_year": 2026}
    ensure_sitting(**absent, held=False, region=theirs)

    assert ("КДР-6, чужой предмет", "все годы") not in told(municipality.region)
    assert ("КДР-6, чужой предмет", "все годы") in told(theirs)
    assert "ВПР-5, чужая история" not in {y.title for y in absent_years(municipality.region_id)}
    assert "ВПР-5, чужая история" in {y.title for y in absent_years(theirs.pk)}


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["coordinator", "director", "curator", "region_operator"])
def test_who_sees_results_sees_what_they_mean(request, client, person, school):
    ensure_sitting(**RUSSIAN, academic_year=2026)
    client.force_login(request.getfixturevalue(person))

    page = client.get(reverse("assessments:scales")).content.decode()

    assert "№&nbsp;188-10" in page
    assert "24\xa0балла" in page
    assert "ОГЭ, кроме предметов: русский язык, математика" in page


@pytest.mark.django_db
def test_the_page_of_a_sitting_names_the_source_or_says_that_there_is_none(client, coordinator):
    client.force_login(coordinator)

    def page(sitting):
        return client.get(reverse("assessments:sitting", args=[sitting.pk])).content.decode()

    assert "№&nbsp;188-10" in page(ensure_sitting(**RUSSIAN, academic_year=2026))
    without = page(ensure_sitting(kind="VPR", grade=4, subject="Музыка", academic_year=2026))
    assert "источник не&nbsp;указан" in without
    assert reverse("assessments:scales") in without


@pytest.mark.django_db
@pytest.mark.parametrize("procedures", [1, 3])
def test_the_page_asks_as_many_questions_for_three_as_for_one(
    client, coordinator, procedures, django_assert_num_queries
):
    for grade in range(4, 4 + procedures):
        ensure_sitting(kind="VPR", grade=grade, subject="Музыка", academic_year=2026, held=False)
    client.force_login(coordinator)
    client.get(reverse("assessments:scales"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("assessments:scales"))


@pytest.mark.django_db
def test_the_command_says_what_it_has_done():
    out = io.StringIO()
    call_command("load_scales", "--json", stdout=out)

    assert json.loads(out.getvalue())["not_held"] == 4
    assert Procedure.objects.filter(kind="EGE").count() == 15
    out = io.StringIO()
    call_command("load_scales", stdout=out)
    assert out.getvalue() == (
        "Новых шкал: 0. Проведений, получивших шкалу своего года: 0. "
        "Отмечено, что процедура не проводилась: 0.\n"
    )
