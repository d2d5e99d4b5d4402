from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assessments.querysets import ResultManager, ResultQuerySet
from schools.models import Document, NoDataReason, School, User

from .imports import ImportBatch
from .procedures import Sitting

# an import that created the result was taken back: there is nothing any more, but its history
WITHDRAWN = "withdrawn"


class Result(models.Model):
    """How the pupils of one school did at one sitting: numbers or a reason, never a pupil.

    Written by results.store_results and by nobody else: only there does history arise.
    `objects` are the results that stand; `rows` has the withdrawn ones as well.
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
    # a mean mark, or a mean of points: the levels of the sitting tell which
    mean = models.DecimalField("среднее", max_digits=6, decimal_places=2, null=True, blank=True)
    # against the marks of the class register: {"lower": n, "same": n, "higher": n}
    journal = models.JSONField("сравнение с журналом", null=True, blank=True)
    no_data = models.CharField("нет данных", max_length=20, choices=NoDataReason, blank=True)
    objectivity_control = models.BooleanField("контроль объективности", default=False)
    source = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="results"
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="results",
        db_index=False,
        verbose_name="файл",
    )
    source_row = models.PositiveIntegerField("строка источника", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ResultManager()
    rows = ResultQuerySet.as_manager()

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
                | Q(no_data="", share_low=None, share_high=None, journal__isnull=False)
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
    def is_withdrawn(self):
        return self.no_data == WITHDRAWN

    @property
    def is_main(self):
        return self.period == self.Period.MAIN and not self.class_label

    @property
    def is_two_zeros(self):
        """«0 и 0» without a count: everybody got «3», or nobody took part? The file cannot say."""
        return self.participants is None and self.share_low == 0 and self.share_high == 0

    @property
    def is_only_journal(self):
        """Compared with the class register, the marks themselves unknown: see with_marks()."""
        return not self.no_data and self.share_low is None and self.mean is None


class ResultChange(models.Model):
    """One changed row: who, when, through which door, from what to what."""

    class Origin(models.TextChoices):
        FORM = "form", "форма"
        GRID = "grid", "таблица"
        IMPORT = "import", "файл"
        UNDO = "undo", "отмена"

    # the unique constraint begins with it
    result = models.ForeignKey(Result, models.PROTECT, related_name="changes", db_index=False)
    version = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    origin = models.CharField(max_length=6, choices=Origin)
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, related_name="changes", db_index=False
    )

    class Meta:
        ordering = ["result", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "version"], name="version_of_a_result_arises_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="changes_of_a_file"
            )
        ]

    def __str__(self):
        return f"{self.result}, {self.version}"
