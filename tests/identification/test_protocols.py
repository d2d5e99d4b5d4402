"""A protocol comes into force once, whole, by those who may, and what it did is kept."""

from datetime import date

import pytest
from django.db import transaction

from identification.board import board_of
from identification.decisions import Choice, decided_in, save_decisions, set_meeting
from identification.models import Decision, Protocol
from identification.protocols import approve, by_action, thread_of, version_of
from schools.errors import PortalError
from schools.models import Document, Notification, SchoolStatus
from tests.factories import AT, make_document, make_protocol, make_school, make_user
from tests.identification.pages import page, status

DAY = date(2026, 8, 28)
APPROVAL = {"kind": "protocol", "number": "77", "dated_on": "2026-08-28"}


def put_in_force(protocol, by, *, grounds=None, number="1", dated_on=DAY) -> bool:
    told = {"kind": "protocol", "number": number, "dated_on": dated_on}
    return approve(protocol, **told, grounds=grounds or {}, by=by, at=AT)


def approval_of(draft) -> dict:
    return APPROVAL | {"seen": version_of(draft)}


def give(school, kind="low", since=2025, **fields) -> SchoolStatus:
    given = {"source": "решение группы", "given_on": date(2024, 8, 28)}
    return SchoolStatus.objects.create(school=school, kind=kind, since=since, **given | fields)


def decide(protocol, school, *, by, kind="low", assigned=True, reason=""):
    return protocol.decisions.create(
        school=school, status=kind, assigned=assigned, reason=reason, decided_by=by, decided_at=AT
    )


@pytest.fixture
def draft(municipality, coordinator):
    return make_protocol(municipality, by=coordinator)


def test_who_enters_has_a_status_from_the_school_year_that_begins(draft, school, coordinator, head):
    decide(draft, school, by=coordinator, reason="Два года подряд")

    assert put_in_force(draft, head)

    given = SchoolStatus.objects.get()
    assert (given.school, given.kind, given.since, given.until) == (school, "low", 2027, None)
    assert (given.reason, given.given_on, given.given_by) == ("Два года подряд", DAY, head)
    assert given.document == draft.document
    assert Decision.objects.get().action == "enter"


def test_who_stays_keeps_the_status_that_began_before(draft, school, coordinator, head):
    before = give(school)
    decide(draft, school, by=coordinator)

    put_in_force(draft, head)

    assert SchoolStatus.objects.get() == before
    assert Decision.objects.get().action == "stay"


def test_who_leaves_keeps_the_status_to_the_end_of_the_year_with_paper_and_reason(
    draft, school, coordinator, head
):
    give(school)
    decide(draft, school, by=coordinator, assigned=False, reason="Двоек стало меньше")

    put_in_force(draft, head)

    left = SchoolStatus.objects.get()
    assert (left.until, left.ended_on, left.ended_reason) == (2026, DAY, "Двоек стало меньше")
    assert left.ended_document == draft.document
    assert Decision.objects.get().action == "leave"


def test_who_neither_had_nor_gets_a_status_is_told_as_not_included(
    draft, school, coordinator, head
):
    decide(draft, school, by=coordinator, assigned=False)

    put_in_force(draft, head)

    assert not SchoolStatus.objects.exists()
    assert Decision.objects.get().action == "none"


def test_where_the_group_gave_no_reason_the_words_of_the_sources_are_kept(
    draft, school, coordinator, head
):
    decide(draft, school, by=coordinator)

    put_in_force(
        draft, head, grounds={(school.pk, "low", True): "Индекс: низкие результаты (71,30)"}
    )

    assert SchoolStatus.objects.get().reason == "Индекс: низкие результаты (71,30)"
    assert Decision.objects.get().reason == "Индекс: низкие результаты (71,30)"


def test_the_school_is_told_once_of_what_came_and_went(
    draft, municipality, school, coordinator, head, director
):
    of_school = make_user("SCHOOL_COORDINATOR", school)
    unchanged = make_school(municipality=municipality)
    make_user("DIRECTOR", unchanged)
    give(school, "at_risk")
    give(unchanged)
    decide(draft, school, by=coordinator, reason="Два года подряд.")
    decide(draft, school, by=coordinator, kind="at_risk", assigned=False)
    decide(draft, unchanged, by=coordinator)

    put_in_force(draft, head)
    put_in_force(draft, head)

    told = Notification.objects.order_by("user")
    assert {one.user for one in told} == {director, of_school}
    assert told.count() == 2
    assert told[0].text.replace("\xa0", " ") == (
        "Статус «низкие результаты» присвоен с 2026/2027 учебного года. Два года подряд. "
        "Статус «зона риска» снят с 2026/2027 учебного года. "
        f"Документ: {draft.document.reference.replace(chr(160), ' ')}."
    )
    assert told[0].url == f"/identification/schools/{school.pk}/"


def test_a_draft_tells_nobody_at_school_and_a_failed_approval_neither(
    draft, school, coordinator, head, director
):
    decide(draft, school, by=coordinator)
    make_document(municipality=draft.municipality, kind="protocol", number="1", dated_on=DAY)

    with pytest.raises(PortalError):
        put_in_force(draft, head)

    assert not Notification.objects.exists()


def test_one_reason_of_several_statuses_is_said_once_and_the_true_ground_is_shown(
    client, draft, school, coordinator, head
):
    decide(draft, school, by=coordinator, reason="Два года подряд")
    decide(draft, school, by=coordinator, kind="at_risk", reason="Два года подряд")
    content = page(client, coordinator, draft.get_absolute_url())
    assert content.count("Два года подряд") == 1
    assert "низкие результаты, зона риска" in content

    Decision.objects.update(reason="")
    assert "выводы источников" not in page(client, coordinator, draft.get_absolute_url())

    Decision.objects.update(reason="Два года подряд")
    put_in_force(draft, head)
    assert page(client, head, f"/identification/schools/{school.pk}/").count("Два года подряд") == 1


def test_a_school_may_enter_one_list_and_leave_another_in_one_protocol(
    draft, school, coordinator, head
):
    give(school, "at_risk")
    decide(draft, school, by=coordinator)
    decide(draft, school, by=coordinator, kind="at_risk", assigned=False)

    put_in_force(draft, head)

    assert {s.kind: s.until for s in SchoolStatus.objects.all()} == {"low": None, "at_risk": 2026}


def test_a_second_approval_changes_nothing(draft, school, coordinator, head, admin):
    decide(draft, school, by=coordinator)
    put_in_force(draft, head)
    stale = Protocol.objects.get(pk=draft.pk)
    stale.state = Protocol.State.DRAFT  # as somebody read it before

    assert put_in_force(stale, admin, number="2") is False

    assert Document.objects.count() == 1
    assert SchoolStatus.objects.count() == 1
    assert Protocol.objects.get().approved_by == head


def test_an_approval_that_fails_leaves_everything_as_it_was(draft, school, coordinator, head):
    decide(draft, school, by=coordinator)
    give(school, since=2027)
    taken = make_document(
        municipality=draft.municipality, kind="protocol", number="1", dated_on=DAY
    )

    with pytest.raises(PortalError, match="Документ с таким номером и датой уже есть"):
        put_in_force(draft, head)

    assert list(Document.objects.all()) == [taken]
    assert Protocol.objects.get().state == Protocol.State.DRAFT
    assert Decision.objects.get().action == ""


def test_a_failure_in_the_middle_takes_back_the_document_too(
    draft, school, coordinator, head, monkeypatch
):
    decide(draft, school, by=coordinator)
    # a status that somebody gives beside the protocol meets the constraint of the database
    give(school, since=2027)
    monkeypatch.setattr("identification.protocols.held_by", lambda _decisions: {})

    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        put_in_force(draft, head)

    assert not Document.objects.exists()
    assert Protocol.objects.get().state == Protocol.State.DRAFT


def test_an_empty_draft_cannot_be_approved(draft, head):
    with pytest.raises(PortalError, match="утверждать нечего"):
        put_in_force(draft, head)


def test_what_was_approved_is_frozen_and_a_correction_is_another_protocol_of_the_year(
    draft, municipality, school, coordinator, head
):
    decide(draft, school, by=coordinator)
    put_in_force(draft, head)
    with pytest.raises(PortalError, match="уже утверждён"):
        set_meeting(draft, held_on=DAY, number="", attended="")

    board = board_of(municipality, 2026)
    wish = Choice(school.pk, frozenset(), "Пересчитали работы", AT.isoformat())
    outcome = save_decisions(board, [wish], by=coordinator, at=AT)
    assert outcome.stored == [school.pk]
    correction = Protocol.objects.get(state=Protocol.State.DRAFT)
    put_in_force(correction, head, number="2")

    # it was to begin in 2026/2027 and has never held
    void = SchoolStatus.objects.get()
    assert (void.since, void.until) == (2027, 2026)
    assert draft.decisions.get().assigned is True
    assert correction.decisions.get().action == "leave"


def test_what_a_correction_says_stands_before_what_was_approved(draft, school, coordinator, head):
    decide(draft, school, by=coordinator, reason="сначала")
    put_in_force(draft, head)
    correction = make_protocol(school.municipality, by=coordinator)
    decide(correction, school, by=coordinator, assigned=False, reason="потом")

    found = decided_in(school.municipality, 2026)[school.pk]

    assert (found.protocol, found.reason, found.assigned) == (correction, "потом", frozenset())


def test_a_draft_shows_what_approval_would_do(draft, school, coordinator, municipality):
    other = make_school(municipality=municipality)
    give(other)
    decide(draft, school, by=coordinator)
    decide(draft, other, by=coordinator, assigned=False)

    found = by_action(draft)

    assert {action: [one.school for one in group] for action, group in found.items()} == {
        "enter": [school],
        "leave": [other],
    }


def test_the_head_approves_on_the_page_and_the_coordinator_cannot(
    client, draft, school, coordinator, head
):
    decide(draft, school, by=coordinator)
    address = f"{draft.get_absolute_url()}approve/"

    assert "Утвердить протокол?" not in page(client, coordinator, draft.get_absolute_url())
    assert client.post(address, approval_of(draft)).status_code == 404
    assert "Утвердить протокол?" in page(client, head, draft.get_absolute_url())
    client.post(address, approval_of(draft))

    content = page(client, head, draft.get_absolute_url())
    assert "протокол от 28.08.2026 № 77" in content
    assert "Утвердить протокол?" not in content
    assert SchoolStatus.objects.get().school == school


def test_decisions_that_moved_while_the_head_was_reading_are_read_again(
    client, draft, municipality, school, coordinator, head
):
    decide(draft, school, by=coordinator)
    read = approval_of(draft)
    decide(draft, make_school(municipality=municipality), by=coordinator)
    client.force_login(head)
    address = f"{draft.get_absolute_url()}approve/"

    answer = client.post(address, read)
    assert "решения в\xa0нём изменились" in answer.content.decode()
    assert not SchoolStatus.objects.exists()

    client.post(address, approval_of(draft))
    assert SchoolStatus.objects.count() == 2


def test_a_protocol_of_a_past_year_changes_nothing_after_a_later_one(
    draft, municipality, school, coordinator, head
):
    decide(draft, school, by=coordinator)
    put_in_force(draft, head)
    late = make_protocol(municipality, by=coordinator, academic_year=2025)
    decide(late, school, by=coordinator, assigned=False, reason="поздно")

    with pytest.raises(PortalError, match="более позднего года"):
        put_in_force(late, head, number="2")

    assert SchoolStatus.objects.get().until is None


def test_a_number_that_is_taken_is_said_at_the_form(client, draft, school, coordinator, head):
    decide(draft, school, by=coordinator)
    make_document(municipality=draft.municipality, kind="protocol", number="77", dated_on=DAY)
    client.force_login(head)

    answer = client.post(f"{draft.get_absolute_url()}approve/", approval_of(draft))

    assert "Документ с таким номером и датой уже есть." in answer.content.decode()
    assert not SchoolStatus.objects.exists()


def test_the_coordinator_notes_when_the_group_met_and_the_head_does_not(
    client, draft, coordinator, head
):
    # a control character comes along from another program, and no paper shows it
    said = {"held_on": "2026-08-27", "number": "4", "attended": "Председатель\x07\nСекре\x0bтарь "}
    client.force_login(head)
    assert client.post(draft.get_absolute_url(), said).status_code == 404

    client.force_login(coordinator)
    client.post(draft.get_absolute_url(), said)

    draft.refresh_from_db()
    assert (draft.held_on, draft.number) == (date(2026, 8, 27), "4")
    assert draft.attended.splitlines() == ["Председатель", "Секре", "тарь"]


def test_the_thread_of_a_school_tells_why_it_came_stayed_and_left(
    municipality, school, coordinator, head, director, client
):
    for n, (year, assigned, reason) in enumerate(
        [(2024, True, "Пришла"), (2025, True, "Осталась"), (2026, False, "Ушла")], start=1
    ):
        protocol = make_protocol(municipality, by=coordinator, academic_year=year)
        decide(protocol, school, by=coordinator, assigned=assigned, reason=reason)
        put_in_force(protocol, head, number=str(n), dated_on=date(year, 8, 28))

    assert [(event.word, event.year, event.reason) for event in thread_of(school)] == [
        ("leave", 2027, "Ушла"),
        ("stay", 2026, "Осталась"),
        ("enter", 2025, "Пришла"),
    ]
    told = page(client, director, f"/identification/schools/{school.pk}/")
    assert "статус снят с 2026/2027 учебного года 28.08.2026 Ушла Протокол" in told
    assert "Протокол от 28.08.2024 № 1" in told


def test_another_school_s_thread_is_not_there_for_a_director(client, municipality, director):
    other = make_school(municipality=municipality)

    assert status(client, director, f"/identification/schools/{other.pk}/") == 404


@pytest.mark.parametrize("schools", [1, 3])
def test_a_protocol_of_three_schools_takes_as_many_queries_as_one_of_one(
    schools, client, municipality, coordinator, django_assert_num_queries
):
    made = [make_school(municipality=municipality) for _ in range(schools)]
    draft = make_protocol(municipality, by=coordinator, low=made)
    client.force_login(make_user("HEAD", municipality))

    with django_assert_num_queries(18):
        content = client.get(draft.get_absolute_url()).content.decode()

    assert content.count("/identification/schools/") == schools


@pytest.mark.parametrize("rows", [1, 3])
def test_a_thread_of_three_statuses_takes_as_many_queries_as_one_of_one(
    rows, client, school, director, django_assert_num_queries
):
    for kind in ("low", "at_risk", "social")[:rows]:
        give(school, kind)
    client.force_login(director)

    with django_assert_num_queries(12):
        content = client.get(f"/identification/schools/{school.pk}/").content.decode()

    assert content.count("статус присвоен") == rows
