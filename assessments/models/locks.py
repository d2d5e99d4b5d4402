from django.db import models
from django.db.models import Q

from assessments.querysets import LockQuerySet, RemarkQuerySet
from schools.models import Municipality, School, User
from schools.russian import school_name

from .procedures import Sitting


class ResultLock(models.Model):
    """The coordinator has confirmed a procedure or a school of a year: no more is written there.

    An unlocked row stays, and tells who opened what and when.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="result_locks")
    academic_year = models.PositiveSmallIntegerField("учебный год")
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="locks"
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="locks")
    locked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    locked_at = models.DateTimeField("подтверждено")
    unlocked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    unlocked_at = models.DateTimeField("подтверждение снято", null=True, blank=True)

    objects = LockQuerySet.as_manager()

    class Meta:
        ordering = ["-locked_at"]
        verbose_name = "подтверждение результатов"
        verbose_name_plural = "подтверждения результатов"
        constraints = [
            models.CheckConstraint(
                condition=Q(sitting__isnull=False, school=None)
                | Q(sitting=None, school__isnull=False),
                name="a_lock_is_on_a_procedure_or_on_a_school",
            ),
            models.CheckConstraint(
                condition=Q(unlocked_at=None, unlocked_by=None)
                | Q(unlocked_at__isnull=False, unlocked_by__isnull=False),
                name="an_unlocked_lock_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=["municipality", "sitting"],
                condition=Q(unlocked_at=None, sitting__isnull=False),
                name="a_procedure_is_locked_once",
            ),
            models.UniqueConstraint(
                fields=["school", "academic_year"],
                condition=Q(unlocked_at=None, school__isnull=False),
                name="a_school_is_locked_once_a_year",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.locked_at:%d.%m.%Y}"

    @property
    def title(self):
        return str(self.sitting.procedure) if self.sitting else school_name(self.school.short_name)


class Remark(models.Model):
    """«Сообщить об ошибке»: what a school says of a confirmed result, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", "ждёт ответа"
        CORRECTED = "corrected", "исправлено"
        ANSWERED = "answered", "отвечено"

    school = models.ForeignKey(School, models.PROTECT, related_name="remarks")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="remarks")
    text = models.TextField("что не так", max_length=2000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField("состояние", max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField("ответ", max_length=2000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = "сообщение об ошибке"
        verbose_name_plural = "сообщения об ошибках"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_by=None, answered_at=None)
                | ~Q(state="open") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="a_remark_is_open_or_answered_by_somebody",
            ),
            # pressed twice, it is said once
            models.UniqueConstraint(
                fields=["school", "sitting"],
                condition=Q(state="open"),
                name="one_open_remark_per_result",
                violation_error_message="Об этом результате уже сообщили, ответа пока нет.",
            ),
        ]

    def __str__(self):
        return f"{self.school}, {self.sitting}"

    @property
    def is_open(self):
        return self.state == self.State.OPEN
