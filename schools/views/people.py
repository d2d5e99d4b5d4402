"""People of a municipality: who works here, who is invited, who no longer works."""

from django.contrib import messages
from django.db.models import Exists, F, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import FormView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from schools.errors import PortalError
from schools.filters import PersonFilter
from schools.forms.people import GrantForm, InviteForm
from schools.mail import mail_link
from schools.models import Invitation, Membership, User
from schools.services import invitations
from schools.services.people import end_membership, grant_membership
from schools.tables.people import InvitationTable, PersonTable

from .register_edit import administered_place


class PeopleView(SingleTableMixin, FilterView):
    table_class = PersonTable
    filterset_class = PersonFilter
    template_name = "schools/person_list.html"
    paginate_by = 50

    def get_queryset(self):
        self.municipality = administered_place(self.request)
        user = self.request.user
        here = Membership.objects.inside(self.municipality)
        kept = User.objects.with_password_kept_by(user)
        people = User.objects.administered_by(user).members_of(self.municipality)
        return (
            people.annotate(
                works=Exists(here.current().filter(user=OuterRef("pk"))),
                password_is_kept=Exists(kept.filter(pk=OuterRef("pk"))),
            )
            .prefetch_related(
                Prefetch("memberships", self._newest_first(here), to_attr="here"),
                Prefetch("password_links", self._open(), to_attr="open_links"),
            )
            .order_by("-works", "last_name", "first_name", "username")
        )

    def _newest_first(self, memberships):
        related = memberships.select_related("school", "municipality", "ended_by")
        return related.order_by(F("ended_at").desc(nulls_first=True), "pk")

    def _open(self):
        return Invitation.objects.open(timezone.now())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        waiting = self._open().inside(self.municipality).select_related("school", "created_by")
        return context | {
            "municipality": self.municipality,
            "whole": self.get_queryset().count(),
            "invitations": InvitationTable(waiting),
        }


class InviteView(FormView):
    """`?who=known`: one more role for somebody who works in the portal already."""

    template_name = "schools/invitation_form.html"
    http_method_names = ["get", "head", "post"]

    @property
    def known(self):
        return self.request.GET.get("who") == "known"

    def get_form_class(self):
        return GrantForm if self.known else InviteForm

    def get_form_kwargs(self):
        place = administered_place(self.request)
        return super().get_form_kwargs() | {"by": self.request.user, "municipality": place}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"known": self.known}

    def form_valid(self, form):
        return self.grant(form) if self.known else self.invite(form)

    def invite(self, form):
        said = form.cleaned_data
        invitation, token = invitations.invite(
            said["full_name"],
            email=said["email"],
            by=self.request.user,
            at=timezone.now(),
            **form.granted(),
        )
        return show_link(self.request, invitation, token)

    def grant(self, form):
        person = form.cleaned_data["login"]
        try:
            membership = grant_membership(
                person, by=self.request.user, at=timezone.now(), **form.granted()
            )
        except PortalError as error:
            form.add_error("role", str(error))
            return self.form_invalid(form)
        messages.success(self.request, f"Роль дана: {membership}. Она уже действует.")
        return redirect("schools:people")


@require_POST
def make_password_link(request, pk):
    kept = User.objects.with_password_kept_by(request.user)
    person = get_object_or_404(kept, pk=pk)
    invitation, token = invitations.make_password_link(person, by=request.user, at=timezone.now())
    return show_link(request, invitation, token)


def show_link(request, invitation: Invitation, token: str):
    """Once, in the answer itself: the token is stored nowhere, not even in the session."""
    link = request.build_absolute_uri(reverse("schools:invitation", args=[token]))
    return render(
        request,
        "schools/invitation_link.html",
        {"invitation": invitation, "link": link, "mailed": mail_link(invitation, link)},
    )


@require_POST
def withdraw_invitation(request, pk):
    invitation = get_object_or_404(Invitation.objects.administered_by(request.user), pk=pk)
    try:
        invitations.withdraw_invitation(invitation, at=timezone.now())
        messages.success(request, f"Приглашение отозвано: {invitation}.")
    except PortalError as error:
        messages.error(request, str(error))
    return redirect("schools:people")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_end(request, pk):
    memberships = Membership.objects.administered_by(request.user)
    membership = get_object_or_404(
        memberships.select_related("user", "school", "municipality", "region", "ended_by"), pk=pk
    )
    if request.method == "POST":
        try:
            end_membership(membership, by=request.user, at=timezone.now())
            messages.success(request, f"Полномочие прекращено: {membership}.")
        except PortalError as error:
            messages.error(request, str(error))
        return redirect("schools:people")
    return render(request, "schools/membership_end.html", {"membership": membership})
