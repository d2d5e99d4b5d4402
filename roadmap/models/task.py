from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from roadmap.querysets import TaskQuerySet
from schools.models import Municipality, Role, School, User

from .activity import Work
from .campaign import Campaign, Submission
from .indicator import Proof
from .meeting import AgendaItem


class Task(models.Model):
    """A thing to do by a day, for a role or a person, of the municipality or of a school.

    Of a municipality it is done when somebody says so. Of a school it is then checked: accepted,
    or returned with a remark. `key` tells what it was made of: nothing is asked for twice.
    """

    class State(models.TextChoices):
        OPEN = "open", "открыто"
        SUBMITTED = "submitted", "на проверке"
        RETURNED = "returned", "возвращено"
        DONE = "done", "выполнено"
        CANCELLED = "cancelled", "отменено"

    UNDER_WAY = (State.OPEN, State.RETURNED)

    class Origin(models.TextChoices):
        HAND = "hand", "разовое поручение"
        ROADMAP = "roadmap", "дорожная карта"
        MEETING = "meeting", "решение заседания"
        IDENTIFICATION = "identification", "решение о статусе"
        CAMPAIGN = "campaign", "сбор показателей"
        RECOMMENDATION = "recommendation", "рекомендация"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="tasks", verbose_name="муниципалитет"
    )
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="школа"
    )
    title = models.CharField("что сделать", max_length=1000)
    details = models.TextField("пояснение", blank=True)
    starts_on = models.DateField("начать", null=True, blank=True)
    due_on = models.DateField("срок")
    # who: a person, or whoever holds the role there
    assignee = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="кому",
    )
    role = models.CharField("роль", max_length=20, choices=Role, blank=True)
    proof = models.CharField("подтверждение", max_length=10, choices=Proof, default=Proof.NONE)
    origin = models.CharField("откуда", max_length=15, choices=Origin, default=Origin.HAND)
    key = models.CharField(max_length=200, blank=True, editable=False)
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="tasks")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    state = models.CharField("состояние", max_length=10, choices=State, default=State.OPEN)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField("выполнено", null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("проверено", null=True, blank=True)
    # the day of the last digest that named it
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("поставлено")

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "поручение"
        verbose_name_plural = "поручения"
        indexes = [models.Index(fields=["municipality", "state", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "key"],
                condition=~Q(key=""),
                name="a_thing_is_asked_for_once",
            ),
            models.CheckConstraint(
                condition=Q(done_by=None, done_at=None)
                | Q(done_by__isnull=False, done_at__isnull=False),
                name="task_is_done_by_somebody_or_not_at_all",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "done"]) | Q(done_at__isnull=False),
                name="a_finished_task_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="task_is_due_after_it_began",
                violation_error_message="Срок не может быть раньше начала.",
            ),
            models.CheckConstraint(
                condition=Q(assignee__isnull=False) | ~Q(role=""),
                name="task_is_for_somebody",
                violation_error_message="Укажите, кому поручение: человека или роль.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmap:task", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def submission(self) -> Submission | None:
        """Of a task of a campaign: the figures of the school, which it follows."""
        return self.campaign and self.campaign.submissions.filter(school=self.school_id).first()


class TaskEntry(models.Model):
    """The thread of a task: what was done with it and what was said, the oldest first."""

    class Action(models.TextChoices):
        CREATED = "created", "поставлено"
        SAID = "said", "комментарий"
        SUBMITTED = "submitted", "отправлено на проверку"
        DONE = "done", "выполнено"
        WITHDRAWN = "withdrawn", "отозвано"
        ACCEPTED = "accepted", "принято"
        RETURNED = "returned", "возвращено"
        POSTPONED = "postponed", "срок перенесён"
        REASSIGNED = "reassigned", "передано"
        CHANGED = "changed", "уточнено"
        CANCELLED = "cancelled", "отменено"

    task = models.ForeignKey(Task, models.PROTECT, related_name="entries")
    action = models.CharField(max_length=10, choices=Action)
    text = models.TextField("текст", blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["task", "at", "pk"]
        verbose_name = "запись поручения"
        verbose_name_plural = "записи поручений"

    def __str__(self):
        return self.get_action_display()


class CalendarFeed(models.Model):
    """The address from which a calendar reads somebody's tasks. Only the token's hash is kept."""

    user = models.OneToOneField(User, models.PROTECT, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()

    def __str__(self):
        return str(self.user)
