from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.querysets import OfProgrammeQuerySet, WorkQuerySet
from schools.models import Role

from .indicator import Indicator, Level, Proof
from .programme import Goal, Period, Programme


class Activity(models.Model):
    """A line of the roadmap: what is done for a goal, who answers, which document proves it."""

    class Kind(models.TextChoices):
        ACTION = "action", "мероприятие"
        DOCUMENT = "document", "документ"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="activities")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="activities")
    number = models.CharField("номер", max_length=10, blank=True)
    title = models.CharField("мероприятие", max_length=1000)
    order = models.PositiveSmallIntegerField("порядок")
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.ACTION)
    level = models.CharField("чьё", max_length=15, choices=Level, default=Level.MUNICIPALITY)
    # as the document has them
    responsible = models.CharField("кто отвечает", max_length=300, blank=True)
    proved_by = models.CharField("подтверждающие документы", max_length=1000, blank=True)
    proof = models.CharField("подтверждение", max_length=10, choices=Proof, default=Proof.ANY)
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="activities")
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    dropped_on = models.DateField("исключено", null=True, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "order"]
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "order"], name="activities_of_a_programme_stand_in_order"
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("roadmap:activity", args=[self.pk])


class Work(models.Model):
    """What an activity means in one period, and when: «раз в четверть», «июнь, ноябрь».

    Tasks are made of it; the words of the document stay as they were.
    """

    class Whom(models.TextChoices):
        MUNICIPALITY = "municipality", "муниципалитету"
        SUPPORTED = "supported", "каждой поддерживаемой школе"
        SCHOOLS = "schools", "каждой школе"
        SCHOOL = "school", "школе программы"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="works")
    period = models.ForeignKey(Period, models.PROTECT, related_name="works")
    order = models.PositiveSmallIntegerField("порядок")
    text = models.CharField("что сделать", max_length=1000)
    # the words about time, read by roadmap.schedule
    when = models.CharField("срок", max_length=200, blank=True)
    whom = models.CharField("кому", max_length=15, choices=Whom, default=Whom.MUNICIPALITY)
    role = models.CharField("роль", max_length=20, choices=Role, default=Role.COORDINATOR)
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    dropped_on = models.DateField("исключено", null=True, blank=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "period__order", "order"]
        verbose_name = "работа по мероприятию"
        verbose_name_plural = "работы по мероприятию"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "period", "order"], name="works_of_an_activity_stand_in_order"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="work_says_what_to_do"),
        ]

    def __str__(self):
        return self.text

    @property
    def counted_as(self) -> int:
        """The work under which tasks are given: a copy asks for what its template asks for."""
        return self.origin_id or self.pk
