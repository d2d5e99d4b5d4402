from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.querysets import OfIndicatorQuerySet, OfProgrammeQuerySet

from .programme import Goal, Period, Programme


class Level(models.TextChoices):
    MUNICIPALITY = "municipality", "муниципалитет"
    SCHOOL = "school", "школа"


class Proof(models.TextChoices):
    """What an indicator or a task asks for as evidence."""

    NONE = "none", "не требуется"
    ANY = "any", "ссылка или файл"
    LINK = "link", "ссылка на документ"
    PAGE = "page", "ссылка на страницу сайта"
    FILE = "file", "файл документа"


class Indicator(models.Model):
    """What is measured, by whom, of which set, and what proves it."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", "да/нет"
        PERCENT = "percent", "процент"
        NUMBER = "number", "число"
        DEGREE = "degree", "степень выполнения"

    class Direction(models.TextChoices):
        HIGHER = "higher", "больше лучше"
        LOWER = "lower", "меньше лучше"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="indicators")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="indicators")
    number = models.CharField("номер", max_length=10, blank=True)
    title = models.CharField("показатель", max_length=1000)
    order = models.PositiveSmallIntegerField("порядок")
    kind = models.CharField("вид", max_length=10, choices=Kind)
    unit = models.CharField("единица", max_length=60, blank=True)
    direction = models.CharField(
        "направление", max_length=10, choices=Direction, default=Direction.HIGHER
    )
    level = models.CharField(
        "кто отвечает", max_length=15, choices=Level, default=Level.MUNICIPALITY
    )
    # «из них»: an overlapping part stands under its whole and is never summed
    whole = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="из них"
    )
    # the municipal indicator that this one of the schools answers
    pair = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="school_indicators"
    )
    # of a school's programme: the indicator of the template, whose values it shares
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    # a code of roadmap.sets: of whom the percent is taken
    denominator = models.CharField("знаменатель", max_length=40, blank=True)
    # a code of roadmap.sources: where the portal itself knows the value
    source = models.CharField("откуда значение", max_length=40, blank=True)
    source_parameters = models.JSONField(default=dict, blank=True)
    proof = models.CharField("подтверждение", max_length=10, choices=Proof, default=Proof.NONE)
    method = models.CharField("способ сбора", max_length=300, blank=True)
    # figures of surveys: at least five people, and fewer readers
    sensitive = models.BooleanField("узкий круг", default=False)
    # what looks wrong in the document it was taken from
    remark = models.TextField("замечание к источнику", blank=True)
    # dropped by a correction of the programme: its values stay
    dropped_on = models.DateField("исключён", null=True, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "order"]
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "order"], name="indicators_of_a_programme_stand_in_order"
            ),
            models.CheckConstraint(
                condition=Q(pair=None) | Q(level="school"),
                name="only_an_indicator_of_schools_answers_a_municipal_one",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("roadmap:indicator", args=[self.pk])

    @property
    def is_of_schools(self) -> bool:
        return self.level == Level.SCHOOL

    @property
    def is_narrow(self) -> bool:
        """A copy is no wider open than that of the template, under which its values are kept."""
        return self.sensitive or bool(self.origin_id and self.origin.sensitive)

    @property
    def is_automatic(self) -> bool:
        """A copy is computed where its template is."""
        return bool((self.origin if self.origin_id else self).source)

    @property
    def unit_named(self) -> str:
        """Of three forms the last: «договор,договора,договоров» → «договоров»."""
        return self.unit.rsplit(",", 1)[-1].strip()

    @property
    def counted_as(self) -> int:
        """The indicator under which values are kept: a copy shares those of its template."""
        return self.origin_id or self.pk


class Target(models.Model):
    """What is wanted for a period: a plain number, or an expression told in words as well."""

    class Kind(models.TextChoices):
        VALUE = "value", "значение"
        # «+2» to the baseline; «по плану школы + 4»
        DELTA = "delta", "исходное значение плюс"
        # «не менее 30 % от данных стартовой диагностики»
        OF_BASELINE = "of_baseline", "процент от исходного значения"
        AVERAGE_REGION = "region", "среднее по региону"
        AVERAGE_MUNICIPALITY = "municipality", "среднее по муниципалитету"
        # what cannot be compared by a program: a person says whether it is reached
        WORDS = "words", "словами"

    class Op(models.TextChoices):
        AT_LEAST = ">=", "не менее"
        AT_MOST = "<=", "не более"
        EQUAL = "=", "равно"
        ABOVE = ">", "больше"
        BELOW = "<", "меньше"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    period = models.ForeignKey(Period, models.PROTECT, related_name="targets")
    kind = models.CharField("вид", max_length=15, choices=Kind, default=Kind.VALUE)
    op = models.CharField("сравнение", max_length=2, choices=Op, default=Op.AT_LEAST)
    # percents as percents; да/нет as 1 and 0; a degree as its percent
    number = models.DecimalField("число", max_digits=12, decimal_places=2, null=True, blank=True)
    # as the document has it: «не ниже среднего 50 %»
    words = models.CharField("в документе", max_length=300, blank=True)

    objects = OfIndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period__order"]
        verbose_name = "целевое значение"
        verbose_name_plural = "целевые значения"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period"], name="one_target_of_an_indicator_and_period"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["value", "delta", "of_baseline"], number__isnull=False)
                | Q(kind__in=["region", "municipality"])
                | Q(kind="words", number=None) & ~Q(words=""),
                name="target_has_what_its_kind_needs",
            ),
        ]

    def __str__(self):
        return self.words or str(self.number)
