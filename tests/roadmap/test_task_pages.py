"""Pages of tasks, begun from a person of a role."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from roadmap.models import Task
from roadmap.services import tasks
from tests.factories import AT, make_school, make_user
from tests.identification.pages import html, page, status, words_of
from tests.roadmap.making import (
    make_activity,
    make_link,
    make_meeting,
    make_period,
    make_programme,
    make_task,
    make_work,
)

TODAY = date(2026, 9, 16)  # a Wednesday
MINE, ALL, NEW = (reverse(f"roadmap:{name}") for name in ("tasks", "task-list", "task-new"))


@pytest.fixture(autouse=True)
def _today(time_is):
    time_is(datetime(2026, 9, 16, 6, tzinfo=UTC))


@pytest.fixture
def task(school):
    return make_task(school=school, title="Приложить приказ", due_on=date(2026, 9, 18))


def step(client, user, task, name, **said):
    client.force_login(user)
    data = {f"{name}-{field}": value for field, value in said.items()}
    answer = client.post(reverse(f"roadmap:task-{name}", args=[task.pk]), data, follow=True)
    task.refresh_from_db()
    return words_of(answer.content.decode())


def parts(content, *titles):
    """Where the headings stand: each after the one before."""
    places = [content.index(f">{title}<") for title in titles]
    assert places == sorted(places)
    return [content[a:b] for a, b in zip(places, [*places[1:], len(content)], strict=True)]


# one's own


def test_a_director_sees_what_is_late_what_is_near_and_what_is_later(client, school, director):
    for title, day in (("Позднее", 30), ("Близкое", 18), ("Просроченное", 10)):
        make_task(school=school, title=title, due_on=date(2026, 9, day))
    make_task(school=make_school(municipality=school.municipality), title="Чужое")

    content = html(client, director, MINE)

    late, week, later = parts(content, "Просрочено", "На\xa0этой неделе", "Позже")
    assert "Просроченное" in late
    assert "6 дней назад" in words_of(late)
    assert "Близкое" in week
    assert "осталось 2 дня" in words_of(week)
    assert "Позднее" in later
    assert "Чужое" not in content
    assert "Сегодня 16.09.2026, открыто 3, из них просрочено 1" in words_of(content)


def test_what_is_checked_and_what_is_accepted_have_tabs_of_their_own(
    client, task, school, director, coordinator
):
    tasks.submit_task(task, by=director, at=AT)
    other = make_task(school=school, title="Провести заседание")
    tasks.submit_task(other, by=director, at=AT)
    tasks.accept_task(other, by=coordinator, at=AT)

    content = page(client, director, MINE)
    assert "Открытые: 0 На проверке: 1 Выполненные: 1" in content
    assert "Открытых поручений нет" in content
    assert "Приложить приказ" in page(client, director, MINE, tab="check")
    assert "Провести заседание" in page(client, director, MINE, tab="accepted")


def test_what_was_returned_shows_the_remark_in_the_list(client, task, director, coordinator):
    tasks.submit_task(task, by=director, at=AT)
    tasks.return_task(task, text="Нет подписи", by=coordinator, at=AT)

    assert "Возвращено 15.08.2026: «Нет подписи»" in page(client, director, MINE)
    assert "Нет подписи" in page(client, director, task.get_absolute_url())


@pytest.mark.parametrize("amount", [1, 3])
def test_one_s_own_page_asks_as_many_questions_for_three_tasks_as_for_one(
    amount, client, school, director, django_assert_num_queries
):
    programme = make_programme(school.municipality)
    activity, period = make_activity(programme), make_period(programme)
    for _ in range(amount):
        make_task(school=school, work=make_work(activity, period), state="returned")
    client.force_login(director)

    with django_assert_num_queries(16):
        client.get(MINE)


def test_a_coordinator_accepts_what_is_marked_and_nothing_else(
    client, task, school, director, coordinator
):
    left = make_task(school=school, title="Оставить")
    for one in (task, left):
        tasks.submit_task(one, by=director, at=AT)
    content = html(client, coordinator, MINE, tab="check")
    assert content.count('name="task"') == 2

    answer = client.post(
        reverse("roadmap:task-accept-many"), {"task": [task.pk, "жук", "9" * 30]}, follow=True
    )

    assert "Принято: 1 поручение" in words_of(answer.content.decode())
    states = dict(Task.objects.values_list("title", "state"))
    assert states == {"Приложить приказ": "done", "Оставить": "submitted"}


def test_nobody_accepts_in_bulk_what_is_of_another_municipality(client, task, director, outsider):
    tasks.submit_task(task, by=director, at=AT)
    client.force_login(outsider)
    client.post(reverse("roadmap:task-accept-many"), {"task": [task.pk]})

    task.refresh_from_db()
    assert task.state == "submitted"


# the list of the municipality


def test_the_list_opens_on_what_is_under_way_and_all_is_a_choice(client, school, coordinator):
    make_task(school=school, title="Идёт")
    make_task(school=school, title="Сделано", state="done", done_at=AT, done_by=coordinator)

    opened = page(client, coordinator, ALL)

    assert "Идёт" in opened
    assert "Найдено: 1 из 2" in opened
    assert "Сделано" not in opened
    assert "Сделано" not in page(client, coordinator, ALL, sort="title")
    assert "Сделано" in page(client, coordinator, ALL, state="")


@pytest.mark.parametrize("amount", [1, 3])
def test_the_list_asks_as_many_questions_for_three_tasks_as_for_one(
    amount, client, municipality, coordinator, django_assert_num_queries
):
    for _ in range(amount):
        person = make_user("COORDINATOR", municipality)
        make_task(school=make_school(municipality=municipality), assignee=person)
    client.force_login(coordinator)

    with django_assert_num_queries(14):
        client.get(ALL)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "overdue"}, {"Позднее"}),
        ({"state": "under_way"}, {"Позднее", "По программе", "Муниципальное"}),
        ({"state": "submitted"}, {"Отправлено"}),
        ({"origin": "roadmap"}, {"По программе"}),
        ({"school": "null"}, {"Муниципальное"}),
    ],
)
def test_the_list_is_filtered(query, found, client, municipality, school, coordinator, director):
    activity = make_activity(make_programme(municipality))
    work = make_work(activity, make_period(activity.programme))
    make_task(school=school, title="Позднее", due_on=date(2026, 9, 1))
    make_task(
        school=school, title="По программе", due_on=date(2026, 10, 1), work=work, origin="roadmap"
    )
    make_task(municipality, title="Муниципальное", due_on=date(2026, 10, 1))
    done = {"state": "submitted", "done_by": director, "done_at": AT}
    make_task(school=school, title="Отправлено", **done)

    content = page(client, coordinator, ALL, **query)

    told = content.split("Найдено:")[1]
    every = {"Позднее", "По программе", "Муниципальное", "Отправлено"}
    assert {title for title in every if title in told} == found


def test_the_list_is_filtered_by_the_goal_of_a_programme(client, municipality, coordinator):
    activity = make_activity(make_programme(municipality))
    work = make_work(activity, make_period(activity.programme))
    make_task(municipality, title="По программе", work=work)
    make_task(municipality, title="Другое")

    told = page(client, coordinator, ALL, goal=activity.goal_id).split("Найдено:")[1]

    assert "По программе" in told
    assert "Другое" not in told


def test_schools_have_no_list_of_the_municipality(client, director, curator):
    assert status(client, director, ALL) == status(client, curator, ALL) == 404


# one task


def test_the_whole_way_of_a_task_through_its_page(client, school, director, coordinator, curator):
    task = make_task(school=school, title="Приложить приказ", proof="any", role="DIRECTOR")
    url = task.get_absolute_url()
    assert "Отправить на проверку" in page(client, director, url)
    assert "Отправить на проверку" not in page(client, curator, url)
    assert "ссылку или файл" in step(client, director, task, "submit", text="Готово")
    assert task.state == "open"

    make_link(by=director, task=task)
    assert "Отчёт отправлен." in step(client, director, task, "submit", text="Готово")
    assert "Отозвать" in page(client, director, url)
    assert "Готово" in page(client, coordinator, url)

    assert "Напишите, что исправить." in step(client, coordinator, task, "return", text=" \x07")
    step(client, coordinator, task, "return", text="Нет подписи")
    assert task.state == "returned"
    step(client, curator, task, "say", text="Помогу")
    step(client, director, task, "submit")
    step(client, coordinator, task, "accept", text="Спасибо")

    said = page(client, director, url)
    for word in ("Нет подписи", "Помогу", "Спасибо", "принято"):
        assert word in said
    assert "Отправить на проверку" not in said


def test_who_comes_second_is_told_and_loses_no_word(client, task, director, school_coordinator):
    tasks.submit_task(task, by=school_coordinator, at=AT)

    said = step(client, director, task, "submit", text="Мой отчёт")

    assert "Поручение уже на проверке" in said
    assert "Мой отчёт" in said
    assert task.done_by == school_coordinator


def test_proof_that_is_added_after_a_refusal_leads_back_to_the_task(client, school, director):
    task = make_task(school=school, proof="link")
    client.force_login(director)
    refused = client.post(reverse("roadmap:task-submit", args=[task.pk])).content.decode()
    form = refused[refused.index(reverse("roadmap:evidence-add", args=["task", task.pk])) :]
    back = re.search(r'name="next" value="([^"]*)"', form)[1]

    data = {"url": "https://example.org/prikaz.pdf", "next": back}
    answer = client.post(reverse("roadmap:evidence-add", args=["task", task.pk]), data)

    assert answer.url == task.get_absolute_url()


def test_a_curator_answers_nothing_and_a_school_decides_nothing(client, task, director, curator):
    for user, names in (
        (curator, ("submit", "withdraw")),
        (director, ("accept", "return", "postpone", "reassign", "cancel")),
    ):
        for name in names:
            client.force_login(user)
            answer = client.post(reverse(f"roadmap:task-{name}", args=[task.pk]))
            assert answer.status_code == 404, name
    assert not task.entries.exists()


def test_a_coordinator_postpones_hands_over_and_cancels(
    client, task, school, director, coordinator
):
    step(client, coordinator, task, "postpone", due_on="2026-10-01", text="Каникулы")
    assert task.due_on == date(2026, 10, 1)

    step(client, coordinator, task, "reassign", whom=f"user:{director.pk}")
    assert task.assignee == director

    stranger = make_user("DIRECTOR", make_school(municipality=school.municipality))
    said = step(client, coordinator, task, "reassign", whom=f"user:{stranger.pk}")
    assert "Выберите, кому." in said
    assert task.assignee == director

    assert "Напишите, почему." in step(client, coordinator, task, "cancel")
    step(client, coordinator, task, "cancel", text="Не нужно")
    assert task.state == "cancelled"


def test_a_day_that_is_none_is_one_sentence_at_its_place(client, task, coordinator):
    said = step(client, coordinator, task, "postpone", due_on="31.31.2026", text="Да")

    assert "Такой даты нет." in said
    assert "Да" in said


def test_a_task_of_a_meeting_leads_there_only_whoever_may_go(
    client, municipality, school, director, coordinator
):
    meeting = make_meeting(municipality)
    task = make_task(school=school, origin="meeting", agenda_item=meeting.items.get())

    assert meeting.get_absolute_url() in html(client, coordinator, task.get_absolute_url())
    assert meeting.get_absolute_url() not in html(client, director, task.get_absolute_url())


# by hand


def given(**more):
    return {
        "title": "Провести  заседание",
        "addressee": "schools",
        "role": "DIRECTOR",
        "due_on": "2026-10-01",
        "proof": "none",
        "once": "8c2e6a0e-6a53-4c39-9a34-5d9a4d1b7f11",
    } | more


def give(client, user, **more):
    client.force_login(user)
    return client.post(NEW, given(**more), follow=True).content.decode()


def test_every_school_is_given_its_own_task_once(client, municipality, school, branch, coordinator):
    other = make_school(municipality=municipality)

    assert "Поставлено: 2 поручения." in words_of(give(client, coordinator))
    assert "уже поставлено" in give(client, coordinator)

    assert {task.school for task in Task.objects.all()} == {school, other}
    assert {task.title for task in Task.objects.all()} == {"Провести заседание"}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": " "}, "Напишите, что сделать."),
        ({"title": "а" * 1001}, "Не больше 1000 знаков"),
        ({"addressee": "municipality"}, "Поручение муниципалитету выполняют его сотрудники."),
        ({"role": "HEAD"}, "Поручение школе выполняют"),
        ({"starts_on": "2026-10-02"}, "Срок не может быть раньше начала."),
        ({"due_on": ""}, "Укажите дату."),
        ({"addressee": "supported"}, "Поддерживаемых школ в это время нет."),
        ({"addressee": "999999"}, "Выберите"),
    ],
)
def test_a_task_that_cannot_be_is_not_given(more, said, client, school, coordinator):
    assert said in words_of(give(client, coordinator, **more))
    assert not Task.objects.exists()


def test_one_school_and_the_municipality_are_given_theirs(client, school, coordinator):
    give(client, coordinator, addressee=str(school.pk), once="0" * 32)
    give(client, coordinator, addressee="municipality", role="HEAD")

    assert set(Task.objects.values_list("school", "role")) == {
        (school.pk, "DIRECTOR"),
        (None, "HEAD"),
    }


def test_a_task_is_put_more_clearly_and_says_so(client, task, coordinator, director):
    url = reverse("roadmap:task-edit", args=[task.pk])
    said = {"title": "Приложить приказ директора", "proof": "file"}
    client.force_login(coordinator)
    client.post(url, said)

    task.refresh_from_db()
    assert (task.title, task.proof) == ("Приложить приказ директора", "file")
    assert "Уточнено" in page(client, director, task.get_absolute_url())
    assert status(client, director, url) == 404


# the start pages and the menu


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("director", "school"),
        ("school_coordinator", "school"),
        ("curator", "school"),
        ("coordinator", "municipality"),
        ("head", "municipality"),
        ("admin", "municipality"),
    ],
)
def test_every_start_page_shows_the_own_tasks(role, place, request, client, municipality, school):
    user = request.getfixturevalue(role)
    where = {"school": school} if place == "school" else {"municipality": municipality}
    make_task(**where, role=role.upper(), title="Моё дело", due_on=TODAY - timedelta(days=1))
    make_task(municipality, title="Не моё", assignee=make_user("HEAD", municipality))

    content = page(client, user, reverse("reports:home"))

    own = content.split("Мои поручения")[1]
    assert "Открыто 1, просрочено 1" in own
    assert "Моё дело" in own
    assert "Не моё" not in content
    assert "Поручения 1" in content


def test_the_menu_counts_reports_that_wait_for_a_check(client, task, director, coordinator, head):
    tasks.submit_task(task, by=director, at=AT)
    home = reverse("reports:home")

    assert "Поручения 1" in page(client, coordinator, home)
    assert "1 отчёт ждёт вашей проверки" in page(client, coordinator, home)
    assert "Поручения 1" not in page(client, head, home)
    assert "Поручения 1" not in page(client, director, home)


# the calendar


def test_the_calendar_has_one_s_own_tasks_or_those_of_the_municipality(
    client, municipality, task, director, coordinator
):
    url = reverse("roadmap:calendar")
    make_task(municipality, title="Своё дело", due_on=date(2026, 9, 30))

    assert "Приложить приказ" in page(client, director, url)
    assert "Своё дело" not in page(client, director, url, whose="all")
    assert "Приложить приказ" not in page(client, coordinator, url)
    said = page(client, coordinator, url, whose="all")
    assert "Приложить приказ" in said
    assert "Своё дело" in said
    for nonsense in ("жук", "0001-01", "9999-12"):
        assert "Сентябрь 2026" in page(client, director, url, month=nonsense)
    assert "Приложить приказ" not in page(client, director, url, month="2026-10")


def test_the_report_is_the_business_of_who_is_asked_others_find_it_folded(
    client, task, director, coordinator
):
    asked, other = (page(client, one, task.get_absolute_url()) for one in (director, coordinator))

    assert "Отчёт о выполнении" in asked
    assert "Отчитаться за исполнителя" not in asked
    assert "Отчёт о выполнении" not in other
    assert "Отчитаться за исполнителя" in other
    assert "Отчёт отправлен" in step(client, coordinator, task, "submit", text="Прислали на бумаге")


def test_the_address_of_a_form_that_is_opened_by_hand_says_so(client, task, director):
    client.force_login(director)

    answer = client.get(reverse("roadmap:task-submit", args=[task.pk]))

    assert answer.status_code == 405
    assert "По этому адресу отправляют форму" in words_of(answer.content.decode())
    assert client.put(reverse("roadmap:task-submit", args=[task.pk])).content == b""


def test_a_year_with_a_slip_of_the_key_is_asked_about(client, task, coordinator):
    said = step(client, coordinator, task, "postpone", due_on="9999-12-31", text="Опечатка")

    assert "Укажите год от 2000 до 2100." in said
    assert task.due_on == date(2026, 9, 18)


def test_a_pasted_text_is_not_cut_but_refused_with_its_length(client, task, director):
    assert "maxlength" not in html(client, director, task.get_absolute_url()).split("say-text")[1]

    said = step(client, director, task, "say", text="ж" * 5000)

    assert "Не больше 4000 знаков, сейчас 5000." in said
