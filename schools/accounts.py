from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):
    """People come in by invitation only; mail is sent only where there is a mail server."""

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        if settings.EMAIL_HOST:
            super().send_mail(template_prefix, email, context)
