from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from schools.models import Document, NoDataReason, Region, School, User
from schools.russian import school_year

from .naming import line_name, line_title
from .querysets import ResultQuerySet, SittingQuerySet


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
    """A procedure in a school year. `academic_year` is the year in which it ends."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="sittings")
    academic_year = models.PositiveSmallIntegerField("учебный год")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True)
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="sittings")
    held = models.BooleanField("проводилась", default=True)
    held_on = models.DateField("дата", null=True, blank=True)

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


class Result(models.Model):
    """How the pupils of one school did at one sitting: numbers or a reason, never a pupil.

    Written by results.store_results and by nobody else: only there does history arise.
    """

    class Period(models.TextChoices):
        MAIN = "main", "основной"
        EARLY = "early", "досрочный"
        ADDITIONAL = "additional", "дополнительный"

    # the unique constraint begins with the school: a second index on it would cost 13 % of a load
    school = models.ForeignKey(School, models.PROTECT, related_name="results", db_index=False)
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="results")
    period = models.CharField("период", max_length=10, choices=Period, default=Period.MAIN)
    class_label = models.CharField("класс (литера)", max_length=10, blank=True)
    participants = models.PositiveIntegerField("участников", null=True, blank=True)
    low_n = models.PositiveIntegerField("не достигли минимума", null=True, blank=True)
    high_n = models.PositiveIntegerField("высокий результат", null=True, blank=True)
    # {code of a level: number of pupils}
    counts = models.JSONField("по уровням", null=True, blank=True)
    share_low = models.PositiveSmallIntegerField(
        "доля не достигших, сотые процента", null=True, blank=True
    )
    share_high = models.PositiveSmallIntegerField(
        "доля высоких, сотые процента", null=True, blank=True
    )
    mean = models.DecimalField(
        "средний балл", max_digits=6, decimal_places=2, null=True, blank=True
    )
    # against the marks of the class register: {"lower": n, "same": n, "higher": n}
    journal = models.JSONField("сравнение с журналом", null=True, blank=True)
    no_data = models.CharField("нет данных", max_length=20, choices=NoDataReason, blank=True)
    objectivity_control = models.BooleanField("контроль объективности", default=False)
    source = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="results"
    )
    source_row = models.PositiveIntegerField("строка источника", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["school", "sitting"]
        verbose_name = "результат"
        verbose_name_plural = "результаты"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "sitting", "period", "class_label"],
                name="one_result_per_school_and_sitting",
                violation_error_message="У школы уже есть результат этой процедуры.",
            ),
            models.CheckConstraint(
                condition=Q(no_data="", share_low__isnull=False, share_high__isnull=False)
                | Q(no_data="", share_low=None, share_high=None, mean__isnull=False)
                | Q(~Q(no_data=""), participants=None, low_n=None, high_n=None, counts=None)
                & Q(share_low=None, share_high=None, mean=None, journal=None),
                name="result_holds_numbers_or_a_reason_never_both",
                violation_error_message="Укажите числа или причину, по которой их нет.",
            ),
            # each part says "is not null": a CHECK that comes out unknown lets the row pass
            models.CheckConstraint(
                condition=Q(participants=None, low_n=None, high_n=None, counts=None)
                | Q(participants__isnull=False, low_n__isnull=False, high_n__isnull=False)
                & Q(participants__gt=0)
                & Q(participants__gte=F("low_n") + F("high_n")),
                name="counts_come_together_and_fit_into_the_participants",
                violation_error_message="Участников меньше, чем отметок.",
            ),
            models.CheckConstraint(
                condition=Q(share_low=None, share_high=None)
                | Q(share_low__isnull=False, share_high__isnull=False)
                & Q(share_low__lte=10_000, share_high__lte=10_000)
                & Q(share_low__lte=10_000 - F("share_high") + 1),
                name="shares_come_together_and_fit_into_the_whole",
                violation_error_message="Доли вместе больше 100 %.",
            ),
        ]

    def __str__(self):
        return f"{self.school}, {self.sitting}"

    def get_absolute_url(self):
        return reverse("assessments:result", args=[self.pk])

    @property
    def is_main(self):
        return self.period == self.Period.MAIN and not self.class_label

    @property
    def is_two_zeros(self):
        """«0 и 0» without a count: everybody got «3», or nobody took part? The file cannot say."""
        return self.participants is None and self.share_low == 0 and self.share_high == 0


class ResultChange(models.Model):
    """One changed row: who, when, through which door, from what to what."""

    class Origin(models.TextChoices):
        FORM = "form", "форма"
        GRID = "grid", "таблица"
        IMPORT = "import", "файл"
        UNDO = "undo", "отмена"

    result = models.ForeignKey(Result, models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    origin = models.CharField(max_length=6, choices=Origin)

    class Meta:
        ordering = ["result", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "version"], name="version_of_a_result_arises_once"
            )
        ]

    def __str__(self):
        return f"{self.result}, {self.version}"
