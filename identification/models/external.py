from django.db import models

from schools.models import Document, Municipality, School
from schools.scoping import MunicipalityOwnedQuerySet, SchoolOwnedQuerySet


class ExternalList(models.Model):
    """A list of schools that somebody else made; what it declares and whom it names may differ."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="external_lists", verbose_name="муниципалитет"
    )
    issuer = models.CharField("кто составил", max_length=200)
    published_on = models.DateField("опубликован")
    applies_to_year = models.PositiveSmallIntegerField("учебный год")
    kind = models.CharField("вид", max_length=100, default="низкие результаты")
    declared_count = models.PositiveSmallIntegerField("объявлено школ", null=True, blank=True)
    # {name of a cluster: number of schools}, where the document tells it
    declared_by_cluster = models.JSONField("объявлено по кластерам", default=dict, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["published_on", "issuer"]
        verbose_name = "внешний перечень"
        verbose_name_plural = "внешние перечни"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "issuer", "published_on"],
                name="external_list_of_a_day_is_one",
            )
        ]

    def __str__(self):
        return f"{self.issuer}, {self.published_on:%m.%Y}"


class ExternalListEntry(models.Model):
    list = models.ForeignKey(ExternalList, models.PROTECT, related_name="entries")
    school = models.ForeignKey(School, models.PROTECT, related_name="external_entries")
    flags = models.JSONField("отметки", default=dict, blank=True)

    objects = SchoolOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["list", "school"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "school"], name="school_stands_once_in_an_external_list"
            )
        ]

    def __str__(self):
        return f"{self.list}: {self.school}"
