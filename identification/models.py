from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from schools.jobs import TrackedJob
from schools.models import Document, Municipality, School, User
from schools.russian import school_year
from schools.scoping import MunicipalityOwnedQuerySet, SchoolOwnedQuerySet


class Method(models.TextChoices):
    WEIGHTED_SCORE = "weighted_score", "взвешенный индекс"


class MethodologyQuerySet(MunicipalityOwnedQuerySet):
    def newest(self):
        """The last version of each methodology."""
        later = self.model.objects.filter(
            municipality=models.OuterRef("municipality"),
            slug=models.OuterRef("slug"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))


class Methodology(models.Model):
    """A method, its parameters and the order it rests on. Once a run used it, it is frozen."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="methodologies", verbose_name="муниципалитет"
    )
    slug = models.SlugField("короткое имя", max_length=60)
    version = models.PositiveSmallIntegerField("редакция", default=1)
    title = models.CharField("название", max_length=200)
    method = models.CharField("метод", max_length=30, choices=Method)
    parameters = models.JSONField("параметры")
    # what in the parameters is not from the document, in words for the reader
    remark = models.TextField("примечание", blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name="документ"
    )
    frozen_at = models.DateTimeField("использована впервые", null=True, editable=False)

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


class Run(TrackedJob):
    """One identification: a methodology, its input and its verdicts, kept as they were."""

    class Origin(models.TextChoices):
        HAND = "hand", "вручную"
        AUGUST = "august", "по календарю"
        REHEARSAL = "rehearsal", "репетиция"

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="runs", verbose_name="муниципалитет"
    )
    methodology = models.ForeignKey(
        Methodology, models.PROTECT, related_name="runs", verbose_name="методика"
    )
    academic_year = models.PositiveSmallIntegerField("учебный год")
    # the methodology file as it was
    snapshot = models.JSONField("методика и параметры", default=dict, editable=False)
    fingerprint = models.CharField("отпечаток входных данных", max_length=64, editable=False)
    origin = models.CharField("начато", max_length=10, choices=Origin, default=Origin.HAND)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField("закончено", null=True, editable=False)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "проведение идентификации"
        verbose_name_plural = "проведения идентификации"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "methodology", "academic_year"],
                condition=Q(origin="august"),
                name="august_comes_once_a_year",
            )
        ]

    def __str__(self):
        return f"Идентификация по результатам {school_year(self.academic_year)} учебного года"

    def get_absolute_url(self):
        return reverse("identification:run", args=[self.pk])

    @property
    def parameters(self):
        return self.snapshot["parameters"]

    @property
    def threshold(self) -> Decimal | None:
        """The score below which a school is on the list, where the methodology names one."""
        named = (
            Decimal(str(rule["value"]))
            for rule in self.parameters.get("statuses", [])
            if rule["where"] == "score" and rule["status"] == "low"
        )
        return next(named, None)


class VerdictQuerySet(SchoolOwnedQuerySet):
    def update(self, **fields):
        raise TypeError("A verdict is never edited, only followed by another run.")

    def delete(self):
        raise TypeError("A verdict is never deleted.")

    def in_order(self):
        """Clusters as the municipality orders them, the best place first."""
        # databases differ on where a school without a place would stand
        place = F("place").asc(nulls_last=True)
        return self.order_by("snapshot__cluster_order", "snapshot__cluster", place, "pk")

    def of_finished_runs(self):
        return self.filter(run__state=Run.State.DONE)


class Verdict(models.Model):
    """What a run says of one school, with the school as it was: it reprints the same for ever."""

    class Status(models.TextChoices):
        LOW = "low", "низкие результаты"
        AT_RISK = "at_risk", "зона риска"
        LEADER = "leader", "лидер"
        NONE = "none", "вне перечней"
        NO_DATA = "no_data", "нет данных"

    run = models.ForeignKey(Run, models.PROTECT, related_name="verdicts")
    school = models.ForeignKey(School, models.PROTECT, related_name="verdicts")
    snapshot = models.JSONField("какой школа была")
    score = models.DecimalField("индекс", max_digits=6, decimal_places=2, null=True)
    adjusted_score = models.DecimalField("с поправкой", max_digits=6, decimal_places=2, null=True)
    place = models.PositiveSmallIntegerField("место", null=True)
    adjusted_place = models.PositiveSmallIntegerField("место с поправкой", null=True)
    status = models.CharField("статус", max_length=10, choices=Status)
    statuses = models.JSONField("статусы", default=list)
    # the status that the same rules give to the adjusted score and place
    adjusted_status = models.CharField("статус с поправкой", max_length=10, choices=Status)
    reasons = models.JSONField("основания", default=list)
    pupils_to_flip = models.PositiveSmallIntegerField("учеников до другого статуса", null=True)
    stability = models.DecimalField("устойчивость", max_digits=4, decimal_places=3, null=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["run", "pk"]
        verbose_name = "вывод о школе"
        verbose_name_plural = "выводы о школах"
        constraints = [
            models.UniqueConstraint(fields=["run", "school"], name="one_verdict_per_run_and_school")
        ]

    def __str__(self):
        return f"{self.snapshot['short_name']}: {self.get_status_display()}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("A verdict is never edited, only followed by another run.")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("identification:why", args=[self.pk])


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
