"""One start page per role. Which one: the role that has most to do in the chosen place."""

from django.shortcuts import render
from django.utils import timezone
from django.views.generic import TemplateView

from reports.homes import municipal, school
from reports.homes.tasks import my_tasks
from schools.models import ApprovalStep, Municipality, Role

# who bears several roles sees the page of the first of them
PRIORITY = (Role.COORDINATOR, Role.HEAD, Role.ADMIN)


class HomeView(TemplateView):
    """Leads everybody to the own start page; the address is one for all."""

    def get(self, request, *args, **kwargs):
        name, context = self.home(request.place)
        today = timezone.localdate()
        mine = my_tasks(request.user, today)
        told = context | {"mine": mine, "approvals": self.approvals(), "today": today}
        return render(request, f"reports/home_{name}.html", told)

    def approvals(self):
        waiting = ApprovalStep.objects.next().of(self.request.user)
        waiting = waiting.select_related("approval__document", "approval__started_by")
        return waiting.order_by("approval__started_at")

    def home(self, place):
        user, year = self.request.user, place.academic_year
        roles = set(user.memberships.current().values_list("role", flat=True))
        if user.is_superuser or (Role.REGION in roles and not roles & set(PRIORITY)):
            seen = Municipality.objects.visible_to(user).select_related("region")
            return "region", {"rows": municipal.region(seen)}
        if place.municipality:
            return self.municipal_home(place.municipality, year)
        if place.school and roles & {Role.DIRECTOR, Role.SCHOOL_COORDINATOR}:
            own, branches = place.schools[0], place.schools[1:]
            return "director", school.director(user, own, branches, year)
        if place.school:
            return "curator", {"rows": school.curator(user, year)}
        return "nothing", {}

    def municipal_home(self, municipality, year):
        memberships = self.request.user.memberships.current()
        here = memberships.filter(municipality=municipality).values_list("role", flat=True)
        role = next((role for role in PRIORITY if role in set(here)), None)
        if role == Role.COORDINATOR:
            return "coordinator", municipal.coordinator(municipality, year)
        if role == Role.ADMIN:
            return "administrator", municipal.administrator(municipality, at=timezone.now())
        # the region reads a municipality with the eyes of its head
        return "head", municipal.head(municipality, year)
