"""Django's admin: the superuser's only, in Russian, and no way round the one door for results."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from assessments.models import Result
from identification.models import Verdict
from reports.services import start_note
from schools.models import Invitation, User
from schools.services.invitations import invite
from tests.factories import (
    AT,
    make_document,
    make_external_list,
    make_letter,
    make_methodology,
    make_recommendation,
    make_result,
    make_user,
    make_verdicts,
)

INDEX = reverse("admin:index")
SECRET = "JBSWY3DPEHPK3PXP"
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def world(superuser, municipality, school):
    """A row of every model."""
    make_result(school=school, by=superuser)
    run = make_verdicts(municipality=municipality)
    start_note(run, by=superuser)
    make_recommendation(make_letter(school, run=run))
    make_external_list(municipality, school)
    make_document(municipality=municipality)
    TOTP.activate(make_user("DIRECTOR", school), SECRET)
    invite("Ким", role="HEAD", municipality=municipality, by=superuser, at=AT)


@pytest.fixture
def signed_in(client, superuser):
    client.force_login(superuser)
    return client


def latin_words(response) -> set:
    page = re.sub(r"<(script|style|svg|pre).*?</\1>", " ", response.content.decode(), flags=re.S)
    labels = re.findall(r"<(?:label|th|legend|h1|h2|h3)\b[^>]*>(.*?)</", page, flags=re.S)
    return set(re.findall(r"[A-Za-z]{3,}", re.sub(r"<[^>]+>", " ", " ".join(labels))))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_every_list_and_every_card_opens_and_is_labelled_in_russian(signed_in, world, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.first()

    pages = [
        signed_in.get(reverse(f"{name}_changelist")),
        signed_in.get(reverse(f"{name}_change", args=[row.pk])),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    own_name = set(re.findall("[A-Za-z]+", str(row)))
    assert set.union(*map(latin_words, pages)) - own_name - {"PDF"} == set()


@pytest.mark.parametrize("name", ["admin", "coordinator", "director"])
@pytest.mark.parametrize("address", [INDEX, reverse("admin:login"), "/admin/schools/user/"])
def test_for_everybody_else_it_is_not_there(client, request, name, address):
    user = request.getfixturevalue(name)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client.force_login(user)

    assert client.get(address).status_code == 404


def test_one_comes_in_by_the_portal_s_own_door(client, db):
    response = client.get(INDEX, follow=True)

    [(first, _), (second, _)] = response.redirect_chain
    assert first == f"{reverse('admin:login')}?next={INDEX}"
    assert second == f"{reverse('account_login')}?next={INDEX}"


@pytest.mark.parametrize("model", [Result, Verdict, Invitation])
def test_what_only_a_service_writes_is_read_only(signed_in, world, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.get()

    assert signed_in.get(reverse(f"{name}_add")).status_code == 403
    assert signed_in.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
    assert signed_in.post(reverse(f"{name}_delete", args=[row.pk]), {}).status_code == 403


def test_the_superuser_names_an_operator_of_a_region(signed_in, superuser, municipality):
    secret = "ильмень-2026"
    said = {
        "username": "region",
        "password1": secret,
        "password2": secret,
        "usable_password": "true",
    }
    signed_in.post(reverse("admin:schools_user_add"), said)
    user = User.objects.get(username="region")

    signed_in.post(
        reverse("admin:schools_membership_add"),
        {
            "user": user.pk,
            "role": "REGION",
            "region": municipality.region.pk,
            "starts_on": "01.09.2040",  # nothing waits for it, so it is not asked
        },
    )

    [membership] = user.memberships.all()
    assert (membership.role, membership.reach) == ("REGION", municipality.region)
    assert membership.granted_by == superuser
    assert membership.starts_on == timezone.localdate()


def test_the_superuser_ends_what_he_or_she_has_given(signed_in, superuser, region_operator):
    [membership] = region_operator.memberships.all()
    chosen = {"action": "end", "_selected_action": [membership.pk]}

    signed_in.post(reverse("admin:schools_membership_changelist"), chosen)

    membership.refresh_from_db()
    assert membership.ended_by == superuser
    address = reverse("admin:schools_membership_delete", args=[membership.pk])
    assert signed_in.post(address, {"post": "yes"}).status_code == 403


def test_a_methodology_is_only_read_there_its_page_changes_it(signed_in, municipality):
    new, used = make_methodology(municipality), make_methodology(municipality, frozen_at=AT)

    answers = [
        signed_in.post(reverse("admin:identification_methodology_change", args=[each.pk]), {})
        for each in (new, used)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_lost_second_factor_is_taken_away(signed_in, world, director):
    TOTP.activate(director, SECRET)
    [lost] = Authenticator.objects.exclude(user=director)
    chosen = {"action": "forget_second_factor", "_selected_action": [lost.user.pk]}

    signed_in.post(reverse("admin:schools_user_changelist"), chosen)

    assert [factor.user for factor in Authenticator.objects.all()] == [director]
