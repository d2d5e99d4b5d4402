"""How allauth behaves here: who comes in, what it says, what it sends."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.shortcuts import resolve_url

NOT_FITTING = "Логин или пароль не подошли. Проверьте раскладку и Caps Lock."
WAIT = "Слишком много попыток подряд. Подождите пять минут и попробуйте ещё раз."
WRONG_CODE = "Код не подошёл. Введите тот, что приложение показывает сейчас."


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation only; mail is sent only where there is a mail server."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NOT_FITTING,
        "email_password_mismatch": NOT_FITTING,
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
        "enter_current_password": "Это не ваш нынешний пароль. Проверьте раскладку и Caps Lock.",
        "incorrect_password": "Пароль не подошёл. Проверьте раскладку и Caps Lock.",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": "Ссылка больше не действует. Попросите новую.",
    }

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        if settings.EMAIL_HOST:
            super().send_mail(template_prefix, email, context)

    def get_password_change_redirect_url(self, request):
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_reauthentication_methods(self, user):
        words = {"reauthenticate": "Ввести пароль", "mfa_reauthenticate": "Ввести код"}
        return [
            method | {"description": words[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": (
            "Запасные коды выдаются вместе с приложением. Сначала подключите его."
        ),
    }
