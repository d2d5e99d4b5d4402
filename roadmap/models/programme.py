import re

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from roadmap.querysets import OfProgrammeQuerySet, ProgrammeQuerySet
from schools.models import Document, Municipality, School, User


class Programme(models.Model):
    """A programme of support: the municipality's (МППКО) or a school's own (ШППКО).

    A questionnaire is a programme too: its questions are indicators, its rounds are periods.
    """

    class Kind(models.TextChoices):
        PROGRAMME = "programme", "программа"
        QUESTIONNAIRE = "questionnaire", "анкета"

    class State(models.TextChoices):
        DRAFT = "draft", "проект"
        IN_FORCE = "in_force", "действует"
        REPEALED = "repealed", "отменена"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="programmes", verbose_name="муниципалитет"
    )
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="школа",
    )
    kind = models.CharField("вид", max_length=15, choices=Kind, default=Kind.PROGRAMME)
    title = models.CharField("название", max_length=500)
    purpose = models.TextField("цель", blank=True)
    starts_on = models.DateField("действует с", null=True, blank=True)
    # empty: «постоянно»
    ends_on = models.DateField("действует по", null=True, blank=True)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT)
    # the order that adopts it; what that order repeals stands in the document
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    # the municipal programme that a school's one was copied from
    template = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="school_programmes"
    )
    # of a school's programme: the edition of the template whose changes it has answered
    template_edition = models.ForeignKey(
        "Edition", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "title"]
        verbose_name = "программа"
        verbose_name_plural = "программы"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_it_began",
                violation_error_message="Программа не может закончиться раньше, чем начнётся.",
            ),
            models.UniqueConstraint(
                fields=["school", "template"],
                condition=Q(school__isnull=False, template__isnull=False),
                name="a_school_copies_a_template_once",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmap:programme", args=[self.pk])

    @property
    def is_behind(self) -> bool:
        """Whether the template has an edition that the school has not answered yet."""
        newest = self.template and self.template.editions.first()
        return bool(newest) and self.template_edition_id != newest.pk

    @property
    def years(self) -> str:
        """«2021–2024 годы», «с 2023 года, постоянно»."""
        first, last = self.starts_on and self.starts_on.year, self.ends_on and self.ends_on.year
        if not last:
            return f"с\xa0{first} года, постоянно" if first else "постоянно"
        if first == last or not first:
            return f"{last}\xa0год"
        return f"{first}–{last}\xa0годы"


class Edition(models.Model):
    """What a programme said when it was adopted or corrected: goals, indicators, activities.

    The living rows go on; an edition is their copy, never edited. What changed is told by
    comparing two editions.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("редакция")
    dated_on = models.DateField("от")
    content = models.JSONField(default=dict, editable=False)
    reason = models.TextField("почему изменена", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="editions"
    )
    # empty: a draft that no order has put in force
    adopted_on = models.DateField("утверждена", null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("сохранена")

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        verbose_name = "редакция программы"
        verbose_name_plural = "редакции программы"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="edition_is_numbered_once_in_a_programme"
            )
        ]

    def __str__(self):
        return f"редакция {self.number} от {self.dated_on:%d.%m.%Y}"


class Period(models.Model):
    """What a target is set for: a year, a part of it, or a stage that may have no dates."""

    class Kind(models.TextChoices):
        YEAR = "year", "календарный год"
        SCHOOL_YEAR = "school_year", "учебный год"
        HALF_YEAR = "half_year", "полугодие"
        QUARTER = "quarter", "четверть"
        STAGE = "stage", "этап"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="periods")
    kind = models.CharField("вид", max_length=15, choices=Kind, default=Kind.YEAR)
    label = models.CharField("название", max_length=60)
    order = models.PositiveSmallIntegerField("порядок")
    starts_on = models.DateField("с", null=True, blank=True)
    ends_on = models.DateField("по", null=True, blank=True)
    # «исходные данные»: later targets may be set relative to what stood here
    is_baseline = models.BooleanField("исходный", default=False)
    # of a school's programme: the period of the template, whose values it shares
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "order"]
        verbose_name = "период"
        verbose_name_plural = "периоды"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "order"], name="periods_of_a_programme_stand_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind="stage") | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="only_a_stage_may_have_no_dates",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="period_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def named(self) -> str:
        """«за 2024 год», «за 2023/2024 учебный год»; a label in other words stands in quotes."""
        nouns = {self.Kind.YEAR: "год", self.Kind.SCHOOL_YEAR: "учебный год"}
        if self.kind in nouns and re.fullmatch(r"\d{4}(/\d{4})?", self.label):
            return f"за\xa0{self.label}\xa0{nouns[self.kind]}"
        return f"за\xa0{'этап' if self.kind == self.Kind.STAGE else 'период'} «{self.label}»"

    @property
    def counted_as(self) -> int:
        """The period under which values are kept: a copy shares those of its template."""
        return self.origin_id or self.pk

    @property
    def academic_year(self) -> int | None:
        """The school year whose results and statuses are told of: the last that ended in it."""
        return self.ends_on and self.ends_on.year


class Goal(models.Model):
    """A section of a programme."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="goals")
    number = models.CharField("номер", max_length=10)
    title = models.CharField("название", max_length=500)
    order = models.PositiveSmallIntegerField("порядок")
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "order"]
        verbose_name = "задача программы"
        verbose_name_plural = "задачи программы"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "order"], name="goals_of_a_programme_stand_in_order"
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"
