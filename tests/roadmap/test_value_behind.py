"""The list behind a number: who is counted, who is not and why, and a value put right by hand."""

from datetime import date

import pytest
from django.urls import reverse

from roadmap.services.computing import compute_values
from tests.factories import AT, make_municipality, make_school, make_user
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
    make_period,
    make_programme,
    make_value,
)
from tests.roadmap.test_computing import make_supported, of_dynamics

pytestmark = pytest.mark.django_db


@pytest.fixture
def where():
    return make_municipality(academic_year=2026)


@pytest.fixture
def period(where):
    return make_period(make_programme(where))


@pytest.fixture
def value(where, period):
    """One of two: СОШ 1 improved, СОШ 2 did not, of СОШ 3 nothing is known."""
    make_supported(where, before=2, now=5, short_name="СОШ 1")
    make_supported(where, before=5, now=2, short_name="СОШ 2")
    make_supported(where, short_name="СОШ 3")
    indicator = of_dynamics(period.programme)
    compute_values(period.programme, period, on=date(2026, 11, 1), at=AT)
    return indicator.values.get()


def address(value):
    return reverse("roadmap:value-behind", args=[value.pk])


def text_of(answer):
    return answer.content.decode().replace("&nbsp;", " ").replace("\xa0", " ")


def sign_in(client, role, reach):
    person = make_user(role, reach)
    client.force_login(person)
    return person


def test_the_page_tells_who_is_counted_and_who_is_not(client, where, value):
    sign_in(client, "COORDINATOR", where)

    answer = client.get(address(value))

    groups = {
        group.heading: [item.name for item in group.items]
        for group in answer.context["behind"].groups
    }
    assert groups == {
        "Ответ «да»": ["СОШ №\xa01"],
        "Ответ «нет»": ["СОШ №\xa02"],
        "Не\xa0учтены": ["СОШ №\xa03"],
    }
    assert "ШНОР и ШНСУ: 3 школы; с данными 2, без данных 1, «да» у 1. 1 из 2, 50 %" in text_of(
        answer
    )
    assert "было 2 из 10, 20 %, стало 5 из 10, 50 %" in text_of(answer)


def test_a_director_sees_the_rule_and_the_line_of_the_own_school_only(client, where, value):
    sign_in(client, "DIRECTOR", where.schools.get(short_name="СОШ 2"))

    told = text_of(client.get(address(value)))

    assert "Показаны только строки вашей школы" in told
    assert "СОШ № 2" in told
    assert "СОШ № 1" not in told
    assert "СОШ № 3" not in told


def test_a_value_is_put_right_with_a_reason_and_the_computed_one_stays_in_sight(
    client, where, value
):
    person = sign_in(client, "COORDINATOR", where)

    client.post(address(value), {"text": "2 из 3", "reason": "СОШ 3 сдала позже", "seen": "1"})

    value.refresh_from_db()
    assert (value.numerator, value.denominator, value.origin) == (2, 3, "overridden")
    assert (value.explanation, value.entered_by) == ("СОШ 3 сдала позже", person)
    assert "Расчёт портала: 1 из 2" in text_of(client.get(address(value)))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"text": "2 из 3"}, "Обязательное поле"),
        ({"text": "67 %", "reason": "так"}, "Напишите, сколько из скольких"),
        ({"text": "2 из 3", "reason": "так", "seen": "7"}, "значение изменилось"),
    ],
)
def test_without_a_reason_or_of_another_kind_nothing_is_put_right(
    client, where, value, told, sentence
):
    sign_in(client, "COORDINATOR", where)

    answer = client.post(address(value), {"seen": "1"} | told)

    value.refresh_from_db()
    assert sentence in text_of(answer)
    assert value.origin == "computed"


def test_after_the_report_of_a_campaign_nothing_is_put_right(client, where, period, value):
    make_campaign(period.programme, period, phase="report")
    sign_in(client, "COORDINATOR", where)

    answer = client.post(address(value), {"text": "2 из 3", "reason": "так", "seen": "1"})

    assert "значения больше не меняются" in text_of(answer)


def test_who_put_it_right_may_take_the_computed_value_back(client, where, period, value):
    sign_in(client, "COORDINATOR", where)
    client.post(address(value), {"text": "2 из 3", "reason": "так", "seen": "1"})
    compute_values(period.programme, period, on=date(2026, 11, 1), at=AT)

    client.post(address(value), {"take": "1", "seen": "2"})

    value.refresh_from_db()
    assert (value.numerator, value.denominator, value.origin) == (1, 2, "computed")


def test_what_the_municipality_put_right_its_school_changes_no_more(client, where, period):
    school = make_supported(where, before=2, now=5)
    indicator = of_dynamics(period.programme, kind="yes_no", level="school")
    compute_values(period.programme, period, on=date(2026, 11, 1), at=AT)
    value = indicator.values.get()
    sign_in(client, "COORDINATOR", where)
    client.post(address(value), {"text": "нет", "reason": "Сверено", "seen": "1"})

    sign_in(client, "DIRECTOR", school)
    another = {"text": "да", "reason": "У\xa0нас иначе", "seen": "2"}
    for told in (another, {"take": "1", "seen": "2"}):
        assert "Значение принято" in text_of(client.post(address(value), told))

    value.refresh_from_db()
    assert (value.yes, value.state, value.version) == (False, "accepted", 2)


def test_a_school_takes_the_computed_value_back_no_more_once_its_entry_is_closed(
    client, where, period
):
    school = make_supported(where, before=2, now=5)
    indicator = of_dynamics(period.programme, kind="yes_no", level="school")
    compute_values(period.programme, period, on=date(2026, 11, 1), at=AT)
    value = indicator.values.get()
    sign_in(client, "DIRECTOR", school)
    client.post(address(value), {"text": "нет", "reason": "У\xa0нас иначе", "seen": "1"})
    make_campaign(period.programme, period, phase="processing", schools=[school])

    answer = client.post(address(value), {"take": "1", "seen": "2"})

    assert "показатели обрабатываются" in text_of(answer)
    value.refresh_from_db()
    assert value.origin == "overridden"


@pytest.mark.parametrize(
    ("role", "sees"), [("COORDINATOR", True), ("HEAD", True), ("ADMIN", False)]
)
def test_what_single_schools_answered_to_a_survey_is_told_to_the_narrow_circle_only(
    client, where, period, role, sees
):
    school = make_supported(where, short_name="СОШ 7")
    whole = make_indicator(period.programme, kind="percent", source="roll_up")
    asked = make_indicator(period.programme, level="school", pair=whole, sensitive=True)
    make_value(asked, period, school, state="accepted")
    compute_values(period.programme, period, on=date(2026, 11, 1), at=AT)

    sign_in(client, role, where)
    told = text_of(client.get(address(whole.values.get())))

    assert ("СОШ № 7" in told) is sees
    assert ("открыты узкому кругу" in told) is not sees


def test_behind_a_value_written_by_hand_stands_its_named_set(client, where, period):
    for _n in range(3):
        make_school(municipality=where)
    indicator = make_indicator(period.programme, kind="percent", denominator="schools")
    value = make_value(indicator, period, numerator=2, denominator=4)
    sign_in(client, "COORDINATOR", where)

    told = text_of(client.get(address(value)))

    assert "Все школы: 3 школы" in told
    assert "В значении указано 4, а в наборе «Все школы» числится 3." in told


def test_the_button_computes_and_says_what_came_of_it(client, where, period, value):
    make_supported(where, before=2, now=5)
    sign_in(client, "COORDINATOR", where)
    button = reverse("roadmap:programme-compute", args=[period.programme.pk, period.pk])

    told = text_of(client.post(button, follow=True))

    assert "Рассчитано заново: 1 значение, без изменений: 0." in told
    assert "2 из 3, 67 %" in told


def test_the_page_of_computed_indicators_points_at_what_people_wrote_instead(
    client, where, period, value
):
    sign_in(client, "COORDINATOR", where)
    client.post(address(value), {"text": "2 из 3", "reason": "так", "seen": "1"})

    told = text_of(client.get(reverse("roadmap:automatic", args=[period.programme.pk])))

    assert "2 из 3, 67 %" in told
    assert "отличается от расчёта" in told


@pytest.mark.parametrize("number", [1, 3])
def test_any_number_of_computed_indicators_takes_the_same_queries(
    client, where, number, django_assert_num_queries
):
    period = make_period(make_programme(where))
    make_supported(where, before=2, now=5)
    for _n in range(number):
        of_dynamics(period.programme)
        of_dynamics(period.programme, kind="yes_no", level="school")
    compute_values(period.programme, period, on=date(2026, 11, 1), at=AT)
    sign_in(client, "COORDINATOR", where)
    page = reverse("roadmap:automatic", args=[period.programme.pk])
    client.get(page)

    with django_assert_num_queries(13):
        client.get(page)


def test_the_sets_of_a_municipality_are_listed_with_who_is_in_them(client, where):
    make_school(municipality=where, short_name="СОШ 5")
    sign_in(client, "HEAD", where)

    assert "1 школа" in text_of(client.get(reverse("roadmap:sets")))
    assert "СОШ № 5" in text_of(client.get(reverse("roadmap:set", args=["schools"])))
    assert client.get(reverse("roadmap:set", args=["nobody"])).status_code == 404
