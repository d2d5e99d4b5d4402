from django.db import models

from .value import Value


class ComputationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(value__in=Value.objects.visible_to(user))


class Computation(models.Model):
    """What the portal itself found for a value, with its formula and the list behind it.

    It stands beside the value: one that was put right by hand stays, and the difference is seen.
    The list is kept as it was, so that a figure of last June still shows which schools it counted.
    """

    value = models.OneToOneField(Value, models.PROTECT, related_name="computation")
    # facts.Fact as JSON
    fact = models.JSONField(default=dict)
    computed_at = models.DateTimeField("рассчитано")

    objects = ComputationQuerySet.as_manager()

    class Meta:
        verbose_name = "расчёт значения"
        verbose_name_plural = "расчёты значений"

    def __str__(self):
        return f"{self.value}: расчёт"
