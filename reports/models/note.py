from django.db import models
from django.db.models import Q
from django.urls import reverse

from identification.models import Run
from reports.notes.spans import span_of
from reports.querysets import NoteQuerySet
from roadmap.models import Programme, SiteCheck
from schools.jobs import TrackedJob
from schools.models import Document, Municipality, School, User
from schools.russian import school_year

SUBJECTS = ("run", "school", "programme", "check_round")


class Note(TrackedJob):
    """A paper made from the data, kept with the fingerprint of what it was made from.

    The job composes its sections and prints them. Files follow from the row and are made again
    whenever they are asked for; `revision` counts the changes of the text.
    """

    class Kind(models.TextChoices):
        IDENTIFICATION = "identification", "Аналитическая справка о результатах идентификации"
        MONITORING = "monitoring", "Справка о мониторинге ШНОР и ШНСУ"
        PROGRESS = "progress", "Справка о ходе программы"
        DYNAMICS = "dynamics", "Справка о динамике результатов"
        PASSPORT = "passport", "Паспорт школы"
        SITES = "sites", "Справка о мониторинге сайтов школ"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="notes", verbose_name="муниципалитет"
    )
    kind = models.CharField("вид", max_length=20, choices=Kind)
    academic_year = models.PositiveSmallIntegerField("учебный год")
    # what the note is about: see the constraint
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="notes")
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="notes")
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name="программа",
    )
    check_round = models.ForeignKey(
        SiteCheck,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name="мониторинг сайтов",
    )
    starts_on = models.DateField("период с", null=True, blank=True)
    ends_on = models.DateField("период по", null=True, blank=True)

    # what the composer said, sections apart
    title = models.CharField("название вида", max_length=200, blank=True, editable=False)
    subject = models.CharField("о чём", max_length=500, blank=True, editable=False)
    description = models.CharField("описание", max_length=500, blank=True, editable=False)
    trace = models.CharField("сделана из", max_length=500, blank=True, editable=False)
    fingerprint = models.CharField("отпечаток данных", max_length=64)
    sheets = models.JSONField("таблицы", default=list, editable=False)
    # in what is printed of it: then it is for those who may know of them
    names_schools = models.BooleanField("называет школы", default=True, editable=False)

    revision = models.PositiveIntegerField("правок", default=0, editable=False)
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="note"
    )
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField("закончено", null=True, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "справка"
        verbose_name_plural = "справки"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="identification", run__isnull=False, **dict.fromkeys(SUBJECTS[1:]))
                | Q(kind__in=["monitoring", "dynamics"], **dict.fromkeys(SUBJECTS))
                | Q(
                    kind="progress",
                    programme__isnull=False,
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    run=None,
                    school=None,
                    check_round=None,
                )
                | Q(
                    kind="passport",
                    school__isnull=False,
                    run=None,
                    programme=None,
                    check_round=None,
                )
                | Q(kind="sites", check_round__isnull=False, run=None, school=None, programme=None),
                name="a_note_is_about_what_its_kind_is_about",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="a_note_ends_its_period_after_it_began",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("reports:note", args=[self.pk])

    @property
    def when(self) -> str:
        """The span that it tells of, else its school year."""
        if self.starts_on:
            return span_of(self.starts_on, self.ends_on).words
        return f"{school_year(self.academic_year)}\xa0учебный год"

    @property
    def about(self):
        """The school, the programme or the round that it tells of; a run is told by its year."""
        return self.school or self.programme or self.check_round
