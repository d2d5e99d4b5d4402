import json
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse

from identification.methods import Method, method_of
from identification.methods.signs import Signs
from schools.jobs import TrackedJob
from schools.models import Municipality, User
from schools.russian import school_year
from schools.scoping import MunicipalityOwnedQuerySet

from .methodology import Methodology


class RunQuerySet(MunicipalityOwnedQuerySet):
    def standing(self):
        """What counts as an outcome: done, and no rehearsal."""
        return self.filter(state=Run.State.DONE).exclude(origin=Run.Origin.REHEARSAL)

    def main_first(self):
        """Of each municipality the runs of its own methodology, then the others; the newest first.

        The rule of `MethodologyQuerySet.in_order`: the one that came first is its own.
        """
        came = Methodology.objects.filter(municipality=models.OuterRef("municipality"))
        own = models.Subquery(came.order_by("pk").values("slug")[:1])
        ours = models.When(methodology__slug=own, then=models.Value(1))
        return self.annotate(is_main=models.Case(ours, default=models.Value(0))).order_by(
            "-is_main", "-created_at", "-pk"
        )

    def of_standings(self):
        """Those that say how a school stands. A run on signs only asks questions."""
        return self.standing().exclude(methodology__method=Signs.name)


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
    # when those in charge were told of it; only of what the calendar started
    told_at = models.DateTimeField(null=True, editable=False)

    objects = RunQuerySet.as_manager()

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

    @property
    def is_rehearsal(self) -> bool:
        """Worked out on what is known so far; never the outcome of the year."""
        return self.origin == self.Origin.REHEARSAL

    def get_absolute_url(self):
        return reverse("identification:run", args=[self.pk])

    @property
    def parameters(self):
        return self.snapshot["parameters"]

    @property
    def rule(self) -> Method:
        return method_of(self.snapshot["method"], self.parameters)

    @property
    def reads_vpr(self) -> bool:
        """A page that rests on ВПР says what they are used for; no other does."""
        return '"VPR"' in json.dumps(self.parameters)

    @property
    def sought(self) -> str:
        """The status that a list of runs counts: low results, or what the method looks for."""
        gives = self.rule.gives
        return "low" if "low" in gives else next(iter(gives), "low")

    @property
    def threshold(self) -> Decimal | None:
        """The score below which a school is on the list, where the methodology names one."""
        named = (
            Decimal(str(rule["value"]))
            for rule in self.parameters.get("statuses", [])
            if rule["where"] == "score" and rule["status"] == "low"
        )
        return next(named, None)
