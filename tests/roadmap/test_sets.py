"""Named sets: of whom a percent is taken, on a date, with everybody behind the total."""

import csv
from datetime import date
from pathlib import Path

import pytest

import reports.demo
from roadmap.ground import Ground
from roadmap.sets import SETS, SchoolThen, count
from schools.models import SchoolStatus, TeacherSupport
from tests.factories import (
    make_methodology,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_verdicts,
)

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)
THRESHOLD = {
    "procedures": [{"kind": "VPR", "grade": None, "subject": "Русский язык", "variant": None}],
    "threshold": 30,
    "hits_last_year": 1,
    "hits_each_year": None,
    "years": 2,
    "same_procedure": False,
    "min_participants": 0,
    "not_held": "skip",
    "statuses": [{"status": "low"}],
}


def give(school, kind, *, since=2026, until=None):
    ended = {"until": until, "ended_on": ON} if until else {}
    return SchoolStatus.objects.create(
        school=school, kind=kind, since=since, source="приказ", given_on=ON, **ended
    )


def count_teachers(school, subject="", year=2026, **counts):
    return TeacherSupport.objects.create(
        school=school, subject=subject, academic_year=year, **{"teachers": 10} | counts
    )


def total(municipality, code, *, year=2026, on=ON):
    return Ground(municipality, year, on).counted(code).total


def names(municipality, code, **when):
    ground = Ground(municipality, when.get("year", 2026), when.get("on", ON))
    return [member.name for member in ground.counted(code).members]


def ilansky():
    """The fifteen schools of the order, four of them branches."""
    where = make_municipality()
    path = Path(reports.demo.__file__).parent / "data" / "ilansky_schools.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    found = {}
    for row in sorted(rows, key=lambda row: row["legal_status"] == "branch"):
        parent = {"parent": found[row["parent_short_name"]]} if row["parent_short_name"] else {}
        found[row["short_name"]] = make_school(
            municipality=where, short_name=row["short_name"], **parent
        )
    return where, found


def test_ilansky_has_fifteen_schools_and_eleven_legal_entities():
    where, _schools = ilansky()

    assert (total(where, "schools"), total(where, "legal")) == (15, 11)


def test_seven_and_five_schools_with_four_in_both_are_eight_and_six_of_eleven_entities():
    where, schools = ilansky()
    low = ["СОШ 4", "СОШ 11", "СОШ 5", "Прокопьевская ООШ", "СОШ 41", "СОШ 9", "Ельниковская СОШ"]
    social = ["СОШ 4", "СОШ 11", "СОШ 5", "Прокопьевская ООШ", "СОШ 13"]
    for name in low:
        give(schools[name], "low")
    for name in social:
        give(schools[name], "social")

    assert [total(where, code) for code in ("low", "social", "supported")] == [7, 5, 8]
    assert total(where, "supported_legal") == 6
    entity = next(
        one
        for one in Ground(where, 2026, ON).counted("supported_legal").members
        if one.name == "СОШ №\xa09"
    )
    assert [school.name for school in entity.schools] == ["СОШ 9", "Прокопьевская ООШ"]


def test_a_branch_alone_on_the_list_counts_as_its_head_school():
    head = make_school(short_name="СОШ 2")
    branch = make_school(short_name="Филиал", parent=head)
    give(branch, "low")

    assert names(head.municipality, "low_legal") == ["СОШ №\xa02"]


def test_schools_are_those_open_on_the_day():
    where = make_municipality()
    make_school(municipality=where, short_name="Открыта")
    make_school(municipality=where, short_name="Закрыта", closed_on=date(2026, 6, 1))
    make_school(municipality=where, short_name="Новая", opened_on=date(2026, 9, 1))

    assert names(where, "schools", on=date(2026, 5, 31)) == ["Закрыта", "Открыта"]
    assert names(where, "schools", on=date(2026, 9, 1)) == ["Новая", "Открыта"]


def test_a_status_counts_in_the_years_in_which_it_was_held():
    school = make_school()
    give(school, "low", since=2024, until=2025)
    where = school.municipality

    assert [total(where, "low", year=year) for year in (2023, 2024, 2025, 2026)] == [0, 1, 1, 0]


def test_schools_at_risk_are_not_among_the_supported():
    school = make_school()
    give(school, "at_risk")

    assert total(school.municipality, "at_risk") == 1
    assert total(school.municipality, "supported") == 0


def test_teachers_of_a_school_that_told_nothing_are_named_and_no_zero():
    where = make_municipality()
    told = make_school(municipality=where, short_name="СОШ 1")
    silent = make_school(municipality=where, short_name="СОШ 2")
    count_teachers(told, teachers=24)

    found = Ground(where, 2026, ON).counted("teachers")

    assert found.total == 24
    assert [one.schools[0].pk for one in found.unknown] == [silent.pk]


def test_where_no_school_told_anything_there_is_no_total():
    school = make_school()

    assert total(school.municipality, "teachers") is None
    assert "сведений нет" in Ground(school.municipality, 2026, ON).counted("teachers").in_words


def test_teachers_of_a_subject_are_those_of_supported_schools_in_that_year():
    where = make_municipality()
    supported = make_school(municipality=where)
    other = make_school(municipality=where)
    give(supported, "social")
    count_teachers(supported, "Математика", teachers=3)
    count_teachers(supported, "математика", year=2025, teachers=7)
    count_teachers(other, "математика", teachers=5)

    assert total(where, "maths_supported") == 3
    assert total(where, "russian_supported") is None


def test_flagged_classes_are_those_that_the_verdict_names_of_schools_on_the_list():
    where = make_municipality()
    listed, other, silent = (make_school(municipality=where) for _n in range(3))
    for grade, low in ((4, 5), (5, 2), (7, 6)):
        sitting = make_sitting(grade=grade)
        make_result(school=listed, sitting=sitting, participants=12, low_n=low, high_n=1)
        make_result(school=other, sitting=sitting, participants=12, low_n=1, high_n=1)
    rule = make_methodology(where, method="share_below", parameters=THRESHOLD)
    make_verdicts(municipality=where, methodology=rule)

    found = Ground(where, 2026, ON).counted("flagged_classes")

    numbers = {one.schools[0].pk: one.number for one in found.members}
    assert numbers == {listed.pk: 2, other.pk: 0, silent.pk: None}


def test_pupils_tested_are_the_participants_of_the_named_procedures():
    school = make_school()
    make_result(school=school, sitting=make_sitting(grade=4), participants=12)
    make_result(school=school, sitting=make_sitting(grade=5), participants=9)
    make_result(school=school, sitting=make_sitting(grade=4, academic_year=2025), participants=20)
    ground = Ground(school.municipality, 2026, ON)
    fourth = [{"kind": "VPR", "grade": 4, "subject": "русский язык", "variant": None}]

    assert ground.counted("tested", fourth).total == 12
    assert ground.counted("tested").total == 21


def test_a_set_of_nobody_is_zero():
    assert count(SETS["low"], [SchoolThen(1, "СОШ 1", 1)]).total == 0


@pytest.mark.parametrize("number", [1, 3])
def test_all_sets_of_any_number_of_schools_take_the_same_queries(number, django_assert_num_queries):
    where = make_municipality()
    for _n in range(number):
        school = make_school(municipality=where)
        give(school, "low")
        count_teachers(school)
        make_result(school=school)
    ground = Ground(where, 2026, ON)

    with django_assert_num_queries(8):
        for code in SETS:
            ground.counted(code)
