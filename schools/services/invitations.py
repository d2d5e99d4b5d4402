"""Links that work once: to come in with a role, or to set a new password."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from schools.errors import PortalError
from schools.models import Invitation, Membership, User

INVITATION_LIVES = timedelta(days=7)
PASSWORD_LINK_LIVES = timedelta(days=2)
DEAD = (
    "Ссылка больше не действует: ею уже воспользовались, её отозвали или вышел срок. "
    "Попросите у администратора новую."
)
LOGIN_TAKEN = "Такой логин уже занят. Выберите другой."


def invite(
    full_name: str,
    *,
    role: str,
    by: User,
    at: datetime,
    email: str = "",
    ends_on: date | None = None,
    **reach,
) -> tuple[Invitation, str]:
    """The invitation and its token, which is kept nowhere. The same one given again replaces the
    first: pressed twice, the button leaves one link.
    """
    same = {"full_name": full_name, "role": role} | reach
    with transaction.atomic():
        Invitation.objects.open(at).filter(**same).update(withdrawn_at=at)
        return _make(INVITATION_LIVES, by=by, at=at, email=email, ends_on=ends_on, **same)


def make_password_link(user: User, *, by: User, at: datetime) -> tuple[Invitation, str]:
    with transaction.atomic():
        Invitation.objects.open(at).filter(user=user).update(withdrawn_at=at)
        return _make(PASSWORD_LINK_LIVES, by=by, at=at, user=user, email=user.email)


def withdraw_invitation(invitation: Invitation, *, at: datetime) -> None:
    if not Invitation.objects.open(at).filter(pk=invitation.pk).update(withdrawn_at=at):
        raise PortalError("Отзывать нечего: ссылка уже не действует.")


def open_invitation(token: str, *, at: datetime) -> Invitation:
    """A link does no more than the one who made it may do now."""
    found = Invitation.objects.open(at).filter(token_hash=_hash(token), created_by__is_active=True)
    invitation = found.select_related(
        "user", "created_by", "municipality", "school__municipality"
    ).first()
    if not invitation or not _may_still_be_given(invitation):
        raise PortalError(DEAD)
    return invitation


def accept_invitation(token: str, *, username: str, password: str, at: datetime) -> User:
    """Two may press the button at once: one of them comes in, the other reads that it is over."""
    with transaction.atomic():
        invitation = open_invitation(token, at=at)
        _use(invitation, at)
        user = _new_user(invitation, username, password)
        Membership.objects.create(
            user=user,
            role=invitation.role,
            municipality=invitation.municipality,
            school=invitation.school,
            region=invitation.region,
            starts_on=timezone.localdate(at),
            ends_on=invitation.ends_on,
            granted_by=invitation.created_by,
        )
    return user


def set_password(token: str, *, password: str, at: datetime) -> User:
    """Whoever is signed in as this person is signed in no longer."""
    with transaction.atomic():
        invitation = open_invitation(token, at=at)
        _use(invitation, at)
        user = invitation.user
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def _make(lives: timedelta, *, by: User, at: datetime, **fields) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=_hash(token), created_by=by, created_at=at, expires_at=at + lives, **fields
    )
    return invitation, token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _use(invitation: Invitation, at: datetime) -> None:
    if not Invitation.objects.open(at).filter(pk=invitation.pk).update(used_at=at):
        raise PortalError(DEAD)


def _may_still_be_given(invitation: Invitation) -> bool:
    """Its owner may reach more by now, its maker less."""
    by = invitation.created_by
    if invitation.user:
        return User.objects.with_password_kept_by(by).filter(pk=invitation.user.pk).exists()
    return Invitation.objects.administered_by(by).filter(pk=invitation.pk).exists()


def _new_user(invitation: Invitation, username: str, password: str) -> User:
    surname, _, given = invitation.full_name.partition(" ")
    if not given:
        surname, given = "", surname
    user = User(
        username=username,
        password=make_password(password),
        last_name=surname,
        first_name=given,
        email=invitation.email,
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise PortalError(LOGIN_TAKEN) from None
    return user
