"""The pages of the municipality's administrator, and the other end of a link."""

from datetime import date, timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from schools.errors import PortalError
from schools.models import Invitation, Membership, School, User
from schools.services.invitations import invite, make_password_link
from schools.services.people import end_membership, end_memberships, grant_membership
from tests.factories import AT, make_school, make_user

SECRET = "ильмень-2026"
PEOPLE, INVITE = reverse("schools:people"), reverse("schools:invite")
NOT_ADMINISTRATORS = [
    *("head", "coordinator", "curator", "director", "school_coordinator", "region_operator"),
    *("outsider", "foreign_admin"),
]


@pytest.fixture
def foreign_admin(abroad):
    return make_user("ADMIN", abroad)


@pytest.fixture
def at_home(client, admin):
    client.force_login(admin)
    return client


def asked(**fields):
    return {"full_name": "Петрова Анна Сергеевна", "email": "", "role": "HEAD"} | fields


def link_in(response) -> str:
    assert response.templates[0].name == "schools/invitation_link.html"
    return response.context["link"].removeprefix("http://testserver")


# who may


@pytest.mark.parametrize("name", ["admin", "superuser"])
def test_the_administrator_keeps_the_people_of_the_municipality(name, request, client, director):
    client.force_login(request.getfixturevalue(name))

    assert client.get(PEOPLE).status_code == 200
    assert client.get(INVITE).status_code == 200
    link = client.post(reverse("schools:password-link", args=[director.pk]))
    assert link.status_code == 200


@pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
def test_nobody_else_does(name, request, client, admin, municipality, school):
    member = make_user("DIRECTOR", school)
    invitation, _ = invite("Ким", role="HEAD", municipality=municipality, by=admin, at=AT)
    membership = member.memberships.get()
    client.force_login(request.getfixturevalue(name))
    mine = (
        {} if name == "foreign_admin" else {PEOPLE: client.get(PEOPLE), INVITE: client.get(INVITE)}
    )

    answers = [
        *mine.values(),
        client.get(reverse("schools:membership-end", args=[membership.pk])),
        client.post(reverse("schools:membership-end", args=[membership.pk])),
        client.post(reverse("schools:password-link", args=[member.pk])),
        client.post(reverse("schools:invitation-withdraw", args=[invitation.pk])),
    ]

    assert {answer.status_code for answer in answers} == {404}
    membership.refresh_from_db()
    invitation.refresh_from_db()
    assert (membership.ended_at, invitation.withdrawn_at) == (None, None)
    assert not member.password_links.exists()


def test_another_municipality_s_administrator_sees_none_of_our_people(
    client, foreign_admin, director, admin, municipality
):
    invite("Ким", role="HEAD", municipality=municipality, by=admin, at=timezone.now())
    client.force_login(foreign_admin)

    response = client.get(PEOPLE)

    assert list(response.context["table"].data) == [foreign_admin]
    assert list(response.context["invitations"].data) == []


# the list


def test_the_list_tells_who_does_what_and_who_is_invited(at_home, admin, director, school):
    member = make_user("COORDINATOR", school.municipality, last_name="Сидоров")
    end_membership(member.memberships.get(), by=admin, at=AT)
    invite("Ким Олег", role="DIRECTOR", school=school, by=admin, at=timezone.now())
    make_password_link(director, by=admin, at=timezone.now())

    response = at_home.get(PEOPLE)

    page = response.content.decode()
    assert list(response.context["table"].data) == [admin, director, member]
    assert "прекращено 15.08.2026" in page
    assert "окончено" in page
    assert "ссылка для пароля ждёт до" in page
    assert [str(row) for row in response.context["invitations"].data] == ["Ким Олег"]


def test_people_are_found_by_role_and_by_words_in_any_case(at_home, director, municipality):
    head = make_user("HEAD", municipality, last_name="Петрова", first_name="Анна")

    def found(**asked):
        return list(at_home.get(PEOPLE, asked).context["table"].data)

    assert found(role="HEAD") == [head]
    assert found(search="анна ПЕТРОВА") == [head]
    assert found(search=director.username) == [director]
    assert found(search="Петрова", role="DIRECTOR") == []


def test_what_somebody_does_elsewhere_is_not_told(at_home, admin, director, abroad):
    grant_membership(director, "HEAD", municipality=abroad, by=admin, at=AT)

    page = at_home.get(PEOPLE).content.decode()

    assert abroad.name not in page
    assert "уководитель управления</option>" in page  # only in the filter
    assert page.count("уководитель управления") == 1


@pytest.mark.parametrize("others", [0, 2])
def test_a_longer_list_asks_no_more_questions(
    client, municipality, school, others, django_assert_num_queries
):
    admin = make_user("ADMIN", municipality)
    now = timezone.now()
    invite("Ким", role="HEAD", municipality=municipality, by=admin, at=now)
    member = make_user("DIRECTOR", school)
    make_password_link(member, by=admin, at=now)
    for n in range(others):
        other = make_user("DIRECTOR", make_school(municipality=municipality))
        make_password_link(other, by=admin, at=now)
        invite(f"Ким {n}", role="DIRECTOR", school=make_school(), by=admin, at=now)
    client.force_login(admin)

    with django_assert_num_queries(15):
        assert client.get(PEOPLE).status_code == 200


# inviting


def test_an_invited_person_comes_in_by_the_link_and_is_led_home(at_home, client, school):
    response = at_home.post(INVITE, asked(role="DIRECTOR", school=school.pk, email="P@il.example"))
    link = link_in(response)
    assert "no-store" in response["Cache-Control"]
    client.logout()

    page = client.get(link)
    assert page.context["form"]["username"].value() == "petrova.as"
    assert "no-store" in page["Cache-Control"]
    said = {"username": "Petrova.AS", "password1": SECRET, "password2": SECRET}
    arrived = client.post(link, said)

    assert arrived.url == reverse("reports:home")
    user = User.objects.get(username="petrova.as")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert list(School.objects.editable_by(user)) == [school]
    client.logout()
    assert client.get(link).status_code == 404
    assert "больше не действует" in client.post(link, said).content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"full_name": " "}, "full_name", "Обязательное поле."),
        ({"role": "DIRECTOR"}, "school", "Выберите школу: директор работает в школе."),
        ({"role": "REGION"}, "role", None),
        ({"ends_on": "2020-01-01"}, "ends_on", "Этот день уже прошёл."),
        ({"email": "не почта"}, "email", None),
    ],
)
def test_an_invitation_says_at_the_field_what_is_missing(at_home, fields, field, message):
    response = at_home.post(INVITE, asked(**fields))

    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert message is None or errors[field][0].startswith(message)
    assert not Invitation.objects.exists()


def test_a_municipal_role_has_no_school_and_a_school_is_one_of_ours(
    at_home, school, foreign_school
):
    whole = at_home.post(INVITE, asked(role="HEAD", school=school.pk))
    foreign = at_home.post(INVITE, asked(role="DIRECTOR", school=foreign_school.pk))

    assert whole.context["form"].errors["school"] == [
        "Оставьте пусто: руководитель управления работает со всеми школами муниципалитета."
    ]
    assert list(foreign.context["form"].errors) == ["school"]
    assert not Invitation.objects.exists()


def test_a_proposed_login_is_free(at_home, client, municipality):
    for login in ("petrova.as", "petrova.as2"):
        User.objects.create_user(login)
    link = link_in(at_home.post(INVITE, asked()))
    client.logout()

    assert client.get(link).context["form"]["username"].value() == "petrova.as3"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"username": "Петрова"}, "username"),
        ({"username": "ZANYAT"}, "username"),
        ({"password1": "1234", "password2": "1234"}, "password1"),
        ({"password1": "petrova.as", "password2": "petrova.as"}, "password1"),
        ({"password2": "другой-2026"}, "password2"),
    ],
)
def test_a_login_or_password_that_does_not_do_is_told_at_the_field(at_home, client, said, field):
    User.objects.create_user("zanyat")
    link = link_in(at_home.post(INVITE, asked()))
    client.logout()
    good = {"username": "petrova.as", "password1": SECRET, "password2": SECRET}

    response = client.post(link, good | said)

    assert list(response.context["form"].errors) == [field]
    assert client.post(link, good).url == reverse("reports:home")


def test_whoever_is_signed_in_is_told_to_sign_out_first(at_home, director):
    link = link_in(at_home.post(INVITE, asked()))

    page = at_home.get(link).content.decode()
    refused = at_home.post(link, {"username": "x", "password1": SECRET, "password2": SECRET})

    assert "Вы уже вошли как" in page
    assert "Вы уже вошли как" in refused.content.decode()
    assert Invitation.objects.get().used_at is None


def test_an_invitation_is_withdrawn_once(at_home, admin, municipality):
    invitation, _ = invite(
        "Ким", role="HEAD", municipality=municipality, by=admin, at=timezone.now()
    )
    url = reverse("schools:invitation-withdraw", args=[invitation.pk])

    first, second = at_home.post(url, follow=True), at_home.post(url, follow=True)

    assert "Приглашение отозвано: Ким." in first.content.decode()
    assert "Отзывать нечего" in second.content.decode()
    assert at_home.get(url).status_code == 405


# one more role


def test_somebody_who_works_here_already_gets_one_more_role_at_once(
    at_home, admin, outsider, school
):
    said = {"login": outsider.username.upper(), "role": "CURATOR", "school": school.pk}

    response = at_home.post(f"{INVITE}?who=known", said)

    assert response.url == PEOPLE
    membership = outsider.memberships.get(role="CURATOR")
    assert (membership.school, membership.granted_by) == (school, admin)
    again = at_home.post(f"{INVITE}?who=known", said)
    assert again.context["form"].errors["role"] == ["У этого человека уже есть эта роль: куратор."]


@pytest.mark.parametrize("fields", [{"is_superuser": True}, {"is_active": False}])
def test_a_superuser_and_somebody_deactivated_are_given_nothing(at_home, municipality, fields):
    person = make_user(**fields)

    response = at_home.post(f"{INVITE}?who=known", {"login": person.username, "role": "HEAD"})

    assert "Такого логина в портале нет." in response.context["form"].errors["login"][0]
    assert not person.memberships.exists()


# a new password


def test_a_new_password_ends_every_session_of_its_owner(at_home, client, director):
    other = type(client)()
    other.force_login(director)
    link = link_in(at_home.post(reverse("schools:password-link", args=[director.pk])))
    client.logout()

    response = client.post(link, {"password1": SECRET, "password2": SECRET}, follow=True)

    assert "Пароль задан. Войдите с ним." in response.content.decode()
    assert response.redirect_chain[0][0] == reverse("account_login")
    assert "_auth_user_id" not in client.session
    assert other.get(reverse("reports:home")).status_code == 302
    director.refresh_from_db()
    assert director.check_password(SECRET)


def test_the_password_of_who_reaches_elsewhere_is_not_ours_to_set(at_home, client, admin, abroad):
    shared = make_user("HEAD", admin.memberships.get().municipality)
    Membership.objects.create(user=shared, role="COORDINATOR", municipality=abroad)
    region = make_user("REGION", abroad.region)
    grant_membership(
        region, "HEAD", municipality=admin.memberships.get().municipality, by=admin, at=AT
    )
    url = "schools:password-link"

    assert at_home.post(reverse(url, args=[shared.pk])).status_code == 404
    assert at_home.post(reverse(url, args=[region.pk])).status_code == 404
    Membership.objects.filter(municipality=abroad).update(ended_at=AT)
    assert at_home.post(reverse(url, args=[shared.pk])).status_code == 200


@pytest.mark.parametrize("who", ["superuser", "gone", "oneself"])
def test_no_link_is_made_for_a_superuser_for_who_has_left_and_for_oneself(
    at_home, admin, municipality, who
):
    person = admin if who == "oneself" else make_user("HEAD", municipality)
    User.objects.filter(pk=person.pk).update(is_superuser=who == "superuser")
    if who == "gone":
        person.memberships.update(ended_at=AT)

    response = at_home.post(reverse("schools:password-link", args=[person.pk]))

    assert response.status_code == 404


# ending


def test_a_membership_is_ended_once_and_reaches_nothing(at_home, admin, director, school):
    membership = director.memberships.get()
    url = reverse("schools:membership-end", args=[membership.pk])
    assert "Прекратить полномочие?" in at_home.get(url).content.decode()

    first, second = at_home.post(url, follow=True), at_home.post(url, follow=True)

    assert "Полномочие прекращено" in first.content.decode()
    assert "Это полномочие уже прекращено." in second.content.decode()
    assert "Полномочие уже прекращено" in at_home.get(url).content.decode()
    membership.refresh_from_db()
    assert membership.ended_by == admin
    assert not School.objects.visible_to(director)


def test_an_administrator_does_not_shut_the_own_door(admin, municipality, superuser):
    membership = admin.memberships.get()
    other = make_user("ADMIN", municipality)

    with pytest.raises(PortalError, match="последнее полномочие администратора"):
        end_membership(membership, by=admin, at=AT)
    end_membership(membership, by=other, at=AT)

    membership.refresh_from_db()
    assert membership.ended_by == other


def test_an_administrator_of_two_towns_leaves_each_by_another(admin, abroad):
    second = Membership.objects.create(user=admin, role="ADMIN", municipality=abroad)

    with pytest.raises(PortalError, match="последнее полномочие администратора"):
        end_membership(second, by=admin, at=AT)


def test_the_calendar_takes_along_open_links_too(admin, director):
    make_password_link(director, by=admin, at=AT)
    director.memberships.update(ends_on=date(2026, 8, 31))

    assert end_memberships(on=date(2026, 9, 1), at=AT + timedelta(days=17)) == 1

    assert not director.password_links.filter(withdrawn_at=None).exists()


# mail


def test_a_link_is_mailed_where_there_is_a_mail_server(at_home, settings, school):
    settings.EMAIL_HOST = "mail.example"

    response = at_home.post(INVITE, asked(email="p@il.example", role="CURATOR", school=school.pk))

    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Опора: приглашение", ["p@il.example"])
    assert response.context["link"] in letter.body
    assert "Письмо со ссылкой отправлено на p@il.example" in response.content.decode()


def test_a_letter_is_plain_text(at_home, settings, school):
    settings.EMAIL_HOST = "mail.example"
    School.objects.filter(pk=school.pk).update(short_name='Школа "Аист" & Ко')

    at_home.post(INVITE, asked(email="p@il.example", role="CURATOR", school=school.pk))

    assert 'Школа "Аист" & Ко' in mail.outbox[0].body


def test_nothing_is_mailed_without_a_server_or_an_address(at_home, settings):
    at_home.post(INVITE, asked(email="p@il.example"))
    settings.EMAIL_HOST = "mail.example"
    response = at_home.post(INVITE, asked())

    assert mail.outbox == []
    assert response.context["mailed"] is False


class Unreachable:
    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, letters):
        raise SMTPException


def test_a_mail_server_that_is_down_leaves_the_link_on_the_page(at_home, settings, caplog):
    settings.EMAIL_HOST = "mail.example"
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"

    response = at_home.post(INVITE, asked(email="p@il.example"))

    assert "/invitation/" in response.context["link"]
    assert response.context["mailed"] is False
    assert "A link could not be mailed" in caplog.text
