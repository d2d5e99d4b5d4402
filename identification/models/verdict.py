from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from identification.borders import CLOSE, FIRM, pupils_away
from identification.methods.statuses import NAMES
from schools.models import School
from schools.scoping import SchoolOwnedQuerySet

from .run import Run


def has_status(status: str, *, prefix: str = "") -> Q:
    """The rule of `given`, where a database is asked; `prefix`: from where verdicts are reached."""
    # not every database looks into a list, so its text is asked
    among = {"score": None, "statuses__icontains": f'"{status}"'}
    return Q(**{f"{prefix}status": status}) | Q(
        **{f"{prefix}{name}": value for name, value in among.items()}
    )


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

    def on_the_border(self):
        """The rule of `is_on_the_border`, where a database is asked."""
        return self.filter(Q(pupils_to_flip__lte=CLOSE) | Q(stability__lt=FIRM))

    def given(self, status: str):
        """All schools that have it, whatever else they have."""
        return self.filter(has_status(status))

    def of_finished_runs(self):
        return self.filter(run__state=Run.State.DONE)

    def of_standings(self):
        """How a school stands, by whatever methodology; not what was noticed of its results."""
        return self.filter(run__in=Run.objects.of_standings())

    def open_to(self, user):
        """A rehearsal is shown only to those who see the run itself."""
        return self.of_finished_runs().filter(
            Q(run__in=Run.objects.standing()) | Q(run__in=Run.objects.visible_to(user))
        )


class Verdict(models.Model):
    """What a run says of one school, with the school as it was: it reprints the same for ever."""

    Status = models.TextChoices(
        "Status", [(name.upper(), (name, words)) for name, words in NAMES.items()]
    )

    run = models.ForeignKey(Run, models.PROTECT, related_name="verdicts")
    school = models.ForeignKey(School, models.PROTECT, related_name="verdicts")
    snapshot = models.JSONField("какой школа была")
    score = models.DecimalField("индекс", max_digits=12, decimal_places=2, null=True)
    adjusted_score = models.DecimalField("с поправкой", max_digits=12, decimal_places=2, null=True)
    place = models.PositiveSmallIntegerField("место", null=True)
    adjusted_place = models.PositiveSmallIntegerField("место с поправкой", null=True)
    status = models.CharField("статус", max_length=20, choices=Status)
    statuses = models.JSONField("статусы", default=list)
    # the status that the same rules give to the adjusted score and place
    adjusted_status = models.CharField(
        "статус с поправкой", max_length=20, choices=Status, blank=True
    )
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

    @property
    def given(self) -> list[str]:
        """Every status of the school. Of a score one fits inside another: the first stands."""
        return self.statuses if self.score is None and self.statuses else [self.status]

    @property
    def named(self) -> list[tuple[str, str]]:
        """The same with their words: «low», «низкие результаты»."""
        return [(status, NAMES[status]) for status in self.given]

    @property
    def pupils_away(self) -> int | None:
        return pupils_away(self)
