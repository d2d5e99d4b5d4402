"""Teachers by school and subject: counts, never persons; a school enters, the municipality sees."""

from datetime import date

import pytest
from django.urls import reverse

from roadmap.services.teachers import COLUMNS, OVERTAKEN, TeacherRow, seen_of, store_teachers
from schools.errors import PortalError
from schools.models import TeacherSupport
from tests.factories import AT, make_municipality, make_school, make_user
from tests.roadmap.test_sets import count_teachers

pytestmark = pytest.mark.django_db


def counts(**told):
    return dict.fromkeys(COLUMNS) | told


def store(school, row, *, by=None):
    return store_teachers(school, 2026, [row], by=by or make_user(), at=AT)


@pytest.fixture
def school():
    return make_school(short_name="СОШ 7")


@pytest.fixture
def person(school):
    return make_user("SCHOOL_COORDINATOR", school)


@pytest.fixture
def page(client, school, person):
    client.force_login(person)
    school.municipality.academic_year = 2026
    school.municipality.save()
    return client


def address(school):
    return reverse("roadmap:school-teachers", args=[school.pk])


def typed(**told):
    """All boxes empty but these; the first column is all teachers, the second mathematics."""
    return told


def test_a_school_coordinator_enters_counts_and_the_history_knows_who(page, person, school):
    page.post(address(school), typed(teachers_0="24", diagnosed_0="10", teachers_1="3"))

    rows = TeacherSupport.objects.filter(school=school, academic_year=2026)
    found = {row.subject: (row.teachers, row.diagnosed) for row in rows}
    assert found == {"": (24, 10), "математика": (3, None)}
    assert {row.history.get().history_user for row in rows} == {person}


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"teachers_0": "10", "diagnosed_0": "11"}, "Больше, чем учителей: 11 из\xa010."),
        ({"diagnosed_0": "1"}, "Укажите, сколько всего учителей."),
        ({"teachers_0": "10", "diagnosed_0": "4", "deficit_0": "5"}, "«прошли диагностику»: 5 из"),
        ({"teachers_0": "10", "iom_0": "2", "iom_done_0": "3"}, "«составили ИОМ»: 3 из"),
        ({"teachers_0": "10", "teachers_1": "11"}, "Больше, чем педагогов в\xa0школе: 10."),
        ({"teachers_0": "десять"}, "Нужно целое число."),
        ({"teachers_0": "-1"}, "больше либо равно 0"),
        ({"teachers_0": "10", "other": "физика"}, "Укажите и\xa0предмет, и\xa0число учителей."),
        ({"other": "Математика", "other_teachers": "1"}, "Такой столбец уже есть."),
    ],
)
def test_bad_counts_are_refused_in_words_and_nothing_is_stored(page, school, told, sentence):
    answer = page.post(address(school), typed(**told))

    assert sentence.replace("\xa0", " ") in answer.content.decode().replace("\xa0", " ").replace(
        "&nbsp;", " "
    )
    assert not TeacherSupport.objects.exists()


def test_another_subject_becomes_a_column(page, school):
    page.post(address(school), typed(teachers_0="24", other="Физика", other_teachers="2"))

    assert "Физика: учителей" in page.get(address(school)).content.decode()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(school):
    row = count_teachers(school, teachers=20)
    seen = seen_of(row)
    store(school, TeacherRow("", counts(teachers=21), seen))

    with pytest.raises(PortalError, match=OVERTAKEN[:10]):
        store(school, TeacherRow("", counts(teachers=22), seen))

    row.refresh_from_db()
    assert row.teachers == 21


def test_a_number_of_teachers_is_not_wiped_out(school):
    row = count_teachers(school, teachers=20)

    with pytest.raises(PortalError, match="нельзя стереть"):
        store(school, TeacherRow("", counts(), seen_of(row)))


def test_what_is_the_same_leaves_no_trace(school):
    row = count_teachers(school, teachers=20)

    assert store(school, TeacherRow("", counts(teachers=20), "old")) == 0
    assert row.history.count() == 1


def test_the_municipality_sees_all_schools_and_a_total_that_names_how_many_told(client):
    where = make_municipality(academic_year=2026)
    told = make_school(municipality=where, short_name="СОШ 1")
    make_school(municipality=where, short_name="СОШ 2")
    make_school(municipality=where, short_name="СОШ 3", closed_on=date(2020, 1, 1))
    count_teachers(told, teachers=24)
    client.force_login(make_user("COORDINATOR", where))

    answer = client.get(reverse("roadmap:teachers"))

    lines = {line.school.short_name: line.numbers[0] for line, _cells in answer.context["lines"]}
    total = answer.context["totals"][0][1]
    assert lines == {"СОШ 1": 24, "СОШ 2": None}
    assert (total.number, total.told, total.silent) == (24, 1, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_of_any_number_of_schools_takes_the_same_queries(
    client, number, django_assert_num_queries
):
    where = make_municipality(academic_year=2026)
    for _n in range(number):
        count_teachers(make_school(municipality=where))
    client.force_login(make_user("COORDINATOR", where))
    client.get(reverse("roadmap:teachers"))

    with django_assert_num_queries(8):
        client.get(reverse("roadmap:teachers"))
