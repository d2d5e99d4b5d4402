from django.db import models
from django.db.models import Q
from django.urls import reverse

from schools.models import User

from .note import Note

UNTITLED = {"key": "Главные числа", "sources": "Источники"}


class NoteSection(models.Model):
    """A section of a note: what was composed, and apart from it what a person made of it."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="sections")
    code = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField("порядок")
    title = models.CharField("название", max_length=300, blank=True)
    generated = models.TextField("составлено порталом")
    # the restricted HTML of reports.notes.plain; empty: as it was composed
    edited = models.TextField("исправлено", blank=True)
    # what the data of today would say, until somebody takes it or keeps the old
    proposed = models.TextField("предложено", blank=True)
    proposed_title = models.CharField(max_length=300, blank=True)
    proposed_fingerprint = models.CharField(max_length=64, blank=True)
    # of the data that the printed text was made from
    fingerprint = models.CharField(max_length=64)
    is_left_out = models.BooleanField("не печатать", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField("исправлено", null=True, blank=True)

    class Meta:
        ordering = ["note", "order"]
        verbose_name = "раздел справки"
        verbose_name_plural = "разделы справок"
        constraints = [
            models.UniqueConstraint(fields=["note", "code"], name="a_note_has_a_section_once"),
            models.CheckConstraint(
                condition=Q(edited="") | Q(edited_by__isnull=False, edited_at__isnull=False),
                name="an_edited_section_says_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return self.title or UNTITLED.get(self.code, "Без названия")

    def get_absolute_url(self):
        return reverse("reports:note-section", args=[self.note_id, self.code])
