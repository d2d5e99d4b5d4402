from django.db import models
from django.db.models import Q
from django.urls import reverse

from assessments.models import Sitting
from identification.methods.wording.signs import NEUTRAL, RULES
from schools.models import Municipality, School, User
from schools.scoping import SchoolOwnedQuerySet

from .run import Run

CHOICES = list(RULES.items())


class SignQuerySet(SchoolOwnedQuerySet):
    def in_state(self, state):
        return self.filter(IN_STATE[state])

    def recheckable_by(self, user):
        """What was done about it is recorded by the municipality."""
        return self._of(Municipality.objects.editable_by(user))

    def concludable_by(self, user):
        """The commission is spoken for by the coordinator or by the head."""
        ours = Municipality.objects
        mine = ours.editable_by(user) | ours.approvable_by(user)
        return self._of(mine)

    def _of(self, municipalities):
        return self.filter(school__municipality__in=municipalities)


class Sign(models.Model):
    """A result that asks for a closer look, and what came of it. A sign is no conclusion.

    There is one of a result and a rule, whatever the number of runs that find it: what a school
    has explained once it is not asked again.
    """

    class State(models.TextChoices):
        EXPLAIN = "explain", "ждёт пояснения школы"
        RECHECK = "recheck", "ждёт перепроверки"
        CONCLUDE = "conclude", "ждёт вывода комиссии"
        DONE = "done", "вывод сделан"
        GONE = "gone", "больше не находится"

    class Recheck(models.TextChoices):
        WORKS = "works", "перепроверка работ"
        OBSERVER = "observer", "независимый наблюдатель"
        REPEATED = "repeated", "повторная работа"
        OTHER = "other", "другое"

    class Conclusion(models.TextChoices):
        CONFIRMED = "confirmed", "результаты подтверждены"
        DOUBTFUL = "doubtful", "результаты вызывают сомнение"

    # the last that found it
    run = models.ForeignKey(Run, models.PROTECT, related_name="signs")
    # a later one that does not find it any more: the figures have been corrected
    gone_in = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")
    school = models.ForeignKey(School, models.PROTECT, related_name="signs")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="signs")
    rule = models.SlugField("признак", max_length=40, choices=CHOICES)
    # the sentence with its figures, as the school has read it
    found = models.TextField("что замечено")
    found_at = models.DateTimeField("когда замечено")
    explanation = models.TextField("пояснение школы", max_length=4000, blank=True)
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)
    recheck_kind = models.CharField(
        "что сделано", max_length=10, choices=Recheck, default=Recheck.WORKS
    )
    recheck = models.TextField("что показала перепроверка", max_length=4000, blank=True)
    rechecked_on = models.DateField("дата", null=True)
    rechecked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rechecked_at = models.DateTimeField(null=True)
    conclusion = models.CharField("вывод", max_length=10, choices=Conclusion, blank=True)
    conclusion_note = models.TextField("основание вывода", max_length=4000, blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    objects = SignQuerySet.as_manager()

    class Meta:
        ordering = ["-sitting__academic_year", "school__short_name", "pk"]
        verbose_name = "признак"
        verbose_name_plural = "признаки"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "sitting", "rule"], name="a_sign_of_a_result_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(explained_at=None, explained_by=None, explanation="")
                | Q(explained_at__isnull=False, explained_by__isnull=False) & ~Q(explanation=""),
                name="an_explanation_is_somebody_s",
            ),
            models.CheckConstraint(
                condition=Q(rechecked_at=None, rechecked_by=None, rechecked_on=None)
                | Q(rechecked_at__isnull=False, rechecked_by__isnull=False)
                & Q(rechecked_on__isnull=False, explained_at__isnull=False),
                name="a_recheck_follows_the_explanation",
            ),
            models.CheckConstraint(
                condition=Q(conclusion="", concluded_at=None, concluded_by=None)
                | ~Q(conclusion="")
                & Q(concluded_at__isnull=False, concluded_by__isnull=False)
                & Q(rechecked_at__isnull=False),
                name="a_conclusion_follows_the_recheck",
            ),
        ]

    def __str__(self):
        return f"{self.school}: {self.found}"

    def get_absolute_url(self):
        return reverse("identification:sign", args=[self.pk])

    @property
    def seen(self) -> str:
        """What was seen, where the page itself says that it is only a sign."""
        return self.found.removesuffix(NEUTRAL).strip()

    @property
    def state(self) -> "Sign.State":
        """The step that is next; what was concluded stays so, also if figures change later."""
        if self.concluded_at:
            return self.State.DONE
        if self.gone_in_id:
            return self.State.GONE
        if self.rechecked_at:
            return self.State.CONCLUDE
        return self.State.RECHECK if self.explained_at else self.State.EXPLAIN


IN_STATE = {
    Sign.State.EXPLAIN: Q(explained_at=None, gone_in=None),
    Sign.State.RECHECK: Q(explained_at__isnull=False, rechecked_at=None, gone_in=None),
    Sign.State.CONCLUDE: Q(rechecked_at__isnull=False, concluded_at=None, gone_in=None),
    Sign.State.DONE: Q(concluded_at__isnull=False),
    Sign.State.GONE: Q(gone_in__isnull=False, concluded_at=None),
}
