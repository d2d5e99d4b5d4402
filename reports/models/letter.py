from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from identification.models import Run, Verdict
from schools.models import Document, Municipality, School, User
from schools.russian import school_year
from schools.scoping import SchoolOwnedQuerySet


class LetterQuerySet(SchoolOwnedQuerySet):
    """A letter is the municipality's until it is sent; then the school and its curator read it."""

    def visible_to(self, user):
        schools = School.objects.visible_to(user)
        municipalities = Municipality.objects.visible_to(user)
        return self.filter(
            Q(school__municipality__in=municipalities)
            | Q(school__in=schools, state__in=Letter.GIVEN)
        )

    def editable_by(self, user):
        return self._of(Municipality.objects.editable_by(user))

    def sendable_by(self, user):
        """Letters are signed by the head: who approves may send as well."""
        ours = Municipality.objects
        return self._of(ours.editable_by(user) | ours.approvable_by(user))

    def answerable_by(self, user):
        """The school and whoever enters its affairs for it."""
        schools = School.objects.editable_by(user)
        return self.filter(school__in=schools, state=Letter.State.SENT)

    def with_counts(self):
        """`asked`: recommendations in it; of them `edited` by people, `objected`, `answered`."""
        asked = Q(recommendations__place="letter") & ~Q(recommendations__state="rejected")
        by_hand = ~Q(recommendations__edited_text="") | Q(recommendations__is_due_by_hand=True)
        own = Q(recommendations__rule="")

        def count(*conditions):
            return models.Count("recommendations", filter=Q(*conditions) & asked)

        return self.annotate(
            asked=count(),
            # what methodists promise is not the school's to answer
            of_school=count(~Q(recommendations__addressee="methodists")),
            edited=count(by_hand | own),
            objected=count(Q(recommendations__state="objected")),
            answered=count(
                Q(recommendations__state__in=["done", "partly", "not_done"]),
                ~Q(recommendations__addressee="methodists"),
            ),
            withdrawn=count(
                Q(recommendations__state="withdrawn"),
                ~Q(recommendations__addressee="methodists"),
            ),
        )

    def with_status(self):
        """`status`: of the school, as the run told it."""
        verdicts = Verdict.objects.filter(run=OuterRef("run"), school=OuterRef("school"))
        return self.annotate(status=Subquery(verdicts.values("status")[:1]))

    def given(self):
        return self.filter(state__in=Letter.GIVEN)

    def _of(self, municipalities):
        return self.filter(school__municipality__in=municipalities)


class Letter(models.Model):
    """What one school is recommended after one run. Also an empty one: then nothing is asked.

    Figures are frozen when it is made; made anew, it keeps what people wrote. Once sent, it stays.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "проект"
        READY = "ready", "проверено, не\xa0отправлено"
        SENT = "sent", "отправлено"
        REPLACED = "replaced", "заменено новым"

    GIVEN = (State.SENT, State.REPLACED)
    OPEN = (State.DRAFT, State.READY)

    run = models.ForeignKey(
        Run, models.PROTECT, related_name="letters", verbose_name="идентификация"
    )
    school = models.ForeignKey(School, models.PROTECT, related_name="letters", verbose_name="школа")
    # of the run
    academic_year = models.PositiveSmallIntegerField("учебный год")
    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT)
    # of all that the rules were told
    fingerprint = models.CharField("отпечаток данных", max_length=64, editable=False)
    # what is not judged, and why
    notes = models.JSONField("о\xa0чём вывода нет", default=list, editable=False)
    # what it says where nothing is asked
    nothing = models.TextField("если рекомендаций нет", editable=False)
    closing = models.JSONField("в\xa0конце", default=list, editable=False)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="кто составил"
    )
    made_at = models.DateTimeField("составлено")
    ready_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="кто проверил"
    )
    ready_at = models.DateTimeField("проверено", null=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="кто отправил"
    )
    sent_at = models.DateTimeField("отправлено", null=True)
    # the day from which its terms run, where the municipality is
    sent_on = models.DateField("дата отправки", null=True)
    # its number and date in the register of outgoing letters
    document = models.OneToOneField(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letter",
        verbose_name="исходящий номер",
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-academic_year", "school__short_name", "-pk"]
        verbose_name = "письмо с\xa0рекомендациями"
        verbose_name_plural = "письма с\xa0рекомендациями"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "school"], name="a_school_has_one_letter_of_a_run"
            ),
            models.UniqueConstraint(
                fields=["school", "academic_year"],
                condition=Q(state="sent"),
                name="one_letter_of_a_year_stands",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "ready"], sent_at=None, sent_by=None, sent_on=None)
                | Q(state__in=["sent", "replaced"], sent_at__isnull=False)
                & Q(sent_by__isnull=False, sent_on__isnull=False),
                name="a_sent_letter_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", ready_at=None, ready_by=None)
                | ~Q(state="draft") & Q(ready_at__isnull=False, ready_by__isnull=False),
                name="a_letter_is_looked_through_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.school}: рекомендации, {school_year(self.academic_year)} учебный год"

    def get_absolute_url(self):
        return reverse("reports:letter", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_given(self) -> bool:
        return self.state in self.GIVEN
