from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from assessments.naming import line_name, line_title
from assessments.querysets import ProcedureQuerySet, SittingQuerySet
from schools.models import Document, Region
from schools.russian import school_year


class Procedure(models.Model):
    class Kind(models.TextChoices):
        VPR = "VPR", "ВПР"
        OGE = "OGE", "ОГЭ"
        EGE = "EGE", "ЕГЭ"
        KDR = "KDR", "КДР"

    kind = models.CharField("процедура", max_length=3, choices=Kind)
    grade = models.PositiveSmallIntegerField(
        "класс", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    subject = models.CharField("предмет", max_length=100)
    variant = models.CharField("уровень", max_length=20, blank=True)
    # VPR before OGE before EGE, a lower grade first, Russian before mathematics
    order = models.PositiveSmallIntegerField("порядок", default=0)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["order", "grade", "subject", "variant"]
        verbose_name = "оценочная процедура"
        verbose_name_plural = "оценочные процедуры"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "grade", "subject", "variant"], name="procedure_is_described_once"
            )
        ]

    def __str__(self):
        return line_title(self.kind, self.grade, self.subject, self.variant)

    @property
    def name(self):
        return line_name(self.kind, self.grade, self.subject, self.variant)


class Scale(models.Model):
    """The levels of a procedure from a year on. A scale may lack a source, and then says so."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="scales")
    from_year = models.PositiveSmallIntegerField("с учебного года")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ["procedure", "-from_year"]
        verbose_name = "шкала"
        verbose_name_plural = "шкалы"
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "from_year"], name="scale_of_a_procedure_starts_once_a_year"
            )
        ]

    def __str__(self):
        return f"{self.procedure}, шкала с {school_year(self.from_year)}"


class Level(models.Model):
    """A mark, a band of points or a level of a diagnostic work: data, because they change."""

    scale = models.ForeignKey(Scale, models.PROTECT, related_name="levels")
    code = models.CharField(max_length=20)
    label = models.CharField("название", max_length=100)
    order = models.PositiveSmallIntegerField()
    is_low = models.BooleanField("не достигли минимума", default=False)
    is_high = models.BooleanField("высокий результат", default=False)
    from_score = models.PositiveSmallIntegerField("от балла", null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "code"], name="level_is_described_once_in_a_scale"
            ),
            models.CheckConstraint(
                condition=~Q(is_low=True, is_high=True), name="level_is_not_low_and_high"
            ),
        ]

    def __str__(self):
        return self.label


class Sitting(models.Model):
    """A procedure in a school year. `academic_year` is the year in which it ends.

    One that only a file has named goes with that file: `withdrawn`, it is kept for its history,
    and shown to nobody until it is named again.
    """

    class State(models.TextChoices):
        LISTED = "listed", "в перечне"
        FROM_FILE = "from_file", "названа файлом"
        WITHDRAWN = "withdrawn", "снята вместе с файлом"

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="sittings")
    academic_year = models.PositiveSmallIntegerField("учебный год")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="sittings")
    held = models.BooleanField("проводилась", default=True)
    held_on = models.DateField("дата", null=True, blank=True)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.LISTED)

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-academic_year", "procedure"]
        verbose_name = "проведение процедуры"
        verbose_name_plural = "проведения процедур"
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "academic_year"],
                condition=Q(region=None),
                name="procedure_is_held_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["procedure", "academic_year", "region"],
                condition=Q(region__isnull=False),
                name="procedure_is_held_once_a_year_in_a_region",
            ),
        ]

    def __str__(self):
        return f"{self.procedure}, {school_year(self.academic_year)} учебный год"

    @property
    def is_withdrawn(self):
        return self.state == self.State.WITHDRAWN
