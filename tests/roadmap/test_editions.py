"""Editions: saved, compared in words, agreed on, put in force by an order that repeals another."""

from datetime import date

import pytest
from django.urls import reverse

from roadmap.content import LABELS, content_of
from roadmap.edition_changes import changes, grouped
from roadmap.models import Edition, Programme
from roadmap.services.editions import (
    adopt_edition,
    edition_changes,
    has_changed,
    missing_requisites,
    save_edition,
    send_again,
    send_for_approval,
)
from schools.errors import PortalError
from schools.models import Approval
from schools.services.approvals import NewStep, agree, return_for_correction
from tests.factories import AT, make_document
from tests.roadmap.making import (
    make_activity,
    make_goal,
    make_indicator,
    make_period,
    make_programme,
    make_target,
    make_work,
)

TODAY = date(2026, 8, 20)


@pytest.fixture
def programme(municipality):
    programme = make_programme(municipality, state=Programme.State.DRAFT)
    make_goal(programme, title="Управление")
    period = make_period(programme)
    indicator = make_indicator(programme, title="Доля школ с программой", kind="percent")
    make_target(indicator, period, number=80)
    make_work(make_activity(programme, title="Семинары"), period, text="Провести", when="июнь")
    return programme


def saved(programme, by, reason="Август", on=TODAY):
    return save_edition(programme, reason=reason, dated_on=on, by=by, at=AT)


def order(edition, by, **fields):
    told = {"number": "63-од", "dated_on": TODAY, "issuer": "Управление"} | fields
    return adopt_edition(edition, **told, by=by, at=AT)


def words(first, second):
    return [one.words.replace("\xa0", " ") for one in edition_changes(first, second)]


def test_editions_are_numbered_and_only_saved_when_something_changed(programme, coordinator):
    assert has_changed(programme)
    first = saved(programme, coordinator, reason="")
    assert (first.number, has_changed(programme)) == (1, False)
    with pytest.raises(PortalError, match="ничего не"):
        saved(programme, coordinator)

    programme.goals.update(title="Управление и команда")
    with pytest.raises(PortalError, match="почему"):
        saved(programme, coordinator, reason=" ")
    assert saved(programme, coordinator).number == 2


def test_what_changed_is_told_line_by_line(programme, coordinator):
    first = saved(programme, coordinator)
    indicator = programme.indicators.get()
    indicator.targets.update(number=100)
    programme.indicators.update(title="Доля школ со своей программой")
    new = make_indicator(programme, title="Число семинаров", kind="number")
    make_target(new, programme.periods.get(), number=4)
    programme.activities.update(dropped_on=TODAY)
    make_goal(programme, title="Кадры")

    assert words(first, saved(programme, coordinator)) == [
        "Добавлена задача 2. Кадры",
        "Показатель 1. Доля школ со своей программой: формулировка: "
        "«Доля школ с программой» → «Доля школ со своей программой»",
        "Показатель 1. Доля школ со своей программой: цель на период «2026»: 80 % → 100 %",
        "Добавлен показатель 2. Число семинаров",
        "Исключено мероприятие 1. Семинары",
    ]


def test_a_work_that_came_goes_by_itself_only_under_an_activity_that_stays(programme, coordinator):
    first = saved(programme, coordinator)
    activity, period = programme.activities.get(), programme.periods.get()
    activity.works.update(when="сентябрь")
    make_work(activity, period, text="Отчитаться", when="декабрь")
    make_work(make_activity(programme, title="Выезды"), period, text="Выехать")

    told = words(first, saved(programme, coordinator))

    assert told == [
        "Добавлено мероприятие 2. Выезды",
        "Работа «Провести» (мероприятие 1): срок: июнь → сентябрь",
        "Добавлена работа «Отчитаться» (мероприятие 1)",
    ]


def test_codes_are_told_in_words_and_moved_lines_stay_themselves(programme, coordinator):
    first = saved(programme, coordinator)
    goal = make_goal(programme, title="Кадры")
    programme.indicators.update(goal=goal, direction="lower", order=7)

    told = words(first, saved(programme, coordinator))

    assert told[1:] == [
        "Показатель 1. Доля школ с программой: задача: «1. Управление» → «2. Кадры»",
        "Показатель 1. Доля школ с программой: направление: «больше лучше» → «меньше лучше»",
        *[one for one in told if "цель на период" in one],
    ]


def test_changes_stand_under_the_headings_of_a_programme(programme, coordinator):
    before = content_of(programme)
    programme.goals.update(title="Команда")
    programme.indicators.update(title="Другое")
    Programme.objects.update(ends_on=None)
    programme.refresh_from_db()

    groups = grouped(changes(before, content_of(programme), LABELS))

    assert [title for title, _lines in groups] == ["О\xa0программе", "Задачи", "Показатели"]
    assert groups[0][1][0].words == "Окончание: 31.12.2027 → нет"


# adoption


def test_an_order_puts_a_programme_in_force(programme, coordinator):
    edition = saved(programme, coordinator)

    document = order(edition, coordinator)

    programme.refresh_from_db()
    edition.refresh_from_db()
    assert (programme.state, programme.document) == ("in_force", document)
    assert (edition.document, edition.adopted_on) == (document, TODAY)
    assert document.reference == "приказ от 20.08.2026 №\xa063-од"
    with pytest.raises(PortalError, match="уже утверждена"):
        order(edition, coordinator, number="64")


def test_an_order_repeals_another_programme_and_both_say_so(programme, municipality, coordinator):
    old = make_programme(
        municipality, document=make_document(municipality=municipality, number="222")
    )
    document = order(saved(programme, coordinator), coordinator, repeals=old)

    old.refresh_from_db()
    assert (old.state, document.repeals) == ("repealed", old.document)
    assert old.document.repealed_by.get() == document
    draft = make_programme(municipality, state="draft", document=make_document(number="1"))
    programme.goals.update(title="Иначе")
    for wrong, why in (
        (old, "уже не"),
        (draft, "уже не"),
        (make_programme(municipality), "приказ"),
    ):
        with pytest.raises(PortalError, match=why):
            order(saved(programme, coordinator), coordinator, number="65", repeals=wrong)
        Edition.objects.filter(number__gt=1).delete()


def test_a_correction_keeps_the_order_of_the_programme_unless_it_repeals_it(programme, coordinator):
    first = order(saved(programme, coordinator), coordinator)
    programme.goals.update(title="Иначе")
    second = order(saved(programme, coordinator), coordinator, number="90-од")
    programme.refresh_from_db()
    assert programme.document == first

    programme.goals.update(title="Ещё иначе")
    third = order(saved(programme, coordinator), coordinator, number="91-од", repeals=programme)
    programme.refresh_from_db()
    assert (programme.document, programme.state, third.repeals) == (third, "in_force", first)
    assert second.repeals is None


def test_only_the_newest_edition_is_adopted_and_a_number_is_given_once(programme, coordinator):
    first = saved(programme, coordinator)
    programme.goals.update(title="Иначе")
    second = saved(programme, coordinator)
    with pytest.raises(PortalError, match="более новая"):
        order(first, coordinator)
    make_document(municipality=programme.municipality, number="63-од", dated_on=TODAY)
    with pytest.raises(PortalError, match="уже есть"):
        order(second, coordinator)

    assert Programme.objects.get().state == "draft"


def test_an_order_without_a_number_is_told_of(programme, coordinator):
    document = order(saved(programme, coordinator), coordinator, number="")

    assert "нет номера" in missing_requisites(document)
    assert missing_requisites(make_document(number="1", dated_on=TODAY)) == ""
    assert missing_requisites(None) == ""


# approval


def approved(edition, coordinator):
    steps = [NewStep(user=coordinator), NewStep(role="HEAD")]
    return send_for_approval(edition, steps, by=coordinator, at=AT)


def test_what_is_agreed_on_is_adopted_and_what_is_not_waits(programme, coordinator, head):
    edition = saved(programme, coordinator)
    approval = approved(edition, coordinator)
    with pytest.raises(PortalError, match="не\xa0закончено"):
        order(edition, coordinator)
    for step, user in zip(approval.steps.all(), (coordinator, head), strict=True):
        agree(step, by=user, at=AT)

    document = order(edition, coordinator)

    assert document == approval.document
    assert Programme.objects.get().state == "in_force"


def test_a_newer_text_begins_the_approval_anew(programme, coordinator):
    first = saved(programme, coordinator)
    approval = approved(first, coordinator)
    agree(approval.steps.first(), by=coordinator, at=AT)
    programme.goals.update(title="Иначе")

    second = saved(programme, coordinator)

    states = dict(Approval.objects.values_list("state", "url"))
    assert sorted(states) == ["running", "void"]
    assert states["running"].endswith(f"/editions/{second.pk}/")
    assert second.document == approval.document


def test_what_was_returned_is_corrected_and_sent_again(programme, coordinator):
    first = saved(programme, coordinator)
    approval = approved(first, coordinator)
    return_for_correction(approval.steps.first(), remark="Нет срока", by=coordinator, at=AT)
    programme.goals.update(title="Иначе")
    second = saved(programme, coordinator)
    assert not Approval.objects.running().exists()

    again = send_again(second, by=coordinator, at=AT)

    assert [step.role for step in again.steps.all()] == ["", "HEAD"]
    assert again.content_hash != approval.content_hash


def test_requisites_are_added_where_they_lack_and_changed_no_more(client, programme, coordinator):
    edition = saved(programme, coordinator)
    order(edition, coordinator, number="")
    address = reverse("roadmap:edition-requisites", args=[edition.pk])
    client.force_login(coordinator)

    client.post(address, {"number": "63-од", "dated_on": "2026-08-20"})
    again = client.post(address, {"number": "1", "dated_on": "2020-01-01"}, follow=True)

    edition.refresh_from_db()
    assert "Реквизиты уже внесены" in again.content.decode()
    assert (edition.document.number, edition.document.dated_on) == ("63-од", TODAY)


def test_the_page_of_an_edition_tells_what_it_says_and_not_what_the_programme_says_now(
    client, programme, coordinator, head
):
    edition = saved(programme, coordinator, reason="")
    programme.indicators.update(title="Переписано потом")

    client.force_login(head)
    text = client.get(reverse("roadmap:edition", args=[edition.pk])).content.decode()

    assert "Доля школ с программой" in text
    assert "не менее 80" in text or "80\xa0%" in text
    assert "Провести (июнь)" in text
    assert "Переписано потом" not in text


def test_a_comparison_begins_with_the_two_latest_editions(client, programme, coordinator):
    saved(programme, coordinator, reason="")
    for title in ("Управление и команда", "Управление школой"):
        programme.goals.update(title=title)
        saved(programme, coordinator)
    url = reverse("roadmap:edition-compare", args=[programme.pk])

    client.force_login(coordinator)
    text = client.get(url).content.decode()

    assert '<option value="2" selected>' in text
    assert '<option value="3" selected>' in text
    assert "Управление школой" in text
    assert "Изменений нет" not in text
