from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from identification.models import Run
from schools.jobs import TrackedJob
from schools.models import Municipality, Region, School, User
from schools.russian import school_year


class PaperBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Letters may be drafts still: they are for those who send them."""
        ours = Municipality.objects
        senders = ours.editable_by(user) | ours.approvable_by(user)
        everybody = ~Q(kind=PaperBatch.Kind.LETTERS) & (
            Q(municipality__in=ours.visible_to(user))
            | Q(region__in=Region.objects.visible_to(user))
        )
        return self.filter(everybody | Q(municipality__in=senders))

    def steerable_by(self, user):
        """Stopped and begun again by who began it, and by those whose municipality it is."""
        if user.is_superuser:
            return self
        return self.visible_to(user).filter(
            Q(created_by=user)
            | Q(municipality__in=Municipality.objects.editable_by(user))
            | Q(municipality__in=Municipality.objects.approvable_by(user))
        )


class PaperBatch(TrackedJob):
    """What is made for each school, as one archive: of a municipality or of a region.

    As a job it is the putting together of the archive. It waits until none of its items is under
    way, so of several workers the one that ends last does it.
    """

    class Kind(models.TextChoices):
        WHY = "why", "Справки для школ"
        PASSPORTS = "passports", "Паспорта школ"
        LETTERS = "letters", "Письма с\xa0рекомендациями"

    kind = models.CharField("вид", max_length=20, choices=Kind)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="paper_batches"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="paper_batches"
    )
    academic_year = models.PositiveSmallIntegerField("учебный год")
    # of what rests on one identification; of a region each school's newest is told of
    run = models.ForeignKey(
        Run, models.PROTECT, null=True, blank=True, related_name="paper_batches"
    )
    # the day that its papers bear, however long they take
    on = models.DateField("на дату")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cancelled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    archive = models.FileField("архив", upload_to="batches/", blank=True)
    finished_at = models.DateTimeField("закончено", null=True, editable=False)
    # when its files go; empty: they are gone
    expires_at = models.DateTimeField("хранится до", null=True, editable=False)

    objects = PaperBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "архив документов школ"
        verbose_name_plural = "архивы документов школ"
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality__isnull=False, region=None)
                | Q(municipality=None, region__isnull=False, run=None),
                name="a_batch_is_of_a_municipality_or_of_a_region",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.where}, {school_year(self.academic_year)}"

    def get_absolute_url(self):
        return reverse("reports:batch", args=[self.pk])

    @classmethod
    def ready(cls):
        going = PaperItem.objects.filter(batch=OuterRef("pk"), state__in=cls.UNDER_WAY)
        return super().ready().filter(~Exists(going))

    @property
    def where(self):
        return self.municipality or self.region

    @property
    def is_cancelled(self):
        return self.cancelled_by_id is not None

    @property
    def is_gone(self):
        return not self.is_under_way and self.expires_at is None


class PaperItem(TrackedJob):
    """What is made for one school. A failed one keeps nobody else's from being made."""

    SWEPT = (TrackedJob.State.RUNNING,)

    batch = models.ForeignKey(PaperBatch, models.PROTECT, related_name="items")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    # of each file its name in the archive and where it lies
    files = models.JSONField(default=list)

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = "документ архива"
        verbose_name_plural = "документы архива"
        constraints = [
            models.UniqueConstraint(fields=["batch", "school"], name="a_school_is_once_in_a_batch")
        ]

    def __str__(self):
        return f"{self.batch}: {self.school}"

    @classmethod
    def ready(cls):
        """Not of a batch that was stopped.

        No join: an update of joined rows picks them before it waits for their locks, and two
        workers would have the same one.
        """
        going = PaperBatch.objects.filter(state=TrackedJob.State.QUEUED)
        return super().ready().filter(batch__in=going)

    @classmethod
    def claim_next(cls, batch_id: int):
        """Whoever was quicker has the one, the next one is ours; None when nobody waits."""
        waiting = cls.ready().filter(batch=batch_id, state=cls.State.QUEUED).order_by("pk")
        while pk := waiting.values_list("pk", flat=True).first():
            if item := cls.claim(pk):
                return item
        return None
