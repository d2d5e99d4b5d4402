from django.db import models
from django.urls import reverse

from identification.models import Run
from schools.jobs import TrackedJob
from schools.models import Municipality, User
from schools.scoping import MunicipalityOwnedQuerySet


class LetterArchive(TrackedJob):
    """All letters of a run in one file, PDF and DOCX. A letter that fails is named in it."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="letter_archives", verbose_name="муниципалитет"
    )
    run = models.ForeignKey(Run, models.PROTECT, related_name="letter_archives")
    file = models.FileField("архив", blank=True)
    letters = models.PositiveSmallIntegerField("писем", default=0)
    # names of the schools whose letters could not be made
    broken = models.JSONField(default=list)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField("закончено", null=True, editable=False)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "архив писем"
        verbose_name_plural = "архивы писем"

    def __str__(self):
        return f"Письма с рекомендациями: {self.municipality}"

    def get_absolute_url(self):
        return reverse("reports:letter-archive", args=[self.pk])
