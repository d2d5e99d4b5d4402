"""«Сообщить об ошибке»: a confirmed result is closed to the school, which reports instead."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from assessments.models import Remark, Result, ResultChange
from assessments.remarks import ALREADY, answer_remark, report_error
from schools.errors import PortalError
from tests.factories import (
    AT,
    make_lock,
    make_municipality,
    make_remark,
    make_result,
    make_school,
    make_sitting,
    make_user,
)

from .test_entry import TWELVE, typed
from .test_views import show, text_of

STATE = Remark.State


@pytest.fixture
def sitting(db):
    return make_sitting()


@pytest.fixture
def result(school, sitting):
    return make_result(school=school, sitting=sitting, counts={"2": 3, "3": 3, "4": 4, "5": 2})


@pytest.fixture
def confirmed(municipality, sitting, result):
    """A day after it was entered."""
    return make_lock(sitting=sitting, municipality=municipality, locked_at=AT + timedelta(days=1))


@pytest.fixture
def address(school, sitting):
    return reverse("assessments:entry", args=[school.pk, sitting.pk])


@pytest.fixture
def remark_address(school, sitting):
    return reverse("assessments:remark-create", args=[school.pk, sitting.pk])


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


CHANGED = {"participants": "13", "2": "3", "3": "4", "4": "4", "5": "2", "version": "1"}


# the closed page


@pytest.mark.parametrize("person", ["director", "school_coordinator"])
def test_a_confirmed_result_is_closed_to_the_school_and_offers_to_report(
    request, client, person, confirmed, school, sitting, remark_address
):
    response = show(client, request.getfixturevalue(person), "entry", school.pk, sitting.pk)

    text = text_of(response)
    assert "Подтверждено координатором 16.08.2026" in text
    assert "участников — 12, «2» — 3" in text
    assert "Если в данных ошибка, сообщите о ней." in text
    assert f'action="{remark_address}"' in response.content.decode()
    assert 'name="participants"' not in response.content.decode()


@pytest.mark.parametrize("name", ["school", "sitting"])
@pytest.mark.parametrize(
    ("person", "offered", "withheld"),
    [
        ("director", "сообщить об ошибке", "исправить"),
        ("coordinator", "исправить", "сообщить об ошибке"),
    ],
)
def test_lists_offer_to_report_where_the_reader_may_no_longer_correct(
    request, client, name, person, offered, withheld, confirmed, school, sitting
):
    pk = {"school": school.pk, "sitting": sitting.pk}[name]
    page = text_of(show(client, request.getfixturevalue(person), name, pk))

    assert "подтверждено 16.08.2026" in page
    assert f"{offered} :" in page
    assert f"{withheld} :" not in page


@pytest.mark.parametrize("name", ["school", "sitting", "result"])
def test_what_was_reported_is_said_to_wait_and_is_offered_again_once_it_is_answered(
    client, director, coordinator, name, confirmed, result, school, sitting
):
    remark = make_remark(school=school, sitting=sitting, by=director, at=AT + timedelta(days=3))
    pk = {"school": school.pk, "sitting": sitting.pk, "result": result.pk}[name]

    waiting = text_of(show(client, director, name, pk)).casefold()
    answer_remark(remark, STATE.ANSWERED, by=coordinator, at=AT + timedelta(days=4), text="Верно.")
    answered = text_of(show(client, director, name, pk)).casefold()

    assert "сообщено 18.08.2026, ждёт ответа" in waiting
    assert "сообщить об ошибке" not in waiting
    assert "сообщено" not in answered
    assert "сообщить об ошибке" in answered


def test_what_another_school_reported_changes_nothing_here(
    client, director, confirmed, school, municipality, sitting
):
    make_remark(school=make_school(municipality=municipality), sitting=sitting)
    make_remark(school=school, sitting=make_sitting(subject="Математика"))

    page = text_of(show(client, director, "sitting", sitting.pk))

    assert "сообщить об ошибке" in page
    assert "ждёт ответа" not in page


def test_what_is_typed_into_a_confirmed_result_is_not_stored_and_not_lost(
    client, director, confirmed, address, sitting
):
    client.force_login(director)

    response = client.post(address, typed(sitting, **CHANGED, confirmed="yes"))

    assert (Result.objects.get().participants, ResultChange.objects.count()) == (12, 1)
    assert "Ваши числа не записаны: результат уже подтверждён" in text_of(response)
    assert response.context["form"]["text"].value() == (
        "Верно так: участников\xa0— 13, «2»\xa0— 3, «3»\xa0— 4, «4»\xa0— 4, «5»\xa0— 2."
    )


def test_confirmed_while_the_school_was_typing_it_stores_nothing(
    client, director, municipality, result, address, sitting
):
    client.force_login(director)

    def confirm(execute, sql, *rest):
        """As if another request had come in before the write begins."""
        if sql.startswith("SAVEPOINT") and not municipality.result_locks.exists():
            make_lock(sitting=sitting, municipality=municipality)
        return execute(sql, *rest)

    with connection.execute_wrapper(confirm):
        response = client.post(address, typed(sitting, **CHANGED, confirmed="yes"))

    assert municipality.result_locks.exists()
    assert "Ваши числа не записаны" in text_of(response)
    assert Result.objects.get().participants == 12


def test_where_nothing_was_entered_the_school_may_report_too(
    client, director, municipality, school, sitting, remark_address
):
    make_lock(sitting=sitting, municipality=municipality)

    assert "Результат не внесён." in text_of(show(client, director, "entry", school.pk, sitting.pk))
    client.post(remark_address, {"text": "Мы писали работу"})

    assert Remark.objects.get().text == "Мы писали работу"


# the coordinator's correction


def test_a_coordinator_corrects_a_confirmed_result_that_stays_confirmed(
    client, coordinator, confirmed, school, address, sitting
):
    page = text_of(show(client, coordinator, "entry", school.pk, sitting.pk))
    response = client.post(address, typed(sitting, **CHANGED, confirmed="yes"))

    assert "Результат подтверждён 16.08.2026" in page
    assert response.status_code == 302
    result = Result.objects.get()
    assert result.participants == 13
    confirmed.refresh_from_db()
    assert confirmed.unlocked_at is None
    text = text_of(show(client, coordinator, "result", result.pk))
    history = text[text.index("История") :]
    assert "в форме" in history.split("исправлен подтверждённый результат")[0]
    assert history.count("исправлен подтверждённый результат") == 1
    assert "Подтверждено 16.08.2026, 12:00" in text


def test_a_change_before_the_confirmation_is_no_correction_of_it(
    client, coordinator, confirmed, result
):
    text = text_of(show(client, coordinator, "result", result.pk))

    assert "исправлен подтверждённый" not in text


def test_a_coordinator_whose_page_did_not_know_of_the_confirmation_is_told_first(
    client, coordinator, confirmed, address, sitting
):
    client.force_login(coordinator)

    response = client.post(address, typed(sitting, **CHANGED))

    assert Result.objects.get().participants == 12
    assert "Пока вы вводили, результат подтвердили." in text_of(response)
    assert 'name="confirmed" value="yes"' in response.content.decode()
    assert 'value="13"' in response.content.decode()


def test_a_correction_answers_the_remark_that_its_page_has_shown(
    client, coordinator, confirmed, address, school, sitting, result
):
    remark = make_remark(school=school, sitting=sitting)
    make_remark(school=make_school(municipality=school.municipality), sitting=sitting)
    page = text_of(show(client, coordinator, "entry", school.pk, sitting.pk))

    response = client.post(
        f"{address}?from=remarks", typed(sitting, **CHANGED, confirmed="yes", remark=remark.pk)
    )

    assert "Участников было 13" in page
    assert response.url == reverse("assessments:remarks")
    assert said(response)[0].endswith("Школе отвечено, что исправлено.")
    remark.refresh_from_db()
    assert (remark.state, remark.answered_by) == (STATE.CORRECTED, coordinator)
    assert Remark.objects.waiting().count() == 1


def test_a_correction_without_the_box_leaves_the_remark_open(
    client, coordinator, confirmed, address, school, sitting
):
    make_remark(school=school, sitting=sitting)
    client.force_login(coordinator)

    client.post(address, typed(sitting, **CHANGED, confirmed="yes"))

    assert Remark.objects.get().is_open


def test_the_same_numbers_answer_nothing(client, coordinator, confirmed, address, school, sitting):
    remark = make_remark(school=school, sitting=sitting)
    client.force_login(coordinator)

    response = client.post(
        address, typed(sitting, **TWELVE | {"version": "1"}, confirmed="yes", remark=remark.pk)
    )

    assert Remark.objects.get().is_open
    assert said(response)[0].endswith("Числа те же, сообщение об ошибке осталось без ответа.")


# reporting


def test_a_report_reaches_the_coordinator_and_stands_on_the_school_s_page(
    client, director, coordinator, confirmed, school, result, remark_address
):
    client.force_login(director)
    response = client.post(remark_address, {"text": "Участников было 13"})

    assert response.url == reverse("assessments:school", args=[school.pk]) + "?year=2026#remarks"
    assert "ждёт ответа" in text_of(show(client, director, "school", school.pk))
    assert "Участников было 13" in text_of(show(client, director, "result", result.pk))
    inbox = text_of(show(client, coordinator, "remarks"))
    assert "Участников было 13" in inbox
    assert "Сейчас записано: участников — 12" in inbox
    assert "Ответить школам: 1 сообщение об ошибках" in text_of(client.get(reverse("reports:home")))


def test_pressed_twice_it_is_said_once(client, director, confirmed, remark_address):
    client.force_login(director)

    answers = [client.post(remark_address, {"text": text}) for text in ("Раз", "Два")]

    assert Remark.objects.get().text == "Раз"
    assert said(answers[1])[-1] == ALREADY


@pytest.mark.django_db(transaction=True)
def test_of_two_who_report_at_the_same_moment_one_does():
    municipality = make_municipality()
    school, sitting = make_school(municipality=municipality), make_sitting()
    make_lock(sitting=sitting, municipality=municipality)
    people, barrier = [make_user("DIRECTOR", school) for _ in range(2)], Barrier(2, timeout=30)

    def press(by):
        connection.ensure_connection()
        barrier.wait()
        try:
            return report_error(school, sitting, text="Ошибка", by=by, at=AT).by_id
        except PortalError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, people))

    assert answers.count(ALREADY) == 1
    assert Remark.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Напишите, что не так и как верно."),
        ("  \n ", "Напишите, что не так и как верно."),
        ("я" * 2001, "Не больше 2000 знаков, сейчас 2001. Сократите текст."),
    ],
)
def test_an_empty_or_an_overlong_report_is_explained(
    client, director, confirmed, remark_address, text, words
):
    client.force_login(director)

    response = client.post(remark_address, {"text": text})

    assert words in text_of(response)
    assert not Remark.objects.exists()


def test_what_is_not_confirmed_the_school_corrects_itself(
    client, director, result, remark_address, address
):
    client.force_login(director)

    answers = [client.post(remark_address, {"text": text}) for text in ("Ошибка", "")]

    assert not Remark.objects.exists()
    assert said(answers[0])[0].startswith("Этот результат не подтверждён: исправьте его сами")
    assert answers[1].url == address


def test_a_foreign_school_and_a_foreign_sitting_are_not_found(
    client, director, foreign_school, abroad, school, sitting
):
    elsewhere = make_sitting(subject="Математика")
    elsewhere.region = abroad.region
    elsewhere.save()
    client.force_login(director)
    neighbour = make_school(municipality=school.municipality)

    for pair in ((foreign_school, sitting), (neighbour, sitting), (school, elsewhere)):
        address = reverse("assessments:remark-create", args=[one.pk for one in pair])
        assert client.post(address, {"text": "Ошибка"}).status_code == 404


def test_markup_in_a_report_is_shown_as_it_was_written(client, coordinator, school, sitting):
    make_remark(school=school, sitting=sitting, text="<script>alert(1)</script>")

    page = show(client, coordinator, "remarks").content.decode()

    assert "<script>alert" not in page


# answering


def test_a_remark_is_answered_and_the_school_reads_it(
    client, director, coordinator, school, sitting, result
):
    remark = make_remark(school=school, sitting=sitting)
    page = text_of(show(client, coordinator, "remark", remark.pk))

    response = client.post(
        reverse("assessments:remark", args=[remark.pk]), {"answer": "Сверили, всё верно"}
    )

    assert "Внесено: участников — 12" in page
    assert response.url == reverse("assessments:remarks")
    remark.refresh_from_db()
    assert (remark.state, remark.answered_by) == (STATE.ANSWERED, coordinator)
    assert "отвечено" in text_of(show(client, director, "school", school.pk))
    assert "Сверили, всё верно" in text_of(show(client, director, "result", result.pk))


def test_an_answer_to_what_was_answered_is_told_and_nothing_is_overwritten(
    client, coordinator, school, sitting
):
    first = make_user(first_name="Анна", last_name="Ким")
    remark = make_remark(school=school, sitting=sitting)
    assert answer_remark(remark, STATE.ANSWERED, by=first, at=AT, text="Первый")
    client.force_login(coordinator)

    response = client.post(reverse("assessments:remark", args=[remark.pk]), {"answer": "Второй"})

    remark.refresh_from_db()
    assert (remark.answer, remark.answered_by) == ("Первый", first)
    assert said(response) == ["На это сообщение уже ответили: Анна Ким. Ваш ответ не записан."]


@pytest.mark.parametrize("answer", ["", "я" * 2001])
def test_an_empty_or_an_overlong_answer_is_not_sent(client, coordinator, school, sitting, answer):
    remark = make_remark(school=school, sitting=sitting)
    client.force_login(coordinator)

    response = client.post(reverse("assessments:remark", args=[remark.pk]), {"answer": answer})

    assert response.status_code == 200
    assert Remark.objects.get().is_open


def test_what_waits_stands_before_what_was_answered(client, coordinator, municipality, sitting):
    schools = [make_school(municipality=municipality) for _ in range(3)]
    waiting = [make_remark(school=s, sitting=sitting, text=f"Ждёт {s.pk}") for s in schools[:2]]
    answered = make_remark(school=schools[2], sitting=sitting, text="Отвеченное")
    answer_remark(answered, STATE.ANSWERED, by=coordinator, at=AT, text="Да")

    context = show(client, coordinator, "remarks").context

    assert {remark for remark, _result, _said in context["open"]} == set(waiting)
    assert [remark for remark, _result, _said in context["answered"]] == [answered]
    assert context["waiting"] == 2


def test_the_inbox_is_told_by_pages(client, coordinator, municipality, sitting):
    for _ in range(21):
        make_remark(school=make_school(municipality=municipality), sitting=sitting)

    text = text_of(show(client, coordinator, "remarks"))

    assert "ждут ответа: 21" in text
    assert "Страница 1 из 2" in text


@pytest.mark.parametrize("amount", [1, 3])
def test_an_inbox_of_three_costs_what_that_of_one_does(
    amount, client, coordinator, municipality, django_assert_num_queries
):
    for n in range(amount):
        school, sitting = make_school(municipality=municipality), make_sitting(subject=f"П {n}")
        make_result(school=school, sitting=sitting)
        make_remark(school=school, sitting=sitting)
    client.force_login(coordinator)

    with django_assert_num_queries(14):
        client.get(reverse("assessments:remarks"))
