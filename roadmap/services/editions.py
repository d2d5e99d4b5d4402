"""Editions of a programme: saved as it stands, agreed on, put in force by an order."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from roadmap.content import LABELS, content_of
from roadmap.edition_changes import Change, changes
from roadmap.models import Edition, Programme
from schools.errors import PortalError
from schools.models import Approval, Document, User
from schools.services.approvals import (
    NewStep,
    begin_anew,
    content_hash,
    start_approval,
    void_if_changed,
)

State = Programme.State
SAME = "С\xa0прошлой редакции ничего не\xa0изменилось."
WHY = "Напишите, почему программа изменена."
NOT_LAST = "Есть более новая редакция: согласуется и\xa0утверждается она."
ADOPTED = "Эта редакция уже утверждена."
RUNNING = "Согласование ещё не\xa0закончено: {}."
NO_DATE = "Укажите дату приказа."
REPEALED = "Программа «{}» уже не\xa0действует: отменить её нельзя."
NO_ORDER = "У\xa0программы «{}» не\xa0указан приказ: отменять нечего."
NO_NUMBER = "У\xa0документа «{}» нет номера: внесите его, когда он станет известен."
NO_DAY = "У\xa0документа «{}» нет даты: внесите её, когда она станет известна."


def save_edition(
    programme: Programme, *, reason: str, dated_on: date, by: User, at: datetime
) -> Edition:
    """A copy of what stands. Whoever has agreed to the draft before it agrees anew."""
    with transaction.atomic():
        programme = Programme.objects.select_for_update(of=["self"]).get(pk=programme.pk)
        content, last = content_of(programme), programme.editions.first()
        if last and last.content == content:
            raise PortalError(SAME)
        if last and not reason.strip():
            raise PortalError(WHY)
        draft = last and last.adopted_on is None
        edition = Edition.objects.create(
            programme=programme,
            number=last.number + 1 if last else 1,
            dated_on=dated_on,
            content=content,
            reason=reason.strip(),
            # the draft of the order goes on with the newer text
            document=last.document if draft else None,
            made_by=by,
            made_at=at,
        )
        if edition.document:
            void_if_changed(edition.document, content_hash(content), at=at)
            edition.document.approvals.update(url=address_of(edition))
    return edition


def edition_changes(before: Edition, after: Edition) -> list[Change]:
    return changes(before.content, after.content, LABELS)


def has_changed(programme: Programme) -> bool:
    """Whether the living programme says something that its last edition does not."""
    last = programme.editions.first()
    return last is None or last.content != content_of(programme)


def send_for_approval(
    edition: Edition, steps: Sequence[NewStep], *, by: User, at: datetime
) -> Approval:
    """The draft of the order is what is agreed on, with the edition as its annex."""
    with transaction.atomic():
        edition = _standing(edition)
        if edition.document is None:
            edition.document = _draft(edition.programme)
            edition.save(update_fields=["document"])
        return start_approval(
            edition.document,
            steps,
            content_hash=content_hash(edition.content),
            url=address_of(edition),
            by=by,
            at=at,
        )


def send_again(edition: Edition, *, by: User, at: datetime) -> Approval:
    """After a correction, the same way as before."""
    with transaction.atomic():
        edition = _standing(edition)
        last = edition.document and edition.document.approvals.first()
        if last is None:
            raise PortalError(RUNNING.format("его не\xa0начинали"))
        return begin_anew(last, content_hash=content_hash(edition.content), by=by, at=at)


def adopt_edition(
    edition: Edition,
    *,
    number: str,
    dated_on: date,
    issuer: str,
    title: str = "",
    repeals: Programme | None = None,
    by: User,
    at: datetime,
) -> Document:
    """The programme is in force by the order. What the order repeals is in force no more; the
    programme's own earlier order may be repealed as well, then this one takes its place.
    """
    with transaction.atomic():
        edition = _standing(edition)
        programme = Programme.objects.select_for_update(of=["self"]).get(pk=edition.programme_id)
        if dated_on is None:
            raise PortalError(NO_DATE)
        _check_agreed(edition)
        document = edition.document or _draft(programme)
        document.number, document.dated_on, document.issuer = number.strip(), dated_on, issuer
        document.title = title.strip() or document.title
        if repeals is not None:
            document.repeals = _repeal(repeals, programme)
        _save(document)
        edition.document, edition.adopted_on = document, dated_on
        edition.save(update_fields=["document", "adopted_on"])
        if programme.state != State.IN_FORCE or repeals == programme:
            programme.document = document
        programme.state = State.IN_FORCE
        programme.save(update_fields=["document", "state"])
    return document


def missing_requisites(document: Document | None) -> str:
    """«Программа, приказ № »: an act without its number or day is told, not refused."""
    if document is None:
        return ""
    if not document.number:
        return NO_NUMBER.format(document.title)
    return "" if document.dated_on else NO_DAY.format(document.title)


def address_of(edition: Edition) -> str:
    return reverse("roadmap:edition", args=[edition.pk])


def _standing(edition: Edition) -> Edition:
    """The newest and not adopted yet, as it is now and so until we are done."""
    rows = Edition.objects.select_for_update(of=["self"]).select_related(
        "programme__municipality", "programme__school", "document"
    )
    edition = rows.get(pk=edition.pk)
    if edition.adopted_on:
        raise PortalError(ADOPTED)
    if edition.programme.editions.filter(number__gt=edition.number).exists():
        raise PortalError(NOT_LAST)
    return edition


def _check_agreed(edition: Edition) -> None:
    """An order that nobody was asked about may be older than the portal: it is adopted as it is."""
    last = edition.document and edition.document.approvals.first()
    if last and last.state not in (Approval.State.AGREED, Approval.State.WITHDRAWN):
        raise PortalError(RUNNING.format(last.get_state_display()))


def _repeal(repealed: Programme, by_programme: Programme) -> Document | None:
    if repealed == by_programme:
        return by_programme.document
    if repealed.document is None:
        raise PortalError(NO_ORDER.format(repealed))
    in_force = Programme.objects.filter(pk=repealed.pk, state=State.IN_FORCE)
    if not in_force.update(state=State.REPEALED):
        raise PortalError(REPEALED.format(repealed))
    return repealed.document


def _draft(programme: Programme) -> Document:
    return Document.objects.create(
        municipality=programme.municipality,
        school=programme.school,
        kind=Document.Kind.ORDER,
        title=f"Об\xa0утверждении программы «{programme.title}»"[:500],
    )


def _save(document: Document) -> None:
    try:
        document.full_clean()
    except ValidationError as error:
        raise PortalError(" ".join(error.messages)) from error
    document.save()
