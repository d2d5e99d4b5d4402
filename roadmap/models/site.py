from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.querysets import SiteFindingQuerySet
from schools.models import Municipality, School, User
from schools.scoping import MunicipalityOwnedQuerySet


class SiteRequirement(models.Model):
    """What the site of every supported school must have."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="site_requirements")
    title = models.CharField("что должно быть на сайте", max_length=500)
    order = models.PositiveSmallIntegerField("порядок")
    dropped_on = models.DateField("исключено", null=True, blank=True)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["municipality", "order"]
        verbose_name = "требование к сайту"
        verbose_name_plural = "требования к сайтам"

    def __str__(self):
        return self.title


class SiteCheck(models.Model):
    """A round of looking at the sites of schools, twice a year."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="site_checks")
    title = models.CharField("название", max_length=300)
    held_on = models.DateField("дата")
    closed_at = models.DateTimeField("закончен", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = "мониторинг сайтов"
        verbose_name_plural = "мониторинги сайтов"

    def __str__(self):
        return f"{self.title}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self):
        return reverse("roadmap:site-check", args=[self.pk])


class SiteFinding(models.Model):
    """What was found of one requirement on the site of one school; empty: not looked at yet."""

    class Found(models.TextChoices):
        YES = "yes", "есть"
        PARTLY = "partly", "есть не всё"
        NO = "no", "нет"

    check_round = models.ForeignKey(SiteCheck, models.PROTECT, related_name="findings")
    school = models.ForeignKey(School, models.PROTECT, related_name="site_findings")
    requirement = models.ForeignKey(SiteRequirement, models.PROTECT, related_name="findings")
    found = models.CharField("найдено", max_length=10, choices=Found, blank=True)
    note = models.CharField("замечание", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    objects = SiteFindingQuerySet.as_manager()

    class Meta:
        ordering = ["check_round", "school", "requirement__order"]
        verbose_name = "найденное на сайте"
        verbose_name_plural = "найденное на сайтах"
        constraints = [
            models.UniqueConstraint(
                fields=["check_round", "school", "requirement"],
                name="a_requirement_is_looked_for_once",
            ),
            models.CheckConstraint(
                condition=Q(found="") | Q(at__isnull=False), name="what_was_found_says_when"
            ),
        ]

    def __str__(self):
        return f"{self.school}: {self.requirement}"

    def get_absolute_url(self):
        """With the others of its school, over the years."""
        return f"{reverse('roadmap:school-sites', args=[self.school_id])}#finding-{self.pk}"
