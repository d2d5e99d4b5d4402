from django.db import models
from django.db.models import F, Q

from schools.scoping import SchoolOwnedQuerySet

from .papers import Document
from .people import User
from .school import School


class SchoolStatusQuerySet(SchoolOwnedQuerySet):
    def current(self):
        return self.filter(until=None)

    def supporting(self):
        """Those that mean that a programme supports the school."""
        return self.filter(kind__in=self.model.SUPPORTED)

    def in_year(self, academic_year):
        """Those that a school had in a school year, also if only for a part of it."""
        return self.filter(Q(until=None) | Q(until__gte=academic_year), since__lte=academic_year)


class SchoolStatus(models.Model):
    """What a school is for the department, from a school year to another, and on what it rests.

    Statuses do not exclude each other. A row is ended, never deleted: the thread of a school is
    its rows, with why it came onto a list and why it left.
    """

    class Kind(models.TextChoices):
        LOW = "low", "низкие результаты"
        AT_RISK = "at_risk", "зона риска"
        SOCIAL = "social", "сложные социальные условия"
        BIASED_SIGNS = "biased_signs", "признаки необъективности"
        PROJECT_500 = "project_500", "проект «500+»"
        LEADER = "leader", "лидер"
        RESILIENT = "resilient", "резильентная"

    # whom the programmes of all documents support: ШНОР and ШНСУ
    SUPPORTED = (Kind.LOW, Kind.SOCIAL)

    school = models.ForeignKey(School, models.PROTECT, related_name="statuses")
    kind = models.CharField("статус", max_length=20, choices=Kind)
    since = models.PositiveSmallIntegerField("с учебного года")
    # the last school year in which it holds
    until = models.PositiveSmallIntegerField("по учебный год", null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="statuses"
    )
    source = models.CharField("откуда", max_length=300)
    given_on = models.DateField("дата")
    reason = models.TextField("основание", blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="ended_statuses"
    )
    ended_on = models.DateField("снят", null=True, blank=True)
    ended_reason = models.TextField("почему снят", blank=True)

    objects = SchoolStatusQuerySet.as_manager()

    class Meta:
        ordering = ["school", "-since", "kind"]
        verbose_name = "статус школы"
        verbose_name_plural = "статусы школ"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind"],
                condition=Q(until=None),
                name="a_status_is_held_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since") - 1),
                name="a_status_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(until=None, ended_on=None)
                | Q(until__isnull=False, ended_on__isnull=False),
                name="an_ended_status_has_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.school}: {self.get_kind_display()}"
