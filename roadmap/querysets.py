"""Who sees programmes, values and tasks: begun from the schools and municipalities of a user."""

from django.db import models
from django.db.models import Q

from schools.models import Municipality, Role, School
from schools.scoping import SchoolOwnedQuerySet

from .copies import copies_of

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

    def with_copies(self):
        """`copy_count`: for the tabs of its pages."""
        return self.annotate(copy_count=copies_of("pk"))

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


def held_by(user) -> list:
    """The memberships themselves: with places in hand a query is quick to build and to answer."""
    return list(user.memberships.current().select_related("school").order_by("pk"))


class TaskQuerySet(models.QuerySet):
    """`held`: the memberships of the user, where they were read already."""

    def visible_to(self, user):
        if user.is_superuser:
            return self
        return self.filter(
            Q(school__in=School.objects.visible_to(user))
            | Q(school=None, municipality__in=Municipality.objects.visible_to(user))
            | self._naming(user, held_by(user))
        )

    def editable_by(self, user):
        """Who may answer it: the school it is for, the municipality, whom it names or means."""
        if user.is_superuser:
            return self
        held = held_by(user)
        return self.filter(
            Q(school__in=School.objects.editable_by(user))
            | Q(municipality__in=Municipality.objects.editable_by(user))
            | self._naming(user, held)
            | self._meaning(held)
        )

    def managed_by(self, user):
        """Who accepts, returns, postpones, hands over and cancels."""
        return self.filter(
            Q(municipality__in=Municipality.objects.editable_by(user))
            | Q(municipality__in=Municipality.objects.approvable_by(user))
        )

    def mine(self, user, held=None):
        """What waits for this person: by name, or by the role held there."""
        held = held_by(user) if held is None else held
        return self.filter(self._naming(user, held) | self._meaning(held))

    def waiting_for(self, user, held=None):
        """What this person is to do next: the own tasks, and the reports to look through."""
        held = held_by(user) if held is None else held
        mine = self._naming(user, held) | self._meaning(held)
        writes = Municipality.objects.editable_by(user)
        return self.filter(
            Q(state__in=["open", "returned"]) & mine | Q(state="submitted", municipality__in=writes)
        )

    def _naming(self, user, held):
        """By name, as long as the person still works there in some role."""
        towns = {m.municipality_id or (m.school and m.school.municipality_id) for m in held}
        here = Q(municipality__in=towns - {None})
        if regions := {m.region_id for m in held} - {None}:
            here |= Q(municipality__region__in=regions)
        return Q(assignee=user) & here

    def _meaning(self, held):
        """By the role: of a school both its director and its coordinator are meant."""
        meant = Q(pk__in=[])
        for role in {m.role for m in held}:
            own = [m for m in held if m.role == role]
            schools = {m.school_id for m in own} - {None}
            towns = {m.municipality_id for m in own} - {None}
            if towns:
                meant |= Q(role=role, school=None, municipality__in=towns)
            if schools:
                roles = OF_SCHOOL if role in OF_SCHOOL else [role]
                there = Q(school__in=schools) | Q(school__parent__in=schools)
                meant |= Q(role__in=roles) & there
        return Q(assignee=None) & meant

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
