"""Tenancy. Every row belongs to a school or to a municipality, and says who may see it."""

from django.db import models

from .querysets import MunicipalityOwnedQuerySet

__all__ = [
    "AdministeredByUserMixin",
    "MunicipalityOwnedQuerySet",
    "SchoolOwnedQuerySet",
    "VisibleToUserMixin",
    "may_write",
]


def may_write(user, municipality) -> bool:
    """Whether the affairs of the municipality as a whole are the user's to write."""
    own = type(municipality).objects.editable_by(user)
    return own.filter(pk=municipality.pk).exists()


class SchoolOwnedQuerySet(models.QuerySet):
    """Rows that hang on one school."""

    def visible_to(self, user):
        return self.filter(school__in=self._schools().visible_to(user))

    def editable_by(self, user):
        return self.filter(school__in=self._schools().editable_by(user))

    def _schools(self):
        return self.model._meta.get_field("school").related_model.objects


class VisibleToUserMixin:
    """Start a view from the rows its user may see: the rest is a 404, never a 403."""

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)


class AdministeredByUserMixin:
    """Start a view from the rows that its user keeps as an administrator."""

    def get_queryset(self):
        return super().get_queryset().administered_by(self.request.user)
