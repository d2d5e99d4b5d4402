"""The pages of programmes, indicators and values, as people of each role meet them."""

import pytest
from django.urls import reverse

from roadmap.models import Value
from tests.factories import make_school
from tests.roadmap.making import (
    make_campaign,
    make_goal,
    make_indicator,
    make_link,
    make_period,
    make_programme,
    make_target,
    make_value,
)


@pytest.fixture
def programme(municipality):
    return make_programme(municipality, title="Программа поддержки")


@pytest.fixture
def period(programme):
    return make_period(programme, 2026)


@pytest.fixture
def municipal(programme, period):
    one = make_indicator(
        programme, kind="percent", title="Доля школ с пакетом документов", denominator="schools"
    )
    make_target(one, period, 80)
    return one


@pytest.fixture
def asked(programme, period, municipal):
    one = make_indicator(
        programme, kind="percent", level="school", title="Педагоги на курсах", pair=municipal
    )
    make_target(one, period, 50)
    return one


def text_of(response):
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def page(client, person, name, *args, query=""):
    client.force_login(person)
    response = client.get(reverse(f"roadmap:{name}", args=args) + query)
    assert response.status_code == 200
    return text_of(response)


def send(client, person, name, *args, query="", **data):
    client.force_login(person)
    return client.post(reverse(f"roadmap:{name}", args=args) + query, data, follow=True)


# a programme


def test_a_programme_tells_what_is_reached_what_waits_and_what_is_missing(
    client, programme, period, municipal, asked, school, coordinator
):
    make_value(municipal, period, numerator=11, denominator=15, state="accepted")
    make_value(asked, period, school, numerator=5, denominator=8, state="submitted")
    other = make_school(municipality=programme.municipality)
    make_value(asked, period, other, numerator=1, denominator=8, state="returned", comment="?")

    text = page(client, coordinator, "programme", programme.pk)

    assert "до цели: 1 школа" in text
    assert "11 из 15," in text
    assert "ждёт проверки: 1" in text or "возвращено: 1" in text
    assert "внесли" in text
    assert "<b>2</b> <span>из 2 школ</span>" in text
    assert "цель достигнута: 1" in text


def test_a_programme_is_filtered_and_says_so(
    client, programme, period, municipal, asked, coordinator
):
    goal = make_goal(programme, title="Другая задача")
    make_indicator(programme, goal=goal, title="Прочее")

    text = page(client, coordinator, "programme", programme.pk, query=f"?goal={goal.pk}")
    assert "Прочее" in text
    assert "Педагоги на курсах" not in text
    assert "Найдено: 1 из 3" in text
    text = page(client, coordinator, "programme", programme.pk, query="?who=school")
    assert "Педагоги на курсах" in text
    assert "Прочее" not in text


def test_parts_stand_under_their_whole_and_schools_under_the_municipal_one(
    client, programme, period, municipal, asked, coordinator
):
    make_indicator(programme, title="Стоит последним")
    make_indicator(programme, title="Часть целого", whole=municipal)

    text = page(client, coordinator, "programme", programme.pk)

    order = [text.index(one) for one in ("Доля школ", "Педагоги", "Часть целого", "последним")]
    assert order == sorted(order)
    assert "из них" in text


def test_a_remark_on_the_source_stands_with_its_indicator(
    client, programme, period, municipal, coordinator
):
    type(municipal).objects.update(remark="Цели 1, 2, 4, 6 похожи на число школ")

    assert "похожи на число школ" in page(client, coordinator, "programme", programme.pk)


def test_a_programme_asks_as_many_questions_for_three_indicators_as_for_one(
    client, programme, period, municipal, asked, school, coordinator, django_assert_num_queries
):
    client.force_login(coordinator)
    make_value(municipal, period, numerator=11, denominator=15)
    address = reverse("roadmap:programme", args=[programme.pk])
    client.get(address)
    with django_assert_num_queries(16):
        client.get(address)
    for _ in range(2):
        one = make_indicator(programme, kind="percent", level="school", pair=municipal)
        make_target(one, period, 50)
        make_value(one, period, school, numerator=5, denominator=8)
        make_school(municipality=programme.municipality)
    with django_assert_num_queries(16):
        client.get(address)


def test_the_list_of_programmes_asks_no_more_for_three_than_for_one(
    client, programme, coordinator, school, django_assert_num_queries
):
    client.force_login(coordinator)
    address = reverse("roadmap:programmes")
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
    make_programme(school=school)
    make_programme(programme.municipality, kind="questionnaire")
    with django_assert_num_queries(9):
        text = text_of(client.get(address))
    assert "Анкеты" in text


def test_the_station_leads_to_the_programme_in_force(client, programme, period, coordinator):
    client.force_login(coordinator)

    response = client.get(reverse("roadmap:indicators"))

    assert response.url == programme.get_absolute_url()


# an indicator


def test_an_indicator_of_schools_shows_each_school_and_accepts_what_is_ticked(
    client, programme, period, asked, school, coordinator
):
    other = make_school(municipality=programme.municipality, short_name="СОШ 99")
    mine = make_value(asked, period, school, numerator=5, denominator=8, state="submitted")
    left = make_value(asked, period, other, numerator=1, denominator=8, state="submitted")

    text = page(client, coordinator, "indicator", asked.pk)
    assert "СОШ № 99" in text
    assert f'value="{mine.pk}-1"' in text
    response = send(
        client, coordinator, "indicator-accept", asked.pk, value=[f"{mine.pk}-1"], period=period.pk
    )

    assert "Принято: 1 значение." in text_of(response)
    mine.refresh_from_db()
    left.refresh_from_db()
    assert (mine.state, left.state) == ("accepted", "submitted")


def test_ticks_that_are_none_and_old_versions_accept_nothing(
    client, asked, period, school, coordinator
):
    mine = make_value(asked, period, school, numerator=5, denominator=8, state="submitted")

    response = send(client, coordinator, "indicator-accept", asked.pk, value=[f"{mine.pk}-7"])
    assert "не приняты: 1 значение" in text_of(response)
    for nonsense in ("", "1", "a-b", f"{mine.pk}-" + "9" * 30):
        response = send(client, coordinator, "indicator-accept", asked.pk, value=[nonsense])
        assert "Отметьте значения" in text_of(response)
    mine.refresh_from_db()
    assert mine.state == "submitted"


def test_an_indicator_is_made_with_its_targets_and_changed(
    client, programme, period, municipal, coordinator
):
    goal = programme.goals.get()
    data = {
        "goal": goal.pk,
        "number": "7",
        "title": "Договоры о сотрудничестве",
        "kind": "number",
        "unit": "договор,договора,договоров",
        "direction": "higher",
        "level": "municipality",
        "proof": "link",
        f"target-{period.pk}-kind": "value",
        f"target-{period.pk}-goal": "3",
        f"target-{period.pk}-words": "не менее трёх",
    }
    response = send(client, coordinator, "indicator-create", programme.pk, **data)

    assert "Показатель сохранён." in text_of(response)
    made = programme.indicators.get(number="7")
    target = made.targets.get()
    assert (target.number, target.op, target.words) == (3, ">=", "не менее трёх")
    page(client, coordinator, "indicator-edit", made.pk)
    data |= {f"target-{period.pk}-kind": "", f"target-{period.pk}-goal": ""}
    send(client, coordinator, "indicator-edit", made.pk, **data | {f"target-{period.pk}-words": ""})
    assert not made.targets.exists()


@pytest.mark.parametrize(
    ("kind", "target", "goal", "words"),
    [
        ("yes_no", "value", "5", "Здесь ответ «да» или «нет»"),
        ("number", "value", "", "Укажите число цели"),
        ("number", "delta", "много", "Здесь нужно число"),
        ("number", "", "3", "Выберите, что задано"),
        ("number", "words", "", "Напишите цель словами"),
    ],
)
def test_a_target_that_is_none_is_told_at_its_box(
    kind, target, goal, words, client, programme, period, municipal, coordinator
):
    response = send(
        client,
        coordinator,
        "indicator-create",
        programme.pk,
        goal=programme.goals.get().pk,
        title="Новый",
        kind=kind,
        direction="higher",
        level="municipality",
        proof="none",
        **{f"target-{period.pk}-kind": target, f"target-{period.pk}-goal": goal},
    )

    assert words in text_of(response)
    assert not programme.indicators.filter(title="Новый").exists()


def test_the_kind_of_an_indicator_with_values_stays(client, municipal, period, coordinator):
    make_value(municipal, period, numerator=1, denominator=2)

    response = send(client, coordinator, "indicator-edit", municipal.pk, kind="number")

    assert "Значения уже внесены" in text_of(response)


def test_an_indicator_is_dropped_after_what_hangs_on_it(client, municipal, asked, coordinator):
    response = send(client, coordinator, "indicator-drop", municipal.pk)
    assert "Сначала исключите" in text_of(response)

    send(client, coordinator, "indicator-drop", asked.pk)
    send(client, coordinator, "indicator-drop", municipal.pk)

    assert not municipal.programme.indicators.current().exists()


def test_goals_and_periods_are_kept_on_one_page(client, programme, coordinator):
    page(client, coordinator, "programme-frame", programme.pk)
    data = {"title": "Новое название", "goals-TOTAL_FORMS": 1, "goals-INITIAL_FORMS": 0}
    data |= {"goals-0-number": "1", "goals-0-title": "Управление"}
    data |= {"periods-TOTAL_FORMS": 1, "periods-INITIAL_FORMS": 0, "periods-0-kind": "year"}
    data |= {"periods-0-label": "2027"}

    response = send(client, coordinator, "programme-frame", programme.pk, **data)
    assert "без них может быть только этап" in text_of(response)
    data |= {"periods-0-starts_on": "2027-01-01", "periods-0-ends_on": "2027-12-31"}
    send(client, coordinator, "programme-frame", programme.pk, **data)

    programme.refresh_from_db()
    assert programme.title == "Новое название"
    assert programme.goals.get().title == "Управление"
    assert programme.periods.get().label == "2027"


def test_a_director_makes_a_programme_of_the_own_school_only(client, school, director):
    other = make_school(municipality=school.municipality)

    refused = send(client, director, "programme-create", title="Наша", school=other.pk)
    send(client, director, "programme-create", title="Наша", school=school.pk)

    assert refused.status_code == 200
    assert [one.school for one in school.municipality.programmes.all()] == [school]


# one value


def test_a_value_is_entered_by_the_boxes_of_its_kind(client, asked, period, school, director):
    address = {"query": f"?school={school.pk}"}
    text = page(client, director, "value-enter", asked.pk, period.pk, **address)
    assert "Из скольких" in text

    wrong = send(
        client,
        director,
        "value-enter",
        asked.pk,
        period.pk,
        **address,
        numerator=9,
        denominator=8,
        version=0,
    )
    assert "Часть больше целого" in text_of(wrong)
    send(client, director, "value-enter", asked.pk, period.pk, **address, numerator=5,
         denominator=8, version=0)  # fmt: skip

    assert Value.objects.get().numerator == 5


def test_who_is_not_of_the_narrow_circle_neither_reads_nor_enters_what_a_survey_found(
    client, asked, period, school, admin
):
    type(asked).objects.filter(pk=asked.pk).update(sensitive=True)
    make_value(asked, period, school, numerator=15, denominator=18)

    told = {"query": f"?school={school.pk}", "numerator": 16, "denominator": 18, "version": 0}
    answer = send(client, admin, "value-enter", asked.pk, period.pk, **told)

    assert answer.status_code == 404
    assert Value.objects.get().numerator == 15


def test_a_value_goes_to_the_coordinator_and_comes_back_with_a_comment(
    client, asked, period, school, director, coordinator
):
    value = make_value(asked, period, school, numerator=5, denominator=8, entered_by=director)

    response = send(client, director, "value-submit", value.pk)
    assert "Отправлено на проверку" in text_of(response)
    text = page(client, coordinator, "value", value.pk)
    assert "Вернуть школе" in text
    send(client, coordinator, "value-return", value.pk, version=2, comment="Сверьте")
    text = page(client, director, "value", value.pk)
    assert "Сверьте" in text
    send(client, director, "value", value.pk, numerator=6, denominator=8, version=3)
    send(client, director, "value-submit", value.pk)
    send(client, coordinator, "value-accept", value.pk, version=5)

    value.refresh_from_db()
    assert (value.state, value.numerator) == ("accepted", 6)
    text = page(client, director, "value", value.pk)
    assert "Значение принято. Чтобы исправить" in text
    assert "<del" in text


def test_who_saves_second_sees_both_and_may_save_again(client, asked, period, school, director):
    value = make_value(asked, period, school, numerator=5, denominator=8)
    send(client, director, "value", value.pk, numerator=6, denominator=8, version=1)

    told = send(client, director, "value", value.pk, numerator=7, denominator=8, version=1)
    text = text_of(told)
    assert "теперь здесь 6 из 8, 75 %" in text
    assert 'name="version" value="2"' in text
    send(client, director, "value", value.pk, numerator=7, denominator=8, version=2)

    value.refresh_from_db()
    assert value.numerator == 7


def test_a_proof_that_is_missing_is_asked_for(client, asked, period, school, director):
    type(asked).objects.filter(pk=asked.pk).update(proof="page")
    value = make_value(asked, period, school, numerator=5, denominator=8)

    text = text_of(send(client, director, "value-submit", value.pk))
    assert "нет подтверждения: ссылка на страницу сайта" in text
    make_link(by=director, value=value)
    assert "Отправлено" in text_of(send(client, director, "value-submit", value.pk))


def test_a_target_in_words_is_judged_by_who_accepts(
    client, programme, period, school, director, coordinator
):
    one = make_indicator(programme, level="school")
    make_target(one, period, None, kind="words", words="договор выполняется")
    value = make_value(one, period, school, state="submitted")

    assert "Цель" in page(client, coordinator, "value", value.pk)
    send(client, coordinator, "value-accept", value.pk, version=1, said="no")

    value.refresh_from_db()
    assert value.target_met is False
    assert "цель не достигнута" in page(client, director, "value", value.pk)


# surveys


def test_figures_of_surveys_are_hidden_from_who_is_not_of_the_narrow_circle(
    client, programme, period, school, director, curator, coordinator, region_operator
):
    survey = make_indicator(programme, level="school", kind="percent", sensitive=True)
    value = make_value(survey, period, school, numerator=7, denominator=13)

    for person, sees in (
        (director, True),
        (coordinator, True),
        (curator, False),
        (region_operator, False),
    ):
        text = page(client, person, "indicator", survey.pk)
        assert ("7 из 13" in text) is sees
        assert ("скрыто" in text) is not sees
        client.force_login(person)
        answer = client.get(reverse("roadmap:value", args=[value.pk]))
        assert answer.status_code == (200 if sees else 404)


# the page of a school


def test_a_school_sees_what_is_asked_what_is_missing_and_by_when(
    client, programme, period, asked, school, director
):
    make_campaign(programme, period, schools=[school])
    make_indicator(programme, level="school", title="Есть приказ")
    make_value(asked, period, school, numerator=5, denominator=8)

    text = page(client, director, "school-indicators", school.pk)

    assert "1 <small>из 2</small>" in text
    assert "осталось внести, срок — 15.06.2026" in text
    assert "Есть приказ" in text


def test_a_school_submits_all_at_once_and_is_told_what_lacks_a_proof(
    client, programme, period, asked, school, director
):
    proved = make_indicator(programme, level="school", title="Есть приказ", proof="link")
    one = make_value(asked, period, school, numerator=5, denominator=8)
    other = make_value(proved, period, school)

    response = send(
        client, director, "school-values-submit", school.pk, asked=f"{programme.pk}-{period.pk}"
    )

    text = text_of(response)
    assert "Отправлено на проверку: 1 значение." in text
    assert "Есть приказ» — нет подтверждения: ссылка на документ." in text
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == ("submitted", "draft")


def test_a_campaign_asks_only_the_schools_that_it_names(
    client, programme, period, asked, school, director
):
    other = make_school(municipality=programme.municipality)
    make_campaign(programme, period, schools=[other])

    text = page(client, director, "school-indicators", school.pk)

    assert "сейчас не ждут" in text
