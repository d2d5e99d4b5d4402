from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from schools.jobs import TrackedJob
from schools.models import Municipality, User
from schools.scoping import MunicipalityOwnedQuerySet


def upload_place(_batch, _name) -> str:
    """The name that a stranger gave the file is shown, and never becomes a path."""
    return f"imports/{uuid4()}"


class ImportBatch(TrackedJob):
    """A file of results on its way in: read, looked at, stored, perhaps taken back.

    The state of the job is that of the present stage: first the file is read, later stored.
    `reading` and `upload` are held only until the file is stored, dropped or out of date, and
    a file with pupils is not held at all.
    """

    class Stage(models.TextChoices):
        READING = "reading", "читается"
        REVIEW = "review", "ждёт решения"
        STORING = "storing", "записывается"
        STORED = "stored", "записан"
        UNDONE = "undone", "отменён"
        DROPPED = "dropped", "не записан"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="import_batches", verbose_name="муниципалитет"
    )
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    academic_year = models.PositiveSmallIntegerField("учебный год")
    name = models.CharField("имя файла", max_length=255)
    size = models.PositiveIntegerField("размер, байт")
    sha256 = models.CharField(max_length=64)
    upload = models.FileField(upload_to=upload_place, blank=True)
    # a code of readers.READERS; empty until it is recognised
    format = models.CharField("вид файла", max_length=30, blank=True)
    mapping = models.ForeignKey(
        "ColumnMapping", models.PROTECT, null=True, blank=True, related_name="+"
    )
    stage = models.CharField(
        "состояние", max_length=10, choices=Stage, default=Stage.READING, editable=False
    )
    # what the reader gave, without matched schools: they are asked anew each time
    reading = models.JSONField(null=True, editable=False)
    # answers of the person: {"schools": {key: pk, 0 to leave out}, "reasons": {key: code}}
    answers = models.JSONField(default=dict, editable=False)
    # what was shown: counts, changes, problems; and its fingerprint, which the confirmation names
    plan = models.JSONField(default=dict, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField("хранится до", editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField("записан", null=True, editable=False)
    undone_at = models.DateTimeField("отменён", null=True, editable=False)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "загрузка файла"
        verbose_name_plural = "загрузки файлов"
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage="stored") | Q(stored_at__isnull=False, reading=None),
                name="a_stored_file_is_no_longer_staged",
            ),
            models.CheckConstraint(
                condition=~Q(stage="undone") | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="an_undone_import_says_by_whom",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("assessments:import", args=[self.pk])

    @property
    def may_be_removed(self):
        """It could not be read, or was not stored: nothing in the portal comes from it."""
        is_unread = self.stage == self.Stage.READING and self.state == self.State.FAILED
        return is_unread or self.stage == self.Stage.DROPPED


class ColumnMapping(models.Model):
    """How a table that no reader knows is to be read: remembered for the next one like it."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="column_mappings", verbose_name="муниципалитет"
    )
    title = models.CharField("название", max_length=100)
    # of all that stands down to the last row of the titles: where it is the same, nobody is asked
    header = models.CharField(max_length=64)
    # of the titles alone: under another heading the table is another, its columns mean the same
    titles = models.CharField(max_length=64)
    columns = models.JSONField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "разметка таблицы"
        verbose_name_plural = "разметки таблиц"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "header"], name="a_header_is_mapped_once"
            )
        ]

    def __str__(self):
        return self.title
