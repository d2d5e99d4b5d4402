from django.db import models
from django.db.models import Q
from django.urls import reverse

from schools.models import Document, Municipality, User
from schools.scoping import MunicipalityOwnedQuerySet


class Meeting(models.Model):
    """A sitting of the working group: an agenda before it, a protocol after it."""

    class State(models.TextChoices):
        PLANNED = "planned", "назначено"
        HELD = "held", "состоялось"
        CANCELLED = "cancelled", "отменено"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="meetings", verbose_name="муниципалитет"
    )
    title = models.CharField("тема", max_length=300)
    held_on = models.DateField("дата")
    place = models.CharField("место", max_length=200, blank=True)
    attended = models.TextField("присутствовали", blank=True)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.PLANNED)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = "заседание рабочей группы"
        verbose_name_plural = "заседания рабочей группы"

    def __str__(self):
        return f"{self.title}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("roadmap:meeting", args=[self.pk])


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(meeting__in=Meeting.objects.editable_by(user))


class AgendaItem(models.Model):
    """A question of the agenda: what was heard and what was decided. Decisions become tasks."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField("порядок")
    topic = models.CharField("вопрос", max_length=500)
    speaker = models.CharField("докладчик", max_length=200, blank=True)
    heard = models.TextField("слушали", blank=True)
    decided = models.TextField("решили", blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "order"]
        verbose_name = "вопрос повестки"
        verbose_name_plural = "вопросы повестки"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"], name="questions_of_an_agenda_stand_in_order"
            ),
            models.CheckConstraint(condition=~Q(topic=""), name="a_question_has_its_topic"),
        ]

    def __str__(self):
        return self.topic
