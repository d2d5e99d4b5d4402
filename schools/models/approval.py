from django.db import models
from django.db.models import Q

from schools.approving import ApprovalQuerySet, ApprovalStepQuerySet

from .papers import Document
from .people import Role, User


class Approval(models.Model):
    """The consent to a document, step after step. It holds for the text that was agreed on.

    `content_hash` is of that text: when the document changes, the approval is void and begins anew.
    """

    class State(models.TextChoices):
        RUNNING = "running", "на согласовании"
        AGREED = "agreed", "согласовано"
        RETURNED = "returned", "возвращено с замечаниями"
        VOID = "void", "документ изменился"
        WITHDRAWN = "withdrawn", "отозвано"

    document = models.ForeignKey(Document, models.PROTECT, related_name="approvals")
    content_hash = models.CharField(max_length=64, editable=False)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.RUNNING)
    # where the agreed text is read
    url = models.CharField(max_length=300, blank=True)
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField("начато")
    ended_at = models.DateTimeField("закончено", null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = "согласование"
        verbose_name_plural = "согласования"
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state="running"),
                name="a_document_is_agreed_on_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None)
                | ~Q(state="running") & Q(ended_at__isnull=False),
                name="an_ended_approval_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.document}: {self.get_state_display()}"


class ApprovalStep(models.Model):
    """One signature: of a person, or of whoever holds a role. Steps are given in their order."""

    class Decision(models.TextChoices):
        AGREED = "agreed", "согласовано"
        SIGNED = "signed", "подписано"
        RETURNED = "returned", "возвращено"

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField("порядок")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField("роль", max_length=20, choices=Role, blank=True)
    # the last step signs, the others agree
    signs = models.BooleanField("подписывает", default=False)
    decision = models.CharField("решение", max_length=10, choices=Decision, blank=True)
    remark = models.TextField("замечание", blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("когда", null=True, blank=True)

    objects = ApprovalStepQuerySet.as_manager()

    class Meta:
        ordering = ["approval", "order"]
        verbose_name = "шаг согласования"
        verbose_name_plural = "шаги согласования"
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "order"], name="steps_of_an_approval_stand_in_order"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(role=""), name="a_step_is_somebodys"
            ),
            models.CheckConstraint(
                condition=Q(decision="", at=None, decided_by=None)
                | ~Q(decision="") & Q(at__isnull=False, decided_by__isnull=False),
                name="a_decided_step_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned") | ~Q(remark=""),
                name="who_returns_says_why",
            ),
        ]

    def __str__(self):
        return str(self.user or self.get_role_display())
