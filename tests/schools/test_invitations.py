"""Links that work once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from schools.errors import PortalError
from schools.models import Invitation, Membership, User
from schools.services.invitations import (
    accept_invitation,
    invite,
    make_password_link,
    open_invitation,
    set_password,
    withdraw_invitation,
)
from schools.services.people import end_membership, grant_membership
from tests.factories import AT, make_user

SECRET = "ильмень-2026"
LATER = AT + timedelta(hours=1)
NAME = "Петрова Анна Сергеевна"


@pytest.fixture
def token(admin, school):
    return invite(NAME, role="DIRECTOR", school=school, by=admin, at=AT, email="p@il.example")[1]


def accept(token, username="petrova.as", at=LATER):
    return accept_invitation(token, username=username, password=SECRET, at=at)


def test_somebody_new_comes_in_with_the_role_of_the_invitation(admin, school):
    last_day = date(2027, 6, 30)
    invitation, token = invite(
        NAME, role="CURATOR", school=school, by=admin, at=AT, email="p@il.example", ends_on=last_day
    )

    user = accept(token)

    invitation.refresh_from_db()
    assert (user.last_name, user.first_name) == ("Петрова", "Анна Сергеевна")
    assert (user.email, user.check_password(SECRET)) == ("p@il.example", True)
    assert invitation.used_at == LATER
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.reach) == ("CURATOR", school)
    assert (membership.starts_on, membership.ends_on) == (LATER.date(), last_day)
    assert membership.granted_by == admin


def test_a_name_of_one_word_is_no_surname(admin, municipality):
    _, token = invite("Методист", role="HEAD", municipality=municipality, by=admin, at=AT)

    assert str(accept(token)) == "Методист"


def test_the_token_is_stored_nowhere(token):
    values = [str(value) for row in Invitation.objects.values() for value in row.values()]

    assert len(token) >= 40
    assert not [value for value in values if token in value]


def test_a_link_works_once(token):
    accept(token)

    with pytest.raises(PortalError, match="больше не действует"):
        accept(token, username="vtoraya")

    assert User.objects.filter(last_name="Петрова").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_the_same_moment_one_comes_in(admin, municipality):
    tokens = [
        invite(f"Гость {n}", role="HEAD", municipality=municipality, by=admin, at=AT)[1]
        for n in range(5)
    ]
    barrier = Barrier(2, timeout=10)

    def accept_each(name):
        connection.ensure_connection()
        came = 0
        try:
            for n, token in enumerate(tokens):
                barrier.wait()
                try:
                    accept(token, username=f"{name}{n}")
                    came += 1
                except PortalError:
                    pass
        finally:
            connection.close()
        return came

    with ThreadPoolExecutor(2) as pool:
        came = sum(pool.map(accept_each, ["odin", "dva"]))

    assert came == Membership.objects.filter(role="HEAD").count() == 5


def test_an_expired_or_withdrawn_or_unknown_link_opens_nothing(admin, token):
    with pytest.raises(PortalError, match="больше не действует"):
        open_invitation(token, at=AT + timedelta(days=7))
    with pytest.raises(PortalError, match="больше не действует"):
        open_invitation("неизвестно", at=LATER)

    withdraw_invitation(Invitation.objects.get(), at=LATER)

    with pytest.raises(PortalError, match="больше не действует"):
        accept(token)
    with pytest.raises(PortalError, match="Отзывать нечего"):
        withdraw_invitation(Invitation.objects.get(), at=LATER)


def test_the_same_invitation_given_again_replaces_the_first(admin, school, token):
    _, second = invite(NAME, role="DIRECTOR", school=school, by=admin, at=LATER)

    with pytest.raises(PortalError):
        open_invitation(token, at=LATER)
    assert open_invitation(second, at=LATER).full_name == NAME


def test_a_taken_login_leaves_the_link_as_it_was(token):
    User.objects.create_user("petrova.as")

    with pytest.raises(PortalError, match="логин уже занят"):
        accept(token)

    assert accept(token, username="petrova.as2").username == "petrova.as2"


def test_a_password_link_sets_a_password_once(admin, director):
    _, first = make_password_link(director, by=admin, at=AT)
    _, token = make_password_link(director, by=admin, at=AT)
    with pytest.raises(PortalError):
        set_password(first, password=SECRET, at=LATER)

    set_password(token, password=SECRET, at=LATER)

    director.refresh_from_db()
    assert director.check_password(SECRET)
    with pytest.raises(PortalError):
        set_password(token, password="другой-2026", at=LATER)


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_superuser": True}])
def test_a_password_link_is_dead_for_who_is_deactivated_or_has_become_a_superuser(
    admin, director, fields
):
    _, token = make_password_link(director, by=admin, at=AT)
    User.objects.filter(pk=director.pk).update(**fields)

    with pytest.raises(PortalError, match="больше не действует"):
        set_password(token, password=SECRET, at=LATER)


def test_a_password_link_is_dead_for_who_has_left(admin, director):
    _, token = make_password_link(director, by=admin, at=AT)

    end_membership(director.memberships.get(), by=admin, at=LATER)

    with pytest.raises(PortalError, match="больше не действует"):
        open_invitation(token, at=LATER)


def test_a_password_link_is_dead_once_its_owner_reaches_more(admin, director, abroad):
    _, token = make_password_link(director, by=admin, at=AT)

    grant_membership(director, "ADMIN", municipality=abroad, by=make_user(), at=LATER)

    with pytest.raises(PortalError, match="больше не действует"):
        open_invitation(token, at=LATER)


def test_an_administrator_who_leaves_takes_along_the_links_he_or_she_made(
    admin, superuser, token, school
):
    of_another, _ = invite("Ким", role="DIRECTOR", school=school, by=superuser, at=AT)

    end_membership(admin.memberships.get(), by=superuser, at=LATER)

    with pytest.raises(PortalError, match="больше не действует"):
        open_invitation(token, at=LATER)
    assert list(Invitation.objects.open(LATER)) == [of_another]


@pytest.mark.parametrize("what", ["deactivated", "no_longer_administrator"])
def test_a_link_does_no_more_than_its_maker_may_do_now(admin, token, what):
    if what == "deactivated":
        User.objects.filter(pk=admin.pk).update(is_active=False)
    else:
        admin.memberships.update(role="HEAD")

    with pytest.raises(PortalError, match="больше не действует"):
        open_invitation(token, at=LATER)
