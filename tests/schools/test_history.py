from datetime import UTC, datetime

from schools.history import HIDDEN, Line, changes_of, changes_since, version_of
from schools.models import School
from schools.services.register import count_pupils, describe_year, save_school
from tests.factories import make_cluster, make_school

AT = datetime(2050, 8, 15, 12, tzinfo=UTC)  # after the schools of the test were made
LATER = AT.replace(hour=13)


def told(change):
    return [(line.label, line.before, line.after) for line in change.lines]


def test_history_tells_who_when_and_what_before_and_after(admin, school, branch):
    branch.settlement, branch.kind = "с. Ельники", School.Kind.BASIC
    save_school(branch, aliases={"fis_oko": ["edu1"]}, by=admin, at=AT)
    save_school(branch, aliases={"fis_oko": ["edu2"]}, by=admin, at=LATER)

    second, first, creation = changes_of(branch, {})

    assert (first.at, first.by) == (AT, admin)
    assert told(first) == [
        ("вид", "СОШ", "ООШ"),
        ("населённый пункт", "", "с. Ельники"),
        ("логин ФИС ОКО", "", "edu1"),
    ]
    assert told(second) == [("логин ФИС ОКО", "edu1", ""), ("логин ФИС ОКО", "", "edu2")]
    assert creation.is_creation


def test_a_move_to_another_cluster_tells_where_the_school_came_from(admin, municipality, school):
    town = make_cluster(municipality, "городские школы")
    describe_year(school, 2027, cluster=town, kind=school.kind, teachers=30, by=admin, at=AT)
    count_pupils(school, 2027, {5: 20}, by=admin, at=AT)

    assert changes_of(school, {})[0].lines == [
        Line("кластер с 2026/2027 учебного года", "сельские школы", "городские школы"),
        Line("учителей с 2026/2027 учебного года", "", "30"),
        Line("учеников, 5 класс, 2026/2027", "", "20"),
    ]


def test_a_school_that_the_reader_may_not_see_stays_unnamed(admin, school, branch):
    other = make_school(municipality=school.municipality, short_name="СОШ 9")
    branch.parent = other
    save_school(branch, aliases={}, by=admin, at=AT)

    assert told(changes_of(branch, {other.pk: "СОШ 9"})[0]) == [("головная школа", HIDDEN, "СОШ 9")]


def test_changes_since_a_version_are_those_of_others(admin, school):
    school.settlement = "с. Первое"
    save_school(school, aliases={}, by=admin, at=AT)
    seen = version_of(school)
    school.settlement = "с. Второе"
    save_school(school, aliases={}, by=admin, at=LATER)

    assert [told(change) for change in changes_since(school, seen, {})] == [
        [("населённый пункт", "с. Первое", "с. Второе")]
    ]
    assert changes_since(school, version_of(school), {}) == []
