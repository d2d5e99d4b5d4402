"""Who is told that a document waits, came back, was signed or has changed: each once."""

from datetime import datetime

from django.urls import reverse

from schools.models import Approval, ApprovalStep, Role, User

from .notifications import in_charge_of, notify, people_of

TITLE = 200
MUNICIPAL = (Role.ADMIN, Role.HEAD, Role.COORDINATOR)


def people_asked(step: ApprovalStep) -> list[User]:
    """The person it names, or whoever holds the role there."""
    if step.user_id:
        return [step.user] if step.user.is_active else []
    if step.role in MUNICIPAL:
        return in_charge_of(step.approval.document.municipality, roles=[step.role])
    school = step.approval.document.school_id
    return people_of([school], roles=[step.role])[school] if school else []


def tell_next(approval: Approval, *, at: datetime) -> None:
    step = ApprovalStep.objects.next().filter(approval=approval).select_related("user").first()
    step.approval = approval
    words = "вашей подписи" if step.signs else "вашего согласования"
    _tell(
        people_asked(step),
        f"approval-step:{step.pk}",
        f"Ждёт {words}: {approval.document.title}",
        f"Документ отправил(а) {approval.started_by}. Прочитайте его и\xa0решите.",
        approval,
        at,
    )


def tell_ended(approval: Approval, *, at: datetime, step: ApprovalStep | None = None) -> None:
    """`step`: the one that returned it."""
    title = f"{'Возвращено' if step else 'Согласовано'}: {approval.document.title}"
    text = f"{step.decided_by}: {step.remark}" if step else "Все подписи собраны."
    _tell([approval.started_by], f"approval-end:{approval.pk}", title, text, approval, at)


def tell_void(old: Approval, new: Approval, *, at: datetime) -> None:
    """Who had sent it, those who had decided, and whose turn it was."""
    steps = list(old.steps.select_related("user", "decided_by").order_by("order"))
    people = dict.fromkeys([old.started_by, *(one.decided_by for one in steps if one.decision)])
    if asked := next((one for one in steps if not one.decision), None):
        asked.approval = old
        people |= dict.fromkeys(people_asked(asked))
    _tell(
        [user for user in people if user.is_active],
        f"approval-void:{old.pk}",
        f"Документ изменился, согласование начато заново: {new.document.title}",
        "Прежние подписи относятся к\xa0прежнему тексту. Документ снова придёт к\xa0каждому "
        "по\xa0очереди.",
        new,
        at,
    )


def _tell(people, key: str, title: str, text: str, approval: Approval, at: datetime) -> None:
    url = reverse("schools:approval", args=[approval.pk])
    notify(people, key=key, title=title[:TITLE], text=text, url=url, at=at)
