from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.models import Programme
from schools.models import Approval, Document, Municipality, User
from schools.scoping import MunicipalityOwnedQuerySet


def publication_place(_publication=None, _name="") -> str:
    """Nobody guesses where the file of a paper lies, and its name never becomes a path."""
    return f"publications/{uuid4()}"


class PublicationQuerySet(MunicipalityOwnedQuerySet):
    def current(self):
        return self.filter(withdrawn_at=None)


class Publication(models.Model):
    """A paper shown to everybody: what was shown, by whom, and since when.

    All of it is a copy. The paper goes on living; what visitors read was read by who published it.
    Whether it is still shown is a rule: see `reports.publishing.rules`.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="publications", verbose_name="муниципалитет"
    )
    document = models.ForeignKey(Document, models.PROTECT, related_name="publications")
    # the consent that it rests on; empty: signed outside the portal
    approval = models.ForeignKey(
        Approval, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    # of an act that puts a programme in force: the programme, and what it says
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    programme_content = models.JSONField(null=True, blank=True, editable=False)
    year = models.PositiveSmallIntegerField("год")
    slug = models.SlugField("адрес", max_length=80)
    title = models.CharField("название", max_length=500)
    kind_words = models.CharField("что это", max_length=100)
    # the requisites of the document: see rules.requisites
    said = models.JSONField(default=dict, editable=False)
    file = models.FileField("файл", upload_to=publication_place, blank=True)
    ending = models.CharField(max_length=10, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField("опубликовано")
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("снято", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField("почему снято", max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = "публикация"
        verbose_name_plural = "публикации"
        constraints = [
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(withdrawn_at=None),
                name="a_document_is_published_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["municipality", "year", "slug"],
                condition=Q(withdrawn_at=None),
                name="an_address_leads_to_one_publication",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_because=""),
                name="a_withdrawn_publication_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="", ending="")
                | ~Q(file="") & ~Q(sha256="") & ~Q(ending=""),
                name="a_published_file_has_its_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(programme=None, programme_content=None)
                | Q(programme__isnull=False, programme_content__isnull=False),
                name="a_published_programme_has_its_content",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("public:paper", args=[self.municipality.slug, self.year, self.slug])

    @property
    def file_url(self) -> str:
        where = [self.municipality.slug, self.year, self.slug, self.ending]
        return reverse("public:file", args=where) if self.file else ""
