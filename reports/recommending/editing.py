"""The draft of a letter in the hands of a methodologist: words may change, figures never do."""

from datetime import date, datetime

from django.db import transaction

from reports.models import Letter, Recommendation, RecommendationEntry
from reports.rules.words import faults
from schools.errors import PortalError
from schools.models import Document, User
from schools.russian import joined

Action, Place, State = RecommendationEntry.Action, Recommendation.Place, Recommendation.State
SENT = "Письмо уже отправлено школе, оно не\xa0меняется. Обновите страницу."
READY = "Письмо отмечено как проверенное. Чтобы исправить его, верните письмо в\xa0работу."
WHY = "Напишите, почему рекомендация меняется."
WHY_NOT = "Напишите, почему рекомендация не\xa0нужна."
NOTHING = "Напишите рекомендацию."
REFUSED = "Переформулируйте, пожалуйста: {}."
MEANWHILE = "Рекомендацию уже изменили. Обновите страницу."
TOO_MANY = "В\xa0письме уже {} рекомендаций. Сначала уберите одну из\xa0них в\xa0резерв."
MOST = 7
OTHER = (
    "Пока вы правили, рекомендацию изменил другой сотрудник. Сейчас она такая: «{}» "
    "Проверьте свой текст и\xa0сохраните его ещё раз."
)
LOOKED = "Письмо уже не\xa0проект. Обновите страницу."


class Conflict(PortalError):
    """Somebody was faster; saving once more says that the other text was seen."""


def change_words(
    one: Recommendation,
    *,
    text: str,
    because: str,
    due_on: date | None = None,
    wants_task: bool = False,
    seen: str = "",
    by: User,
    at: datetime,
) -> None:
    """`text` as the school shall read it, `due_on` where the term of the rule does not fit.

    What is typed as the rule has it is no change of words. `seen`: the version that was read;
    whoever was second is told what the first one wrote.
    """
    text, because = text.strip(), because.strip()
    if text != one.text:
        check_words(text)
    with transaction.atomic():
        _open(one.letter)
        try:
            one.refresh_from_db()
        except Recommendation.DoesNotExist:
            # made anew meanwhile, the letter has it no more
            raise PortalError(MEANWHILE) from None
        if seen and seen != one.version:
            raise Conflict(OTHER.format(one.wording))
        _change(one, text, because, due_on=due_on, wants_task=wants_task, by=by, at=at)


def _change(one, text, because, *, due_on, wants_task, by, at) -> None:
    edited = "" if text == one.text else text
    is_changed = edited != one.edited_text or due_on != (one.due_on if one.is_due_by_hand else None)
    if is_changed and not because:
        raise PortalError(WHY)
    fields = {
        "edited_text": edited,
        "edited_because": because if edited or due_on else "",
        "due_on": due_on,
        "is_due_by_hand": due_on is not None,
        "wants_task": wants_task,
    }
    if not is_changed:
        Recommendation.objects.filter(pk=one.pk).update(wants_task=wants_task)
        return
    before = _told(one)
    _update(one, **fields)
    _note(one, Action.EDITED, before=before, after=_told(one), text=because, by=by, at=at)


def check_words(text: str) -> None:
    """What the library refuses in a recommendation, it refuses of people too."""
    if not text:
        raise PortalError(NOTHING)
    if found := faults(text):
        raise PortalError(REFUSED.format(joined(found)))


def move(one: Recommendation, *, place: str, because: str, by: User, at: datetime) -> None:
    """Into the letter, or out of it into the reserve; a letter of more than seven is not read."""
    _ask(because, "Напишите, почему рекомендация переставляется.")
    with transaction.atomic():
        letter = _open(one.letter)
        if place == Place.LETTER and letter.recommendations.in_letter().count() >= MOST:
            raise PortalError(TOO_MANY.format(MOST))
        before = one.get_place_display()
        _update(one, place=place)
        after = one.get_place_display()
        _note(one, Action.MOVED, before=before, after=after, text=because, by=by, at=at)


def exchange(
    one: Recommendation, other: Recommendation, *, because: str, by: User, at: datetime
) -> None:
    """`one` of the letter for `other` of the reserve."""
    if one.letter_id != other.letter_id:
        raise PortalError(MEANWHILE)
    with transaction.atomic():
        move(one, place=Place.RESERVE, because=because, by=by, at=at)
        move(other, place=Place.LETTER, because=because, by=by, at=at)


def reject(one: Recommendation, *, because: str, by: User, at: datetime) -> None:
    _ask(because, WHY_NOT)
    with transaction.atomic():
        _open(one.letter)
        _update(one, State.DRAFT, state=State.REJECTED)
        _note(one, Action.REJECTED, text=because, by=by, at=at)


def restore(one: Recommendation, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        letter = _open(one.letter)
        is_full = letter.recommendations.in_letter().count() >= MOST
        place = Place.RESERVE if is_full else one.place
        _update(one, State.REJECTED, state=State.DRAFT, place=place)
        _note(one, Action.RESTORED, by=by, at=at)


def add(
    letter: Letter,
    *,
    text: str,
    reason: str,
    addressee: str,
    due_on: date,
    counts_if: str,
    wants_task: bool = False,
    by: User,
    at: datetime,
) -> Recommendation:
    """Of a person's own: the same lint, no rule and no figures."""
    check_words(text.strip())
    _ask(reason, "Напишите, на\xa0чём рекомендация основана.")
    with transaction.atomic():
        letter = _open(letter)
        if letter.recommendations.in_letter().count() >= MOST:
            raise PortalError(TOO_MANY.format(MOST))
        one = Recommendation.objects.create(
            letter=letter,
            text=text.strip(),
            reason=reason.strip(),
            addressee=addressee,
            due_on=due_on,
            counts_if=counts_if.strip().rstrip("."),
            wants_task=wants_task,
            added_by=by,
        )
        _note(one, Action.ADDED, after=one.text, text=one.reason, by=by, at=at)
    return one


def mark_ready(letter: Letter, *, by: User, at: datetime) -> None:
    """Looked through: it may be sent together with others."""
    changed = Letter.objects.filter(pk=letter.pk, state=Letter.State.DRAFT).update(
        state=Letter.State.READY, ready_by=by, ready_at=at
    )
    if not changed:
        raise PortalError(LOOKED)


def take_back(letter: Letter) -> None:
    """From those that are ready, to be worked on."""
    changed = Letter.objects.filter(pk=letter.pk, state=Letter.State.READY).update(
        state=Letter.State.DRAFT, ready_by=None, ready_at=None
    )
    if not changed:
        raise PortalError(SENT)


def register(letter: Letter, *, number: str, dated_on: date) -> Document:
    """Its number and date among the outgoing letters, before it is sent or after."""
    told = {"number": number, "dated_on": dated_on, "title": str(letter)}
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=["self"]).get(pk=letter.pk)
        document = letter.document or Document(
            municipality=letter.school.municipality,
            school=letter.school,
            kind=Document.Kind.LETTER,
            issuer=letter.school.municipality.authority,
        )
        for name, value in told.items():
            setattr(document, name, value)
        document.full_clean()
        document.save()
        letter.document = document
        letter.save(update_fields=["document"])
    return document


def _ask(because: str, sentence: str) -> None:
    if not because.strip():
        raise PortalError(sentence)


def _open(letter: Letter) -> Letter:
    """Who sends it at the same time waits, or is waited for."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.is_given:
        raise PortalError(SENT)
    if letter.state == Letter.State.READY:
        raise PortalError(READY)
    return letter


def _update(one: Recommendation, found: str | None = None, **fields) -> None:
    """`found`: the state in which it has to be found."""
    rows = Recommendation.objects.filter(pk=one.pk)
    if not (rows.filter(state=found) if found else rows).update(**fields):
        raise PortalError(MEANWHILE)
    for name, value in fields.items():
        setattr(one, name, value)


def _told(one: Recommendation) -> str:
    term = one.term_words
    return f"{one.wording} Срок: {term}." if term else one.wording


def _note(one: Recommendation, action: str, *, by: User | None, at: datetime, **words) -> None:
    words = {name: text.strip() for name, text in words.items()}
    RecommendationEntry.objects.create(recommendation=one, action=action, by=by, at=at, **words)
