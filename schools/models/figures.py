from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from schools.querysets import FigureQuerySet

from .papers import Document
from .school import YEARS, School
from .territory import Municipality, Region


class NoDataReason(models.TextChoices):
    """A gap is a value: it always has a reason and never counts as zero silently."""

    NO_STAGE = "no_stage", "нет ступени"
    NO_GRADUATES = "no_graduates", "нет выпускников"
    NO_PARTICIPANTS = "no_participants", "нет участников"
    NOT_HELD = "not_held", "не проводилась"
    NOT_GIVEN = "not_given", "не сдано"
    HIDDEN = "hidden", "скрыто"
    UNKNOWN = "unknown", "нет информации"


class Measure(models.Model):
    """What a figure measures: a given group, a count, a share, an average of a region."""

    class Direction(models.TextChoices):
        HIGHER = "higher", "больше лучше"
        LOWER = "lower", "меньше лучше"
        NEITHER = "neither", "без направления"

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField("название", max_length=300)
    unit = models.CharField("единица", max_length=50, blank=True)
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.NEITHER)
    # figures of surveys are shown to fewer people
    sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.title


class Figure(models.Model):
    """One number about a school, a municipality or a region in a year, or why there is none."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="figures")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    academic_year = models.PositiveSmallIntegerField("учебный год", validators=YEARS)
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    label = models.CharField(max_length=50, blank=True)
    no_data = models.CharField("нет данных", max_length=20, choices=NoDataReason, blank=True)
    source = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)
    source_row = models.PositiveIntegerField(null=True, blank=True)

    objects = FigureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure", "academic_year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, municipality=None, region=None)
                | Q(school=None, municipality__isnull=False, region=None)
                | Q(school=None, municipality=None, region__isnull=False),
                name="figure_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(no_data="", value__isnull=False)
                | Q(no_data="", numerator__isnull=False, denominator__isnull=False)
                | Q(~Q(no_data=""), value=None, numerator=None, denominator=None, label=""),
                name="figure_holds_a_number_or_a_reason_never_both",
            ),
            *(
                models.UniqueConstraint(
                    fields=["measure", about, "academic_year"],
                    condition=Q(**{f"{about}__isnull": False}),
                    name=f"one_figure_per_{about}_and_year",
                )
                for about in ("school", "municipality", "region")
            ),
        ]

    def __str__(self):
        return f"{self.measure}, {self.academic_year}"
