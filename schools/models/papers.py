from django.db import models
from django.db.models import Q

from schools.querysets import MunicipalityOwnedQuerySet

from .school import School
from .territory import Municipality


class Document(models.Model):
    """The spine of all papers: an order, a list, a protocol, a programme, a note."""

    class Kind(models.TextChoices):
        ORDER = "order", "приказ"
        PROGRAMME = "programme", "программа"
        LIST = "list", "перечень"
        REPORT = "report", "отчёт"
        PROTOCOL = "protocol", "протокол"
        NOTE = "note", "справка"
        OTHER = "other", "документ"

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="муниципалитет",
    )
    # whose paper it is; empty: of the municipality as a whole
    school = models.ForeignKey(
        School,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="школа",
    )
    kind = models.CharField("вид", max_length=10, choices=Kind, default=Kind.ORDER)
    number = models.CharField("номер", max_length=50, blank=True)
    dated_on = models.DateField("дата", null=True, blank=True)
    issuer = models.CharField("кем издан", max_length=300, blank=True)
    title = models.CharField("название", max_length=500)
    url = models.URLField("ссылка", max_length=500, blank=True)
    # the paper itself, where the portal has printed it
    file = models.FileField("файл", upload_to="documents/%Y/", blank=True)
    repeals = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repealed_by",
        verbose_name="отменяет",
    )

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-dated_on", "title"]
        verbose_name = "документ"
        verbose_name_plural = "документы"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "number", "dated_on"],
                condition=~Q(number="") & Q(school=None),
                name="document_of_a_number_and_date_is_one",
                violation_error_message="Документ с таким номером и датой уже есть.",
            ),
            models.UniqueConstraint(
                fields=["school", "kind", "number", "dated_on"],
                condition=~Q(number="") & Q(school__isnull=False),
                name="document_of_a_school_number_and_date_is_one",
                violation_error_message="Документ школы с таким номером и датой уже есть.",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def reference(self):
        """«приказ от 09.03.2021 № 63-од», or the title where it has neither number nor date."""
        if not self.number and not self.dated_on:
            return self.title
        date = f" от {self.dated_on:%d.%m.%Y}" if self.dated_on else ""
        number = f" №\xa0{self.number}" if self.number else ""
        return f"{self.get_kind_display()}{date}{number}"
