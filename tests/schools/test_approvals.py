"""A document is agreed on in turn: each once, the last signs, another text begins anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from schools.approval_sheet import sheet_of
from schools.errors import PortalError
from schools.models import Approval, ApprovalStep
from schools.services.approvals import (
    NewStep,
    agree,
    begin_anew,
    content_hash,
    return_for_correction,
    start_approval,
    void_if_changed,
    withdraw_approval,
)
from tests.factories import AT, make_document, make_user

LATER = AT + timedelta(hours=3)
FIRST, SECOND = content_hash({"text": 1}), content_hash({"text": 2})


@pytest.fixture
def document(municipality):
    return make_document(municipality=municipality, title="О программе")


def started(document, *steps, by, **fields):
    told = {"content_hash": FIRST, "by": by, "at": AT}
    return start_approval(document, steps, **told | fields)


def of_two(document, coordinator, **fields):
    """The coordinator agrees, whoever is head signs."""
    steps = (NewStep(user=coordinator), NewStep(role="HEAD"))
    return started(document, *steps, by=coordinator, **fields)


def step(approval, order):
    return approval.steps.get(order=order)


def test_each_in_turn_and_the_last_signs(document, coordinator, head):
    approval = of_two(document, coordinator)
    agree(step(approval, 1), by=coordinator, at=AT)
    agree(step(approval, 2), by=head, at=LATER)

    approval.refresh_from_db()
    assert (approval.state, approval.ended_at) == ("agreed", LATER)
    told = [(line.who, line.words, line.received_at) for line in sheet_of(approval).lines]
    assert told == [
        (str(coordinator), "Согласовано", AT),
        (f"Руководитель управления ({head})", "Подписано", AT),
    ]


def test_whose_turn_it_is_not_cannot_act(document, coordinator, head):
    approval = of_two(document, coordinator)

    with pytest.raises(PortalError, match="очередь ещё не"):
        agree(step(approval, 2), by=head, at=AT)
    with pytest.raises(PortalError, match="очередь ещё не"):
        agree(step(approval, 1), by=head, at=AT)

    assert not approval.steps.exclude(decision="").exists()


def test_a_step_is_taken_once(document, coordinator):
    approval = of_two(document, coordinator)
    agree(step(approval, 1), by=coordinator, at=AT)

    with pytest.raises(PortalError, match="уже пройден: согласовано"):
        return_for_correction(step(approval, 1), remark="Нет", by=coordinator, at=LATER)

    assert step(approval, 1).decision == "agreed"


def test_who_returns_says_why_and_all_begin_anew_after_the_correction(document, coordinator, head):
    approval = of_two(document, coordinator)
    agree(step(approval, 1), by=coordinator, at=AT)
    with pytest.raises(PortalError, match="что исправить"):
        return_for_correction(step(approval, 2), remark=" ", by=head, at=AT)
    return_for_correction(step(approval, 2), remark="Добавьте срок", by=head, at=LATER)
    assert Approval.objects.get().state == "returned"

    again = begin_anew(approval, content_hash=SECOND, by=coordinator, at=LATER)

    assert [(one.user, one.role, one.decision) for one in again.steps.all()] == [
        (coordinator, "", ""),
        (None, "HEAD", ""),
    ]
    assert (
        coordinator.notifications.filter(title__startswith="Возвращено")
        .get()
        .text.endswith("Добавьте срок")
    )


def test_another_text_voids_the_consent_and_all_are_asked_anew(document, coordinator, head):
    approval = of_two(document, coordinator)
    agree(step(approval, 1), by=coordinator, at=AT)
    agree(step(approval, 2), by=head, at=AT)
    assert void_if_changed(document, FIRST, at=LATER) is None

    new = void_if_changed(document, SECOND, at=LATER)

    approval.refresh_from_db()
    assert (approval.state, new.state, new.content_hash) == ("void", "running", SECOND)
    assert head.notifications.filter(title__startswith="Документ изменился").count() == 1
    assert coordinator.notifications.filter(title__startswith="Ждёт вашего").count() == 2
    with pytest.raises(PortalError, match="очередь"):
        agree(step(new, 2), by=head, at=LATER)


def test_whose_turn_it_was_hears_that_the_text_has_changed(document, coordinator, head):
    approval = of_two(document, coordinator)
    agree(step(approval, 1), by=coordinator, at=AT)

    void_if_changed(document, SECOND, at=LATER)

    assert head.notifications.filter(title__startswith="Документ изменился").count() == 1


def test_what_was_returned_waits_for_its_author_whatever_changes(document, coordinator):
    approval = of_two(document, coordinator)
    return_for_correction(step(approval, 1), remark="Нет срока", by=coordinator, at=AT)

    assert void_if_changed(document, SECOND, at=LATER) is None
    assert Approval.objects.get().state == "returned"


def test_a_document_is_agreed_on_once_at_a_time(document, coordinator):
    approval = of_two(document, coordinator)
    with pytest.raises(PortalError, match="уже на"):
        of_two(document, coordinator)

    withdraw_approval(approval, at=LATER)
    of_two(document, coordinator)

    assert sorted(document.approvals.values_list("state", flat=True)) == ["running", "withdrawn"]


def test_only_people_of_the_place_are_asked(document, coordinator, outsider):
    for wrong in ([], [NewStep(user=outsider)], [NewStep(user=coordinator)] * 2):
        with pytest.raises(PortalError):
            started(document, *wrong, by=coordinator)
    with pytest.raises(PortalError, match="не\xa0школьный"):
        started(document, NewStep(role="CURATOR"), by=coordinator)

    assert not Approval.objects.exists()


def test_a_role_of_a_school_means_its_people(document, school, branch, director, curator):
    document.school = school
    document.save()
    approval = started(document, NewStep(role="CURATOR"), NewStep(role="DIRECTOR"), by=director)
    stranger = make_user("CURATOR", branch)

    waiting = ApprovalStep.objects.next()
    assert waiting.of(curator).get().approval == approval
    assert not waiting.of(stranger).exists()
    assert not waiting.of(director).exists()
    assert curator.notifications.get().url == reverse("schools:approval", args=[approval.pk])


def test_who_has_left_is_asked_no_more(document, coordinator, head):
    approval = of_two(document, coordinator)
    coordinator.memberships.update(ended_at=AT)

    assert not Approval.objects.visible_to(coordinator).exists()
    with pytest.raises(PortalError, match="очередь"):
        agree(step(approval, 1), by=coordinator, at=AT)


# the pages


def post(client, user, name, pk, **data):
    client.force_login(user)
    return client.post(reverse(f"schools:{name}", args=[pk]), data, follow=True).content.decode()


def page(client, user, approval):
    client.force_login(user)
    return client.get(reverse("schools:approval", args=[approval.pk])).content.decode()


def test_the_whole_way_through_the_pages(client, document, coordinator, head):
    post(client, coordinator, "approval-start", document.pk, step_1="role:ADMIN", step_2="")
    withdraw_approval(Approval.objects.get(), at=AT)
    chosen = {"step_1": f"user:{coordinator.pk}", "step_3": "role:HEAD"}
    assert "Отправлено" in post(client, coordinator, "approval-start", document.pk, **chosen)
    approval = Approval.objects.running().get()
    assert "Согласовать" not in page(client, head, approval)

    assert "Согласовано." in post(client, coordinator, "approval-agree", step(approval, 1).pk)
    said = post(client, head, "approval-return", step(approval, 2).pk, remark="")
    assert "Напишите, что исправить." in said
    said = post(client, head, "approval-return", step(approval, 2).pk, remark="Нет цели")
    assert "Возвращено с" in said
    assert "«Нет цели»" in page(client, coordinator, approval)


def test_a_sheet_without_a_signature_and_one_with_a_person_twice_are_not_begun(
    client, document, coordinator
):
    assert "кто подписывает" in post(client, coordinator, "approval-start", document.pk)
    twice = {"step_1": "role:HEAD", "step_2": "role:HEAD"}
    assert "дважды" in post(client, coordinator, "approval-start", document.pk, **twice)
    assert not Approval.objects.exists()


def test_the_sheet_is_printed(client, document, coordinator, caplog):
    approval = of_two(document, coordinator)
    client.force_login(coordinator)

    answer = client.get(reverse("reports:approval-pdf", args=[approval.pk]))

    assert answer.content.startswith(b"%PDF")
    assert not caplog.records


@pytest.mark.parametrize("n", [1, 3])
def test_a_sheet_costs_the_same_however_long_it_is(
    client, municipality, document, coordinator, n, django_assert_num_queries
):
    people = [make_user("COORDINATOR", municipality) for _ in range(n)]
    approval = started(document, *[NewStep(user=user) for user in people], by=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(13):
        client.get(reverse("schools:approval", args=[approval.pk]))


@pytest.mark.django_db(transaction=True)
def test_of_many_heads_who_sign_at_once_one_has_signed(municipality, document, coordinator):
    heads = [make_user("HEAD", municipality) for _ in range(6)]
    approval = started(document, NewStep(role="HEAD"), by=coordinator)
    waits, start = step(approval, 1), Barrier(len(heads))

    def sign(user):
        connection.ensure_connection()
        start.wait()
        try:
            agree(waits, by=user, at=AT)
        except PortalError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(heads)) as pool:
        told = list(pool.map(sign, heads))

    assert sorted(filter(None, told)) == ["Этот шаг уже пройден: подписано."] * 5
    assert step(approval, 1).decided_by == heads[told.index(None)]
    assert coordinator.notifications.filter(title__startswith="Согласовано").count() == 1
