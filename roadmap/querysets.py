"""Who sees programmes, values and tasks: begun from the schools and municipalities of a user."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from schools.models import Membership, Municipality, Role, School
from schools.scoping import SchoolOwnedQuerySet

# values of surveys are for those who act on them, not for everybody who reaches the school
NARROW_CIRCLE = (Role.HEAD, Role.COORDINATOR, Role.DIRECTOR, Role.SCHOOL_COORDINATOR)
OF_SCHOOL = (Role.DIRECTOR, Role.SCHOOL_COORDINATOR)


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A municipal programme is for its schools to read as well, once it is in force."""
        schools = School.objects.visible_to(user)
        municipalities = Municipality.objects.visible_to(user)
        told = ~Q(state="draft") & Q(municipality__in=schools.values("municipality"))
        return self.filter(
            Q(school__in=schools) | Q(school=None) & (Q(municipality__in=municipalities) | told)
        )

    def editable_by(self, user):
        return self.filter(
            Q(school__in=School.objects.editable_by(user))
            | Q(school=None, municipality__in=Municipality.objects.editable_by(user))
        )

    def approvable_by(self, user):
        return self.filter(municipality__in=Municipality.objects.approvable_by(user))

    def municipal(self):
        return self.filter(school=None)

    def in_force(self):
        return self.filter(state="in_force")

    def with_counts(self):
        """`indicator_count`: those that stand; `copy_count`: programmes of schools made of it."""
        standing = Q(indicators__dropped_on=None)
        return self.annotate(
            indicator_count=models.Count("indicators", filter=standing, distinct=True),
            copy_count=models.Count("school_programmes", distinct=True),
        )


class OfProgrammeQuerySet(models.QuerySet):
    """Rows that hang on one programme."""

    programme = "programme"

    def visible_to(self, user):
        return self._of(self._programmes().visible_to(user))

    def editable_by(self, user):
        return self._of(self._programmes().editable_by(user))

    def approvable_by(self, user):
        return self._of(self._programmes().approvable_by(user))

    def current(self):
        """What the last correction of the programme left standing."""
        return self.filter(dropped_on=None)

    def _of(self, programmes):
        return self.filter(**{f"{self.programme}__in": programmes})

    def _programmes(self):
        model = self.model
        for name in self.programme.split("__"):
            model = model._meta.get_field(name).related_model
        return model.objects


class OfIndicatorQuerySet(OfProgrammeQuerySet):
    programme = "indicator__programme"


class WorkQuerySet(OfProgrammeQuerySet):
    programme = "activity__programme"


class ValueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of a school by the school, those of a municipality with its programme."""
        schools = School.objects.visible_to(user)
        programmes = ProgrammeQuerySet(self._programme()).visible_to(user)
        seen = self.filter(
            Q(school__in=schools) | Q(school=None, indicator__programme__in=programmes)
        )
        if user.is_superuser:
            return seen
        return seen.filter(Q(indicator__sensitive=False) | self._in_narrow_circle(user))

    def editable_by(self, user):
        schools = School.objects.editable_by(user)
        municipalities = Municipality.objects.editable_by(user)
        mine = self.filter(
            Q(school__in=schools)
            | Q(school=None, indicator__programme__municipality__in=municipalities)
        )
        if user.is_superuser:
            return mine
        return mine.filter(Q(indicator__sensitive=False) | self._in_narrow_circle(user))

    def _in_narrow_circle(self, user):
        close = user.memberships.current().filter(role__in=NARROW_CIRCLE)
        schools = close.filter(school__isnull=False).values("school")
        municipalities = close.filter(municipality__isnull=False).values("municipality")
        return (
            Q(school__in=schools)
            | Q(school__parent__in=schools)
            | Q(school__municipality__in=municipalities)
            | Q(school=None, indicator__programme__municipality__in=municipalities)
        )

    def _programme(self):
        indicator = self.model._meta.get_field("indicator").related_model
        return indicator._meta.get_field("programme").related_model


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        return self.filter(
            Q(school__in=School.objects.visible_to(user))
            | Q(school=None, municipality__in=Municipality.objects.visible_to(user))
            | self._naming(user)
        )

    def editable_by(self, user):
        """Who may answer it: the school it is for, the municipality, whom it names or means."""
        if user.is_superuser:
            return self
        return self.filter(
            Q(school__in=School.objects.editable_by(user))
            | Q(municipality__in=Municipality.objects.editable_by(user))
            | self._naming(user)
            | self._meaning(user)
        )

    def managed_by(self, user):
        """Who accepts, returns, postpones, hands over and cancels."""
        return self.filter(
            Q(municipality__in=Municipality.objects.editable_by(user))
            | Q(municipality__in=Municipality.objects.approvable_by(user))
        )

    def mine(self, user):
        """What waits for this person: by name, or by the role held there."""
        return self.filter(self._naming(user) | self._meaning(user))

    def _naming(self, user):
        """By name, as long as the person still works there in some role."""
        own = Membership.objects.current().filter(user=user)
        here = Municipality.objects.filter(
            Q(pk__in=own.values("municipality"))
            | Q(pk__in=own.values("school__municipality"))
            | Q(region__in=own.values("region"))
        )
        return Q(assignee=user, municipality__in=here)

    def _meaning(self, user):
        """By the role: of a school both its director and its coordinator are meant."""
        own = Membership.objects.current().filter(user=user)
        schools = own.filter(role__in=OF_SCHOOL).values("school")
        same = own.filter(role=OuterRef("role"))
        return Q(assignee=None) & (
            Q(role__in=OF_SCHOOL) & (Q(school__in=schools) | Q(school__parent__in=schools))
            | Q(Exists(same.filter(municipality=OuterRef("municipality"))), school=None)
            | Q(Exists(same.filter(school=OuterRef("school"))))
            | Q(Exists(same.filter(school=OuterRef("school__parent"))))
        )

    def waiting_for(self, user):
        """What this person is to do next: the own tasks, and the reports to look through."""
        places = Municipality.objects.editable_by(user)
        mine = Q(state__in=["open", "returned"]) & (self._naming(user) | self._meaning(user))
        return self.filter(mine | Q(state="submitted", municipality__in=places))

    def under_way(self):
        return self.filter(state__in=["open", "returned"])

    def waiting_for_check(self):
        return self.filter(state="submitted")

    def overdue(self, on):
        return self.under_way().filter(due_on__lt=on)

    def due(self, first, last):
        return self.under_way().filter(due_on__range=(first, last))


class SiteFindingQuerySet(SchoolOwnedQuerySet):
    def editable_by(self, user):
        """A school reads what was found on its site: it is the municipality that looks."""
        municipalities = Municipality.objects.editable_by(user)
        return self.filter(check_round__municipality__in=municipalities)


class EvidenceQuerySet(models.QuerySet):
    """Seen by whoever sees what it proves."""

    def visible_to(self, user):
        return self._of("visible_to", user)

    def editable_by(self, user):
        return self._of("editable_by", user)

    def standing(self):
        return self.filter(withdrawn_at=None)

    def links(self):
        return self.exclude(url="")

    def of_municipality(self, municipality):
        return self.filter(
            Q(task__municipality=municipality)
            | Q(value__indicator__programme__municipality=municipality)
            | Q(finding__school__municipality=municipality)
        )

    def _of(self, verb, user):
        proves = Q()
        for name in self.model.OWNERS:
            owner = self.model._meta.get_field(name).related_model
            proves |= Q(**{f"{name}__in": getattr(owner.objects, verb)(user)})
        return self.filter(proves)
