from django.db import models
from django.urls import reverse

from identification.models import Run
from schools.jobs import TrackedJob
from schools.models import Municipality, User
from schools.scoping import MunicipalityOwnedQuerySet


class Note(TrackedJob):
    """A paper made from the data, kept with the fingerprint of what it was made from."""

    class Kind(models.TextChoices):
        IDENTIFICATION = "identification", "Аналитическая справка о результатах идентификации"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="notes", verbose_name="муниципалитет"
    )
    kind = models.CharField("вид", max_length=20, choices=Kind)
    run = models.ForeignKey(Run, models.PROTECT, related_name="notes")
    fingerprint = models.CharField("отпечаток данных", max_length=64)
    pdf = models.FileField("PDF", upload_to="notes/%Y/", blank=True)
    workbook = models.FileField("таблицы", upload_to="notes/%Y/", blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField("закончено", null=True, editable=False)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "справка"
        verbose_name_plural = "справки"

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("reports:note", args=[self.pk])
