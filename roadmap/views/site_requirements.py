"""What the sites of schools must have: added, dropped, put in order."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from roadmap.forms.sites import RequirementForm
from roadmap.models import SiteRequirement
from roadmap.services import sites
from schools.errors import PortalError
from schools.models import Municipality
from schools.scoping import may_write


class RequirementsView(View):
    def get(self, request):
        if not request.place.municipality:
            raise Http404
        return self.show(request, RequirementForm())

    def post(self, request):
        municipality, form = ours(request), RequirementForm(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            sites.add_requirement(municipality, title=form.cleaned_data["title"])
        except PortalError as error:
            form.add_error("title", str(error))
            return self.show(request, form)
        return redirect("roadmap:site-requirements")

    def show(self, request, form):
        municipality = request.place.municipality
        own = SiteRequirement.objects.visible_to(request.user).filter(municipality=municipality)
        context = {
            "standing": [one for one in own if not one.dropped_on],
            "dropped": [one for one in own if one.dropped_on],
            "form": form,
            "may_write": may_write(request.user, municipality),
        }
        return render(request, "roadmap/site_requirements.html", context)


@require_POST
def add_usual(request):
    sites.add_usual_requirements(ours(request))
    messages.success(request, "Добавлен обычный перечень. Лишнее можно исключить.")
    return redirect("roadmap:site-requirements")


@require_POST
def change(request, pk):
    """One of the buttons beside a requirement: up, down, drop, back."""
    mine = SiteRequirement.objects.editable_by(request.user).select_related("municipality")
    requirement = get_object_or_404(mine, pk=pk)
    asked = request.POST.get("do")
    if asked == "drop":
        sites.drop_requirement(requirement, on=timezone.localdate())
    elif asked == "back" and requirement.dropped_on:
        sites.add_requirement(requirement.municipality, title=requirement.title)
    elif asked in ("up", "down"):
        sites.move_requirement(requirement, up=asked == "up")
    return redirect("roadmap:site-requirements")


def ours(request) -> Municipality:
    """The municipality in the header, if its affairs are the user's to write."""
    place = request.place
    mine = Municipality.objects.editable_by(request.user)
    return get_object_or_404(mine, pk=place.municipality and place.municipality.pk)
