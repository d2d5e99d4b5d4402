"""A school in a campaign: what is left, sent whole or not at all, returned, accepted, nothing."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from roadmap.kinds import Reading
from roadmap.locks import why_closed
from roadmap.models import Campaign, Evidence, Submission, Task, Value
from roadmap.services.campaigns import close_entry, open_entry
from roadmap.services.desk import NewValue
from roadmap.services.submissions import (
    Incomplete,
    accept_submission,
    have_nothing,
    reopen,
    return_submission,
    send,
    take_back_nothing,
)
from roadmap.services.tasks import accept_task, return_task, submit_task, withdraw_task
from roadmap.services.values import return_value, store_values
from schools.errors import PortalError
from tests.aside import Aside
from tests.factories import AT
from tests.identification.pages import page
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
    make_link,
    make_period,
    make_programme,
    make_value,
)

TODAY = date(2026, 6, 20)


@pytest.fixture
def programme(municipality):
    return make_programme(municipality)


@pytest.fixture
def period(programme):
    return make_period(programme)


@pytest.fixture
def indicator(programme):
    return make_indicator(programme, level="school", title="Приказ о команде")


@pytest.fixture
def submission(programme, period, indicator, school, coordinator):
    """Of a school whose campaign is open and which has its task."""
    told = {"schools": [school], "by": coordinator, "phase": "planned"}
    campaign = make_campaign(programme, period, **told)
    open_entry(campaign, by=coordinator, at=AT)
    return campaign.submissions.get()


@pytest.fixture
def filled(submission, indicator, period, school, director):
    make_value(indicator, period, school, entered_by=director)
    return submission


def now(submission):
    return Submission.objects.select_related("campaign").get(pk=submission.pk)


def of_phase(submission, phase):
    Campaign.objects.update(phase=phase)
    return now(submission)


def task():
    return Task.objects.get().state


def test_what_lacks_a_value_or_a_proof_cannot_be_sent(
    submission, programme, period, school, director
):
    proved = make_indicator(programme, level="school", title="Сайт", proof="page")
    make_value(proved, period, school)

    with pytest.raises(Incomplete) as error:
        send(submission, by=director, at=AT)

    told = [(str(cell.indicator.title), cell.lacks) for cell in error.value.lacking]
    assert told == [("Приказ о команде", "нет значения"), ("Сайт", "нет подтверждения")]
    assert "2 показателя" in str(error.value)
    assert (now(submission).state, task()) == ("waiting", "open")


def test_a_reason_is_an_answer_as_well_as_a_value(
    submission, programme, period, school, indicator, director
):
    proved = make_indicator(programme, level="school", proof="link")
    make_value(indicator, period, school, no_data="no_participants")
    value = make_value(proved, period, school)
    make_link(by=director, value=value)

    send(submission, by=director, at=AT)

    told = now(submission)
    assert (told.state, told.by, told.at, task()) == ("sent", director, AT, "submitted")
    assert set(Value.objects.values_list("state", flat=True)) == {"submitted"}


def test_what_is_sent_is_closed_until_it_comes_back(
    filled, programme, period, school, director, coordinator
):
    send(filled, by=director, at=AT)
    assert "попросите вернуть" in why_closed(programme, period, school)

    return_submission(filled, comment="Нет подписи", by=coordinator, at=AT)

    told = now(filled)
    assert (told.state, told.comment, told.reopened_until) == ("returned", "Нет подписи", None)
    assert not why_closed(programme, period, school)
    assert task() == "returned"
    assert director.notifications.filter(title__startswith="Возвращено").count() == 1


def test_accepted_with_all_its_values(filled, director, coordinator):
    send(filled, by=director, at=AT)

    accept_submission(filled, by=coordinator, at=AT)

    value = Value.objects.get()
    assert (now(filled).state, value.state, value.decided_by) == (
        "accepted",
        "accepted",
        coordinator,
    )
    assert task() == "done"


def test_nothing_to_send_has_a_reason_and_is_taken_back(submission, director):
    with pytest.raises(PortalError, match="почему"):
        have_nothing(submission, reason=" ", by=director, at=AT)
    have_nothing(submission, reason="Нет выпускников", by=director, at=AT)
    told = now(submission)
    assert (told.state, told.comment, task()) == ("nothing", "Нет выпускников", "submitted")

    take_back_nothing(submission, by=director, at=AT)
    told = now(submission)
    assert (told.state, told.comment, task()) == ("waiting", "", "open")


def test_after_the_entry_only_who_is_let_in_sends(filled, director, coordinator):
    processing = of_phase(filled, "processing")
    with pytest.raises(PortalError, match="обрабатываются"):
        send(processing, by=director, at=AT)

    for wrong in (date(2026, 6, 19), date(2026, 7, 16)):
        with pytest.raises(PortalError, match=r"не\xa0позже конца обработки, 15.07.2026"):
            reopen(processing, until=wrong, by=coordinator, on=TODAY, at=AT)
    reopen(processing, until=date(2026, 6, 25), by=coordinator, on=TODAY, at=AT)
    send(processing, by=director, at=AT)

    told = now(filled)
    assert (told.state, told.reopened_until) == ("sent", None)
    with pytest.raises(PortalError, match="верните"):
        reopen(processing, until=date(2026, 6, 25), by=coordinator, on=TODAY, at=AT)


def test_what_is_returned_while_it_is_processed_may_be_mended_until_the_end_of_that(
    filled, director, coordinator, programme, period, school
):
    send(filled, by=director, at=AT)
    return_submission(of_phase(filled, "processing"), comment="Нет", by=coordinator, at=AT)

    assert now(filled).reopened_until == date(2026, 7, 15)
    assert not why_closed(programme, period, school)


def test_when_the_report_is_made_nothing_moves(filled, director, coordinator):
    send(filled, by=director, at=AT)
    over = of_phase(filled, "report")

    for step in (
        lambda: accept_submission(over, by=coordinator, at=AT),
        lambda: return_submission(over, comment="Поздно", by=coordinator, at=AT),
    ):
        with pytest.raises(PortalError, match="завершён"):
            step()
    assert now(filled).state == "sent"


def test_a_step_that_was_taken_is_told(filled, director, coordinator):
    with pytest.raises(PortalError, match="состояние изменилось: не сдано"):
        accept_submission(filled, by=coordinator, at=AT)
    send(filled, by=director, at=AT)
    with pytest.raises(PortalError, match="сданы"):
        send(filled, by=director, at=AT)
    assert now(filled).state == "sent"


def test_with_a_value_that_is_returned_the_school_is_let_in_again(
    filled, programme, period, school, director, coordinator
):
    send(filled, by=director, at=AT)
    value = Value.objects.get()

    return_value(value, version=value.version, comment="Не то", by=coordinator, at=AT)

    assert (now(filled).state, now(filled).comment) == ("returned", f"{value.indicator}. Не то")
    assert not why_closed(programme, period, school)


def test_what_came_back_and_was_not_mended_is_not_sent_again(
    filled, programme, period, school, indicator, director, coordinator
):
    """One sentence names it; another figure, or a proof that was added since, mends it."""
    proved = make_indicator(programme, level="school", title="Сайт", proof="page")
    value = make_value(proved, period, school)
    make_link(by=director, value=value)
    send(filled, by=director, at=AT)
    for n, one in enumerate(Value.objects.all(), start=1):
        told = {"comment": "Не то", "by": coordinator, "at": AT + timedelta(hours=n)}
        return_value(one, version=one.version, **told)
    later = AT + timedelta(days=1)

    with pytest.raises(Incomplete) as both:
        send(filled, by=director, at=later)
    answer = NewValue(indicator.pk, period.pk, school.pk, Reading(yes=False))
    store_values([answer], by=director, at=later)
    with pytest.raises(Incomplete) as one:
        send(filled, by=director, at=later)
    Evidence.objects.update(added_at=later)
    send(filled, by=director, at=later)

    said = [str(error.value).replace("\xa0", " ") for error in (both, one)]
    assert said == [
        f"Пока сдать нельзя: возвращены и не исправлены: «{indicator}», «{proved}».",
        f"Пока сдать нельзя: возвращены и не исправлены: «{proved}».",
    ]
    assert now(filled).state == "sent"


def test_what_is_lacking_and_what_came_back_are_told_in_one_sentence(
    filled, programme, period, school, indicator, director, coordinator
):
    make_indicator(programme, level="school", title="Ещё не внесён")
    Value.objects.update(state="returned", decided_at=AT, comment="Не то")

    with pytest.raises(Incomplete) as error:
        send(filled, by=director, at=AT)

    assert str(error.value).replace("\xa0", " ") == (
        "Пока сдать нельзя: осталось внести или подтвердить 1 показатель; "
        f"возвращены и не исправлены: «{indicator}»."
    )


def test_the_page_tells_what_to_mend(client, filled, director):
    Value.objects.update(state="returned", decided_at=AT, comment="Нет подписи")
    client.force_login(director)

    text = client.get(reverse("roadmap:submission", args=[filled.pk])).text

    assert "Возвращено и\xa0не\xa0исправлено" in text
    assert '<p class="op-task-meta op-said">Нет подписи</p>' in text
    assert "Сдать показатели" not in text


# comments on figures of a narrow circle

SECRET = "Тревожных 17 из 20"


@pytest.fixture
def narrow(filled, programme, period, school):
    """A figure of a survey among those of the campaign, sent by the school."""
    indicator = make_indicator(
        programme, level="school", title="Опрос", kind="percent", sensitive=True
    )
    make_value(indicator, period, school, numerator=17, denominator=20)
    return filled


@pytest.fixture
def sent(narrow, director):
    send(narrow, by=director, at=AT)
    return narrow


def everywhere(client, user, submission):
    """All that a person reads of a campaign and of the task that asked for it."""
    client.force_login(user)
    pages = [
        reverse("roadmap:submission", args=[submission.pk]),
        reverse("roadmap:campaign", args=[submission.campaign_id]),
        Task.objects.get().get_absolute_url(),
    ]
    text = "".join(client.get(page, follow=True).text for page in pages)
    book = client.get(reverse("roadmap:campaign-workbook", args=[submission.campaign_id]))
    if book.status_code == 200:
        sheets = load_workbook(BytesIO(book.content)).worksheets
        rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
        text += str(rows)
    return text


def return_all(submission, coordinator):
    return_submission(submission, comment=SECRET, by=coordinator, at=AT)


def return_figure(submission, coordinator):
    value = Value.objects.get(indicator__sensitive=True)
    return_value(value, version=value.version, comment=SECRET, by=coordinator, at=AT)


@pytest.mark.parametrize("step", [return_all, return_figure], ids=["all", "figure"])
def test_a_comment_on_figures_of_a_narrow_circle_stays_in_it(
    client, sent, step, coordinator, director, head, admin, region_operator, curator
):
    step(sent, coordinator)

    told = {
        user.username: SECRET in everywhere(client, user, sent)
        for user in (coordinator, director, head, admin, region_operator, curator)
    }

    inside = {coordinator, director, head}
    outside = {admin, region_operator, curator}
    assert told == {
        **{user.username: True for user in inside},
        **{user.username: False for user in outside},
    }


def test_why_there_is_nothing_to_send_stays_in_the_circle_as_well(
    client, narrow, director, coordinator, admin
):
    have_nothing(narrow, reason=SECRET, by=director, at=AT)

    assert SECRET in everywhere(client, coordinator, narrow)
    outside = everywhere(client, admin, narrow)
    assert SECRET not in outside
    assert outside.count("комментарий открыт узкому кругу") == 3


def test_without_figures_of_a_circle_a_comment_is_for_all_who_read_the_campaign(
    client, filled, director, coordinator, admin
):
    send(filled, by=director, at=AT)
    return_submission(filled, comment="Нет подписи", by=coordinator, at=AT)

    assert everywhere(client, admin, filled).count("Нет подписи") >= 3


def test_the_task_of_a_campaign_never_goes_ahead_of_the_figures(filled, director, coordinator):
    asked = Task.objects.get()
    with pytest.raises(PortalError, match="на\xa0странице сбора"):
        submit_task(asked, by=director, at=AT)
    send(filled, by=director, at=AT)

    for step in (
        lambda: accept_task(asked, by=coordinator, at=AT),
        lambda: return_task(asked, text="Не то", by=coordinator, at=AT),
        lambda: withdraw_task(asked, by=director, at=AT),
    ):
        with pytest.raises(PortalError, match="на\xa0странице сбора"):
            step()
    assert (now(filled).state, task()) == ("sent", "submitted")


def test_that_there_is_nothing_to_send_is_accepted_with_the_task(submission, director, coordinator):
    have_nothing(submission, reason="Нет выпускников", by=director, at=AT)

    accept_task(Task.objects.get(), by=coordinator, at=AT)

    assert (now(submission).state, task()) == ("nothing", "done")


# the page of the school


def post(client, user, name, submission, **data):
    client.force_login(user)
    url = reverse(f"roadmap:submission-{name}", args=[submission.pk])
    return client.post(url, data, follow=True).content.decode()


def html(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


def own_page(client, user, submission):
    return page(client, user, reverse("roadmap:submission", args=[submission.pk]))


def test_a_director_sees_what_is_left_then_sends(
    client, submission, indicator, period, school, director, coordinator
):
    told = own_page(client, director, submission)
    assert "Осталось 1 из 1" in told
    assert "Нет значения" in told
    assert "Сдать показатели" not in told

    make_value(indicator, period, school)
    assert "Сдать показатели" in own_page(client, director, submission)
    assert "Показатели сданы." in post(client, director, "send", submission)
    assert "Принять" not in own_page(client, director, submission)
    assert "Принять" in own_page(client, coordinator, submission)
    assert "Принято." in post(client, coordinator, "accept", submission)


def test_the_task_leads_to_the_figures_and_these_to_each_value(
    client, filled, director, coordinator
):
    own = reverse("roadmap:submission", args=[filled.pk])
    for user in (director, coordinator):
        told = html(client, user, Task.objects.get().get_absolute_url())
        assert f'href="{own}"' in told
        assert "Отправить на\xa0проверку" not in told

    value = Value.objects.get().get_absolute_url()
    assert f'href="{value}"' in html(client, director, own)


def test_words_that_are_missing_are_asked_for_where_they_belong(
    client, filled, director, coordinator
):
    assert "почему сдавать нечего" in post(client, director, "nothing", filled, reason="")
    send(filled, by=director, at=AT)
    assert "Напишите, что исправить." in post(client, coordinator, "return", filled, comment="")
    assert now(filled).state == "sent"


def test_a_late_school_is_let_in_on_its_page(client, filled, coordinator, time_is):
    time_is(AT.replace(month=6, day=20))
    of_phase(filled, "processing")
    assert "Открыть ввод этой школе" in own_page(client, coordinator, filled)
    assert "не позже конца" in post(
        client, coordinator, "reopen", filled, until="2027-01-01"
    ).replace("\xa0", " ")
    assert "Ввод открыт" in post(client, coordinator, "reopen", filled, until="2026-06-25")


# at once


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_send_at_once_one_has_sent(filled, director):
    start = Barrier(20)

    def press(_n):
        connection.ensure_connection()
        start.wait()
        try:
            send(filled, by=director, at=AT)
        except PortalError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(press, range(20)))

    assert told.count(None) == 1
    assert Task.objects.get().entries.filter(action="submitted").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("close", ["send", "close_entry"])
def test_who_writes_while_it_is_closed_waits_and_is_refused(
    close, filled, indicator, period, school, director
):
    row = NewValue(indicator.pk, period.pk, school.pk, Reading(yes=False))
    with Aside() as aside:
        with transaction.atomic():
            if close == "send":
                send(filled, by=director, at=AT)
            else:
                close_entry(filled.campaign, at=AT)
            waiting = aside(store_values, [row], by=director, at=AT)
            assert not wait([waiting], timeout=0.5).done
        outcome = waiting.result(timeout=20)

    assert list(outcome.refused) == [row.key]
    assert Value.objects.get().yes is True
