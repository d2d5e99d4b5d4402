from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from roadmap.querysets import OfProgrammeQuerySet
from schools.models import Document, School, User
from schools.scoping import SchoolOwnedQuerySet

from .programme import Period, Programme


class Campaign(models.Model):
    """A monitoring: values of a period are entered, then processed, then reported.

    Each phase closes the one before: in `processing` schools may no longer write, in `report`
    nobody may.
    """

    class Phase(models.TextChoices):
        PLANNED = "planned", "подготовка"
        ENTRY = "entry", "сбор"
        PROCESSING = "processing", "обработка"
        REPORT = "report", "отчёт"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="campaigns")
    period = models.ForeignKey(Period, models.PROTECT, related_name="campaigns")
    title = models.CharField("название", max_length=300)
    entry_from = models.DateField("сбор с")
    entry_until = models.DateField("сбор по")
    processing_until = models.DateField("обработка по")
    phase = models.CharField("этап", max_length=10, choices=Phase, default=Phase.PLANNED)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="campaigns"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-entry_from"]
        verbose_name = "мониторинговая кампания"
        verbose_name_plural = "мониторинговые кампании"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "period"],
                name="a_period_is_collected_once",
                violation_error_message="Сбор за этот период уже есть.",
            ),
            models.CheckConstraint(
                condition=Q(entry_until__gte=F("entry_from"))
                & Q(processing_until__gte=F("entry_until")),
                name="phases_follow_each_other",
                violation_error_message="Этапы должны идти друг за другом: сбор, затем обработка.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmap:campaign", args=[self.pk])


class Submission(models.Model):
    """A school in a campaign: «не сдано» is not «нечего сдавать»."""

    class State(models.TextChoices):
        WAITING = "waiting", "не сдано"
        SENT = "sent", "сдано"
        RETURNED = "returned", "возвращено"
        ACCEPTED = "accepted", "принято"
        NOTHING = "nothing", "нечего сдавать"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="submissions")
    school = models.ForeignKey(School, models.PROTECT, related_name="submissions")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # of «нечего сдавать» why; of «возвращено» what to mend
    comment = models.TextField(blank=True)
    # one school may be let in again after the entry has closed
    reopened_until = models.DateField("открыто до", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    objects = SchoolOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["campaign", "school"]
        verbose_name = "сдача показателей"
        verbose_name_plural = "сдача показателей"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "school"], name="a_school_is_asked_once_in_a_campaign"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["nothing", "returned"]) | ~Q(comment=""),
                name="nothing_to_submit_and_returned_say_why",
            ),
        ]

    def __str__(self):
        return f"{self.school}: {self.get_state_display()}"
