"""The forms of allauth in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

PASSWORD_HINT = "Не короче 8 знаков, не из одних цифр и не похож на имя или логин."
NOT_THE_SAME = "Пароли не совпали. Введите новый пароль ещё раз."
NEW, AGAIN = "Новый пароль", "Новый пароль ещё раз"
CODE_HINT = "Шесть цифр из приложения или один из запасных кодов."


class InOurWords:
    """No placeholders: they vanish as soon as one begins to type."""

    labels = {}
    hints = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")

    def add_error(self, field, error):
        super().add_error(field, NOT_THE_SAME if field == "password2" else error)


class LoginForm(InOurWords, account.LoginForm):
    labels = {"login": "Логин или почта", "password": "Пароль"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": "Пароль"}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    labels = {"oldpassword": "Нынешний пароль", "password1": NEW, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    labels = {"password1": NEW, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    labels = {"email": "Почта"}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    labels = SetPasswordForm.labels
    hints = SetPasswordForm.hints


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):
    labels = {"code": "Код"}
    hints = {"code": CODE_HINT}


class ConfirmByCodeForm(InOurWords, mfa.ReauthenticateForm):
    labels = {"code": "Код"}
    hints = {"code": CODE_HINT}


class ActivateForm(InOurWords, totp.ActivateTOTPForm):
    labels = {"code": "Код из приложения"}
    hints = {"code": "Шесть цифр, которые приложение показывает сейчас."}
