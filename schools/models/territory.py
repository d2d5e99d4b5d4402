from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from schools.querysets import MunicipalityOwnedQuerySet, MunicipalityQuerySet, RegionQuerySet
from schools.russian import school_year


def validate_time_zone(name):
    if name not in available_timezones():
        raise ValidationError("Такого часового пояса нет. Пример: Asia/Krasnoyarsk.")


class Region(models.Model):
    name = models.CharField("название", max_length=200, unique=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "регион"
        verbose_name_plural = "регионы"

    def __str__(self):
        return self.name


class Municipality(models.Model):
    """The tenant: one education department and its schools.

    Case forms are data, never guessed: where `name_genitive` is empty, sentences are built so
    that the nominative stands.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="municipalities", verbose_name="регион"
    )
    slug = models.SlugField("короткое имя", unique=True)
    name = models.CharField("название", max_length=200)
    name_genitive = models.CharField("название в родительном падеже", max_length=200, blank=True)
    authority = models.CharField("орган управления образованием", max_length=300, blank=True)
    head_title = models.CharField("должность руководителя", max_length=200, blank=True)
    town = models.CharField("место составления документов", max_length=100, blank=True)
    time_zone = models.CharField(
        "часовой пояс", max_length=50, default="Europe/Moscow", validators=[validate_time_zone]
    )
    august_day = models.PositiveSmallIntegerField(
        "день идентификации в августе",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    # when the calendar last looked whether an identification is due: once a day is enough
    looked_on = models.DateField(null=True, editable=False)
    academic_year = models.PositiveSmallIntegerField(
        "рабочий учебный год",
        default=2026,
        help_text="Год, в котором заканчивается учебный год. Портал открывается на нём.",
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
    )
    # what everybody may read without signing in stands on one page; off until somebody turns it on
    is_public = models.BooleanField("публичная страница включена", default=False)
    is_indexed = models.BooleanField("разрешить поисковым системам", default=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "муниципалитет"
        verbose_name_plural = "муниципалитеты"
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="municipality_is_named_once_in_a_region",
                violation_error_message="В этом регионе уже есть муниципалитет с таким названием.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def school_year(self):
        return school_year(self.academic_year)


class Cluster(models.Model):
    """Schools that are compared with each other: town, village, branches."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="clusters", verbose_name="муниципалитет"
    )
    name = models.CharField("название", max_length=100)
    order = models.PositiveSmallIntegerField("порядок", default=0)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = "кластер"
        verbose_name_plural = "кластеры"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"],
                name="cluster_is_named_once_in_a_municipality",
                violation_error_message="В этом муниципалитете уже есть кластер с таким названием.",
            )
        ]

    def __str__(self):
        return self.name
