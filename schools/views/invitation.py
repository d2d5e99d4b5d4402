"""The other end of a link: somebody who is not signed in, or not yet."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from schools.errors import PortalError
from schools.forms.people import ArrivalForm, NewPasswordForm
from schools.services import invitations


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def open_invitation(request, token):
    try:
        invitation = invitations.open_invitation(token, at=timezone.now())
    except PortalError as error:
        return render(request, "schools/invitation_dead.html", {"error": error}, status=404)
    if home := invitation.municipality or (invitation.school and invitation.school.municipality):
        timezone.activate(home.time_zone)
    if request.user.is_authenticated:
        return render(request, "schools/invitation_other.html", {"invitation": invitation})
    form_class = NewPasswordForm if invitation.user else ArrivalForm
    form = form_class(request.POST or None, invitation=invitation)
    if form.is_valid():
        try:
            return (_renew if invitation.user else _arrive)(request, token, form.cleaned_data)
        except PortalError as error:
            form.add_error(None, str(error))
    return render(
        request, "schools/invitation_accept.html", {"invitation": invitation, "form": form}
    )


def _arrive(request, token, said):
    user = invitations.accept_invitation(
        token, username=said["username"], password=said["password1"], at=timezone.now()
    )
    response = perform_login(request, user)
    request.session.set_expiry(0)
    return response


def _renew(request, token, said):
    """Not signed in at once: a second factor, if there is one, is still asked for."""
    invitations.set_password(token, password=said["password1"], at=timezone.now())
    messages.success(request, "Пароль задан. Войдите с ним.")
    return redirect("account_login")
