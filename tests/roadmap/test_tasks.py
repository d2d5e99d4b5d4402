"""The life of a task: given, answered, checked, postponed, handed over, cancelled."""

from datetime import date, timedelta

import pytest

from roadmap.models import Proof, Task
from roadmap.services import tasks
from roadmap.services.tasks import NewTask, give_tasks
from schools.errors import PortalError
from schools.russian import school_name
from tests.factories import AT, make_school, make_user
from tests.roadmap.making import make_link, make_task

LATER = AT + timedelta(days=1)
DUE = date(2026, 9, 15)


@pytest.fixture
def task(school):
    return make_task(school=school, title="Приложить приказ")


def submitted(task, by):
    tasks.submit_task(task, by=by, at=AT)
    return task


def thread(task):
    return [(entry.action, entry.text, entry.by, entry.at) for entry in task.entries.all()]


def titles(user):
    return [one.title.replace("\xa0", " ") for one in user.notifications.order_by("pk")]


# giving


def new(municipality, **fields):
    told = {"title": "Провести заседание", "due_on": DUE, "role": "COORDINATOR"}
    return NewTask(municipality=municipality, **told | fields)


def test_under_one_key_a_thing_is_asked_for_once(municipality, coordinator, abroad):
    twice = [new(municipality, key="work:1"), new(municipality, key="work:1")]
    (made,) = give_tasks([*twice], by=coordinator, at=AT)

    assert give_tasks(twice, by=coordinator, at=LATER) == []
    assert len(give_tasks([new(abroad, key="work:1")], by=coordinator, at=LATER)) == 1
    assert thread(made) == [("created", "", coordinator, AT)]


def test_what_was_cancelled_is_not_asked_for_again_under_its_key(municipality, coordinator):
    (made,) = give_tasks([new(municipality, key="work:1")], by=coordinator, at=AT)
    tasks.cancel_task(made, text="Не нужно", by=coordinator, at=AT)

    assert give_tasks([new(municipality, key="work:1")], by=coordinator, at=AT) == []


def test_without_a_key_the_same_may_be_asked_twice(municipality, coordinator):
    assert len(give_tasks([new(municipality)] * 2, by=coordinator, at=AT)) == 2


def test_a_person_is_told_once_however_many_tasks_are_given(
    municipality, school, branch, coordinator, director, school_coordinator
):
    other = make_user("DIRECTOR", make_school(municipality=municipality))
    given = [
        new(municipality, title=f"Дело {n}", school=each, role="DIRECTOR")
        for n in range(4)
        for each in (school, branch)
    ]
    give_tasks([*given, new(municipality)], by=coordinator, at=AT)

    for person in (director, school_coordinator):
        told = person.notifications.get()
        assert told.title == "Вам поставлено 8 поручений"
        assert told.text.startswith(f"До\xa015.09.2026: Дело 0 ({school_name(school.short_name)}).")
        assert told.text.endswith("И\xa0ещё 3.")
    assert not other.notifications.exists()
    assert not coordinator.notifications.exists()  # gave them


def test_who_is_named_is_told_and_nobody_else(municipality, school, coordinator, director):
    named = make_user("SCHOOL_COORDINATOR", school)
    (made,) = give_tasks([new(municipality, school=school, assignee=named)], by=coordinator, at=AT)

    assert titles(named) == ["Новое поручение: Провести заседание"]
    assert named.notifications.get().url == made.get_absolute_url()
    assert not director.notifications.exists()


def test_giving_many_asks_as_few_questions_as_giving_one(
    municipality, coordinator, django_assert_max_num_queries
):
    schools = [make_school(municipality=municipality) for _ in range(30)]
    with django_assert_max_num_queries(14):
        give_tasks(
            [new(municipality, school=each, role="DIRECTOR", key=f"{each.pk}") for each in schools],
            by=coordinator,
            at=AT,
        )
    assert Task.objects.count() == 30


# answering and checking


def test_of_a_school_it_is_submitted_and_then_accepted(task, director, coordinator):
    tasks.submit_task(task, text="Приказ на сайте", by=director, at=AT)
    assert (task.state, task.done_by, task.done_at) == ("submitted", director, AT)
    assert titles(coordinator) == ["На проверку: Приложить приказ"]

    tasks.accept_task(task, by=coordinator, at=LATER)

    assert (task.state, task.checked_by, task.checked_at) == ("done", coordinator, LATER)
    assert titles(director) == ["Принято: Приложить приказ"]
    assert thread(task) == [
        ("submitted", "Приказ на сайте", director, AT),
        ("accepted", "", coordinator, LATER),
    ]


def test_what_is_returned_says_why_and_may_be_submitted_again(task, director, coordinator):
    submitted(task, director)
    with pytest.raises(PortalError, match="что исправить"):
        tasks.return_task(task, text=" ", by=coordinator, at=AT)

    tasks.return_task(task, text="Нет подписи", by=coordinator, at=LATER)
    assert task.state == "returned"
    assert director.notifications.get().text.endswith("Нет подписи")

    tasks.submit_task(task, by=director, at=LATER)
    assert (task.state, task.checked_by) == ("submitted", None)


def test_of_a_municipality_it_is_done_at_once(municipality, coordinator):
    task = make_task(municipality)
    tasks.submit_task(task, by=coordinator, at=AT)

    assert (task.state, task.done_by) == ("done", coordinator)
    assert thread(task) == [("done", "", coordinator, AT)]


def test_it_is_taken_back_only_before_it_is_checked(task, director, coordinator):
    tasks.withdraw_task(submitted(task, director), by=director, at=AT)
    assert (task.state, task.done_by, task.done_at) == ("open", None, None)

    tasks.accept_task(submitted(task, director), by=coordinator, at=AT)
    with pytest.raises(PortalError, match="уже выполнено"):
        tasks.withdraw_task(task, by=director, at=AT)


@pytest.mark.parametrize("step", [tasks.accept_task, tasks.withdraw_task])
def test_no_step_is_left_out(step, task, coordinator):
    with pytest.raises(PortalError, match="уже открыто"):
        step(task, by=coordinator, at=AT)
    assert not task.entries.exists()


# proof


def proof(school, director, kind):
    return make_task(school=school, proof=kind), {"by": director, "at": AT}


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        (Proof.ANY, "ссылку или файл"),
        (Proof.LINK, "ссылку на\xa0документ"),
        (Proof.PAGE, "ссылку на\xa0страницу"),
        (Proof.FILE, "файл документа"),
    ],
)
def test_the_proof_asked_for_must_be_there(kind, needed, school, director):
    task, step = proof(school, director, kind)

    with pytest.raises(PortalError, match=needed):
        tasks.submit_task(task, **step)

    task.refresh_from_db()
    assert task.state == "open"


@pytest.mark.parametrize(
    ("kind", "enough"),
    [(Proof.ANY, True), (Proof.LINK, True), (Proof.PAGE, True), (Proof.FILE, False)],
)
def test_a_link_proves_what_asks_for_a_link(kind, enough, school, director):
    task, _step = proof(school, director, kind)
    make_link(by=director, task=task)

    assert tasks.is_proved(task) is enough


def test_a_proof_that_was_taken_back_proves_nothing(school, director):
    task, step = proof(school, director, Proof.ANY)
    link = make_link(by=director, task=task)
    type(link).objects.filter(pk=link.pk).update(withdrawn_by=director, withdrawn_at=AT)

    with pytest.raises(PortalError):
        tasks.submit_task(task, **step)


# day, person, end


def test_a_day_is_moved_with_its_reason_and_the_school_is_told(task, director, coordinator):
    with pytest.raises(PortalError, match="почему срок"):
        tasks.postpone_task(task, due_on=date(2026, 10, 1), text="", by=coordinator, at=AT)

    tasks.postpone_task(task, due_on=date(2026, 10, 1), text="Болезнь", by=coordinator, at=AT)

    assert task.due_on == date(2026, 10, 1)
    assert task.entries.get().text == "15.09.2026 → 01.10.2026. Болезнь"
    assert titles(director) == ["Срок перенесён: Приложить приказ"]


def test_a_day_is_not_moved_before_the_beginning(school, coordinator):
    task = make_task(school=school, starts_on=date(2026, 9, 1))

    with pytest.raises(PortalError, match="раньше начала"):
        tasks.postpone_task(task, due_on=date(2026, 8, 1), text="Раньше", by=coordinator, at=AT)


def test_it_is_handed_over_to_a_person_and_to_a_role(task, school, director, coordinator):
    person = make_user("SCHOOL_COORDINATOR", school, last_name="Петрова")
    tasks.reassign_task(task, assignee=person, role="", by=coordinator, at=AT)
    assert titles(person) == ["Вам передано: Приложить приказ"]
    assert not director.notifications.exists()

    tasks.reassign_task(task, assignee=None, role="DIRECTOR", text="Отпуск", by=coordinator, at=AT)

    assert [entry.text for entry in task.entries.all()] == ["Петрова.", "Директор. Отпуск"]
    assert Task.objects.mine(director).get() == task


def test_what_is_finished_or_cancelled_is_neither_moved_nor_handed_over(task, coordinator):
    tasks.cancel_task(task, text="Лишнее", by=coordinator, at=AT)

    for step in (
        lambda: tasks.postpone_task(task, due_on=DUE, text="Да", by=coordinator, at=AT),
        lambda: tasks.reassign_task(task, assignee=coordinator, role="", by=coordinator, at=AT),
        lambda: tasks.submit_task(task, by=coordinator, at=AT),
        lambda: tasks.cancel_task(task, text="Да", by=coordinator, at=AT),
    ):
        with pytest.raises(PortalError, match="уже отменено"):
            step()
    assert task.entries.count() == 1


def test_what_is_asked_for_may_be_put_more_clearly(task, director, coordinator):
    same = {"title": task.title, "details": "", "starts_on": None, "proof": "none"}
    tasks.change_task(task, **same, by=coordinator, at=AT)
    assert not task.entries.exists()

    tasks.change_task(task, **same | {"details": "С подписью"}, by=coordinator, at=AT)

    assert (task.details, task.entries.get().action) == ("С подписью", "changed")
    assert titles(director) == ["Уточнено: Приложить приказ"]


def test_a_word_may_be_said_at_any_time_and_both_sides_hear_it(
    task, director, coordinator, curator
):
    tasks.cancel_task(task, text="Лишнее", by=coordinator, at=AT)
    tasks.say(task, text="Жаль", by=curator, at=AT)

    assert "Комментарий: Приложить приказ" in titles(director)
    assert "Комментарий: Приложить приказ" in titles(coordinator)
    assert not curator.notifications.exists()


# who


def test_of_a_school_both_its_director_and_its_coordinator_are_asked(
    task, director, school_coordinator, curator, coordinator
):
    assert Task.objects.mine(director).get() == task == Task.objects.mine(school_coordinator).get()
    assert not Task.objects.mine(curator).exists()
    assert not Task.objects.mine(coordinator).exists()


def test_a_curator_is_asked_by_the_role_and_may_answer(school, curator):
    task = make_task(school=school, role="CURATOR")

    assert Task.objects.mine(curator).get() == task
    assert Task.objects.editable_by(curator).get() == task


def test_a_curator_reads_the_tasks_of_the_school_and_answers_none(task, curator):
    assert Task.objects.visible_to(curator).get() == task
    assert not Task.objects.editable_by(curator).exists()


def test_a_head_answers_what_names_the_head_and_manages_the_rest(municipality, task, head):
    own = make_task(municipality, role="HEAD")

    assert Task.objects.editable_by(head).get() == own
    assert set(Task.objects.managed_by(head)) == {task, own}


def test_who_works_here_no_more_sees_not_even_what_bears_the_name(school):
    person = make_user("DIRECTOR", school)
    make_task(school=school, assignee=person)
    assert Task.objects.mine(person).exists()

    person.memberships.update(ended_at=AT)

    for seen in (Task.objects.mine, Task.objects.visible_to, Task.objects.editable_by):
        assert not seen(person).exists()


def test_nobody_of_another_municipality_sees_a_task(task, outsider):
    for seen in ("visible_to", "editable_by", "managed_by", "mine"):
        assert not getattr(Task.objects, seen)(outsider).exists()
