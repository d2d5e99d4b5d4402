from django.db import models
from django.db.models import Q

from assessments.models import Sitting
from schools.models import School, User
from schools.scoping import SchoolOwnedQuerySet

from .run import Run


class Sign(models.Model):
    """A result that asks for a closer look, and what came of it. A sign is no conclusion."""

    class Conclusion(models.TextChoices):
        CONFIRMED = "confirmed", "результаты подтверждены"
        DOUBTFUL = "doubtful", "результаты вызывают сомнение"

    run = models.ForeignKey(Run, models.PROTECT, related_name="signs")
    school = models.ForeignKey(School, models.PROTECT, related_name="signs")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, related_name="signs")
    rule = models.SlugField("признак", max_length=40)
    # the sentence with its figures, as it was found
    found = models.TextField("что замечено")
    explanation = models.TextField("пояснение школы", blank=True)
    explained_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)
    recheck = models.TextField("перепроверка", blank=True)
    rechecked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rechecked_at = models.DateTimeField(null=True)
    conclusion = models.CharField("вывод", max_length=10, choices=Conclusion, blank=True)
    conclusion_note = models.TextField("к выводу", blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)

    objects = SchoolOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-run", "school", "pk"]
        verbose_name = "признак"
        verbose_name_plural = "признаки"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "school", "rule", "sitting"], name="a_sign_is_told_once_in_a_run"
            ),
            models.CheckConstraint(
                condition=Q(conclusion="", concluded_at=None)
                | Q(~Q(conclusion=""), concluded_at__isnull=False),
                name="a_conclusion_has_its_moment",
            ),
        ]

    def __str__(self):
        return f"{self.school}: {self.found}"
