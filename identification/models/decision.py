from django.db import models
from django.db.models import Q
from django.urls import reverse

from schools.models import Document, Municipality, School, SchoolStatus, User
from schools.russian import school_year
from schools.scoping import MunicipalityOwnedQuerySet, SchoolOwnedQuerySet


class Protocol(models.Model):
    """What the working group decided in a year. A draft until it is approved, then it stays."""

    class State(models.TextChoices):
        DRAFT = "draft", "проект"
        APPROVED = "approved", "утверждён"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="protocols", verbose_name="муниципалитет"
    )
    academic_year = models.PositiveSmallIntegerField("учебный год")
    held_on = models.DateField("дата заседания", null=True, blank=True)
    # of its own: the document below may be the order
    number = models.CharField("номер протокола", max_length=50, blank=True)
    attended = models.TextField("присутствовали", blank=True)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT)
    # the paper that the approved decisions rest on
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField("утверждён", null=True, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("создан", auto_now_add=True)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-academic_year", "-pk"]
        verbose_name = "протокол рабочей группы"
        verbose_name_plural = "протоколы рабочей группы"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "academic_year"],
                condition=Q(state="draft"),
                name="one_draft_of_a_protocol_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at=None)
                | Q(state="approved", approved_at__isnull=False, document__isnull=False),
                name="approved_protocol_has_its_document",
            ),
        ]

    def __str__(self):
        return f"Протокол рабочей группы, {school_year(self.academic_year)} учебный год"

    def get_absolute_url(self):
        return reverse("identification:protocol", args=[self.pk])


class Decision(models.Model):
    """One status of one school, as the group decided it: it may differ from every method."""

    class Action(models.TextChoices):
        ENTER = "enter", "включить"
        STAY = "stay", "оставить"
        LEAVE = "leave", "исключить"
        NONE = "none", "не включать"

    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="decisions")
    school = models.ForeignKey(School, models.PROTECT, related_name="decisions")
    status = models.CharField("статус", max_length=20, choices=SchoolStatus.Kind)
    assigned = models.BooleanField("решение")
    reason = models.TextField("основание", blank=True)
    # what it means beside the statuses that the school had; told when the protocol is approved
    action = models.CharField("действие", max_length=10, choices=Action, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("когда")

    objects = SchoolOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["protocol", "school"]
        verbose_name = "решение рабочей группы"
        verbose_name_plural = "решения рабочей группы"
        constraints = [
            models.UniqueConstraint(
                fields=["protocol", "school", "status"], name="a_status_is_decided_once"
            )
        ]

    def __str__(self):
        return f"{self.school}: {self.get_status_display()}"
