from allauth.account import views as account
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def password_reset(request):
    """Without mail there is nothing to fill in: the page says who gives a link."""
    if settings.EMAIL_HOST:
        return account.password_reset(request)
    return render(request, "account/password_reset.html")
