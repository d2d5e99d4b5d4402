"""What the services of the register do; its pages are in test_register_pages.py."""

from datetime import UTC, date, datetime

import pytest

from schools.errors import PortalError
from schools.history import version_of
from schools.models import Enrolment, School, SchoolAlias, SchoolYear
from schools.services.register import (
    ChangedMeanwhile,
    close_school,
    cluster_named,
    count_pupils,
    describe_year,
    reopen_school,
    save_school,
    taken,
)
from tests.factories import make_cluster, make_school

AT = datetime(2050, 8, 15, 12, tzinfo=UTC)  # after the schools of the test were made
DAY = date(2026, 8, 31)


def values(school, kind="name"):
    return list(school.aliases.filter(kind=kind).values_list("value", flat=True))


def years(school):
    return list(school.years.values_list("academic_year", "cluster__name", "kind"))


def test_a_renamed_school_keeps_its_old_name_among_the_others(admin, municipality):
    school = make_school(municipality=municipality, short_name="СОШ 7")
    school.short_name = "Лицей 7"

    save_school(school, aliases={"name": ["Новопокровская СОШ № 7"]}, by=admin, at=AT)

    assert set(values(school)) == {"Новопокровская СОШ № 7", "СОШ 7"}


def test_another_spelling_of_the_same_name_is_no_other_name(admin, municipality):
    school = make_school(municipality=municipality, short_name="СОШ 7")
    school.short_name = "СОШ № 7"

    save_school(school, aliases={}, by=admin, at=AT)

    assert values(school) == []


def test_aliases_become_what_is_told_and_other_kinds_stay(admin, school):
    save_school(school, aliases={"name": ["Южная", "южная.", "Новая"]}, by=admin, at=AT)
    save_school(school, aliases={"name": ["Новая школа", "«Южная»"]}, by=admin, at=AT)

    assert set(values(school)) == {"Новая школа", "«Южная»"}
    assert values(school, "fis_oko") == ["edu203389"]


def test_saving_what_is_there_already_leaves_no_history(admin, school):
    before = version_of(school)

    save_school(school, aliases={"fis_oko": ["edu203389"]}, by=admin, at=AT)

    assert version_of(school) == before


def test_of_two_who_save_the_second_is_told(admin, school):
    seen = version_of(school)
    mine, yours = School.objects.get(pk=school.pk), School.objects.get(pk=school.pk)
    mine.settlement, yours.settlement = "с. Первое", "с. Второе"
    save_school(mine, aliases={}, by=admin, at=AT, seen=seen)

    with pytest.raises(ChangedMeanwhile):
        save_school(yours, aliases={}, by=admin, at=AT, seen=seen)

    school.refresh_from_db()
    assert school.settlement == "с. Первое"


def test_a_changed_login_counts_as_a_change_of_the_card(admin, school):
    seen = version_of(school)
    save_school(school, aliases={"fis_oko": ["edu1"]}, by=admin, at=AT, seen=seen)

    with pytest.raises(ChangedMeanwhile):
        close_school(school, on=DAY, successor=None, by=admin, at=AT, seen=seen)


def test_the_first_description_holds_for_the_past_and_later_ones_from_their_year(
    admin, municipality
):
    school = make_school(municipality=municipality)
    village, town = make_cluster(municipality), make_cluster(municipality, "город")
    told = {"kind": "secondary", "teachers": None, "by": admin, "at": AT}

    describe_year(school, 2026, cluster=village, **told)
    describe_year(school, 2027, cluster=town, **told)
    describe_year(school, 2028, cluster=town, **told)

    assert years(school) == [(2000, "сельские школы", "secondary"), (2027, "город", "secondary")]


def test_a_correction_changes_the_description_in_force(admin, municipality, school):
    town = make_cluster(municipality, "город")
    told = {"kind": "basic", "teachers": 12, "by": admin, "at": AT}

    describe_year(school, 2026, cluster=town, correct=True, **told)

    school.refresh_from_db()
    assert years(school) == [(2000, "город", "basic")]
    assert school.kind == "basic"


def test_a_year_of_the_past_leaves_the_kind_of_today_alone(admin, municipality, school):
    cluster = make_cluster(municipality)
    told = {"cluster": cluster, "teachers": None, "by": admin, "at": AT}
    describe_year(school, 2025, kind="secondary", **told | {"teachers": 9})

    describe_year(school, 2019, kind="basic", **told)

    school.refresh_from_db()
    assert school.kind == "secondary"
    assert [row[2] for row in years(school)] == ["secondary", "basic", "secondary"]


def test_pupils_are_counted_by_grade_and_taken_away_with_history(admin, school):
    count_pupils(school, 2026, {4: 12, 5: 20}, by=admin, at=AT)
    count_pupils(school, 2026, {4: 13, 5: None, 6: None}, by=admin, at=AT)

    assert list(school.enrolments.values_list("grade", "pupils")) == [(4, 13)]
    assert Enrolment.history.filter(school_id=school.pk, history_type="-").get().pupils == 20


def test_a_closed_school_names_its_successor_and_loses_nothing(admin, school):
    heir = make_school(municipality=school.municipality)

    close_school(school, on=DAY, successor=heir, by=admin, at=AT)

    school.refresh_from_db()
    assert (school.closed_on, school.successor) == (DAY, heir)
    assert SchoolYear.objects.filter(school=school).exists()
    assert school.history.first().history_user == admin


def test_a_school_is_closed_once(admin, school):
    close_school(school, on=DAY, successor=None, by=admin, at=AT)

    with pytest.raises(PortalError, match=r"уже закрыта 31\.08\.2026"):
        close_school(school, on=DAY, successor=None, by=admin, at=AT)


def test_a_school_with_open_branches_is_not_closed(admin, school, branch):
    with pytest.raises(PortalError, match="открытые филиалы: Ельниковская СОШ"):
        close_school(school, on=DAY, successor=None, by=admin, at=AT)

    close_school(branch, on=DAY, successor=school, by=admin, at=AT)
    close_school(school, on=DAY, successor=None, by=admin, at=AT)
    assert not School.objects.open().exists()


def test_only_another_open_school_is_a_successor(admin, school):
    gone = make_school(municipality=school.municipality, closed_on=DAY)

    for successor in (school, gone):
        with pytest.raises(PortalError, match="только другая открытая"):
            close_school(school, on=DAY, successor=successor, by=admin, at=AT)


def test_a_school_is_opened_again_after_its_head_school(admin, school, branch):
    close_school(branch, on=DAY, successor=school, by=admin, at=AT)
    close_school(school, on=DAY, successor=None, by=admin, at=AT)

    with pytest.raises(PortalError, match="Сначала откройте её"):
        reopen_school(branch, by=admin, at=AT)
    reopen_school(school, by=admin, at=AT)
    reopen_school(branch, by=admin, at=AT)

    branch.refresh_from_db()
    assert (branch.closed_on, branch.successor) == (None, None)
    with pytest.raises(PortalError, match="не закрыта"):
        reopen_school(branch, by=admin, at=AT)


def test_a_cluster_is_found_by_its_name_and_a_new_one_stands_last(municipality):
    village = make_cluster(municipality, "сельские школы", order=2)

    assert cluster_named(municipality, " Сельские  школы ") == village
    assert cluster_named(municipality, "филиалы").order == 3


def test_names_and_logins_mean_one_school_of_a_municipality(municipality, school, foreign_school):
    SchoolAlias.objects.create(
        municipality=municipality, school=school, kind="name", value="Южно-Александровская"
    )

    assert taken(
        municipality, "name", ["«южно-александровская»", school.short_name, "Свободно"], but=None
    ) == {"«южно-александровская»": school, school.short_name: school}
    assert taken(municipality, "fis_oko", ["EDU203389"], but=school) == {}
    assert taken(municipality, "fis_oko", ["edu100001"], but=None) == {}


def test_a_year_sees_the_latest_description_that_had_begun(admin, municipality, school):
    town = make_cluster(municipality, "город", order=1)
    describe_year(school, 2026, cluster=town, kind="basic", teachers=1, by=admin, at=AT)

    then = {
        year: School.objects.described_in(year).get(pk=school.pk) for year in (1999, 2025, 2026)
    }

    assert [then[year].cluster_name for year in then] == [None, "сельские школы", "город"]
    assert [then[year].kind_then for year in then] == ["basic", "secondary", "basic"]


@pytest.mark.parametrize(
    "text", ["сош 4", "СОШ №4", "соколовская", "СОКОЛОВСКАЯ", "с. соколовка", "EDU555", "мбоу «сок"]
)
def test_a_school_is_found_however_it_is_typed(municipality, text):
    found = make_school(
        municipality=municipality,
        short_name="СОШ 4",
        full_name="МБОУ «Соколовская СОШ № 4»",
        settlement="с. Соколовка",
        login="edu555",
    )
    make_school(municipality=municipality, short_name="Далайская СОШ", login="edu556")

    assert list(School.objects.search(text)) == [found]
