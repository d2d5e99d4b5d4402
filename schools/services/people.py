"""What people reach: granted, ended by hand, ended by the calendar."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schools.errors import PortalError
from schools.models import Invitation, Membership, Municipality, Role, School, User

SCHOOL_ROLES = [Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR]
MUNICIPAL_ROLES = [Role.COORDINATOR, Role.HEAD, Role.ADMIN]


def reach_of(role: str, municipality: Municipality, school: School | None) -> dict:
    """The fields of a membership: a school where the role works in one, else the municipality."""
    if role in SCHOOL_ROLES:
        return {"school": school}
    return {"municipality": municipality}


def grant_membership(
    user: User, role: str, *, by: User, at: datetime, ends_on: date | None = None, **reach
) -> Membership:
    """For somebody who works in the portal already. Nobody is given the same twice."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if user.memberships.current().filter(role=role, **reach).exists():
            raise PortalError(f"У этого человека уже есть эта роль: {Role(role).label}.")
        return Membership.objects.create(
            user=user,
            role=role,
            granted_by=by,
            starts_on=timezone.localdate(at),
            ends_on=ends_on,
            **reach,
        )


def end_membership(membership: Membership, *, by: User, at: datetime) -> None:
    """Two may press the button: only the first ends it. Nobody shuts the own door."""
    if membership.role == Role.ADMIN and membership.user == by:
        others = by.memberships.current().filter(
            role=Role.ADMIN, municipality=membership.municipality
        )
        if not others.exclude(pk=membership.pk).exists():
            raise PortalError(
                "Это ваше последнее полномочие администратора в муниципалитете. "
                "Прекратить его может другой администратор."
            )
    with transaction.atomic():
        current = Membership.objects.current().filter(pk=membership.pk)
        if not current.update(ended_at=at, ended_by=by):
            raise PortalError("Это полномочие уже прекращено.")
        _forget_links([membership], at)


def end_memberships(*, on: date, at: datetime) -> int:
    """End those whose last day is over, so that `visible_to` never asks the clock."""
    with transaction.atomic():
        over = list(Membership.objects.current().filter(ends_on__lt=on))
        ended = Membership.objects.current().filter(pk__in=[each.pk for each in over])
        count = ended.update(ended_at=at)
        _forget_links(over, at)
    return count


def _forget_links(ended: list[Membership], at: datetime) -> None:
    """Who goes takes along the open links: to the own password, and those that he or she made."""
    people = {membership.user_id for membership in ended}
    admins = {membership.user_id for membership in ended if membership.role == Role.ADMIN}
    _withdraw(Invitation.objects.filter(user__in=people), at)
    _withdraw(Invitation.objects.filter(created_by__in=admins), at)


def _withdraw(invitations, at: datetime) -> None:
    invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=at)
