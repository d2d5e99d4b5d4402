"""Who sees approvals, and whose turn it is."""

from django.db import models
from django.db.models import Exists, OuterRef, Q


class ApprovalQuerySet(models.QuerySet):
    """Approvals of a municipality's papers and of a school's; who is asked sees it as well."""

    def visible_to(self, user):
        return self.filter(
            Q(document__municipality__in=self._municipalities().visible_to(user))
            | Q(document__school__in=self._schools().visible_to(user))
            | Q(pk__in=self._steps().of(user).values("approval"))
        )

    def editable_by(self, user):
        """Who may begin one and take it back."""
        return self.filter(
            Q(document__municipality__in=self._municipalities().editable_by(user))
            | Q(document__school__in=self._schools().editable_by(user))
        )

    def running(self):
        return self.filter(state="running")

    def _steps(self):
        return self.model._meta.get_field("steps").related_model.objects

    def _schools(self):
        return self._of_document("school")

    def _municipalities(self):
        return self._of_document("municipality")

    def _of_document(self, name):
        document = self.model._meta.get_field("document").related_model
        return document._meta.get_field(name).related_model.objects


class ApprovalStepQuerySet(models.QuerySet):
    def of(self, user):
        """By name, as long as the person works there in some role, or by the role held there."""
        own = user.memberships.current()
        here = (
            Q(approval__document__municipality__in=own.values("municipality"))
            | Q(approval__document__municipality__in=own.values("school__municipality"))
            | Q(approval__document__municipality__region__in=own.values("region"))
        )
        meant = Q(user=user) & here
        for role, municipality, school in own.values_list("role", "municipality", "school"):
            if municipality:
                meant |= Q(user=None, role=role, approval__document__municipality=municipality)
            elif school:
                meant |= Q(user=None, role=role) & (
                    Q(approval__document__school=school)
                    | Q(approval__document__school__parent=school)
                )
        return self.filter(meant)

    def next(self):
        """The first undecided step of each approval that is running: nobody else may act."""
        earlier = self.model.objects.filter(
            approval=OuterRef("approval"), decision="", order__lt=OuterRef("order")
        )
        return self.filter(~Exists(earlier), decision="", approval__state="running")
