"""The tables of an order on their way: pasted, looked through, stored whole or not at all."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from roadmap.models import Indicator, OrderDraft, Period, Programme, Target
from roadmap.readers.drafts import Order
from roadmap.readers.text import MAX_TEXT
from roadmap.services import orders
from roadmap.services.orders import choose_lines, keep_draft, store_draft
from schools.errors import PortalError
from tests.factories import AT
from tests.identification.pages import html, page
from tests.roadmap.making import make_goal, make_indicator, make_period, make_programme
from tests.roadmap.orders import HEADING, ROADMAP, document, pasted, workbook

ROWS = [
    HEADING,
    ["Управление качеством", "", "", "", "", ""],
    ["Есть приказ (ссылка на документ)", "да/нет", "да", "да", "да", "да"],
    ["Доля школ с договорами", "процент", "1", "2", "4", "6"],
    ["Снижение доли двоек", "процент", "20", "15", "10", "5"],
]
WORKS = [
    *ROADMAP,
    ["1. Управление качеством", "", "", "", "", "", "", ""],
    ["1", "Рабочая группа", "Заседания (июнь 2021; ноябрь 2021)", "", "", "", "Отдел", "Протокол"],
]
SHORT = [["Показатель", "Единица", "2021"], ["Доля школ", "процент", "80"]]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def draft(municipality, coordinator):
    return make_draft(municipality, coordinator, *ROWS, [], *WORKS)


def make_draft(municipality, by, *rows):
    order = orders.read_text(pasted(rows))
    return keep_draft(order, municipality=municipality, title="Приказ", by=by, at=AT)


def stored(draft, by, programme=None, title="Новая"):
    return store_draft(draft, programme=programme, title=title, by=by, at=AT)


def test_a_pasted_table_is_shown_with_its_warnings_before_anything_is_stored(client, coordinator):
    client.force_login(coordinator)

    answer = client.post(reverse("roadmap:orders"), {"text": pasted(ROWS)}, follow=True)

    shown = answer.content.decode()
    assert "Процент 1, 2, 4, 6 похож на\xa0количество" in shown
    assert shown.count('name="row"') == 3
    assert not Programme.objects.exists()


@pytest.mark.parametrize("made", [workbook, document])
def test_a_file_is_read_like_a_paste(client, coordinator, made):
    client.force_login(coordinator)

    client.post(reverse("roadmap:orders"), {"file": made(ROWS, WORKS)})

    order = Order.of_json(OrderDraft.objects.get().content)
    assert [one.title for one in order.lines] == [*(row[0] for row in ROWS[2:]), "Рабочая группа"]
    assert order.goals == ("Управление качеством",)


def test_an_order_becomes_a_new_programme(draft, coordinator):
    programme = stored(draft, coordinator, title="Программа 2021–2024")

    assert (programme.title, programme.state) == ("Программа 2021–2024", Programme.State.DRAFT)
    assert (programme.starts_on, programme.ends_on) == (date(2021, 1, 1), date(2024, 12, 31))
    assert list(programme.goals.values_list("number", "title")) == [("1", "Управление качеством")]
    periods = programme.periods.values_list("label", "kind", "starts_on", "ends_on")
    assert list(periods) == [
        (str(year), Period.Kind.YEAR, date(year, 1, 1), date(year, 12, 31))
        for year in range(2021, 2025)
    ]
    found = programme.indicators.values_list(
        "number", "title", "kind", "unit", "direction", "proof"
    )
    assert list(found) == [
        ("1", ROWS[2][0], "yes_no", "", "higher", "link"),
        ("2", ROWS[3][0], "percent", "%", "higher", "none"),
        ("3", ROWS[4][0], "percent", "%", "lower", "none"),
    ]
    targets = Target.objects.filter(period__label="2022").values_list("kind", "op", "number")
    assert list(targets) == [
        ("value", ">=", Decimal(1)),
        ("value", ">=", Decimal(2)),
        ("value", "<=", Decimal(15)),
    ]
    activity = programme.activities.get()
    assert (activity.number, activity.title) == ("1", "Рабочая группа")
    assert (activity.responsible, activity.proved_by) == ("Отдел", "Протокол")
    works = activity.works.values_list("period__label", "text", "when")
    assert list(works) == [("2021", "Заседания", "июнь 2021; ноябрь 2021")]


def test_what_looked_wrong_stays_with_the_indicator(draft, coordinator):
    programme = stored(draft, coordinator)

    remarks = programme.indicators.exclude(remark="").values_list("number", "remark")
    assert list(remarks) == [
        ("2", "Процент 1, 2, 4, 6 похож на\xa0количество: проверьте единицу измерения.")
    ]


def test_only_chosen_lines_are_stored_and_the_others_leave_no_goal(municipality, coordinator):
    rows = [["Первая", "", ""], ["Доля школ", "процент", "80"], ["Вторая", "", ""]]
    draft = make_draft(
        municipality, coordinator, SHORT[0], *rows, ["Доля учеников", "процент", "9"]
    )
    choose_lines(draft, {3})

    programme = stored(draft, coordinator)

    assert [one.title for one in programme.indicators.all()] == ["Доля школ"]
    assert [one.title for one in programme.goals.all()] == ["Первая"]


def test_a_skipped_whole_leaves_its_parts_standing_alone(municipality, coordinator):
    rows = [["Количество школ, из них:", "числовой", "6"], ["Супервизия", "числовой", "1"]]
    draft = make_draft(municipality, coordinator, SHORT[0], *rows)
    choose_lines(draft, {3})

    assert stored(draft, coordinator).indicators.get().whole is None


def test_lines_go_behind_those_of_a_programme_into_its_goals_and_periods(municipality, coordinator):
    programme = make_programme(municipality)
    goal = make_goal(programme, title="управление  качеством")
    period = make_period(programme, 2021)
    make_indicator(programme, goal=goal)
    draft = make_draft(municipality, coordinator, *ROWS)

    stored(draft, coordinator, programme=programme)

    assert list(programme.indicators.values_list("order", flat=True)) == [1, 2, 3, 4]
    assert set(programme.indicators.values_list("goal", flat=True)) == {goal.pk}
    assert programme.periods.count() == 4
    assert period.targets.count() == 3


def test_what_a_programme_has_is_not_stored_twice_and_nothing_else_is(municipality, coordinator):
    programme = make_programme(municipality)
    make_indicator(programme, title="доля школ с договорами")
    draft = make_draft(municipality, coordinator, *ROWS)

    with pytest.raises(PortalError, match="в\xa0программе уже есть"):
        stored(draft, coordinator, programme=programme)

    assert (programme.indicators.count(), programme.periods.count()) == (1, 0)
    draft.refresh_from_db()
    assert draft.stored_at is None


def test_a_draft_is_stored_once(draft, coordinator):
    stored(draft, coordinator)

    with pytest.raises(PortalError, match="уже записаны"):
        stored(draft, coordinator)
    assert Programme.objects.count() == 1


def test_an_indicator_of_no_known_kind_is_not_stored_with_the_rest(municipality, coordinator):
    draft = make_draft(municipality, coordinator, *SHORT, ["Попугаи", "попугаи", "38"])

    with pytest.raises(PortalError, match="Строка 3: выберите вид"):
        stored(draft, coordinator)
    assert not Programme.objects.exists()


def test_a_line_is_corrected_and_its_warning_goes(client, draft, coordinator):
    client.force_login(coordinator)
    url = reverse("roadmap:order-line", args=[draft.pk, 4])
    told = {"number": "7", "title": "Число школ", "goal": "0", "kind": "number", "unit": "школ"}
    targets = dict(zip(("period0", "period1", "period2", "period3"), "1246", strict=True))

    client.post(url, told | targets | {"direction": "higher"})

    indicator = stored(draft, coordinator).indicators.get(number="7")
    assert (indicator.title, indicator.unit, indicator.remark) == ("Число школ", "школ", "")
    assert indicator.kind == Indicator.Kind.NUMBER


def test_an_activity_is_corrected(client, draft, coordinator):
    client.force_login(coordinator)
    row = Order.of_json(draft.content).activities[0].row
    told = {"number": "1", "title": "Группа", "goal": "0", "period3": "Заседания (май 2024)"}

    client.post(reverse("roadmap:order-line", args=[draft.pk, row]), told)

    activity = stored(draft, coordinator).activities.get()
    assert activity.title == "Группа"
    assert [work.period.label for work in activity.works.all()] == ["2024"]


def test_the_page_stores_what_is_ticked(client, municipality, draft, coordinator):
    client.force_login(coordinator)

    answer = client.post(draft.get_absolute_url(), {"row": ["3", "5"], "title": "Программа"})

    programme = Programme.objects.get()
    assert answer.url == programme.get_absolute_url()
    assert list(programme.indicators.values_list("number", flat=True)) == ["1", "3"]
    assert "записаны в программу Программа" in page(client, coordinator, draft.get_absolute_url())


def test_ticks_are_kept_while_a_line_is_corrected(client, draft, coordinator):
    client.force_login(coordinator)

    answer = client.post(draft.get_absolute_url(), {"row": ["3", "4"], "edit": "4"})

    assert answer.url == reverse("roadmap:order-line", args=[draft.pk, 4])
    shown = html(client, coordinator, draft.get_absolute_url())
    assert shown.count(" checked") == 2


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Вставьте таблицу или выберите файл."),
        ({"text": "ничего похожего"}, "Строка заголовков не найдена."),
        ({"text": "х" * (MAX_TEXT + 1)}, "Вставлено больше 1 000 000 знаков."),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(client, coordinator, said, sentence):
    client.force_login(coordinator)

    answer = client.post(reverse("roadmap:orders"), said)

    assert sentence in answer.content.decode().replace("\xa0", " ")
    assert not OrderDraft.objects.exists()


def test_a_text_and_a_file_at_once_are_one_too_many(client, coordinator):
    client.force_login(coordinator)

    answer = client.post(reverse("roadmap:orders"), {"text": "а", "file": workbook(SHORT)})

    assert "что-нибудь одно" in answer.content.decode()


def test_a_broken_document_is_told_at_the_file(client, coordinator):
    client.force_login(coordinator)
    file = document(ROWS)
    file.truncate(1000)

    answer = client.post(reverse("roadmap:orders"), {"file": file})

    assert "Документ повреждён" in answer.content.decode()


@pytest.mark.parametrize(
    ("rows", "title", "sentence"),
    [
        (["3"], "", "Назовите новую программу."),
        ([], "Программа", "Не выбрано ни одной строки: записывать нечего."),
    ],
)
def test_storing_says_what_is_missing(client, draft, coordinator, rows, title, sentence):
    client.force_login(coordinator)

    answer = client.post(draft.get_absolute_url(), {"row": rows, "title": title})

    assert sentence in answer.content.decode().replace("\xa0", " ")
    assert not Programme.objects.exists()


def test_a_programme_of_another_municipality_is_no_choice(client, draft, coordinator):
    client.force_login(coordinator)
    foreign = make_programme()

    answer = client.post(draft.get_absolute_url(), {"row": ["3"], "programme": foreign.pk})

    assert answer.status_code == 200
    assert not foreign.indicators.exists()


def test_a_script_in_a_title_is_shown_as_text(client, municipality, coordinator):
    draft = make_draft(municipality, coordinator, *SHORT, [SCRIPT, "процент", "80"])

    shown = html(client, coordinator, draft.get_absolute_url())

    assert SCRIPT not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_formula_that_nobody_has_calculated_is_an_empty_target(client, coordinator):
    client.force_login(coordinator)
    formula = [["Показатель", "Единица", "2021"], ["Доля школ", "процент", "=40+40"]]

    client.post(reverse("roadmap:orders"), {"file": workbook(formula)})

    (one,) = Order.of_json(OrderDraft.objects.get().content).indicators
    assert one.targets == ("",)


def test_what_was_read_is_deleted_unless_it_was_stored(client, draft, coordinator):
    client.force_login(coordinator)
    kept = make_draft(draft.municipality, coordinator, *SHORT)
    stored(kept, coordinator)

    for one in (draft, kept):
        client.post(reverse("roadmap:order-drop", args=[one.pk]))

    assert list(OrderDraft.objects.all()) == [kept]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_page_takes_as_many_queries_for_three_lines_as_for_one(
    client, municipality, coordinator, django_assert_num_queries, lines
):
    rows = [[f"Доля {n}", "процент", "80"] for n in range(lines)]
    draft = make_draft(municipality, coordinator, SHORT[0], *rows)
    client.force_login(coordinator)
    client.get(draft.get_absolute_url())

    with django_assert_num_queries(8):
        client.get(draft.get_absolute_url())
