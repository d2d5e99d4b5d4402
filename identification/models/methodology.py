from django.db import models
from django.urls import reverse

from identification.methods import METHODS, Method, method_of
from schools.models import Document, Municipality, User
from schools.scoping import MunicipalityOwnedQuerySet

CHOICES = [(name, method.title) for name, method in METHODS.items()]


class MethodologyQuerySet(MunicipalityOwnedQuerySet):
    def newest(self):
        """The last version of each methodology."""
        later = self.model.objects.filter(
            municipality=models.OuterRef("municipality"),
            slug=models.OuterRef("slug"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))

    def in_order(self):
        """As they came, whichever version: the first is the municipality's own."""
        versions = self.model.objects.filter(
            municipality=models.OuterRef("municipality"), slug=models.OuterRef("slug")
        )
        came = models.Subquery(versions.order_by("pk").values("pk")[:1])
        return self.annotate(came=came).order_by("came", "pk")


class Methodology(models.Model):
    """A method, its parameters and the order it rests on. Once a run used it, it is frozen."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="methodologies", verbose_name="муниципалитет"
    )
    slug = models.SlugField("короткое имя", max_length=60)
    version = models.PositiveSmallIntegerField("редакция", default=1)
    title = models.CharField("название", max_length=200)
    method = models.CharField("метод", max_length=30, choices=CHOICES)
    parameters = models.JSONField("параметры")
    # what in the parameters is not from the document, in words for the reader
    remark = models.TextField("примечание", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name="документ"
    )
    frozen_at = models.DateTimeField("использована впервые", null=True, editable=False)
    # of the last change of this version; empty where a command or the demo brought it
    edited_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    edited_at = models.DateTimeField("изменена", null=True, editable=False)

    objects = MethodologyQuerySet.as_manager()

    class Meta:
        ordering = ["municipality", "slug", "-version"]
        verbose_name = "методика"
        verbose_name_plural = "методики"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "slug", "version"], name="version_of_a_methodology_is_one"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("identification:methodology", args=[self.pk])

    @property
    def versions(self):
        """All versions of it, the newest first."""
        return Methodology.objects.filter(municipality=self.municipality_id, slug=self.slug)

    @property
    def rule(self) -> Method:
        return method_of(self.method, self.parameters)

    def as_file(self) -> dict:
        """The methodology as one JSON document: in a file and in the snapshot of a run."""
        paper = self.document
        return {
            "slug": self.slug,
            "title": self.title,
            "method": self.method,
            "version": self.version,
            "document": paper
            and {
                "title": paper.title,
                "number": paper.number,
                "date": paper.dated_on and paper.dated_on.isoformat(),
            },
            "parameters": self.parameters,
        }
