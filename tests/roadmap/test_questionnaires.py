"""Questionnaires: made of a set of questions, asked twice, compared."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from roadmap.comparison import of_all, of_school
from roadmap.kinds import Reading
from roadmap.models import Programme
from roadmap.services.questionnaires import Round, create_questionnaire
from schools.errors import PortalError
from tests.factories import make_school
from tests.roadmap.making import make_value

FIRST = Round("До", date(2026, 9, 1), date(2026, 9, 20))
SECOND = Round("После", date(2027, 5, 1), date(2027, 5, 20))


def part(numerator, denominator):
    return Reading(numerator=numerator, denominator=denominator)


def yes(said):
    return Reading(yes=said)


@pytest.mark.parametrize(
    ("kind", "direction", "before", "after", "words", "better"),
    [
        ("yes_no", "higher", yes(False), yes(True), "появилось", True),
        ("yes_no", "higher", yes(True), yes(False), "больше нет", False),
        ("percent", "higher", part(5, 20), part(9, 20), "+20\xa0п.\xa0п.", True),
        ("percent", "lower", part(5, 20), part(9, 20), "+20\xa0п.\xa0п.", False),
        ("percent", "higher", part(1, 3), part(2, 6), "без изменений", None),
        ("number", "lower", Reading(number=Decimal(4)), Reading(number=Decimal(1)), "−3", True),
        (
            "degree",
            "higher",
            Reading(degree="25_50"),
            Reading(degree="51_75", percent=Decimal(60)),
            "+22,5\xa0п.\xa0п.",
            True,
        ),
        ("percent", "higher", None, part(9, 20), "", None),
        ("percent", "higher", Reading(no_data="hidden"), part(9, 20), "", None),
    ],
)
def test_what_changed_at_a_school_is_said_in_words(kind, direction, before, after, words, better):
    change = of_school(kind, direction, before, after)

    assert (change.words, change.better) == (words, better)


def test_of_all_only_who_answered_both_times_is_compared():
    before = {1: part(5, 10), 2: part(1, 10), 3: part(9, 10)}
    after = {1: part(6, 10), 2: part(4, 10), 4: part(0, 10)}

    change = of_all("percent", "higher", before, after)

    assert (change.before, change.after) == ("6\xa0из\xa020, 30\xa0%", "10\xa0из\xa020, 50\xa0%")
    assert (change.words, change.better, change.schools) == ("+20\xa0п.\xa0п.", True, 2)


def test_a_gap_at_one_of_both_times_leaves_its_school_out():
    gap = Reading(no_data="hidden")
    before = {1: part(5, 10), 2: gap, 3: part(1, 10)}
    after = {1: part(6, 10), 2: part(9, 10), 3: gap}

    change = of_all("percent", "higher", before, after)

    assert (change.before, change.after, change.schools) == (
        "5\xa0из\xa010, 50\xa0%",
        "6\xa0из\xa010, 60\xa0%",
        1,
    )


def test_exactly_a_half_is_not_more_than_a_half():
    before = {1: Reading(degree="51_75", percent=Decimal(50)), 2: Reading(degree="25_50")}
    after = {1: Reading(degree="51_75"), 2: Reading(degree="25_50", percent=Decimal(50))}

    change = of_all("degree", "higher", before, after)

    assert (change.before, change.after) == (
        "больше половины: 0\xa0из\xa02",
        "больше половины: 1\xa0из\xa02",
    )


def test_of_all_yes_is_counted_and_numbers_are_averaged():
    said = of_all("yes_no", "higher", {1: yes(False), 2: yes(True)}, {1: yes(True), 2: yes(True)})
    numbers = of_all(
        "number",
        "higher",
        {1: Reading(number=Decimal(1)), 2: Reading(number=Decimal(2))},
        {1: Reading(number=Decimal(3)), 2: Reading(number=Decimal(2))},
    )

    assert (said.before, said.after) == ("«да»: 1\xa0из\xa02", "«да»: 2\xa0из\xa02")
    assert (numbers.before, numbers.after, numbers.words) == (
        "в\xa0среднем по\xa0школам 1,5",
        "в\xa0среднем по\xa0школам 2,5",
        "+1",
    )


def test_where_nobody_answered_twice_nothing_is_compared():
    change = of_all("yes_no", "higher", {1: yes(True)}, {2: yes(True)})

    assert (change.before, change.after, change.better) == ("—", "—", None)


def questionnaire(municipality, code="self-diagnosis"):
    return create_questionnaire(municipality, code=code, title="Анкета", rounds=[FIRST, SECOND])


def test_a_questionnaire_asks_schools_twice(municipality):
    programme = questionnaire(municipality)

    questions = programme.indicators.all()
    assert programme.kind == Programme.Kind.QUESTIONNAIRE
    assert {one.level for one in questions} == {"school"}
    assert not any(one.sensitive for one in questions)
    assert [one.label for one in programme.periods.all()] == ["До", "После"]


def test_questions_about_people_are_for_a_narrow_circle(municipality):
    programme = questionnaire(municipality, "climate")

    assert all(one.sensitive for one in programme.indicators.all())


def test_the_second_round_comes_after_the_first(municipality):
    with pytest.raises(PortalError, match="Второй раз спрашивают позже"):
        create_questionnaire(municipality, code="climate", title="Анкета", rounds=[SECOND, FIRST])

    assert not Programme.objects.exists()


def test_a_round_does_not_begin_on_the_day_on_which_another_ends(municipality):
    again = Round("После", FIRST.ends_on, SECOND.ends_on)

    with pytest.raises(PortalError, match="Второй раз спрашивают позже"):
        create_questionnaire(municipality, code="climate", title="Анкета", rounds=[FIRST, again])


def test_the_first_round_is_what_later_ones_are_compared_with(municipality):
    programme = questionnaire(municipality)

    assert [one.is_baseline for one in programme.periods.all()] == [True, False]
    assert programme.state == Programme.State.IN_FORCE
    assert (programme.starts_on, programme.ends_on) == (FIRST.starts_on, SECOND.ends_on)


def test_of_some_questions_less_is_better(municipality):
    lower = questionnaire(municipality).indicators.filter(direction="lower")

    assert [one.title for one in lower] == ["Незанятые ставки педагогов"]


def test_a_coordinator_makes_one_on_its_page(client, coordinator, municipality):
    client.force_login(coordinator)
    told = {
        "code": "self-diagnosis",
        "first_from": "2026-09-01",
        "first_until": "2026-09-20",
        "second_from": "2027-05-01",
        "second_until": "2027-05-20",
    }

    client.post(reverse("roadmap:questionnaire-create"), told)

    assert Programme.objects.get(municipality=municipality).title == "Самодиагностика школы"


def answered(programme, school, before, after, state="accepted", code="percent"):
    question = programme.indicators.filter(kind=code).first()
    for period, told in zip(programme.periods.all(), (before, after), strict=True):
        make_value(question, period, school, state=state, **told)


def page(client, user, programme, **query):
    client.force_login(user)
    address = reverse("roadmap:questionnaire-change", args=[programme.pk])
    return client.get(address, query).content.decode()


BEFORE, AFTER = {"numerator": 5, "denominator": 20}, {"numerator": 9, "denominator": 20}


def test_a_director_sees_the_own_school_and_no_other(client, municipality, school, director):
    programme = questionnaire(municipality)
    other = make_school(municipality=municipality)
    answered(programme, school, BEFORE, AFTER)
    answered(programme, other, {"numerator": 7, "denominator": 50}, AFTER)

    told = page(client, director, programme, school=other.pk)

    assert "+20\xa0п.\xa0п." in told
    assert "из\xa050" not in told


def test_what_a_school_has_not_sent_is_not_counted_in_the_whole(
    client, municipality, school, coordinator
):
    programme = questionnaire(municipality)
    make_school(municipality=municipality)
    answered(programme, school, BEFORE, AFTER, state="draft")

    assert "п.\xa0п." not in page(client, coordinator, programme)


def test_a_survey_is_told_to_the_narrow_circle_alone(
    client, municipality, school, coordinator, curator, director, admin
):
    programme = questionnaire(municipality, "climate")
    answered(programme, school, BEFORE, AFTER)

    seen = {
        user.pk: "п.\xa0п." in page(client, user, programme, school=school.pk)
        for user in (coordinator, director, curator, admin)
    }

    assert list(seen.values()) == [True, True, False, False]


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_asks_the_same_number_of_questions(
    client, municipality, coordinator, django_assert_num_queries, n
):
    programme = questionnaire(municipality)
    make_school(municipality=municipality)  # of a single school its own page is shown
    for _ in range(n):
        answered(programme, make_school(municipality=municipality), BEFORE, AFTER)
    client.force_login(coordinator)
    address = reverse("roadmap:questionnaire-change", args=[programme.pk])
    client.get(address)

    with django_assert_num_queries(12):
        told = client.get(address).content.decode()

    assert {1: "1\xa0школа", 3: "3\xa0школы"}[n] in told
