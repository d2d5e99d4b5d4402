from django.db import models
from django.db.models import Q
from django.urls import reverse

from schools.models import Municipality, User
from schools.scoping import MunicipalityOwnedQuerySet

from .programme import Programme


class OrderDraft(models.Model):
    """The tables of an order as they were read, waiting for somebody to look through them.

    `content` is a `roadmap.readers.drafts.Order`. Its lines become a programme once, together;
    a draft that nobody wants is deleted, since nothing rests on it.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="order_drafts", verbose_name="муниципалитет"
    )
    title = models.CharField("откуда", max_length=300)
    content = models.JSONField(default=dict, editable=False)
    # rows that are not taken over
    skipped = models.JSONField(default=list, editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("загружено")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="order_drafts"
    )
    stored_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    stored_at = models.DateTimeField("записано", null=True, blank=True)

    objects = MunicipalityOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "таблица приказа"
        verbose_name_plural = "таблицы приказов"
        constraints = [
            models.CheckConstraint(
                condition=Q(programme=None, stored_by=None, stored_at=None)
                | Q(programme__isnull=False, stored_by__isnull=False, stored_at__isnull=False),
                name="a_stored_order_says_where_by_whom_and_when",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmap:order-draft", args=[self.pk])
