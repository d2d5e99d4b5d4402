"""Who sees which rows. Subqueries, not joins: two memberships must not give a row twice."""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .naming import folded

WRITING_ROLES = ["ADMIN", "COORDINATOR", "DIRECTOR", "SCHOOL_COORDINATOR"]
ADMINISTERING_ROLES = ["ADMIN"]
APPROVING_ROLES = ["ADMIN", "HEAD"]
PUBLISHING_ROLES = ["ADMIN", "HEAD", "COORDINATOR"]


class MembershipQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def writing(self):
        """The head approves, the curator advises, the region compares: they read."""
        return self.current().filter(role__in=WRITING_ROLES)

    def approving(self):
        """A protocol is put in force by the head of the department, or for him or her."""
        return self.current().filter(role__in=APPROVING_ROLES)

    def publishing(self):
        """Who shows a paper to everybody: the head, or who keeps the papers of the municipality."""
        return self.current().filter(role__in=PUBLISHING_ROLES)

    def administering(self):
        """People, the register of schools and methodologies are kept by the administrator."""
        return self.current().filter(role__in=ADMINISTERING_ROLES)

    def inside(self, municipality):
        return self.filter(inside(municipality))

    def administered_by(self, user):
        """Memberships inside the municipalities that the user administers."""
        from_municipalities = municipalities_of(user.memberships.administering())
        if user.is_superuser:
            return self
        return self.filter(
            Q(municipality__in=from_municipalities)
            | Q(school__municipality__in=from_municipalities)
        )


def inside(municipality) -> Q:
    """What reaches the municipality as a whole, or one of its schools."""
    return Q(municipality=municipality) | Q(school__municipality=municipality)


def municipalities_of(memberships):
    return memberships.filter(municipality__isnull=False).values("municipality")


class UserQuerySet(models.QuerySet):
    def administered_by(self, user):
        """People with a membership, even an ended one, inside the user's municipalities."""
        if user.is_superuser:
            return self
        places = municipalities_of(user.memberships.administering())
        return self.filter(
            Q(pk__in=self._members(municipality__in=places))
            | Q(pk__in=self._members(school__municipality__in=places))
        )

    def members_of(self, municipality):
        """Now or once."""
        return self.filter(pk__in=self._memberships().inside(municipality).values("user"))

    def with_password_kept_by(self, user):
        """Whose password the user may set anew. A password opens all that its owner reaches, so
        the owner may reach nothing outside; a superuser's and one's own are set by nobody else.
        """
        current = self._memberships().current()
        beyond = current.exclude(pk__in=current.administered_by(user).values("pk"))
        people = self.filter(is_active=True, is_superuser=False)
        return (
            people.filter(pk__in=current.values("user"))
            .exclude(pk__in=beyond.values("user"))
            .exclude(pk=user.pk)
        )

    def search(self, text):
        """By name, login or mail, however the letters are written; see SchoolQuerySet.search."""
        wanted = folded(text)
        names = self.values_list("pk", "last_name", "first_name", "username", "email")
        return self.filter(
            pk__in=[
                pk
                for pk, last, first, *other in names
                if any(wanted in folded(told) for told in (f"{last} {first} {last}", *other))
            ]
        )

    def _members(self, **reach):
        return self._memberships().filter(**reach).values("user")

    def _memberships(self):
        return self.model._meta.get_field("memberships").related_model.objects


class InvitationQuerySet(models.QuerySet):
    def inside(self, municipality):
        return self.filter(inside(municipality))

    def administered_by(self, user):
        if user.is_superuser:
            return self
        places = municipalities_of(user.memberships.administering())
        return self.filter(Q(municipality__in=places) | Q(school__municipality__in=places))

    def open(self, at):
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class ReachQuerySet(models.QuerySet):
    """visible_to, editable_by, approvable_by, publishable_by and administered_by, all begun the
    same way.
    """

    def visible_to(self, user):
        return self if user.is_superuser else self._reached_by(user.memberships.current())

    def editable_by(self, user):
        return self if user.is_superuser else self._reached_by(user.memberships.writing())

    def approvable_by(self, user):
        return self if user.is_superuser else self._reached_by(user.memberships.approving())

    def publishable_by(self, user):
        return self if user.is_superuser else self._reached_by(user.memberships.publishing())

    def administered_by(self, user):
        return self if user.is_superuser else self._reached_by(user.memberships.administering())


class RegionQuerySet(ReachQuerySet):
    def _reached_by(self, memberships):
        return self.filter(pk__in=memberships.filter(region__isnull=False).values("region"))


class MunicipalityQuerySet(ReachQuerySet):
    """The affairs of a municipality as a whole. Its schools do not see them."""

    def _reached_by(self, memberships):
        return self.filter(
            Q(pk__in=municipalities_of(memberships))
            | Q(region__in=memberships.filter(region__isnull=False).values("region"))
        )


class SchoolQuerySet(ReachQuerySet):
    def _reached_by(self, memberships):
        schools = memberships.filter(school__isnull=False).values("school")
        return self.filter(
            Q(pk__in=schools)
            | Q(parent__in=schools)
            | Q(municipality__in=municipalities_of(memberships))
            | Q(municipality__region__in=memberships.filter(region__isnull=False).values("region"))
        )

    def open(self):
        return self.filter(closed_on=None)

    def open_in(self, academic_year):
        """Schools that were there at the end of the school year, 31 August."""
        return self.filter(
            Q(closed_on=None)
            | Q(closed_on__year__gt=academic_year)
            | Q(closed_on__year=academic_year, closed_on__month__gt=8)
        )

    def legal(self):
        return self.filter(legal_status="legal")

    def described_in(self, academic_year):
        """With cluster and kind of that year: the latest description that had begun by then."""
        years = self.model._meta.get_field("years").related_model.objects
        years = years.filter(school=OuterRef("pk"), academic_year__lte=academic_year)
        latest = years.order_by("-academic_year")
        return self.annotate(
            cluster=Subquery(latest.values("cluster")[:1]),
            cluster_name=Subquery(latest.values("cluster__name")[:1]),
            cluster_order=Subquery(latest.values("cluster__order")[:1]),
            kind_then=Coalesce(Subquery(latest.values("kind")[:1]), F("kind")),
        )

    def search(self, text):
        """By names, settlement, login, however they are typed. The comparison is ours, not the
        database's: SQLite tells «Соколовская» from «соколовская».
        """
        wanted = folded(text)
        names = self.values_list("pk", "short_name", "full_name", "settlement")
        found = [pk for pk, *told in names if any(wanted in folded(name) for name in told)]
        aliases = self.model._meta.get_field("aliases").related_model.objects
        called = aliases.filter(key__contains=wanted).values("school")
        return self.filter(Q(pk__in=found) | Q(pk__in=called))


class MunicipalityOwnedQuerySet(models.QuerySet):
    """The affairs of a municipality as a whole: a director never sees a run."""

    def visible_to(self, user):
        return self._of(self._municipalities().visible_to(user))

    def editable_by(self, user):
        return self._of(self._municipalities().editable_by(user))

    def approvable_by(self, user):
        return self._of(self._municipalities().approvable_by(user))

    def publishable_by(self, user):
        return self._of(self._municipalities().publishable_by(user))

    def administered_by(self, user):
        return self._of(self._municipalities().administered_by(user))

    def _municipalities(self):
        return self.model._meta.get_field("municipality").related_model.objects

    def _of(self, municipalities):
        return self.filter(municipality__in=municipalities)


class FigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Figures of schools; those of a municipality stand behind their own pages."""
        schools = self.model._meta.get_field("school").related_model.objects
        return self.filter(school__in=schools.visible_to(user))
