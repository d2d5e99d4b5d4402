from django.db import models
from django.db.models import Q

from assessments.querysets import BenchmarkQuerySet, MarkerQuerySet
from schools.models import School

from .imports import ImportBatch
from .procedures import Sitting


class Benchmark(models.Model):
    """How a country, a region or a municipality did, as a federal file says it.

    Rows are never changed: of several the one from the latest file that stands is shown.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", "страна"
        REGION = "region", "регион"
        MUNICIPALITY = "municipality", "муниципалитет"

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="benchmarks")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="benchmarks")
    level = models.CharField("уровень", max_length=12, choices=Level)
    name = models.CharField("название", max_length=300)
    participants = models.PositiveIntegerField("участников", null=True, blank=True)
    # {code of a level: hundredths of a percent}
    shares = models.JSONField("доли", null=True, blank=True)
    journal = models.JSONField("сравнение с журналом", null=True, blank=True)
    source_row = models.PositiveIntegerField("строка источника")

    objects = BenchmarkQuerySet.as_manager()

    class Meta:
        ordering = ["sitting", "level"]
        verbose_name = "средний результат"
        verbose_name_plural = "средние результаты"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sitting", "level", "name"],
                name="a_file_tells_of_a_place_once",
            ),
            models.CheckConstraint(
                condition=Q(shares__isnull=False) | Q(journal__isnull=False),
                name="benchmark_says_something",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.sitting}"

    def share_of(self, side: str, levels) -> int:
        """Of pupils on the low or the high side of the scale, in hundredths of a percent."""
        return sum(self.shares.get(one.code, 0) for one in levels if getattr(one, f"is_{side}"))


class Marker(models.Model):
    """A sign of the federal list: these results ask for a closer look. It is no conclusion."""

    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="markers")
    school = models.ForeignKey(School, models.PROTECT, related_name="markers")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="markers")
    source_row = models.PositiveIntegerField("строка источника")

    objects = MarkerQuerySet.as_manager()

    class Meta:
        ordering = ["school", "sitting"]
        verbose_name = "признак федерального перечня"
        verbose_name_plural = "признаки федерального перечня"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "school", "sitting"], name="a_file_marks_a_result_once"
            )
        ]

    def __str__(self):
        return f"{self.school}, {self.sitting}"
