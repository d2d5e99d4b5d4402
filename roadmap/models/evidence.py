from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.querysets import EvidenceQuerySet
from schools.models import User

from .site import SiteFinding
from .task import Task
from .value import Value


def evidence_place(_evidence=None, _name="") -> str:
    """The name that a stranger gave the file is shown, and never becomes a path."""
    return f"evidence/{uuid4()}"


class Evidence(models.Model):
    """A link or a file that proves a value, a task or what was found on a site."""

    OWNERS = ("value", "task", "finding")

    class Link(models.TextChoices):
        """What the check of a link found; empty: not looked at yet."""

        ALIVE = "alive", "открывается"
        MOVED = "moved", "открывается по другому адресу"
        GONE = "gone", "не открывается"
        REFUSED = "refused", "проверять нельзя"

    value = models.ForeignKey(Value, models.PROTECT, null=True, blank=True, related_name="evidence")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="evidence")
    finding = models.ForeignKey(
        SiteFinding, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    title = models.CharField("что это", max_length=300, blank=True)
    url = models.URLField("ссылка", max_length=1000, blank=True)
    file = models.FileField("файл", upload_to=evidence_place, blank=True)
    # of a file: as its owner named it, its type by content, and its fingerprint
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # taken back by its owner; kept, but counts no more
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # the check of the link
    link = models.CharField(max_length=10, choices=Link, blank=True)
    link_note = models.CharField(max_length=300, blank=True)
    link_type = models.CharField(max_length=100, blank=True)
    # where the page says when it was last changed: proof may be younger than its deadline
    link_changed_on = models.DateField(null=True, blank=True)
    final_url = models.URLField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    # the site of the link, when to look at it next, and how often in a row it was not there
    host = models.CharField(max_length=255, blank=True)
    check_at = models.DateTimeField(null=True, blank=True, db_index=True)
    misses = models.PositiveSmallIntegerField(default=0)
    # a worker looks at it since then
    checking_since = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = "подтверждение"
        verbose_name_plural = "подтверждения"
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, task=None, finding=None)
                | Q(value=None, task__isnull=False, finding=None)
                | Q(value=None, task=None, finding__isnull=False),
                name="evidence_proves_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(url="") & Q(file="") | Q(url="") & ~Q(file="") & ~Q(sha256=""),
                name="evidence_is_a_link_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="evidence_is_withdrawn_by_somebody_or_not_at_all",
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=Q(checking_since__isnull=False),
                name="a_site_is_asked_for_one_link_at_a_time",
            ),
        ]

    def __str__(self):
        return self.title or self.name or self.url

    def get_absolute_url(self):
        return reverse("roadmap:evidence", args=[self.pk])

    @property
    def owner(self):
        return self.value or self.task or self.finding

    @property
    def is_file(self) -> bool:
        return not self.url

    @property
    def deadline(self) -> date | None:
        """The day after which a page should not have been changed to prove what it proves."""
        if self.task:
            return self.task.due_on
        return self.value and self.value.period.ends_on

    @property
    def is_late(self) -> bool:
        return bool(self.link_changed_on and self.deadline and self.link_changed_on > self.deadline)
