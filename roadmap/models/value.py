from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from roadmap.degrees import DEGREES
from roadmap.querysets import ValueQuerySet
from schools.models import NoDataReason, School, User

from .indicator import Indicator
from .programme import Period

DEGREE_CHOICES = [(code, step.label) for code, step in DEGREES.items()]
PARTS = ("yes", "numerator", "denominator", "number", "percent")


def holds(*parts: str) -> Q:
    """Exactly these parts of a value are there, and no reason."""
    told = {f"{name}__isnull": name not in parts for name in PARTS}
    return Q(no_data="", degree="", **told)


class Value(models.Model):
    """What was reached: numbers of the indicator's kind, or why there are none; never both."""

    class Origin(models.TextChoices):
        ENTERED = "entered", "внесено"
        COMPUTED = "computed", "рассчитано порталом"
        # by hand instead of what the portal computed, with a reason
        OVERRIDDEN = "overridden", "исправлено вместо расчёта"

    class State(models.TextChoices):
        DRAFT = "draft", "черновик"
        SUBMITTED = "submitted", "ждёт проверки"
        ACCEPTED = "accepted", "принято"
        RETURNED = "returned", "возвращено"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    period = models.ForeignKey(Period, models.PROTECT, related_name="values")
    # empty: of the municipality
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="indicator_values"
    )
    yes = models.BooleanField(null=True, blank=True)
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    degree = models.CharField(max_length=10, choices=DEGREE_CHOICES, blank=True)
    # the exact percent behind a degree, where it is known
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    no_data = models.CharField("нет данных", max_length=20, choices=NoDataReason, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.ENTERED)
    # of a computed value: how it came about; of an overridden one: why
    explanation = models.TextField(blank=True)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT)
    comment = models.TextField("ответ проверяющего", blank=True)
    # of a target told in words: what the person who checks says of it
    target_met = models.BooleanField("цель достигнута", null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period__order", "school"]
        verbose_name = "значение показателя"
        verbose_name_plural = "значения показателей"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "school"],
                condition=Q(school__isnull=False),
                name="one_value_of_an_indicator_period_and_school",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period"],
                condition=Q(school=None),
                name="one_municipal_value_of_an_indicator_and_period",
            ),
            models.CheckConstraint(
                condition=holds("yes")
                | holds("numerator", "denominator")
                | holds("number")
                | ~Q(degree="")
                & Q(no_data="", yes=None, numerator=None)
                & Q(denominator=None, number=None)
                | ~Q(no_data="") & Q(degree="", **dict.fromkeys(PARTS)),
                name="value_is_of_one_kind_or_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None) | Q(denominator__gte=F("numerator")),
                name="a_part_is_not_greater_than_its_whole",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period}"

    def get_absolute_url(self):
        return reverse("roadmap:value", args=[self.pk])


class ValueChange(models.Model):
    """One step in the life of a value: who did what to it, and what stood before and after."""

    class Action(models.TextChoices):
        ENTERED = "entered", "внесено"
        COMPUTED = "computed", "рассчитано"
        SUBMITTED = "submitted", "отправлено на проверку"
        ACCEPTED = "accepted", "принято"
        RETURNED = "returned", "возвращено"

    value = models.ForeignKey(Value, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["value", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["value", "version"], name="a_value_changes_once_per_version"
            )
        ]

    def __str__(self):
        return f"{self.value}: {self.get_action_display()}"
