"""Sign-in, and all that allauth shows: in our frame, in Russian, nothing left over."""

import re
from html import unescape
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib import auth
from django.core import mail
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import get_resolver, reverse

from schools.models import User
from tests.factories import make_user

SECRET = "ильмень-2026"
TEMPLATES = Path(__file__).parent.parent.parent / "templates"
LOGIN, HOME = reverse("account_login"), reverse("reports:home")
NOT_FITTING = "Логин или пароль не подошли. Проверьте раскладку и Caps Lock."
# words in Latin letters that a Russian page may hold
LATIN = {"Caps", "Lock", "QR", "cookie"}


@pytest.fixture
def person(municipality):
    return make_user("HEAD", municipality, password=SECRET, email="golova@ilansk.example")


@pytest.fixture
def inside(client, person):
    """Signed in by the form: what asks for the password again knows when it was given."""
    client.post(LOGIN, {"login": person.username, "password": SECRET})
    client.post(reverse("account_reauthenticate"), {"password": SECRET})
    return client


@pytest.fixture
def second_factor(person):
    totp.TOTP.activate(person, totp.generate_totp_secret())
    return RecoveryCodes.activate(person)


def words_of(response) -> str:
    page = re.sub(r"<(script|style|code|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def assert_ours(response, *, but=()):
    """Every template of the page is the portal's, save widgets; every word of it is Russian."""
    assert response.status_code == 200
    files = [t.origin.name for t in response.templates if "forms/widgets" not in t.name]
    assert [name for name in files if not name.startswith(str(TEMPLATES))] == []
    latin = set(re.findall(r"[A-Za-z]{2,}", words_of(response)))
    assert latin - LATIN - set(but) == set()


OUTSIDE = {
    "account_login": "Вход",
    "account_signup": "Попросите доступ у администратора портала",
    "account_inactive": "Учётная запись отключена",
    "account_reset_password": "Ссылку даёт администратор портала",
    "account_reset_password_done": "Проверьте почту",
    "account_reset_password_from_key_done": "Пароль изменён",
}
INSIDE = {
    "account_logout": "Выйти из портала?",
    "account_change_password": "Нынешний пароль",
    "account_reauthenticate": "Подтвердите, что это вы",
    "mfa_index": "Не включён: для входа достаточно пароля",
    "mfa_activate_totp": "Камеры нет? Введите ключ вручную",
}
WITH_SECOND_FACTOR = {
    "mfa_index": "Осталось 10 кодов",
    "mfa_reauthenticate": "Введите код",
    "mfa_deactivate_totp": "Отключить приложение с кодами?",
    "mfa_view_recovery_codes": "Не использовано 10 из 10",
    "mfa_generate_recovery_codes": "Прежние коды перестанут действовать.",
}


@pytest.mark.parametrize(("name", "words"), OUTSIDE.items())
def test_a_page_before_sign_in_is_ours(client, db, name, words):
    response = client.get(reverse(name))

    assert_ours(response)
    assert words in words_of(response)


@pytest.mark.parametrize(("name", "words"), INSIDE.items())
def test_a_page_after_sign_in_is_ours(inside, person, name, words):
    response = inside.get(reverse(name))

    assert_ours(response, but=[person.username.rstrip("0123456789")])
    assert words in words_of(response)


@pytest.mark.parametrize(("name", "words"), WITH_SECOND_FACTOR.items())
def test_a_page_of_the_second_factor_is_ours(inside, person, second_factor, name, words):
    response = inside.get(reverse(name))

    assert_ours(response, but=[person.username.rstrip("0123456789")])
    assert words in words_of(response)


def test_who_has_no_password_yet_sets_one(client, admin):
    client.force_login(admin)

    response = client.get(reverse("account_change_password"), follow=True)

    assert_ours(response, but=[admin.username.rstrip("0123456789")])
    assert "пароля ещё нет" in words_of(response)


def test_every_page_of_allauth_is_looked_at():
    """An address that a new version brings must be translated first."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    looked_at = {*OUTSIDE, *INSIDE, *WITH_SECOND_FACTOR}
    others = {
        *("account_set_password", "account_reset_password_from_key"),
        *("mfa_authenticate", "mfa_download_recovery_codes"),
    }

    assert {name for name in names if name.startswith(("account_", "mfa_"))} == looked_at | others


# coming in


@pytest.mark.parametrize("login", ["username", "email"])
def test_one_comes_in_by_login_or_mail_in_any_case_and_is_led_home(client, person, login):
    response = client.post(LOGIN, {"login": getattr(person, login).upper(), "password": SECRET})

    assert response.url == HOME
    assert auth.get_user(client) == person


@pytest.mark.parametrize("login", ["user", "nobody", "nobody@ilansk.example", ""])
def test_what_does_not_fit_says_what_to_check_and_not_what_was_wrong(client, person, login):
    asked = person.username if login == "user" else login

    response = client.post(LOGIN, {"login": asked, "password": "не тот"})

    errors = response.context["form"].errors
    assert list(errors.values()) == ([[NOT_FITTING]] if login else [["Обязательное поле."]])
    assert_ours(response, but=["user", "nobody", "ilansk", "example"])


def test_a_deactivated_person_does_not_come_in(client, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    response = client.post(LOGIN, {"login": person.username, "password": SECRET})

    assert response.url == reverse("account_inactive")
    assert not auth.get_user(client).is_authenticated


def test_whoever_is_deactivated_is_out_at_once(inside, person):
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert inside.get(HOME).url.startswith(LOGIN)


def test_sign_up_is_closed(client, db):
    said = {"username": "novyi", "password1": SECRET, "password2": SECRET, "email": "a@b.example"}

    response = client.post(reverse("account_signup"), said)

    assert "Самостоятельной регистрации в портале нет" in words_of(response)
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["email/", "confirm-email/", "3rdparty/", "login/code/"])
def test_pages_that_lead_nowhere_are_not_there(inside, address):
    assert inside.get(f"/accounts/{address}").status_code == 404


def test_signing_out_leads_to_the_door(inside):
    response = inside.post(reverse("account_logout"))

    assert response.url == LOGIN
    assert not auth.get_user(inside).is_authenticated


# too often


@pytest.fixture
def limited(settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    cache.clear()
    yield
    cache.clear()


def test_guessing_a_password_is_stopped_after_five_times(client, person, limited):
    guess = {"login": person.username, "password": "не тот"}
    for _ in range(5):
        client.post(LOGIN, guess)

    response = client.post(LOGIN, guess | {"password": SECRET})

    assert response.context["form"].non_field_errors() == [
        "Слишком много попыток подряд. Подождите пять минут и попробуйте ещё раз."
    ]
    assert not auth.get_user(client).is_authenticated


def test_a_flood_of_attempts_is_answered_with_one_sentence(client, db, limited):
    for n in range(30):
        client.post(LOGIN, {"login": f"user{n}", "password": "x"})

    response = client.post(LOGIN, {"login": "user", "password": "x"})

    assert response.status_code == 429
    assert "Подождите минуту и попробуйте ещё раз." in words_of(response)


# a new password


def test_without_mail_whoever_forgot_the_password_is_told_whom_to_ask(client, person):
    response = client.post(reverse("account_reset_password"), {"email": person.email})

    assert "Ссылку даёт администратор портала" in words_of(response)
    assert mail.outbox == []


def test_with_mail_a_link_comes_that_sets_a_new_password_once(client, person, settings):
    settings.EMAIL_HOST = "mail.example"
    assert_ours(client.get(reverse("account_reset_password")))

    client.post(reverse("account_reset_password"), {"email": person.email})

    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Опора: новый пароль", [person.email])
    link = re.search(r"http://testserver(\S+)", letter.body)[1]
    assert set(re.findall(r"[A-Za-z]{2,}", letter.body.replace(link, ""))) == {
        *("http", "testserver", "user")
    }
    page = client.get(link, follow=True)
    assert_ours(page)
    new = {"password1": "алтай-2026-новый", "password2": "алтай-2026-новый"}
    assert client.post(page.request["PATH_INFO"], new).url == reverse(
        "account_reset_password_from_key_done"
    )
    dead = client.get(link, follow=True)
    assert_ours(dead)
    assert "Ссылка больше не действует" in words_of(dead)


def test_to_an_unknown_address_nothing_is_sent(client, db, settings):
    settings.EMAIL_HOST = "mail.example"

    response = client.post(reverse("account_reset_password"), {"email": "nobody@il.example"})

    assert response.url == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_a_changed_password_is_confirmed_and_what_is_wrong_is_told(inside, person):
    url = reverse("account_change_password")
    said = {"oldpassword": "не тот", "password1": "1234", "password2": "12345"}

    wrong = inside.post(url, said)
    right = {"oldpassword": SECRET, "password1": "алтай-2026", "password2": "алтай-2026"}
    changed = inside.post(url, right, follow=True)

    assert_ours(wrong, but=[person.username.rstrip("0123456789")])
    assert wrong.context["form"].errors["oldpassword"] == [
        "Это не ваш нынешний пароль. Проверьте раскладку и Caps Lock."
    ]
    unlike = inside.post(url, right | {"oldpassword": "алтай-2026", "password2": "x"})
    assert unlike.context["form"].errors["password2"] == [
        "Пароли не совпали. Введите новый пароль ещё раз."
    ]
    assert changed.redirect_chain == [(HOME, 302)]
    assert [str(message) for message in changed.context["messages"]] == ["Пароль изменён."]


# the second factor


def code_of(secret: str) -> str:
    """What the app on the telephone would show."""
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time())))
    )


def test_with_a_second_factor_the_password_alone_opens_nothing(client, person, second_factor):
    response = client.post(LOGIN, {"login": person.username, "password": SECRET}, follow=True)

    assert response.redirect_chain == [(reverse("mfa_authenticate"), 302)]
    assert_ours(response)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000"})
    assert wrong.context["form"].errors["code"] == [
        "Код не подошёл. Введите тот, что приложение показывает сейчас."
    ]
    assert_ours(wrong)
    assert not auth.get_user(client).is_authenticated
    spare = second_factor.get_unused_codes()[0]
    assert client.post(reverse("mfa_authenticate"), {"code": spare}).url == HOME


def test_the_app_is_connected_with_a_code_and_spare_codes_are_shown(inside, person):
    url = reverse("mfa_activate_totp")
    page = inside.get(url)
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()

    wrong = inside.post(url, {"code": "1"})
    right = inside.post(url, {"code": code_of(page.context["form"].secret)}, follow=True)

    assert_ours(wrong, but=[person.username.rstrip("0123456789")])
    assert right.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert_ours(right, but=[person.username.rstrip("0123456789")])
    assert Authenticator.objects.filter(user=person).count() == 2


def test_spare_codes_are_downloaded_with_a_russian_line(inside, second_factor):
    response = inside.get(reverse("mfa_download_recovery_codes"))

    first, *codes = response.content.decode().split("\n")
    assert first == "Запасные коды портала «Опора». Каждый действует один раз."
    assert [code for code in codes if code] == second_factor.get_unused_codes()


# caches, errors


def test_what_a_signed_in_person_sees_stays_in_no_cache(inside, client):
    for address in (HOME, "/nope/", reverse("mfa_index")):
        assert "no-store" in inside.get(address)["Cache-Control"]
    inside.logout()

    assert not client.get("/nope/").has_header("Cache-Control")


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_page_that_is_not_there_says_whom_to_ask(client, person, signed_in):
    if signed_in:
        client.force_login(person)

    response = client.get("/nope/")

    assert response.status_code == 404
    assert "Такой страницы нет или она вам не открыта" in words_of(response)


def test_a_stale_form_says_what_to_do(person):
    response = Client(enforce_csrf_checks=True).post(LOGIN, {"login": "x", "password": "y"})

    assert response.status_code == 403
    assert "Страница устарела, запись не принята" in words_of(response)


@pytest.mark.parametrize(
    ("name", "words"),
    [("500", "Страница не открылась"), ("400", "Запрос не прочитан"), ("403_csrf", "устарела")],
)
def test_the_pages_of_failures_need_neither_a_person_nor_a_database(name, words):
    assert words in render_to_string(f"{name}.html").replace("\xa0", " ").replace("&nbsp;", " ")
