"""Teachers by school and subject: counts, never persons; a school enters, the municipality sees."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

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


# out to Excel and in from it

ON_PAGE = "Показатель\tВсе педагоги\tМатематика\nУчителей\t24\t3\nПрошли диагностику\t10\t\n"
BELOW = (
    "Школа\tПредмет\tУчителей\tПрошли диагностику\n"
    "СОШ № 7\tВсе педагоги\t24\t10\nСОШ № 7\tМатематика\t3\t\n"
)


def boxes(answer):
    form = answer.context["form"]
    names = ("teachers_0", "diagnosed_0", "teachers_1", "diagnosed_1")
    return [str(form[name].value() if form[name].value() is not None else "") for name in names]


@pytest.mark.parametrize("table", [ON_PAGE, BELOW], ids=["as-on-the-page", "as-in-the-workbook"])
def test_a_pasted_table_fills_the_boxes_and_stores_nothing(page, school, table):
    count_teachers(school, "математика", teachers=2, diagnosed=1)

    answer = page.post(address(school), {"paste": "1", "table": table})

    assert boxes(answer) == ["24", "10", "3", "1"]
    assert [row.teachers for row in TeacherSupport.objects.all()] == [2]
    data = {field.html_name: field.value() or "" for field in answer.context["form"]}
    page.post(address(school), data)
    found = {row.subject: (row.teachers, row.diagnosed) for row in TeacherSupport.objects.all()}
    assert found == {"": (24, 10), "математика": (3, 1)}


def test_what_was_pasted_wrong_is_told_at_its_box(page, school):
    table = ON_PAGE.replace("\t10\t", "\t50\t")

    answer = page.post(address(school), {"paste": "1", "table": table})

    assert "Больше, чем учителей" in answer.text
    assert not TeacherSupport.objects.exists()


def test_headings_that_are_not_known_are_named(page, school):
    table = ON_PAGE.replace("Математика", "Математика\tФизика") + "Прошли по реке\t1\t1\n"

    answer = page.post(address(school), {"paste": "1", "table": table})

    assert "«Физика», «Прошли по реке»" in answer.text
    assert boxes(answer)[:3] == ["24", "10", "3"]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("", "Обязательное поле"),
        ("24\t3\n10\t", "Заголовки не"),
        (BELOW + "СОШ № 8\tМатематика\t5\t\n", "Оставьте строки одной школы"),
        ("\t" * 100, "больше"),
    ],
    ids=["nothing", "no-headings", "two-schools", "too-wide"],
)
def test_what_is_no_table_of_one_school_says_so(page, school, table, sentence):
    answer = page.post(address(school), {"paste": "1", "table": table})

    assert sentence in answer.text
    assert boxes(answer) == ["", "", "", ""]


def test_who_may_not_write_pastes_nothing(client, school):
    client.force_login(make_user("CURATOR", school))

    assert client.post(address(school), {"paste": "1", "table": BELOW}).status_code == 404


def test_the_workbook_has_a_row_for_each_school_and_subject(client, school):
    municipality = school.municipality
    municipality.academic_year = 2026
    municipality.save()
    make_school(municipality=municipality, short_name="СОШ 8")
    other = make_school(short_name="Чужая СОШ")
    for one in (school, other):
        count_teachers(one, "", teachers=24, diagnosed=10)
        count_teachers(one, "физика", teachers=2)
    client.force_login(make_user("COORDINATOR", municipality))

    answer = client.get(reverse("roadmap:teachers-workbook"))

    (sheet,) = load_workbook(BytesIO(answer.content)).worksheets
    rows = [row[:4] for row in sheet.iter_rows(values_only=True)]
    assert rows == [
        ("Школа", "Предмет", "Учителей", "Прошли диагностику"),
        ("СОШ № 7", "Все педагоги", 24, 10),
        ("СОШ № 8", "Все педагоги", None, None),
        ("СОШ № 7", "Физика", 2, None),
    ]


def test_a_school_downloads_its_own_rows_only(page, school):
    stranger = make_school(municipality=school.municipality, short_name="СОШ 8")
    for one in (school, stranger):
        count_teachers(one, "", teachers=24)

    answer = page.get(reverse("roadmap:teachers-workbook"))

    (sheet,) = load_workbook(BytesIO(answer.content)).worksheets
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Школа", "СОШ № 7"]
