"""A letter goes to its school once: terms become days, and tasks are given where wanted."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from reports.models import Letter, Recommendation, RecommendationEntry
from roadmap.models import Task
from roadmap.services.tasks import NewTask, cancel_task, give_tasks
from schools.errors import PortalError
from schools.models import Role, User
from schools.russian import count, school_year
from schools.services.notifications import notify, people_of

from .calendar import next_meeting, objections_until, term_of

Action, State = RecommendationEntry.Action, Recommendation.State
ALREADY = "Письмо уже отправлено. Обновите страницу."
REPLACED = "Заменена: школе направлено новое письмо за\xa0тот\xa0же год."
READERS = (Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR)
# a curator reads the tasks of the school, and not what the narrow circle reads
NARROW = "Выполнить рекомендацию для\xa0узкого круга из\xa0письма школе"
UNTIL_MEETING = timedelta(days=30)  # a task needs a day, also where no meeting is called yet
TITLE = 1000


def send_letter(
    letter: Letter, *, by: User, at: datetime, states: Iterable[str] = Letter.OPEN
) -> None:
    """Of all who press the button at once, one sends it; the others are told so.

    `states`: in which it has to be found.
    """
    municipality = letter.school.municipality
    sent_on = at.astimezone(ZoneInfo(municipality.time_zone)).date()
    with transaction.atomic():
        _replace_earlier(letter, by=by, at=at)
        sent = Letter.objects.filter(pk=letter.pk, state__in=states).update(
            state=Letter.State.SENT,
            sent_by=by,
            sent_at=at,
            sent_on=sent_on,
            # who sends it has looked it through
            ready_by=Coalesce("ready_by", Value(by.pk)),
            ready_at=Coalesce("ready_at", Value(at)),
        )
        if not sent:
            raise PortalError(ALREADY)
        letter.refresh_from_db()
        given = list(letter.recommendations.in_letter())
        meeting = next_meeting(municipality, sent_on)
        for one in given:
            one.state = State.SENT
            if one.rule and not one.is_due_by_hand:
                one.term, one.due_on = term_of(one.rule, sent_on, meeting=meeting)
        _give_tasks(letter, given, by=by, at=at)
        Recommendation.objects.bulk_update(given, ["state", "term", "due_on", "task"])
        _tell(given, Action.SENT, by=by, at=at)
        _announce(letter, len(given), at=at)


def _announce(letter: Letter, given: int, *, at: datetime) -> None:
    """To the school and its curator: how many recommendations, and until when they may object."""
    notify(
        people_of([letter.school_id], roles=READERS)[letter.school_id],
        key=f"letter:{letter.pk}",
        title="Рекомендации школе"
        if not given
        else f"Школе направлено: {count(given, 'рекомендация,рекомендации,рекомендаций')}",
        text=f"По\xa0результатам {school_year(letter.academic_year)} учебного года. "
        f"Если ваши данные отличаются, сообщите до\xa0{objections_until(letter.sent_on):%d.%m.%Y}.",
        url=reverse("reports:letter", args=[letter.pk]),
        at=at,
    )


def send_ready(letters: Iterable[Letter], *, by: User, at: datetime) -> int:
    """All that were looked through; what was sent or taken back meanwhile is left alone."""
    sent = 0
    for letter in letters:
        try:
            send_letter(letter, by=by, at=at, states=[Letter.State.READY])
        except PortalError:
            continue
        sent += 1
    return sent


def _replace_earlier(letter: Letter, *, by: User, at: datetime) -> None:
    """Of one year one letter stands: what it still asks for is asked by the new one."""
    earlier = Letter.objects.filter(
        school=letter.school_id, academic_year=letter.academic_year, state=Letter.State.SENT
    ).exclude(pk=letter.pk)
    left = Recommendation.objects.filter(
        letter__in=earlier, state__in=(*Recommendation.UNDER_WAY, State.OBJECTED)
    )
    withdrawn = list(left.select_related("task"))
    left.update(state=State.WITHDRAWN)
    for one in withdrawn:
        drop_task(one, text=REPLACED, by=by, at=at)
    _tell(withdrawn, Action.WITHDRAWN, text=REPLACED, by=by, at=at)
    Letter.objects.filter(pk__in=[one.pk for one in earlier]).update(state=Letter.State.REPLACED)


def _give_tasks(letter: Letter, given: list[Recommendation], *, by: User, at: datetime) -> None:
    wanted = [one for one in given if one.wants_task]
    new = [_task(letter, one) for one in wanted]
    by_key = {task.key: task for task in give_tasks(new, by=by, at=at)}
    for one in wanted:
        one.task = by_key.get(_key(one))


def _task(letter: Letter, one: Recommendation) -> NewTask:
    """What methodists promise is the municipality's to do, all else the school's.

    What only the narrow circle reads is told by the letter alone.
    """
    is_ours = one.addressee == Recommendation.Addressee.METHODISTS
    school = letter.school
    where = f" ({school})" if is_ours else ""
    told = NARROW if one.is_restricted else one.wording.rstrip(".")
    counts_if = "" if one.is_restricted else one.counts_if
    return NewTask(
        municipality=school.municipality,
        school=None if is_ours else school,
        title=f"{told}{where}"[:TITLE],
        details=f"Засчитывается, если {counts_if}." if counts_if else "",
        due_on=one.due_on or later(letter.sent_on),
        role=Role.COORDINATOR if is_ours else Role.DIRECTOR,
        origin=Task.Origin.RECOMMENDATION,
        key=_key(one),
    )


def drop_task(one: Recommendation, *, text: str, by: User, at: datetime) -> None:
    """What is asked no more is no task either."""
    if one.task and one.task.is_under_way:
        cancel_task(one.task, text=text, by=by, at=at)


def _key(one: Recommendation) -> str:
    return f"recommendation:{one.pk}"


def later(day: date) -> date:
    return day + UNTIL_MEETING


def _tell(rows: list[Recommendation], action: str, *, by: User, at: datetime, text: str = ""):
    RecommendationEntry.objects.bulk_create(
        RecommendationEntry(recommendation=one, action=action, text=text, by=by, at=at)
        for one in rows
    )
