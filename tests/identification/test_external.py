from datetime import date

import pytest

from identification.external import NamedList, agreement, listed
from identification.lists import lists_of
from schools.models import SchoolYear
from tests.factories import make_cluster, make_external_list, make_school


def named_list(**fields):
    return NamedList(
        **{
            "issuer": "Рособрнадзор",
            "published_on": date(2020, 6, 1),
            "named": {4: "сёла", 5: "сёла", 9: "филиалы"},
            "names": {4: "СОШ 4", 5: "СОШ 5", 9: "Прокопьевская ООШ"},
            "declared": 7,
            "by_cluster": {"город": 1, "сёла": 5, "филиалы": 1},
        }
        | fields
    )


@pytest.mark.parametrize(
    ("school", "cluster", "answer"),
    [
        (5, "сёла", "да"),
        (6, "сёла", "не установлено"),  # five declared, two named
        (1, "город", "не установлено"),
        (8, "филиалы", "нет"),  # the only one is named
        (7, "посёлки", "нет"),  # nothing was declared there
    ],
)
def test_an_unnamed_place_in_the_cluster_leaves_the_answer_open(school, cluster, answer):
    assert named_list().answer(school, cluster) == answer


@pytest.mark.parametrize(("declared", "answer"), [(7, "не установлено"), (3, "нет"), (None, "нет")])
def test_where_clusters_are_not_told_an_unnamed_place_may_be_anybody_s(declared, answer):
    assert named_list(declared=declared, by_cluster={}).answer(6, "сёла") == answer


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"declared": 7}, "не установлено"),  # five declared places belong to no cluster
        ({"declared": 2}, "нет"),
        ({"declared": None}, "нет"),
        ({"declared": 3, "named": {1: "а", 4: "б"}}, "нет"),  # the third is in «а»
    ],
)
def test_declared_places_of_no_cluster_leave_other_clusters_open(fields, answer):
    one = named_list(**{"named": {}, "names": {}, "by_cluster": {"а": 2}} | fields)

    assert (one.answer(7, "б"), one.answer(8, "а")) == (answer, "не установлено")


def test_of_a_cluster_that_the_document_does_not_tell_nothing_is_counted():
    one = named_list(named={4: "б"}, declared=7, by_cluster={"а": 2})

    assert [(part["declared"], part["unnamed"]) for part in one.clusters] == [(2, 2), (None, None)]


def test_every_list_answers_under_its_own_title():
    second = named_list(issuer="ЦОКО", published_on=date(2020, 10, 1), by_cluster={"сёла": 2})

    assert listed(6, "сёла", [named_list(), second]) == {
        "Рособрнадзор, июнь 2020": "не установлено",
        "ЦОКО, октябрь 2020": "нет",
    }


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "объявлено 7, названы 3"),
        ({"declared": None}, "названы 3"),
        ({"named": {4: "сёла"}}, "объявлено 7, названа 1"),
    ],
)
def test_what_is_declared_and_what_is_named_is_said(fields, words):
    assert named_list(**fields).words == words


def test_a_list_is_told_cluster_by_cluster():
    assert named_list().clusters == [
        {"name": "город", "declared": 1, "named": [], "unnamed": 1},
        {"name": "сёла", "declared": 5, "named": ["СОШ №\xa04", "СОШ №\xa05"], "unnamed": 3},
        {"name": "филиалы", "declared": 1, "named": ["Прокопьевская ООШ"], "unnamed": 0},
    ]
    assert named_list().unnamed == 4
    [part, _other] = named_list(by_cluster={}).clusters
    assert (part["declared"], part["unnamed"]) == (None, None)


def test_agreement_with_a_run_tells_four_cases_apart():
    low = {5: ("СОШ № 5", "сёла"), 13: ("СОШ № 13", "сёла"), 20: ("Степановская НОШ", "филиалы")}

    beside = agreement(named_list(), low)

    assert beside.both == ("СОШ № 5",)
    assert beside.only_named == ("СОШ №\xa04", "Прокопьевская ООШ")
    assert beside.only_found == ("Степановская НОШ",)
    assert beside.open == ("СОШ № 13",)
    assert beside.is_full is False


def test_full_agreement_is_said_as_such():
    one = named_list(named={5: "сёла"}, names={5: "СОШ 5"}, declared=1, by_cluster={"сёла": 1})

    assert agreement(one, {5: ("СОШ № 5", "сёла")}).is_full is True


def test_lists_are_read_with_the_clusters_of_their_year(municipality, school, abroad):
    SchoolYear.objects.create(
        school=school,
        academic_year=2030,
        cluster=make_cluster(municipality, "городские школы"),
        kind=school.kind,
    )
    make_external_list(municipality, school, declared_count=7)
    make_external_list(municipality, applies_to_year=2019, published_on=date(2019, 1, 1))
    make_external_list(abroad, make_school(municipality=abroad))

    [one] = lists_of(municipality, academic_year=2026)

    assert one.named == {school.pk: "сельские школы"}
    assert one.names == {school.pk: school.short_name}
    assert (one.declared, one.title) == (7, "Рособрнадзор, июнь 2026")
    assert len(lists_of(municipality)) == 2


def test_a_list_of_another_kind_is_not_held_against_low_results(municipality, school):
    make_external_list(municipality, school, kind="признаки необъективности")

    assert lists_of(municipality, academic_year=2026) == []
    assert [one.kind for one in lists_of(municipality)] == ["признаки необъективности"]
