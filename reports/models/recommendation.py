import hashlib

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from reports.rules import Addressee as Said
from reports.rules import Check
from reports.rules.follow_up import Outcome as Came
from reports.rules.phrases import good_of
from roadmap.models import Task
from schools.models import User
from schools.russian import in_words

from .letter import Letter
from .recommendation_querysets import RecommendationQuerySet


class Recommendation(models.Model):
    """One sentence to one addressee: by a rule on frozen figures, or added by a person.

    What a person wrote stands beside the generated text, with the reason; the figures never change
    by hand.
    """

    class Addressee(models.TextChoices):
        TEAM = "team", Said.TEAM.value
        TEACHERS = "teachers", Said.TEACHERS.value
        PARENTS = "parents", Said.PARENTS.value
        METHODISTS = "methodists", Said.METHODISTS.value

    class Place(models.TextChoices):
        LETTER = "letter", "в\xa0письме"
        RESERVE = "reserve", "в\xa0резерве"
        AFTER = "after", "после письма"

    class State(models.TextChoices):
        DRAFT = "draft", "проект"
        REJECTED = "rejected", "отклонена"
        SENT = "sent", "направлена"
        OBJECTED = "objected", "возражение"
        ACCEPTED = "accepted", "принята"
        DONE = "done", "выполнена"
        PARTLY = "partly", "выполнена частично"
        NOT_DONE = "not_done", "не\xa0выполнена"
        WITHDRAWN = "withdrawn", "снята"

    NEVER_GIVEN = (State.DRAFT, State.REJECTED)
    UNDER_WAY = (State.SENT, State.ACCEPTED)
    ANSWERS = (State.DONE, State.PARTLY, State.NOT_DONE, State.WITHDRAWN)

    class SeenBy(models.TextChoices):
        AUTO = Check.AUTO.value, "видно в\xa0портале"
        SCHOOL = Check.SCHOOL.value, "отмечает школа"
        CURATOR = Check.CURATOR.value, "подтверждает куратор"

    class Outcome(models.TextChoices):
        BETTER = Came.BETTER.value, "лучше случайного"
        SAME = Came.SAME.value, "в\xa0пределах колебаний"
        WORSE = Came.WORSE.value, "стало хуже"
        TOO_EARLY = Came.TOO_EARLY.value, "рано судить"
        NOT_COMPARED = Came.NOT_COMPARED.value, "не\xa0сравнивается"

    letter = models.ForeignKey(
        Letter, models.PROTECT, related_name="recommendations", verbose_name="письмо"
    )
    # what it is made of: made anew, the same one is found again; empty: a person added it
    key = models.CharField("ключ", max_length=300, blank=True, editable=False)
    rule = models.CharField("правило", max_length=10, blank=True)
    rule_version = models.PositiveSmallIntegerField("версия правила", null=True, editable=False)
    # [{"kind", "grade", "subject", "variant", "years": […]}], the first leads
    lines = models.JSONField("строки", default=list, editable=False)
    values = models.JSONField("числа", default=dict, editable=False, encoder=DjangoJSONEncoder)
    reason = models.TextField("основание", blank=True)
    # as it may be published: nothing by which one pupil or teacher is known
    published_reason = models.TextField("для публикации", blank=True, editable=False)
    text = models.TextField("рекомендация", blank=True)
    edited_text = models.TextField("в\xa0редакции методиста", blank=True)
    edited_because = models.TextField("почему изменено", blank=True)
    addressee = models.CharField("кому", max_length=10, choices=Addressee)
    term = models.CharField("срок", max_length=100, blank=True)
    due_on = models.DateField("срок", null=True, blank=True)
    # of a term that a person has set
    is_due_by_hand = models.BooleanField("срок задан вручную", default=False)
    counts_if = models.TextField("засчитывается, если", blank=True)
    seen_by = models.CharField(
        "кто видит выполнение", max_length=10, choices=SeenBy, default=SeenBy.SCHOOL
    )
    support = models.CharField("форма помощи", max_length=300, blank=True)
    # code, words, k0, n0, goal, of, years: a guide for next year, never a plan for marks
    effect = models.JSONField("ориентир", default=dict, editable=False)
    points = models.SmallIntegerField("баллы", default=0)
    # codes of the rules that it has taken in
    taken = models.JSONField("включает", default=list, editable=False)
    place = models.CharField("место", max_length=10, choices=Place, default=Place.LETTER)
    # the municipality and the school alone read it
    is_restricted = models.BooleanField("для узкого круга", default=False, editable=False)
    state = models.CharField("состояние", max_length=10, choices=State, default=State.DRAFT)
    wants_task = models.BooleanField("поставить поручение", default=False)
    task = models.OneToOneField(
        Task,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendation",
        verbose_name="поручение",
    )
    # what the year after showed
    outcome = models.CharField("эффект", max_length=15, choices=Outcome, blank=True)
    outcome_words = models.TextField("вывод об\xa0эффекте", blank=True)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated",
        verbose_name="в\xa0прошлом году",
    )
    added_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто добавил",
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["letter", "-points", "pk"]
        verbose_name = "рекомендация"
        verbose_name_plural = "рекомендации"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "key"],
                condition=~Q(key=""),
                name="a_rule_speaks_once_of_the_same",
            ),
            models.CheckConstraint(
                condition=Q(rule="", added_by__isnull=False, key="")
                | ~Q(rule="") & ~Q(key="") & Q(added_by=None),
                name="a_recommendation_is_of_a_rule_or_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(edited_text="", is_due_by_hand=False) | ~Q(edited_because=""),
                name="a_changed_text_says_why",
            ),
            models.CheckConstraint(
                condition=Q(is_due_by_hand=False) | Q(due_on__isnull=False),
                name="a_term_set_by_hand_is_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(edited_text=""), name="a_recommendation_says_something"
            ),
        ]

    def __str__(self):
        return self.wording

    def get_absolute_url(self):
        return reverse("reports:recommendation", args=[self.pk])

    @property
    def wording(self) -> str:
        """What the school reads."""
        return self.edited_text or self.text

    @property
    def is_done(self) -> bool:
        """Done in part is done, where the effect is asked for."""
        return self.state in (self.State.DONE, self.State.PARTLY)

    @property
    def is_high(self) -> bool:
        """The effect is looked for among high results, not among those below the minimum."""
        return self.effect.get("code") == "E-H" or self.rule == "LD-3"

    @property
    def is_about_data(self) -> bool:
        """The school is asked for its figures."""
        return self.rule.startswith("DQ-")

    @property
    def looked_at(self) -> str:
        """What the figures of its effect count, before «5 из 20»."""
        if not self.is_high:
            return "ниже минимума"
        return f"{good_of(self.lines[0]['kind'])} у"

    @property
    def version(self) -> str:
        """A fingerprint of what people may change: of two editors the second is told."""
        day = self.due_on if self.is_due_by_hand else ""
        told = f"{self.text}|{self.edited_text}|{day}|{self.edited_because}|{self.wants_task}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def is_under_way(self) -> bool:
        return self.state in self.UNDER_WAY

    @property
    def due_words(self) -> str:
        """On paper, where nobody can ask since when: the day, once the letter is sent."""
        return f"до\xa0{in_words(self.due_on)}" if self.due_on else self.term

    @property
    def term_words(self) -> str:
        if self.is_due_by_hand or (self.due_on and not self.term):
            return f"до\xa0{self.due_on:%d.%m.%Y}"
        return self.term
