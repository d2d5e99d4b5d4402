"""Sequential consent to a document: each in turn, each once, the last signs."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from schools.errors import PortalError
from schools.models import Approval, ApprovalStep, Document, Membership, Role, User

from .approval_notices import tell_ended, tell_next, tell_void

Decision, State = ApprovalStep.Decision, Approval.State
OF_SCHOOL = (Role.CURATOR, Role.DIRECTOR, Role.SCHOOL_COORDINATOR)
NOBODY = "Назовите хотя\xa0бы одного, кто подписывает."
TWICE = "Один и\xa0тот\xa0же человек стоит в\xa0листе дважды."
UNDER_WAY = "Документ уже на\xa0согласовании."
AGREED_ALREADY = "Документ уже согласован."
NOT_HERE = "Согласовать может только тот, кто работает в\xa0этом муниципалитете."
NO_SCHOOL = "Документ не\xa0школьный: роль «{}» здесь никого не\xa0назовёт."
MEANWHILE = "Согласование уже завершилось: {}. Обновите страницу."
DECIDED = "Этот шаг уже пройден: {}."
NOT_YET = "Ваша очередь ещё не\xa0наступила."
WHY = "Напишите, что исправить."


@dataclass(frozen=True)
class NewStep:
    """A person, or whoever holds a role."""

    user: User | None = None
    role: str = ""


def content_hash(content) -> str:
    """Of the text that is agreed on: what can be said in JSON, however its keys stand."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


def start_approval(
    document: Document,
    steps: Sequence[NewStep],
    *,
    content_hash: str,
    url: str = "",
    by: User,
    at: datetime,
) -> Approval:
    """Those who come later get it when the one before has agreed."""
    _check(document, steps)
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        for state, words in ((State.RUNNING, UNDER_WAY), (State.AGREED, AGREED_ALREADY)):
            if document.approvals.filter(state=state).exists():
                raise PortalError(words)
        approval = Approval(document=document, content_hash=content_hash, url=url)
        return _begin(approval, steps, by=by, at=at)


def begin_anew(approval: Approval, *, content_hash: str, by: User, at: datetime) -> Approval:
    """What was returned or taken back goes the same way from its first step, once mended."""
    return start_approval(
        approval.document,
        [NewStep(step.user, step.role) for step in approval.steps.select_related("user")],
        content_hash=content_hash,
        url=approval.url,
        by=by,
        at=at,
    )


def agree(step: ApprovalStep, *, by: User, at: datetime) -> None:
    """The last one signs, and with that the document is agreed on."""
    with transaction.atomic():
        approval = _locked(step.approval_id)
        _decide(step, Decision.SIGNED if step.signs else Decision.AGREED, "", by=by, at=at)
        if step.signs:
            _end(approval, State.AGREED, at=at)
            tell_ended(approval, at=at)
        else:
            tell_next(approval, at=at)


def return_for_correction(step: ApprovalStep, *, remark: str, by: User, at: datetime) -> None:
    """With a remark. When the text is mended all agree again: see begin_anew."""
    if not remark.strip():
        raise PortalError(WHY)
    with transaction.atomic():
        approval = _locked(step.approval_id)
        _decide(step, Decision.RETURNED, remark.strip(), by=by, at=at)
        _end(approval, State.RETURNED, at=at)
        tell_ended(approval, at=at, step=ApprovalStep.objects.get(pk=step.pk))


def withdraw_approval(approval: Approval, *, at: datetime) -> None:
    """Taken back by who began it, while it runs."""
    with transaction.atomic():
        approval = _locked(approval.pk)
        if approval.state != State.RUNNING:
            raise PortalError(MEANWHILE.format(approval.get_state_display()))
        _end(approval, State.WITHDRAWN, at=at)


def void_if_changed(document: Document, content_hash: str, *, at: datetime) -> Approval | None:
    """The consent holds for the text that was read. Another text is agreed on from the beginning:
    the new approval is told, None means that nothing has changed.
    """
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        standing = document.approvals.filter(state__in=[State.RUNNING, State.AGREED])
        old = standing.select_for_update(of=["self"]).first()
        if old is None or old.content_hash == content_hash:
            return None
        _end(old, State.VOID, at=at)
        new = Approval(document=document, content_hash=content_hash, url=old.url)
        steps = [NewStep(step.user, step.role) for step in old.steps.select_related("user")]
        new = _begin(new, steps, by=old.started_by, at=at)
        tell_void(old, new, at=at)
        return new


def _check(document: Document, steps: Sequence[NewStep]) -> None:
    if not steps:
        raise PortalError(NOBODY)
    people = [step.user.pk for step in steps if step.user]
    if len(people) != len(set(people)):
        raise PortalError(TWICE)
    here = Membership.objects.current().inside(document.municipality).filter(user__is_active=True)
    if set(people) - set(here.filter(user__in=people).values_list("user", flat=True)):
        raise PortalError(NOT_HERE)
    for step in steps:
        if not step.user and step.role in OF_SCHOOL and document.school_id is None:
            raise PortalError(NO_SCHOOL.format(Role(step.role).label))


def _begin(approval: Approval, steps: Sequence[NewStep], *, by: User, at: datetime) -> Approval:
    approval.started_by, approval.started_at = by, at
    approval.save()
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            approval=approval,
            order=order,
            user=step.user,
            role="" if step.user else step.role,
            signs=order == len(steps),
        )
        for order, step in enumerate(steps, start=1)
    )
    tell_next(approval, at=at)
    return approval


def _locked(pk: int) -> Approval:
    """Who acts at the same time waits, and then finds what has been decided."""
    return Approval.objects.select_for_update().get(pk=pk)


def _decide(step: ApprovalStep, decision: str, remark: str, *, by: User, at: datetime) -> None:
    theirs = ApprovalStep.objects.next().of(by).filter(pk=step.pk)
    if not theirs.update(decision=decision, remark=remark, decided_by=by, at=at):
        raise PortalError(_why_not(ApprovalStep.objects.select_related("approval").get(pk=step.pk)))


def _why_not(step: ApprovalStep) -> str:
    if step.decision:
        return DECIDED.format(step.get_decision_display())
    if step.approval.state != State.RUNNING:
        return MEANWHILE.format(step.approval.get_state_display())
    return NOT_YET


def _end(approval: Approval, state: str, *, at: datetime) -> None:
    approval.state, approval.ended_at = state, at
    approval.save(update_fields=["state", "ended_at"])
