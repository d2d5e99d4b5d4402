"""What a school says to its letter: objections, and what came of each recommendation."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from reports.models import Letter, Recommendation, RecommendationEntry
from reports.rules import Addressee
from reports.rules.catalogue import rule
from reports.rules.gaps import listed
from reports.rules.words import filled
from roadmap.models import Proof
from roadmap.services.tasks import postpone_task, submit_task
from schools.errors import PortalError
from schools.models import Role, User
from schools.services.notifications import in_charge_of, notify, people_of

from .calendar import due_on, next_meeting, objections_until, term_of
from .objections import keys_of
from .sending import drop_task, later
from .wording import ADDRESSEES

Action, State = RecommendationEntry.Action, Recommendation.State
LONGEST = 300
WHAT = "Напишите, что в\xa0данных школы не\xa0так."
ANSWER = "Напишите школе, почему решено так."
TOO_LATE = "Возразить можно было до\xa0{:%d.%m.%Y}. Напишите координатору."
TOO_LONG = f"Не\xa0больше {LONGEST} знаков. Сократите текст."
MEANWHILE = "Рекомендация уже {}. Обновите страницу."
SAY_WHY = "Напишите, что помешало или почему это стало не\xa0нужно."
TITLE = 200
UNTIL_ANSWER = timedelta(days=30)
ANSWERED = "Возражение рассмотрено."
# what may be answered, and what then has to be said
NEEDS_WORDS = (State.NOT_DONE, State.WITHDRAWN)
DATA = "DQ-2"


def object_to(
    one: Recommendation, *, text: str, lines: list[int] | None = None, by: User, at: datetime
) -> None:
    """Stops the term; the school is asked for the figures of the lines that it doubts.

    `lines`: their places among those of the recommendation; None: all of them.
    """
    text = text.strip()
    if not text:
        raise PortalError(WHAT)
    lines = one.lines if lines is None else [one.lines[place] for place in lines]
    until = objections_until(one.letter.sent_on)
    if _day(one, at) > until:
        raise PortalError(TOO_LATE.format(until))
    with transaction.atomic():
        _step(one, Recommendation.UNDER_WAY, State.OBJECTED, Action.OBJECTED, text, by=by, at=at)
        if one.lines and one.rule != DATA:
            _ask_for_data(one, lines, at=at)
        _stop_task(one, text, by=by, at=at)
        _notify_town(one, "Возражение школы", f"objection:{one.entries.last().pk}", text, at=at)


def _stop_task(one: Recommendation, text: str, *, by: User, at: datetime) -> None:
    """While the answer is awaited the task is not late either; the answer sets its day anew."""
    if one.task and one.task.is_under_way:
        day = max(one.task.due_on, _day(one, at)) + UNTIL_ANSWER
        postpone_task(one.task, due_on=day, text=text, by=by, at=at)


def uphold(one: Recommendation, *, text: str, by: User, at: datetime) -> None:
    """It stays in force; its term runs anew from the answer."""
    _need(text, ANSWER)
    with transaction.atomic():
        if one.rule and not one.is_due_by_hand:
            municipality, day = one.letter.school.municipality, _day(one, at)
            meeting = next_meeting(municipality, day)
            one.term, one.due_on = term_of(one.rule, day, meeting=meeting)
            terms = {"term": one.term, "due_on": one.due_on}
            Recommendation.objects.filter(pk=one.pk).update(**terms)
        if one.task and one.task.is_under_way:
            day = one.due_on or later(_day(one, at))
            postpone_task(one.task, due_on=day, text=text, by=by, at=at)
        _step(one, (State.OBJECTED,), State.ACCEPTED, Action.UPHELD, text, by=by, at=at)
        _close_questions(one, by=by, at=at)
        _notify_school(one, "Возражение рассмотрено, рекомендация в\xa0силе", text, at=at)


def concede(one: Recommendation, *, text: str, by: User, at: datetime) -> None:
    """The school was right: what was asked is asked no more."""
    _need(text, ANSWER)
    with transaction.atomic():
        _step(one, (State.OBJECTED,), State.WITHDRAWN, Action.WITHDRAWN, text, by=by, at=at)
        drop_task(one, text=text, by=by, at=at)
        _close_questions(one, by=by, at=at)
        _notify_school(one, "Возражение принято, рекомендация снята", text, at=at)


def mark(one: Recommendation, *, answer: str, text: str = "", by: User, at: datetime) -> None:
    """«Выполнено, частично, не выполнено, стало не нужно»; said again, the last word counts."""
    text = text.strip()
    if answer not in Recommendation.ANSWERS:
        raise PortalError("Выберите, что получилось.")
    if len(text) > LONGEST:
        raise PortalError(TOO_LONG)
    if answer in NEEDS_WORDS and not text:
        raise PortalError(SAY_WHY)
    # the municipality took it back: that is no answer of the school's to be changed
    from_states = (*Recommendation.UNDER_WAY, State.DONE, State.PARTLY, State.NOT_DONE)
    with transaction.atomic():
        _step(one, from_states, answer, Action.MARKED, text, by=by, at=at)
        task = one.task
        if answer == State.WITHDRAWN:
            drop_task(one, text=text, by=by, at=at)
        if one.is_done and task and task.is_under_way and task.proof == Proof.NONE:
            submit_task(task, text=text, by=by, at=at)


def _need(text: str, sentence: str) -> None:
    if not text.strip():
        raise PortalError(sentence)


def _step(one, states, state, action, text: str, *, by: User, at: datetime) -> None:
    changed = Recommendation.objects.filter(
        pk=one.pk, state__in=states, letter__state=Letter.State.SENT
    ).update(state=state)
    before = one.get_state_display()
    if not changed:
        one.refresh_from_db()
        raise PortalError(MEANWHILE.format(one.get_state_display()))
    one.state = state
    RecommendationEntry.objects.create(
        recommendation=one,
        action=action,
        before=before,
        after=one.get_state_display(),
        text=text.strip(),
        by=by,
        at=at,
    )


def _ask_for_data(one: Recommendation, lines: list[dict], *, at: datetime) -> None:
    """DQ-2 of these lines, once, however many recommendations on them are objected to."""
    asked = rule(DATA)
    told = listed(sorted(keys_of(lines), key=lambda key: key.place))
    question, is_new = Recommendation.objects.get_or_create(
        letter=one.letter,
        key=f"{DATA}:objection:{told['p']}"[:300],
        defaults={
            "rule": DATA,
            "rule_version": asked.version,
            "lines": lines,
            "values": told,
            "reason": filled(("Школа возразила: данные по\xa0{of_lines} отличаются.",), told),
            "published_reason": "Школа возразила: данные отличаются.",
            "text": asked.sentence,
            "addressee": ADDRESSEES[Addressee.TEAM],
            "term": asked.term.in_words(),
            "due_on": due_on(DATA, _day(one, at), meeting=None),
            "counts_if": filled((asked.counts_if,), told),
            "seen_by": asked.check.value,
            "effect": {"code": asked.effect, "words": "Вывод будет пересмотрен"},
            "points": asked.points,
            "state": State.SENT,
            "place": Recommendation.Place.AFTER,
        },
    )
    if not is_new and question.state == State.WITHDRAWN:
        # an earlier objection to the same figures was answered: they are asked for once more
        Recommendation.objects.filter(pk=question.pk).update(
            state=State.SENT, due_on=due_on(DATA, _day(one, at), meeting=None)
        )


def _close_questions(one: Recommendation, *, by: User, at: datetime) -> None:
    """With the last objection answered, nobody waits for figures any more.

    Of two answers at once the second waits, and sees that it is the last.
    """
    Letter.objects.select_for_update().get(pk=one.letter_id)
    if one.letter.recommendations.filter(state=State.OBJECTED).exists():
        return
    asked = one.letter.recommendations.filter(
        rule=DATA, place=Recommendation.Place.AFTER, state__in=Recommendation.UNDER_WAY
    )
    for question in asked:
        _step(
            question,
            Recommendation.UNDER_WAY,
            State.WITHDRAWN,
            Action.WITHDRAWN,
            ANSWERED,
            by=by,
            at=at,
        )


def _day(one: Recommendation, at: datetime):
    return at.astimezone(ZoneInfo(one.letter.school.municipality.time_zone)).date()


def _notify_town(one: Recommendation, title: str, key: str, text: str, *, at: datetime) -> None:
    school = one.letter.school
    notify(
        in_charge_of(school.municipality, roles=[Role.COORDINATOR]),
        key=key,
        title=f"{title}: {school}"[:TITLE],
        text=text,
        url=reverse("reports:recommendation", args=[one.pk]),
        at=at,
    )


def _notify_school(one: Recommendation, title: str, text: str, *, at: datetime) -> None:
    school = one.letter.school_id
    notify(
        people_of([school], roles=[Role.DIRECTOR, Role.SCHOOL_COORDINATOR])[school],
        key=f"objection-answer:{one.entries.last().pk}",
        title=title,
        text=f"«{one.wording}» {text.strip()}",
        url=reverse("reports:recommendation", args=[one.pk]),
        at=at,
    )
