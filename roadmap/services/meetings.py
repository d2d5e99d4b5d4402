"""Meetings of the working group: an agenda before them, a protocol after, tasks of decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from roadmap.models import AgendaItem, Meeting
from schools.errors import PortalError
from schools.models import Document, Municipality, User

State = Meeting.State
CLOSED = "Заседание {}: повестку уже не\xa0меняют."
SPOKEN_OF = "Вопрос «{}» уже обсудили или по\xa0нему есть поручения. Оставьте его в\xa0повестке."
EMPTY = "Внесите в\xa0повестку хотя\xa0бы один вопрос."

ASIDE = 1000


@dataclass(frozen=True)
class Topic:
    """A line of an agenda as it was typed; `item` is the question that stood there before."""

    topic: str
    speaker: str = ""
    item: int | None = None


def plan_meeting(
    municipality: Municipality,
    *,
    title: str,
    held_on: date,
    place: str = "",
    topics: Sequence[Topic],
    by: User,
    at: datetime,
) -> Meeting:
    with transaction.atomic():
        meeting = Meeting.objects.create(
            municipality=municipality,
            title=title,
            held_on=held_on,
            place=place,
            created_by=by,
            created_at=at,
        )
        _set_agenda(meeting, topics)
    return meeting


def change_meeting(
    meeting: Meeting, *, title: str, held_on: date, place: str, topics: Sequence[Topic]
) -> None:
    """While nothing is recorded. A question that was spoken of stays on the agenda."""
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if meeting.state != State.PLANNED:
            raise PortalError(CLOSED.format(meeting.get_state_display()))
        meeting.title, meeting.held_on, meeting.place = title, held_on, place
        meeting.save(update_fields=["title", "held_on", "place"])
        _set_agenda(meeting, topics)


def record_meeting(
    meeting: Meeting,
    *,
    held_on: date,
    attended: str,
    number: str = "",
    said: Mapping[int, tuple[str, str]],
) -> None:
    """What was heard and decided, by question. May be mended: decisions are copied out of it.

    With a number the protocol becomes one of the municipality's documents.
    """
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if meeting.state == State.CANCELLED:
            raise PortalError(CLOSED.format(meeting.get_state_display()))
        meeting.held_on, meeting.attended, meeting.state = held_on, attended, State.HELD
        meeting.document = _document(meeting, number)
        meeting.save(update_fields=["held_on", "attended", "state", "document"])
        items = list(meeting.items.filter(pk__in=said))
        for item in items:
            item.heard, item.decided = said[item.pk]
        AgendaItem.objects.bulk_update(items, ["heard", "decided"])


def _document(meeting: Meeting, number: str) -> Document | None:
    if not number:
        return meeting.document
    municipality = meeting.municipality
    document = meeting.document or Document(
        municipality=municipality,
        kind=Document.Kind.PROTOCOL,
        issuer=(municipality.authority or municipality.name)[:300],
    )
    document.number, document.dated_on, document.title = number, meeting.held_on, meeting.title
    try:
        document.full_clean()
    except ValidationError as error:
        raise PortalError(" ".join(error.messages)) from error
    document.save()
    return document


def cancel_meeting(meeting: Meeting) -> bool:
    """False: it was held or cancelled before."""
    planned = Meeting.objects.filter(pk=meeting.pk, state=State.PLANNED)
    return bool(planned.update(state=State.CANCELLED))


def _set_agenda(meeting: Meeting, topics: Sequence[Topic]) -> None:
    if not topics:
        raise PortalError(EMPTY)
    known = {item.pk: item for item in meeting.items.prefetch_related("tasks")}
    kept = {topic.item for topic in topics}
    for pk, item in known.items():
        if pk in kept:
            continue
        if item.heard or item.decided or item.tasks.all():
            raise PortalError(SPOKEN_OF.format(item.topic))
        item.delete()
    # questions change places, and no two may ever stand in one
    meeting.items.update(order=F("order") + ASIDE)
    for order, topic in enumerate(topics, start=1):
        item = known.get(topic.item) or AgendaItem(meeting=meeting)
        item.order, item.topic, item.speaker = order, topic.topic, topic.speaker
        item.save()
