"""The coordinator confirms a procedure or a school, and opens it again."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse

from assessments.locks import lock, unlock
from assessments.models import WITHDRAWN, Result, ResultLock
from assessments.results import NewResult, store_results
from tests.factories import (
    AT,
    make_lock,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
)

from .test_locks import Aside
from .test_views import show, text_of


@pytest.fixture
def sitting(db):
    return make_sitting()


@pytest.fixture
def told(school, sitting):
    return make_result(school=school, sitting=sitting)


def confirm(client, name, *args):
    """Looks at the page of a signed-in reader and confirms what it has shown."""
    address = reverse(f"assessments:{name}", args=args)
    return client.post(address, {"seen": client.get(address).context["seen"]})


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def test_a_complete_procedure_is_confirmed(client, coordinator, municipality, sitting, told):
    page = text_of(show(client, coordinator, "sitting-lock", sitting.pk))
    response = confirm(client, "sitting-lock", sitting.pk)

    assert "Не внесли" not in page
    found = ResultLock.objects.get()
    assert (found.municipality, found.sitting, found.school) == (municipality, sitting, None)
    assert (found.locked_by, found.academic_year) == (coordinator, 2026)
    assert response.url == reverse("assessments:sitting", args=[sitting.pk])
    assert said(response) == ["ВПР-4, русский язык, 2025/2026: результаты подтверждены."]


def test_what_is_missing_is_told_before_and_may_be_confirmed_all_the_same(
    client, coordinator, municipality, sitting, told
):
    make_school(municipality=municipality, short_name="Тихая школа")
    address = reverse("assessments:sitting-lock", args=[sitting.pk])

    page = text_of(show(client, coordinator, "sitting-lock", sitting.pk))
    unread = client.post(address, {})
    assert not ResultLock.objects.exists()
    confirm(client, "sitting-lock", sitting.pk)

    assert "Не внесли результаты: 1 школа" in page
    assert "Тихая школа" in page
    assert unread.status_code == 200
    assert ResultLock.objects.count() == 1


@pytest.mark.parametrize("kind", ["sitting", "school"])
@pytest.mark.parametrize("change", ["corrected", "entered", "withdrawn", "a new school"])
def test_what_changed_while_it_was_looked_at_is_not_confirmed_unseen(
    client, coordinator, municipality, school, sitting, told, kind, change
):
    maths, neighbour = make_sitting(subject="Математика"), make_school(municipality=municipality)
    make_result(school=neighbour, sitting=maths)
    args = {"sitting": [sitting.pk], "school": [school.pk, 2026]}[kind]
    address = reverse(f"assessments:{kind}-lock", args=args)
    client.force_login(coordinator)
    seen = client.get(address).context["seen"]

    if change == "corrected":
        make_result(school=school, sitting=sitting, low_n=4)
    elif change == "entered":
        other = {"sitting": (neighbour, sitting), "school": (school, maths)}[kind]
        make_result(school=other[0], sitting=other[1])
    elif change == "withdrawn":
        gone = NewResult(school.pk, sitting.pk, no_data=WITHDRAWN)
        store_results([gone], by=coordinator, at=AT, origin="undo")
    elif kind == "sitting":
        make_school(municipality=municipality)
    else:
        make_result(school=neighbour, sitting=make_sitting(subject="Физика"))
    asked_again = client.post(address, {"seen": seen})

    assert not ResultLock.objects.exists()
    assert "Пока вы смотрели, результаты изменились" in text_of(asked_again)
    client.post(address, {"seen": asked_again.context["seen"]})
    assert ResultLock.objects.count() == 1


def test_who_has_not_looked_is_asked_and_told_of_no_change(client, coordinator, sitting, told):
    client.force_login(coordinator)

    asked = client.post(reverse("assessments:sitting-lock", args=[sitting.pk]))

    assert not ResultLock.objects.exists()
    assert "результаты изменились" not in text_of(asked)


def test_a_school_is_confirmed_for_one_year(client, coordinator, school, told):
    client.force_login(coordinator)
    confirm(client, "school-lock", school.pk, 2026)

    found = ResultLock.objects.get()
    assert (found.school, found.sitting, found.academic_year) == (school, None, 2026)
    assert "Результаты школы за этот год подтверждены" in text_of(
        show(client, coordinator, "school", school.pk)
    )


def test_pressed_twice_it_is_confirmed_once(client, coordinator, municipality, sitting, told):
    make_lock(sitting=sitting, municipality=municipality, by=make_user(first_name="Анна"))
    client.force_login(coordinator)

    response = confirm(client, "sitting-lock", sitting.pk)

    assert ResultLock.objects.count() == 1
    assert said(response) == ["ВПР-4, русский язык, 2025/2026: уже подтверждено 15.08.2026, Анна."]


def test_what_was_opened_may_be_confirmed_again(municipality, sitting, coordinator):
    first, _new = lock(municipality, sitting=sitting, academic_year=2026, by=coordinator, at=AT)
    unlock(first, by=coordinator, at=AT)

    second, new = lock(municipality, sitting=sitting, academic_year=2026, by=coordinator, at=AT)

    assert (new, second != first) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_the_same_moment_one_does():
    municipality = make_municipality()
    sittings = [make_sitting(academic_year=year) for year in range(2020, 2028)]
    people = [make_user("COORDINATOR", municipality) for _ in range(2)]
    barrier = Barrier(2, timeout=30)

    def press(by):
        connection.ensure_connection()
        try:
            made = []
            for sitting in sittings:
                barrier.wait()
                where = {"sitting": sitting, "academic_year": sitting.academic_year}
                made.append(lock(municipality, **where, by=by, at=AT))
            return made
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        pairs = list(zip(*pool.map(press, people), strict=True))

    assert [sorted(new for _lock, new in pair) for pair in pairs] == [[False, True]] * 8
    assert all(first == second for (first, _n), (second, _m) in pairs)
    assert ResultLock.objects.count() == 8


def test_it_is_opened_again_and_the_list_tells_by_whom(client, municipality, sitting, told):
    opener = make_user("COORDINATOR", municipality, first_name="Борис", last_name="Ли")
    closer = make_user("COORDINATOR", municipality, first_name="Анна", last_name="Ким")
    found = make_lock(sitting=sitting, municipality=municipality, by=closer)
    client.force_login(opener)

    response = client.post(reverse("assessments:unlock", args=[found.pk]), {"from": "locks"})

    found.refresh_from_db()
    assert found.unlocked_by == opener
    assert response.url == reverse("assessments:locks")
    text = text_of(client.get(response.url))
    assert "ВПР-4, русский язык процедура, все школы 15.08.2026, 12:00 Анна Ким" in text
    assert "Борис Ли" in text


def test_who_opens_second_is_told_and_the_first_stays_named(
    client, coordinator, municipality, sitting
):
    first = make_user(first_name="Анна", last_name="Ким")
    found = make_lock(sitting=sitting, municipality=municipality, unlocked_by=first, unlocked_at=AT)
    client.force_login(coordinator)

    response = client.post(reverse("assessments:unlock", args=[found.pk]))

    found.refresh_from_db()
    assert (found.unlocked_by, found.unlocked_at) == (first, AT)
    assert said(response) == ["ВПР-4, русский язык: подтверждение уже снято, Анна Ким."]


@pytest.mark.parametrize("person", ["director", "head", "curator", "outsider"])
def test_only_the_coordinator_confirms_and_opens(
    request, client, person, municipality, school, sitting
):
    found = make_lock(sitting=make_sitting(subject="Математика"), municipality=municipality)
    client.force_login(request.getfixturevalue(person))

    client.post(reverse("assessments:sitting-lock", args=[sitting.pk]))
    answers = [
        client.post(reverse("assessments:school-lock", args=[school.pk, 2026])),
        client.post(reverse("assessments:unlock", args=[found.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert municipality.result_locks.active().get() == found


def test_a_procedure_that_was_not_held_is_not_confirmed(client, coordinator, sitting):
    sitting.held = False
    sitting.save()

    assert show(client, coordinator, "sitting-lock", sitting.pk).status_code == 404


def test_no_press_writes_over_what_is_confirmed(client, coordinator, municipality, school):
    """Neither for a school without the stage."""
    exam = make_sitting(kind="OGE", grade=9)
    make_result(school=school, sitting=exam)
    make_school(municipality=municipality, kind="primary")
    make_lock(sitting=exam, municipality=municipality)
    client.force_login(coordinator)

    client.post(reverse("assessments:no-stage", args=[exam.pk]))

    assert Result.objects.count() == 1


@pytest.mark.parametrize("amount", [1, 3])
def test_the_list_of_three_confirmations_costs_what_that_of_one_does(
    amount, client, coordinator, municipality, django_assert_num_queries
):
    for n in range(amount):
        make_lock(sitting=make_sitting(subject=f"Предмет {n}"), municipality=municipality)
        make_lock(
            school=make_school(municipality=municipality), unlocked_by=make_user(), unlocked_at=AT
        )
    client.force_login(coordinator)

    with django_assert_num_queries(11):
        client.get(reverse("assessments:locks"))


@pytest.mark.django_db(transaction=True)
def test_what_is_being_written_while_one_confirms_is_not_confirmed_unseen(client):
    school, sitting = make_school(), make_sitting()
    make_result(school=school, sitting=sitting)
    coordinator = make_user("COORDINATOR", school.municipality)
    client.force_login(coordinator)
    address = reverse("assessments:sitting-lock", args=[sitting.pk])
    seen = client.get(address).context["seen"]

    with Aside() as aside:
        with transaction.atomic():
            make_result(school=school, sitting=sitting, low_n=4, by=coordinator)
            answer = aside(client.post, address, {"seen": seen})
            assert not wait([answer], timeout=0.5).done
        page = text_of(answer.result(timeout=20))

    assert "Пока вы смотрели, результаты изменились" in page
    assert not ResultLock.objects.exists()
