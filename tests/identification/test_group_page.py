"""The evening of the working group: what all say, what is decided, two editors at once."""

import re
from html.parser import HTMLParser

import pytest

from identification.board import board_of
from identification.models import Decision, Protocol
from identification.protocols import approve
from schools.models import SchoolStatus
from tests.factories import (
    AT,
    PARAMETERS,
    RUSSIAN,
    make_external_list,
    make_methodology,
    make_protocol,
    make_result,
    make_school,
    make_user,
    make_verdicts,
)
from tests.identification.lines import tell
from tests.identification.pages import html, page, status, words_of

GROUP = "/identification/group/"
SHARE = {
    "procedures": [RUSSIAN],
    "threshold": 30,
    "hits_last_year": 1,
    "hits_each_year": None,
    "years": 1,
}


@pytest.fixture
def two_methods(municipality, school):
    """By its score the school is low; 3 of 12 below the minimum are not 30 percent."""
    make_result(school=school, low_n=3, high_n=1)
    main = make_verdicts(municipality=municipality)
    methodology = make_methodology(
        municipality, method="share_below", title="Правило 30 %", parameters=SHARE
    )
    return main, make_verdicts(municipality=municipality, methodology=methodology)


class Inputs(HTMLParser):
    """What a browser would post back."""

    def __init__(self):
        super().__init__()
        self.posted = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, value = given.get("name"), given.get("value", "")
        if tag != "input" or not name or name == "csrfmiddlewaretoken":
            return
        if given.get("type") != "checkbox":
            self.posted[name] = value
        elif "checked" in given:
            self.posted.setdefault(name, []).append(value)


def form_of(client, user, url=GROUP) -> dict:
    inputs = Inputs()
    inputs.feed(html(client, user, url))
    return inputs.posted


def post(client, user, data, url=GROUP) -> str:
    client.force_login(user)
    return words_of(client.post(url, data, follow=True).content.decode())


def test_every_method_stands_beside_the_others_with_its_figure(client, coordinator, two_methods):
    content = page(client, coordinator, GROUP)

    assert "Индекс по одной линии основная методика" in content
    assert "Правило 30 %" in content
    assert "92,92, место 1 из 1" in content
    assert "0 из 1 строки" in content
    assert "1 из 2" in content


def test_schools_on_which_sources_disagree_are_marked_and_can_be_seen_alone(
    client, coordinator, municipality, school, two_methods
):
    make_school(municipality=municipality, short_name="СОШ 77")

    content = page(client, coordinator, GROUP, show="disputed")

    assert "источники расходятся" in content
    assert "СОШ № 77" not in content
    assert "Источники расходятся: 1" in content
    assert "Все: 2" in content


def test_an_external_list_has_a_voice_and_one_that_names_nobody_has_none(
    client, coordinator, municipality, school, two_methods
):
    make_external_list(municipality, school, issuer="Рособрнадзор")
    make_external_list(municipality, issuer="ЦОКО", declared_count=3)

    content = page(client, coordinator, GROUP)

    assert "не установлено" in content
    assert "2 из 3" in content


def test_a_rehearsal_and_an_older_run_of_the_same_methodology_have_no_column(
    client, coordinator, municipality, two_methods
):
    main, _other = two_methods
    newer = make_verdicts(municipality=municipality, methodology=main.methodology)
    make_verdicts(municipality=municipality, methodology=main.methodology, origin="rehearsal")

    content = html(client, coordinator, GROUP)

    heads = re.findall(r'<th scope="col"><a href="/identification/(\d+)/"', content)
    assert heads[0] == str(newer.pk)
    assert len(heads) == 2


def test_the_own_methodology_stays_the_main_one_when_it_gets_a_new_version(
    client, coordinator, municipality, two_methods
):
    main, _other = two_methods
    make_methodology(municipality, slug=main.methodology.slug, version=2)

    content = page(client, coordinator, GROUP)

    assert "Индекс по одной линии основная методика" in content


def test_a_school_at_the_border_says_how_many_pupils_it_takes(
    client, coordinator, municipality, school
):
    make_result(school=school, low_n=4, high_n=1)
    methodology = make_methodology(municipality, method="share_below", parameters=SHARE)
    make_verdicts(municipality=municipality, methodology=methodology)

    content = page(client, coordinator, GROUP, show="border")

    assert "на грани: до другого статуса 1 ученик" in content
    assert "1 из 1 строки: ВПР-4, русский язык — 4 из 12, 33,33 %" in content


def test_what_the_main_methodology_says_is_offered_and_not_stored(
    client, coordinator, school, two_methods
):
    posted = form_of(client, coordinator)

    assert posted[f"{school.pk}-status"] == ["low"]
    assert not Decision.objects.exists()


def test_a_correction_stands_in_its_row_and_who_approved_is_named_as_such(
    client, coordinator, head, municipality, school, two_methods
):
    draft = make_protocol(municipality, by=coordinator, low=[school])
    approve(draft, kind="protocol", number="1", dated_on=AT.date(), grounds={}, by=head, at=AT)
    content = page(client, coordinator, GROUP)
    assert f"утверждено: {head}, " in content
    assert f": {coordinator}, " not in content
    assert "Ждёт утверждения" not in content

    posted = form_of(client, coordinator) | {
        f"{school.pk}-status": [],
        f"{school.pk}-reason": "Пересчитали работы",
        "row": str(school.pk),
    }
    content = post(client, coordinator, posted)

    assert "Сохранено: решение по 1 школе." in content
    assert "Ждёт утверждения: 1 исправление." in content
    assert f"решено: {coordinator}, " in content
    assert ", ждёт утверждения" in content
    shown = form_of(client, coordinator)
    assert f"{school.pk}-status" not in shown
    assert shown[f"{school.pk}-reason"] == "Пересчитали работы"


def test_deciding_against_the_main_methodology_asks_for_a_reason_though_others_agree(
    client, coordinator, school, two_methods
):
    posted = form_of(client, coordinator)
    posted[f"{school.pk}-status"] = []

    content = post(client, coordinator, posted)

    assert "Основная методика называет «низкие результаты». Напишите, почему" in content
    assert not Decision.objects.exists()


def test_keeping_what_no_source_names_asks_for_a_reason(client, coordinator, municipality, school):
    make_result(school=school, low_n=3, high_n=1)
    methodology = make_methodology(municipality, method="share_below", parameters=SHARE)
    make_verdicts(municipality=municipality, methodology=methodology)
    SchoolStatus.objects.create(
        school=school, kind="low", since=2025, given_on="2025-01-15", source="приказ"
    )
    posted = form_of(client, coordinator)
    posted[f"{school.pk}-status"] = ["low"]

    content = post(client, coordinator, posted)

    assert "Статус «низкие результаты» не назвал ни один источник." in content
    assert not Decision.objects.exists()


def test_the_sources_are_the_reason_only_where_the_main_methodology_agrees(
    municipality, school, two_methods
):
    grounds = board_of(municipality, 2026).grounds

    told = grounds[school.pk, "low", True].replace("\xa0", " ")
    assert told == (
        "Выводы источников: за решение — основная методика «Индекс по одной линии» "
        "(92,92, место 1 из 1); против — «Правило 30 %»."
    )
    assert grounds[school.pk, "low", False] == ""


def test_the_offer_is_stored_by_saving_it(client, coordinator, school, two_methods):
    content = post(client, coordinator, form_of(client, coordinator))

    assert "Сохранено: решение по 1 школе." in content
    decision = Decision.objects.get()
    assert (decision.school, decision.status, decision.assigned) == (school, "low", True)
    assert decision.protocol.state == Protocol.State.DRAFT
    assert decision.decided_by == coordinator


def test_statuses_do_not_exclude_each_other(client, coordinator, school, two_methods):
    posted = form_of(client, coordinator)
    posted[f"{school.pk}-status"] = ["low", "project_500"]
    posted[f"{school.pk}-reason"] = "Школа отобрана в федеральный проект."

    post(client, coordinator, posted)

    given = Decision.objects.filter(assigned=True).values_list("status", flat=True)
    assert sorted(given) == ["low", "project_500"]


def test_deciding_against_all_sources_asks_for_a_reason_at_the_row(
    client, coordinator, municipality, school
):
    make_result(school=school, low_n=6, high_n=0)
    make_verdicts(municipality=municipality)
    posted = form_of(client, coordinator)
    posted[f"{school.pk}-status"] = []

    content = post(client, coordinator, posted)
    assert "Все источники называют «низкие результаты». Напишите, почему решено иначе." in content
    assert not Decision.objects.exists()

    posted[f"{school.pk}-reason"] = "В классе двое новых учеников"
    assert "Сохранено" in post(client, coordinator, posted)
    assert Decision.objects.get().assigned is False


def test_a_reason_is_one_line_without_signs_that_no_paper_shows(
    client, coordinator, school, two_methods
):
    key = f"{school.pk}-reason"
    post(
        client, coordinator, form_of(client, coordinator) | {key: "Сменился\x07\r\n директор\x00 "}
    )

    assert {one.reason for one in Decision.objects.all()} == {"Сменился директор"}


def test_a_status_that_nobody_names_asks_for_a_reason(client, coordinator, school, two_methods):
    posted = form_of(client, coordinator)
    posted[f"{school.pk}-status"] = ["low", "social"]

    content = post(client, coordinator, posted)

    assert "Статус «сложные социальные условия» не назвал ни один источник." in content
    assert not Decision.objects.exists()


def test_what_is_offered_may_be_saved_though_another_method_alone_names_a_leader(
    client, coordinator, municipality, school
):
    make_result(school=school, low_n=0, high_n=12)
    make_verdicts(
        municipality=municipality,
        methodology=make_methodology(municipality, method="share_below", parameters=SHARE),
    )
    best = {"status": "leader", "where": "place", "op": "<=", "value": 1}
    make_verdicts(municipality=municipality, parameters=PARAMETERS | {"statuses": [best]})

    assert "Сохранено" in post(client, coordinator, form_of(client, coordinator))


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(
    client, coordinator, municipality, school, two_methods
):
    other = make_user("COORDINATOR", municipality, first_name="Вторая", last_name="Тест")
    first, second = form_of(client, coordinator), form_of(client, other)
    first[f"{school.pk}-status"] = []
    first[f"{school.pk}-reason"] = "Посмотрели работы"
    post(client, coordinator, first)

    second[f"{school.pk}-reason"] = "Без обсуждения"
    content = post(client, other, second)

    assert f"Пока вы решали, {coordinator} (" in content
    assert "сохранил другое решение: не включать, «Посмотрели работы»" in content
    assert Decision.objects.get().reason == "Посмотрели работы"

    again = {
        **second,
        f"{school.pk}-version": Decision.objects.get().decided_at.isoformat(),
    }
    post(client, other, again)
    assert Decision.objects.get().reason == "Без обсуждения"


def test_a_row_that_was_left_alone_writes_nothing(client, coordinator, school, two_methods):
    stale = form_of(client, coordinator)
    changed = {**stale, f"{school.pk}-reason": "Посмотрели работы"}
    post(client, coordinator, changed)

    content = post(client, coordinator, stale)

    assert "Изменений нет: всё уже записано." in content
    assert Decision.objects.get().reason == "Посмотрели работы"


def test_the_button_of_a_row_saves_that_row_only(
    client, coordinator, municipality, school, two_methods
):
    make_school(municipality=municipality, short_name="СОШ 77")

    post(client, coordinator, {**form_of(client, coordinator), "row": str(school.pk)})

    assert set(Decision.objects.values_list("school", flat=True)) == {school.pk}


def test_good_rows_are_saved_while_another_waits_for_its_reason(
    client, coordinator, municipality, school, two_methods
):
    other = make_school(municipality=municipality, short_name="СОШ 77")
    posted = form_of(client, coordinator)
    posted[f"{other.pk}-status"] = ["leader"]

    content = post(client, coordinator, posted)

    assert "Сохранено: решение по 1 школе. Пока не сохранено: 1 школа" in content
    assert set(Decision.objects.values_list("school", flat=True)) == {school.pk}


def test_a_status_that_the_methodology_cannot_judge_is_kept_unless_unticked(
    client, coordinator, director, school, two_methods
):
    SchoolStatus.objects.create(
        school=school, kind="project_500", since=2025, given_on="2025-01-15", source="приказ"
    )

    posted = form_of(client, coordinator)

    assert posted[f"{school.pk}-status"] == ["low", "project_500"]


def test_nothing_is_added_to_a_protocol_that_was_approved_meanwhile(
    client, coordinator, municipality, school, two_methods
):
    draft = make_protocol(municipality, by=coordinator, low=[school])
    posted = form_of(client, coordinator)
    posted[f"{school.pk}-reason"] = "Позднее слово"
    approve(
        draft,
        kind="protocol",
        number="1",
        dated_on=AT.date(),
        grounds={},
        by=coordinator,
        at=AT,
    )

    content = post(client, coordinator, posted)

    assert "Протокол уже утверждён, решения в нём не меняются." in content
    assert Decision.objects.get().reason == ""
    assert Protocol.objects.count() == 1


def test_those_who_only_read_see_the_decisions_without_a_form(
    client, head, coordinator, municipality, school, two_methods
):
    make_protocol(municipality, by=coordinator, low=[school])

    content = html(client, head, GROUP)

    assert '<form method="post" action="/identification/group/' not in content
    assert "решено" in content


def test_people_of_a_school_do_not_sit_in_the_group(client, director, curator, two_methods):
    assert status(client, director, GROUP) == 404
    assert status(client, curator, GROUP) == 404


@pytest.mark.parametrize("schools", [1, 3])
def test_three_schools_take_as_many_queries_as_one(
    schools, client, coordinator, municipality, django_assert_num_queries
):
    made = [
        make_school(municipality=municipality, short_name=f"СОШ {n}", cluster="сельские школы")
        for n in range(1, schools + 1)
    ]
    for each in made:
        make_result(school=each, low_n=4)
    make_verdicts(municipality=municipality, parameters=PARAMETERS)
    make_external_list(municipality, *made)
    make_protocol(municipality, by=coordinator, low=made)
    client.force_login(coordinator)

    with django_assert_num_queries(19):
        content = client.get(GROUP).content.decode()

    assert content.count('id="school-') == schools


def test_a_run_on_signs_tells_the_group_what_was_noticed_of_how_many_checks(
    client, coordinator, municipality, school
):
    for year in (2025, 2026):
        tell(school, RUSSIAN, participants=20, low_n=20 if year == 2026 else 0, academic_year=year)
    parameters = {"procedures": [RUSSIAN], "min_participants": 10}
    methodology = make_methodology(municipality, method="signs", parameters=parameters)
    make_verdicts(municipality=municipality, methodology=methodology)

    said = page(client, coordinator, "/identification/group/")

    assert "1 из 2 проверок: ВПР-4, русский язык — доля низких: скачок за год" in said
