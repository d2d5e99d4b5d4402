from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from schools.naming import normalised
from schools.querysets import SchoolQuerySet
from schools.russian import school_year
from schools.scoping import SchoolOwnedQuerySet

from .territory import Cluster, Municipality

YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


def check_same_municipality(municipality_id: int | None, others: dict) -> None:
    """{field: (what it points at, the sentence)}: nothing points out of its municipality."""
    errors = {
        field: sentence
        for field, (row, sentence) in others.items()
        if row and municipality_id and row.municipality_id != municipality_id
    }
    if errors:
        raise ValidationError(errors)


class School(models.Model):
    class Kind(models.TextChoices):
        PRIMARY = "primary", "НОШ"
        BASIC = "basic", "ООШ"
        SECONDARY = "secondary", "СОШ"
        GYMNASIUM = "gymnasium", "гимназия"
        LYCEUM = "lyceum", "лицей"
        EVENING = "evening", "вечерняя школа"
        SPECIAL = "special", "коррекционная школа"

    class LegalStatus(models.TextChoices):
        LEGAL = "legal", "юридическое лицо"
        BRANCH = "branch", "филиал"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="schools", verbose_name="муниципалитет"
    )
    short_name = models.CharField("краткое название", max_length=100)
    full_name = models.CharField("полное название", max_length=300, blank=True)
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.SECONDARY)
    legal_status = models.CharField(
        "правовой статус", max_length=10, choices=LegalStatus, default=LegalStatus.LEGAL
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name="головная школа",
    )
    settlement = models.CharField("населённый пункт", max_length=100, blank=True)
    opened_on = models.DateField("открыта", null=True, blank=True)
    closed_on = models.DateField("закрыта", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="правопреемник",
    )

    objects = SchoolQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["short_name"]
        verbose_name = "школа"
        verbose_name_plural = "школы"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_name"],
                name="school_is_named_once_in_a_municipality",
                violation_error_message="В этом муниципалитете уже есть школа с таким названием.",
            ),
            models.CheckConstraint(
                condition=Q(legal_status="branch", parent__isnull=False)
                | Q(legal_status="legal", parent=None),
                name="branch_has_a_parent_and_nobody_else_has",
                violation_error_message="У филиала указывается головная школа, у других школ нет.",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(closed_on__isnull=False),
                name="only_a_closed_school_has_a_successor",
                violation_error_message="Правопреемник указывается только у закрытой школы.",
            ),
        ]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("schools:detail", args=[self.pk])

    def clean(self):
        others = {
            "parent": (self.parent, "Головная школа относится к другому муниципалитету."),
            "successor": (self.successor, "Правопреемник относится к другому муниципалитету."),
        }
        check_same_municipality(self.municipality_id, others)


class SchoolYear(models.Model):
    """What may change from year to year. A row holds from its year on, until the next row."""

    school = models.ForeignKey(School, models.PROTECT, related_name="years", verbose_name="школа")
    academic_year = models.PositiveSmallIntegerField("учебный год", validators=YEARS)
    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+", verbose_name="кластер")
    kind = models.CharField("вид", max_length=10, choices=School.Kind)
    teachers = models.PositiveSmallIntegerField("учителей", null=True, blank=True)

    objects = SchoolOwnedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["academic_year"]
        verbose_name = "описание на год"
        verbose_name_plural = "описания по годам"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "academic_year"], name="school_is_described_once_a_year"
            )
        ]

    def __str__(self):
        return f"{self.school}, {school_year(self.academic_year)}"

    def clean(self):
        school, cluster = getattr(self, "school", None), getattr(self, "cluster", None)
        sentence = "Кластер относится к другому муниципалитету."
        check_same_municipality(school and school.municipality_id, {"cluster": (cluster, sentence)})


class SchoolAlias(models.Model):
    """How others call the school: logins change, old files keep the old ones."""

    class Kind(models.TextChoices):
        NAME = "name", "название"
        FIS_OKO = "fis_oko", "логин ФИС ОКО"
        RIS_GIA = "ris_gia", "код РИС ГИА"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="aliases", verbose_name="муниципалитет"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="aliases", verbose_name="школа")
    kind = models.CharField("вид", max_length=10, choices=Kind)
    value = models.CharField("значение", max_length=300)
    key = models.CharField(max_length=300, editable=False)

    objects = SchoolOwnedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "value"]
        verbose_name = "другое название"
        verbose_name_plural = "другие названия"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "key"],
                name="alias_means_one_school",
                violation_error_message="Так уже называется другая школа.",
            )
        ]

    def __str__(self):
        return self.value

    def save(self, *args, **kwargs):
        self.key = normalised(self.value)
        super().save(*args, **kwargs)

    def clean(self):
        self.key = normalised(self.value)
        school = getattr(self, "school", None)
        if school and self.municipality_id and school.municipality_id != self.municipality_id:
            raise ValidationError({"municipality": "Школа относится к другому муниципалитету."})


class Enrolment(models.Model):
    """How many pupils a parallel has: what the participants of a procedure are held against."""

    school = models.ForeignKey(
        School, models.PROTECT, related_name="enrolments", verbose_name="школа"
    )
    academic_year = models.PositiveSmallIntegerField("учебный год", validators=YEARS)
    grade = models.PositiveSmallIntegerField(
        "класс", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    pupils = models.PositiveSmallIntegerField("учеников")

    objects = SchoolOwnedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["academic_year", "grade"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "academic_year", "grade"], name="parallel_is_counted_once_a_year"
            )
        ]

    def __str__(self):
        return f"{self.school}, {self.grade} класс, {school_year(self.academic_year)}"
