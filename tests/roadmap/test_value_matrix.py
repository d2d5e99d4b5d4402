"""The matrices: typed into from the keyboard, saved cell by cell, exported, read aloud."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from roadmap.models import Value
from schools.models import SchoolStatus
from tests.factories import AT, make_school
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
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
def asked(programme, period):
    one = make_indicator(programme, kind="percent", level="school", denominator="teachers")
    make_target(one, period, 50)
    return one


@pytest.fixture
def other(municipality, school):
    return make_school(municipality=municipality, short_name="СОШ 99")


def text_of(response):
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def address(programme, name="matrix"):
    return reverse(f"roadmap:{name}", args=[programme.pk])


def post(client, person, programme, *, versions, name="matrix", **cells):
    """`cells`: indicator_column → text, as «i7_0»."""
    client.force_login(person)
    data = {f"{pk}-versions": told for pk, told in versions.items()}
    data |= {key[1:].replace("_", "-", 1): text for key, text in cells.items()}
    return client.post(address(programme, name), data, follow=True)


def cell(indicator, number):
    return f"i{indicator.pk}_{number}"


def test_what_is_typed_in_two_schools_is_stored_for_both(
    client, programme, period, asked, school, other, coordinator
):
    typed = {cell(asked, 0): "5 из 8", cell(asked, 1): "нет участников"}

    response = post(client, coordinator, programme, versions={asked.pk: "0,0"}, **typed)

    assert "Сохранено: 2 значения." in text_of(response)
    told = {v.school: (v.numerator, v.no_data) for v in Value.objects.all()}
    # in the order of the names: СОШ 5, СОШ 99
    assert told == {school: (5, ""), other: (None, "no_participants")}


def test_a_cell_shows_its_share_and_distance_with_a_sign_and_words(
    client, programme, period, asked, school, other, coordinator
):
    make_value(asked, period, school, numerator=3, denominator=8, state="accepted")
    make_value(asked, period, other, numerator=5, denominator=8, state="accepted")
    client.force_login(coordinator)

    text = text_of(client.get(address(programme)))

    assert 'value="3 из 8"' in text
    assert "38 %, △ до цели: 1 педагог" in text
    assert "63 %, ✓ цель достигнута" in text
    assert 'class="op-in op-is-part"' in text
    assert 'class="op-in op-is-got"' in text


def test_a_faulty_cell_returns_with_its_sentence_and_the_good_ones_are_stored(
    client, programme, period, asked, school, other, coordinator
):
    typed = {cell(asked, 0): "9 из 8", cell(asked, 1): "5 из 8"}

    response = post(client, coordinator, programme, versions={asked.pk: "0,0"}, **typed)

    text = text_of(response)
    assert "Не сохранено: 1 клетка из 2." in text
    assert "Часть больше целого: 9 из 8." in text
    assert 'value="9 из 8"' in text
    assert Value.objects.get().school == other


def test_an_emptied_cell_is_not_an_erased_value(
    client, programme, period, asked, school, coordinator
):
    make_value(asked, period, school, numerator=3, denominator=8)

    response = post(
        client, coordinator, programme, versions={asked.pk: "1"}, **{cell(asked, 0): ""}
    )

    assert "Внесённое нельзя стереть" in text_of(response)
    assert Value.objects.get().numerator == 3


def test_of_two_who_type_at_once_the_second_chooses(
    client, programme, period, asked, school, coordinator, admin
):
    post(client, admin, programme, versions={asked.pk: "0"}, **{cell(asked, 0): "5 из 8"})

    response = post(
        client, coordinator, programme, versions={asked.pk: "0"}, **{cell(asked, 0): "6 из 8"}
    )
    text = text_of(response)
    assert "изменил другой человек" in text
    assert "5 из 8, 63 %" in text
    assert "6 из 8, 75 %" in text
    assert Value.objects.get().numerator == 5

    keep = {cell(asked, 0): "6 из 8", f"{cell(asked, 0)}-keep": "1"}
    post(client, coordinator, programme, versions={asked.pk: "0"}, **keep)
    assert Value.objects.get().numerator == 6
    keep = {cell(asked, 0): "7 из 8", f"{cell(asked, 0)}-keep": "theirs"}
    post(client, coordinator, programme, versions={asked.pk: "0"}, **keep)
    assert Value.objects.get().numerator == 6


def test_who_left_a_cell_alone_writes_nothing_over_the_change_of_another(
    client, programme, period, asked, school, other, coordinator, admin
):
    typed = {cell(asked, 0): "5 из 8", cell(asked, 1): "5 из 8"}
    post(client, admin, programme, versions={asked.pk: "0,0"}, **typed)
    newer = {cell(asked, 0): "6 из 8", cell(asked, 1): "5 из 8"}
    post(client, admin, programme, versions={asked.pk: "1,1"}, **newer)

    mine = {cell(asked, 0): "5 из 8", cell(asked, 1): "7 из 8"}
    response = post(client, coordinator, programme, versions={asked.pk: "1,1"}, **mine)

    assert "Сохранено: 1 значение." in text_of(response)
    assert dict(Value.objects.values_list("school", "numerator")) == {school.pk: 6, other.pk: 7}


def test_a_row_without_its_versions_is_refused(
    client, programme, period, asked, school, coordinator
):
    for nonsense in ("", "a", "0,0", "9" * 30):
        response = post(
            client, coordinator, programme, versions={asked.pk: nonsense},
            **{cell(asked, 0): "5 из 8"},
        )  # fmt: skip
        assert "без номеров версий" in text_of(response)
    assert not Value.objects.exists()


def test_a_row_that_is_left_is_answered_by_that_row(
    client, programme, period, asked, school, coordinator
):
    client.force_login(coordinator)

    response = client.post(
        address(programme),
        {f"{asked.pk}-versions": "0", f"{asked.pk}-0": "5 из 8"},
        headers={"X-Rows-Only": "yes"},
    )

    text = text_of(response)
    assert "<html" not in text
    assert f'name="{asked.pk}-versions" value="1"' in text
    assert "✓ цель достигнута" in text


def test_a_director_writes_the_own_school_and_sees_no_other(
    client, programme, period, asked, school, other, director
):
    make_value(asked, period, other, numerator=1, denominator=8)

    response = post(
        client, director, programme, versions={asked.pk: "0,0"},
        **{cell(asked, 0): "5 из 8", cell(asked, 1): "7 из 8"},
    )  # fmt: skip

    assert "без номеров версий" in text_of(response)
    post(client, director, programme, versions={asked.pk: "0"}, **{cell(asked, 0): "5 из 8"})
    assert dict(Value.objects.values_list("school", "numerator")) == {other.pk: 1, school.pk: 5}
    assert "СОШ № 99" not in text_of(client.get(address(programme)))


def test_what_is_closed_cannot_be_typed_into_and_says_why(
    client, programme, period, asked, school, other, director
):
    make_campaign(programme, period, schools=[school], phase="processing")
    client.force_login(director)
    text = text_of(client.get(address(programme)))
    assert "<input class" not in text

    assert client.post(address(programme), {f"{asked.pk}-versions": "0"}).status_code == 404


def test_an_accepted_value_in_an_open_row_is_refused_at_its_cell(
    client, programme, period, asked, school, director
):
    make_value(asked, period, school, numerator=5, denominator=8, state="accepted")
    client.force_login(director)
    assert "readonly" in text_of(client.get(address(programme)))

    response = post(
        client, director, programme, versions={asked.pk: "1"}, **{cell(asked, 0): "8 из 8"}
    )

    assert "Значение принято" in text_of(response)
    assert Value.objects.get().numerator == 5


@pytest.mark.parametrize("who", ["head", "region_operator", "curator"])
def test_who_only_reads_has_figures_and_no_boxes(
    who, request, client, programme, period, asked, school
):
    make_value(asked, period, school, numerator=5, denominator=8)
    client.force_login(request.getfixturevalue(who))

    text = text_of(client.get(address(programme)))

    assert "5 из 8" in text
    assert "<input" not in text.split("<table")[1].split("</table")[0]


def test_the_schools_are_those_of_the_campaign_else_the_supported_else_all(
    client, programme, period, asked, school, other, coordinator
):
    client.force_login(coordinator)
    assert "СОШ № 99" in text_of(client.get(address(programme)))
    SchoolStatus.objects.create(
        school=school, kind="low", since=2026, source="протокол", given_on=AT.date()
    )
    assert "СОШ № 99" not in text_of(client.get(address(programme)))
    make_campaign(programme, period, schools=[other])
    text = text_of(client.get(address(programme)))
    assert "СОШ № 99" in text
    assert school.short_name not in text.split("<table")[1]


def test_periods_stand_side_by_side_for_the_municipality_and_for_a_school(
    client, programme, period, asked, school, other, coordinator
):
    own = make_indicator(programme, kind="number", title="Договоры муниципалитета")
    later = make_period(programme, 2027)
    make_target(own, later, 3)
    typed = {cell(own, 0): "1", cell(own, 1): "2"}

    response = post(client, coordinator, programme, name="years", versions={own.pk: "0,0"}, **typed)

    assert "Сохранено: 2 значения." in text_of(response)
    assert "△ до цели: 1" in text_of(response)
    text = text_of(client.get(f"{address(programme, 'years')}?school={other.pk}"))
    assert own.title not in text
    assert asked.title in text
    for nonsense in ("0", "x"):
        answer = client.get(f"{address(programme, 'years')}?school={nonsense}")
        assert answer.status_code == 404


def test_a_school_fills_its_own_programme_by_period(client, programme, period, school, director):
    own = make_programme(school=school)
    make_period(own)
    one = make_indicator(own, kind="number", level="school")

    post(client, director, own, name="years", versions={one.pk: "0"}, **{cell(one, 0): "4"})

    value = Value.objects.get()
    assert (value.school, value.number, value.state) == (school, 4, "draft")
    assert client.get(address(own)).status_code == 404


def test_the_spreadsheet_has_a_row_an_indicator_and_hides_what_the_page_hides(
    client, programme, period, asked, school, other, coordinator, admin
):
    survey = make_indicator(programme, kind="percent", level="school", sensitive=True)
    number = make_indicator(programme, kind="number", level="school")
    programme.periods.update(label="2025/2026")
    make_value(asked, period, school, numerator=5, denominator=8)
    make_value(survey, period, school, numerator=7, denominator=13)
    make_value(number, period, other, number=3)

    def rows(person):
        client.force_login(person)
        answer = client.get(address(programme, "matrix-workbook"))
        sheet = load_workbook(io.BytesIO(answer.content)).active
        return [[told.value for told in row] for row in sheet.iter_rows()]

    head, *lines = rows(coordinator)
    assert head[:4] == ["№", "Показатель", "Вид", "Цель"]
    assert head[5] == "СОШ № 99"
    assert len(lines) == 3
    assert lines[0][3:] == ["50 %", "5 из 8, 63 %", None]
    assert lines[1][4] == "7 из 13, 54 %"
    assert lines[2][5] == 3
    assert rows(admin)[2][4:] == ["скрыто", "скрыто"]


def test_a_page_of_many_schools_asks_no_more_than_a_page_of_few(
    client, programme, period, asked, school, coordinator, django_assert_num_queries
):
    client.force_login(coordinator)
    client.get(address(programme))
    with django_assert_num_queries(11):
        client.get(address(programme))
    for _ in range(4):
        there = make_school(municipality=programme.municipality)
        make_value(asked, period, there, numerator=5, denominator=8)
        make_indicator(programme, level="school")
    with django_assert_num_queries(11):
        client.get(address(programme))


def test_a_target_of_a_stage_is_counted_from_the_baseline_of_the_same_school(
    client, programme, school, other, coordinator
):
    start = make_period(programme, order=1, is_baseline=True, kind="stage", label="Исходные")
    final = make_period(programme, order=2, kind="stage", label="Итоговый")
    one = make_indicator(programme, kind="number", level="school")
    make_target(one, final, 2, kind="delta")
    make_value(one, start, school, number=5)
    make_value(one, start, other, number=1)
    make_value(one, final, school, number=6)
    make_value(one, final, other, number=3)
    client.force_login(coordinator)

    text = text_of(client.get(f"{address(programme)}?period={final.pk}"))

    assert "+2 к исходному" in text
    assert text.count("до цели: 1") == 1
    assert text.count("✓ цель достигнута") == 1


def test_a_copy_that_a_school_opened_wider_still_shows_a_survey_to_the_narrow_circle_only(
    client, programme, period, school, director, curator
):
    survey = make_indicator(programme, kind="percent", level="school", sensitive=True)
    make_value(survey, period, school, numerator=7, denominator=13)
    own = make_programme(school=school, template=programme)
    make_period(own, origin=period)
    make_indicator(own, kind="percent", level="school", origin=survey, sensitive=False)

    def told(person):
        client.force_login(person)
        return client.get(address(own, "years")).content.decode()

    assert "7 из 13" in told(director)
    assert "7 из 13" not in told(curator)
    assert "скрыто" in told(curator)
