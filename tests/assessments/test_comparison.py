"""What federal files say beside the results: averages of the places around, and signs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.comparison import wholes_of
from assessments.models import Benchmark, ImportBatch, Marker
from tests.factories import AT, make_batch, make_result, make_school, make_sitting

from .test_views import show, text_of

SIGN = (
    "В федеральном перечне за 2025/2026 у этого результата есть признак, который требует "
    "дополнительного анализа. Это не вывод."
)
SHARES = {"2": 1344, "3": 4006, "4": 3350, "5": 1300}


@pytest.fixture
def sitting(db):
    return make_sitting()


def make_file(municipality, *, days=0, **fields):
    """A file that was stored, so many days after the first."""
    stored = {"stage": ImportBatch.Stage.STORED, "stored_at": AT + timedelta(days=days)}
    return make_batch(municipality=municipality, **stored | fields)


def tell(batch, sitting, level="municipality", name="Иланский район", **figures):
    figures = figures or {"participants": 400, "shares": SHARES}
    row = batch.benchmarks.count() + 10
    return Benchmark.objects.create(
        batch=batch, sitting=sitting, level=level, name=name, source_row=row, **figures
    )


def mark(batch, school, sitting):
    return Marker.objects.create(batch=batch, school=school, sitting=sitting, source_row=7)


# which rows count


def test_of_several_files_the_newest_tells_of_a_place(municipality, sitting):
    tell(make_file(municipality), sitting)
    newer = tell(make_file(municipality, days=1), sitting)

    assert list(Benchmark.objects.latest(municipality)) == [newer]


def test_another_district_in_a_newer_file_hides_nobody(municipality, sitting):
    ours = tell(make_file(municipality), sitting)
    theirs = tell(make_file(municipality, days=1), sitting, name="Канский район")

    assert set(Benchmark.objects.latest(municipality)) == {ours, theirs}


def test_the_file_of_the_class_register_leaves_the_marks_of_a_place(municipality, sitting):
    tell(make_file(municipality), sitting)
    register = {"lower": 2500, "same": 6250, "higher": 1250}
    tell(make_file(municipality, days=1), sitting, journal=register)

    [whole] = wholes_of(sitting, municipality)

    assert (whole.share_low, whole.share_high) == (1344, 4650)
    assert whole.journal == [
        ("ниже журнала", 2500),
        ("как в журнале", 6250),
        ("выше журнала", 1250),
    ]
    assert len(whole.sources) == 2


def test_a_file_that_was_taken_back_says_nothing_beside_the_results(
    client, coordinator, municipality, school, sitting
):
    undone = {"stage": ImportBatch.Stage.UNDONE, "undone_at": AT, "undone_by": coordinator}
    batch = make_file(municipality, days=1, **undone)
    older = tell(make_file(municipality), sitting)
    tell(batch, sitting)
    mark(batch, school, sitting)
    result = make_result(school=school, sitting=sitting)

    assert list(Benchmark.objects.latest(municipality)) == [older]
    for name, pk in (("sitting", sitting.pk), ("school", school.pk), ("result", result.pk)):
        assert "признак" not in text_of(show(client, coordinator, name, pk))


def test_of_many_districts_the_own_one_stands_beside_country_and_region(municipality, sitting):
    municipality.name = "Иланский район"
    batch = make_file(municipality)
    for name in ("Ачинск", "Иланский муниципальный район", "Канский район"):
        tell(batch, sitting, name=name)
    tell(batch, sitting, "region", "Красноярский край")
    tell(batch, sitting, "country", "Вся выборка")

    assert [whole.name for whole in wholes_of(sitting, municipality)] == [
        "Вся выборка",
        "Красноярский край",
        "Иланский муниципальный район",
    ]


def test_files_of_another_municipality_are_not_compared_with(municipality, abroad, sitting):
    tell(make_file(abroad), sitting)

    assert wholes_of(sitting, municipality) == []


# pages


@pytest.mark.parametrize(
    ("person", "opens"), [("coordinator", True), ("head", True), ("director", False)]
)
def test_averages_and_signs_name_their_file_and_open_it_to_the_municipality(
    request, client, person, opens, municipality, school, sitting
):
    batch = make_file(municipality, name="2849657.xlsx")
    tell(batch, sitting, participants=30216, shares=SHARES)
    mark(batch, school, sitting)
    result = make_result(school=school, sitting=sitting)
    user = request.getfixturevalue(person)

    pages = {
        name: show(client, user, name, pk)
        for name, pk in (("sitting", sitting.pk), ("school", school.pk), ("result", result.pk))
    }

    for page in pages.values():
        assert (batch.get_absolute_url() in page.content.decode()) is opens
    for name in ("sitting", "result"):
        row = "Иланский район муниципалитет 30\xa0216 46,5\xa0% 13,44\xa0% файл «2849657.xlsx»"
        assert row.replace("\xa0", " ") in text_of(pages[name])
    for name in ("school", "result"):
        source = f"{SIGN} Источник: файл «2849657.xlsx», строка 7"
        assert source in text_of(pages[name]).replace("» ,", "»,")


def test_the_mark_stands_beside_its_school_alone(
    client, coordinator, municipality, school, sitting
):
    neighbour = make_school(municipality=municipality)
    mark(make_file(municipality), school, sitting)
    for one in (school, neighbour):
        make_result(school=one, sitting=sitting)

    text = text_of(show(client, coordinator, "sitting", sitting.pk))

    assert text.count("есть признак федерального перечня") == 1
    assert "Это не вывод" in text


def test_a_sign_of_another_school_is_not_told(client, director, municipality, school, sitting):
    neighbour = make_school(municipality=municipality)
    mark(make_file(municipality), neighbour, sitting)
    result = make_result(school=school, sitting=sitting)

    for name, pk in (("sitting", sitting.pk), ("school", school.pk), ("result", result.pk)):
        assert "признак" not in text_of(show(client, director, name, pk))


def test_a_sign_is_told_also_where_no_result_is(client, director, municipality, school, sitting):
    mark(make_file(municipality), school, sitting)

    page = text_of(show(client, director, "school", school.pk))

    assert f"ВПР-4, русский язык. {SIGN}" in page


def test_two_lists_with_one_sign_tell_it_once_by_the_newer(
    client, director, municipality, school, sitting
):
    for days, name in ((0, "старый.xlsx"), (1, "новый.xlsx")):
        mark(make_file(municipality, days=days, name=name), school, sitting)

    page = text_of(show(client, director, "school", school.pk))

    assert page.count(SIGN) == 1
    assert "новый.xlsx" in page


@pytest.mark.parametrize("amount", [1, 3])
def test_comparing_costs_the_same_however_many_places_and_signs_there_are(
    amount, client, coordinator, municipality, school, sitting, django_assert_num_queries
):
    for n in range(amount):
        batch = make_file(municipality, days=n)
        tell(batch, sitting, name=f"Район {n}")
        mark(batch, make_school(municipality=municipality), sitting)
        mark(batch, school, make_sitting(subject=f"Предмет {n}"))
    result = make_result(school=school, sitting=sitting)
    client.force_login(coordinator)

    for name, pk, queries in (
        ("sitting", sitting.pk, 17),
        ("school", school.pk, 17),
        ("result", result.pk, 16),
    ):
        with django_assert_num_queries(queries):
            client.get(reverse(f"assessments:{name}", args=[pk]))
