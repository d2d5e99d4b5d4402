"""Meetings of the working group: agenda, protocol, tasks of its decisions."""

from datetime import date

import pytest
from django.urls import reverse

from roadmap.models import AgendaItem, Meeting, Task
from roadmap.services.meetings import (
    Topic,
    cancel_meeting,
    change_meeting,
    plan_meeting,
    record_meeting,
)
from schools.errors import PortalError
from tests.factories import AT
from tests.roadmap.making import make_meeting, make_task

HELD = {"held_on": date(2026, 8, 20), "attended": "Методист"}


def posted(*topics, **fields):
    rows = {"agenda-TOTAL_FORMS": len(topics), "agenda-INITIAL_FORMS": 0}
    for n, (topic, speaker, item) in enumerate(topics):
        rows |= {
            f"agenda-{n}-topic": topic,
            f"agenda-{n}-speaker": speaker,
            f"agenda-{n}-item": item,
        }
    return {"title": "Итоги года", "held_on": "2026-08-20", "place": "Зал"} | rows | fields


def topics(meeting):
    return list(meeting.items.values_list("order", "topic", "speaker"))


def test_a_coordinator_plans_a_meeting_with_its_agenda(client, municipality, coordinator):
    client.force_login(coordinator)
    told = posted(("Статус школ", "методист", ""), ("", "", ""), ("План поддержки", "", ""))

    client.post(reverse("roadmap:meeting-create"), told)

    meeting = Meeting.objects.get()
    assert (meeting.municipality, meeting.held_on) == (municipality, date(2026, 8, 20))
    assert topics(meeting) == [(1, "Статус школ", "методист"), (2, "План поддержки", "")]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("", "", "")], "Внесите в\xa0повестку хотя\xa0бы один вопрос."),
        ([("", "методист", "")], "Докладчик указан, а\xa0вопрос нет."),
    ],
)
def test_an_agenda_without_questions_is_refused(client, coordinator, rows, sentence):
    client.force_login(coordinator)

    page = client.post(reverse("roadmap:meeting-create"), posted(*rows))

    assert sentence in page.content.decode()
    assert not Meeting.objects.exists()


def test_questions_change_places_and_new_ones_come_between(municipality, coordinator):
    meeting = make_meeting(municipality, topics=["А", "Б", "В"])
    a, b, _c = meeting.items.all()

    change_meeting(
        meeting,
        title="Итоги",
        held_on=meeting.held_on,
        place="",
        topics=[Topic("Б", "", b.pk), Topic("Новый"), Topic("А", "директор", a.pk)],
    )

    assert topics(meeting) == [(1, "Б", ""), (2, "Новый", ""), (3, "А", "директор")]
    assert AgendaItem.objects.get(pk=b.pk).order == 1


def test_a_question_with_tasks_stays_on_the_agenda(municipality):
    meeting = make_meeting(municipality, topics=["А", "Б"])
    first, second = meeting.items.all()
    make_task(municipality, agenda_item=first)

    with pytest.raises(PortalError, match="Вопрос «А» уже обсудили"):
        change_meeting(
            meeting,
            title="Итоги",
            held_on=meeting.held_on,
            place="",
            topics=[Topic("Б", "", second.pk)],
        )

    assert topics(meeting) == [(1, "А", ""), (2, "Б", "")]


@pytest.mark.parametrize("said", ["heard", "decided"])
def test_a_question_that_was_spoken_of_stays_on_the_agenda(municipality, said):
    meeting = make_meeting(municipality, topics=["А", "Б"])
    meeting.items.filter(topic="А").update(**{said: "Итоги ВПР"})

    with pytest.raises(PortalError, match="«А» уже обсудили"):
        change_meeting(meeting, title="Т", held_on=AT.date(), place="", topics=[Topic("В")])

    assert [topic for _order, topic, _speaker in topics(meeting)] == ["А", "Б"]


def test_a_question_of_another_meeting_cannot_be_taken_over(municipality, coordinator, abroad):
    foreign = make_meeting(abroad, topics=["Чужой"]).items.get()

    meeting = plan_meeting(
        municipality,
        title="Итоги",
        held_on=date(2026, 8, 20),
        topics=[Topic("Свой", "", foreign.pk)],
        by=coordinator,
        at=AT,
    )

    foreign.refresh_from_db()
    assert (foreign.topic, topics(meeting)) == ("Чужой", [(1, "Свой", "")])


def test_a_protocol_says_what_was_heard_and_decided(client, municipality, coordinator):
    meeting = make_meeting(municipality, topics=["Статус школ"])
    item = meeting.items.get()
    client.force_login(coordinator)
    told = {
        "held_on": "2026-08-21",
        "attended": "Методист",
        f"question-{item.pk}-heard": "Итоги ВПР",
        f"question-{item.pk}-decided": "Назначить куратора",
    }

    page = client.post(reverse("roadmap:meeting-record", args=[meeting.pk]), told, follow=True)

    meeting.refresh_from_db()
    item.refresh_from_db()
    assert (meeting.state, meeting.held_on) == (Meeting.State.HELD, date(2026, 8, 21))
    assert (item.heard, item.decided) == ("Итоги ВПР", "Назначить куратора")
    assert "Назначить куратора" in page.content.decode()


def test_a_numbered_protocol_is_a_document_of_the_municipality(municipality):
    meeting = make_meeting(municipality)

    record_meeting(meeting, **HELD, number="4", said={})
    record_meeting(meeting, **HELD, number="5", said={})

    document = municipality.documents.get()
    assert (document.reference, document.kind) == ("протокол от 20.08.2026 №\xa05", "protocol")


def test_a_protocol_that_is_mended_keeps_its_document(municipality):
    meeting = make_meeting(municipality)
    record_meeting(meeting, **HELD, number="4", said={})

    record_meeting(meeting, **HELD, said={})

    meeting.refresh_from_db()
    assert meeting.document == municipality.documents.get()
    assert meeting.document.number == "4"


def test_of_a_meeting_only_its_own_questions_are_recorded(municipality, abroad):
    meeting, foreign = make_meeting(municipality), make_meeting(abroad)
    item = foreign.items.get()

    record_meeting(meeting, **HELD, said={item.pk: ("Чужое", "Чужое")})

    item.refresh_from_db()
    assert (item.heard, item.decided) == ("", "")


def test_no_agenda_is_left_without_a_question(municipality):
    meeting = make_meeting(municipality, topics=["А"])

    with pytest.raises(PortalError, match="хотя\xa0бы один вопрос"):
        change_meeting(meeting, title="Т", held_on=AT.date(), place="", topics=[])

    assert topics(meeting) == [(1, "А", "")]


def test_a_meeting_that_was_held_is_not_cancelled(municipality):
    meeting = make_meeting(municipality)
    record_meeting(meeting, **HELD, said={})

    assert cancel_meeting(meeting) is False

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD


def test_two_protocols_of_a_day_cannot_bear_one_number(municipality):
    record_meeting(make_meeting(municipality), **HELD, number="4", said={})
    other = make_meeting(municipality)

    with pytest.raises(PortalError, match="Документ с таким номером и датой уже есть"):
        record_meeting(other, **HELD, number="4", said={})

    other.refresh_from_db()
    assert other.state == Meeting.State.PLANNED


def test_after_its_protocol_an_agenda_is_not_changed(municipality):
    meeting = make_meeting(municipality)
    record_meeting(meeting, **HELD, said={})

    with pytest.raises(PortalError, match="повестку уже не\xa0меняют"):
        change_meeting(meeting, title="Т", held_on=AT.date(), place="", topics=[Topic("А")])


def test_a_cancelled_meeting_has_no_protocol(client, municipality, coordinator):
    meeting = make_meeting(municipality)
    client.force_login(coordinator)

    client.post(reverse("roadmap:meeting-cancel", args=[meeting.pk]))

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CANCELLED
    with pytest.raises(PortalError):
        record_meeting(meeting, **HELD, said={})


def decision(meeting, decided="Назначить куратора"):
    item = meeting.items.first()
    record_meeting(meeting, **HELD, said={item.pk: ("", decided)})
    return item


def asked(item, **fields):
    told = {"title": "Назначить куратора", "role": "COORDINATOR", "due_on": "2026-09-15"}
    return {f"task-{item.pk}-{name}": value for name, value in (told | fields).items()}


def test_a_decision_becomes_a_task(client, municipality, school, coordinator):
    item = decision(make_meeting(municipality))
    client.force_login(coordinator)

    address = reverse("roadmap:meeting-task", args=[item.pk])
    client.post(address, asked(item))
    client.post(address, asked(item, title="Приказ", school=school.pk, role="DIRECTOR"))

    of_municipality, of_school = Task.objects.order_by("pk")
    assert (of_municipality.agenda_item, of_municipality.school) == (item, None)
    assert (of_school.school, of_school.role, of_school.origin) == (school, "DIRECTOR", "meeting")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": "DIRECTOR"}, "выберите школу"),
        ({"due_on": ""}, "Укажите дату."),
        ({"title": ""}, "Напишите, что сделать."),
    ],
)
def test_a_task_that_names_nobody_or_no_day_is_refused_where_it_was_typed(
    client, municipality, coordinator, fields, sentence
):
    item = decision(make_meeting(municipality))
    client.force_login(coordinator)

    page = client.post(reverse("roadmap:meeting-task", args=[item.pk]), asked(item, **fields))

    assert sentence in page.content.decode()
    assert '<details class="op-details" open>' in page.content.decode()
    assert not Task.objects.exists()


def test_a_school_of_another_municipality_cannot_be_given_a_task(
    client, municipality, coordinator, foreign_school
):
    item = decision(make_meeting(municipality))
    client.force_login(coordinator)

    told = asked(item, school=foreign_school.pk, role="DIRECTOR")
    client.post(reverse("roadmap:meeting-task", args=[item.pk]), told)

    assert not Task.objects.exists()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    client, municipality, coordinator, django_assert_num_queries, n
):
    for _ in range(n):
        make_meeting(municipality, topics=["А", "Б"])
    client.force_login(coordinator)
    client.get(reverse("roadmap:meetings"))

    with django_assert_num_queries(9):
        page = client.get(reverse("roadmap:meetings"))

    assert page.content.decode().count("2\xa0вопроса") == n


def test_a_protocol_that_says_nothing_is_not_recorded(client, municipality, coordinator):
    meeting = make_meeting(municipality)
    client.force_login(coordinator)

    page = client.post(reverse("roadmap:meeting-record", args=[meeting.pk]), HELD)

    assert "Запишите, что слушали или решили" in page.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED
