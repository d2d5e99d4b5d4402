"""A calendar of one's tasks: the sheet of a month, and the address for a calendar of one's own."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from roadmap.ical import Entry, calendar_file
from roadmap.models import CalendarFeed, Task
from roadmap.month import bounds, month_of
from roadmap.services.feed import feed_owner, make_feed, switch_off_feed
from schools.forms.days import YEARS
from schools.russian import school_name

MOST = 2000


class CalendarView(View):
    """One's own tasks on the sheet of a month; of who sees the municipality, all of them."""

    def get(self, request):
        today = timezone.localdate()
        first, sees_all = _month(request.GET.get("month", ""), today), False
        place, tasks = request.place, Task.objects.mine(request.user)
        if place.municipality and request.GET.get("whose") == "all":
            sees_all = True
            tasks = Task.objects.visible_to(request.user).filter(municipality=place.municipality)
        tasks = tasks.exclude(state=Task.State.CANCELLED).filter(due_on__range=bounds(first))
        context = {
            "month": month_of(first, tasks.select_related("school")),
            "today": today,
            "sees_all": sees_all,
            "may_see_all": bool(place.municipality),
        }
        return render(request, "roadmap/calendar.html", context)


def _month(said: str, today: date) -> date:
    try:
        first = date.fromisoformat(f"{said}-01")
    except ValueError:
        first = today
    return (first if first.year in YEARS else today).replace(day=1)


class FeedView(View):
    """The address is shown once, right after it was made."""

    def get(self, request):
        return self.show(None)

    def post(self, request):
        token = make_feed(by=request.user, at=timezone.now())
        return self.show(request.build_absolute_uri(reverse("roadmap:feed-file", args=[token])))

    def show(self, address):
        feed = CalendarFeed.objects.filter(user=self.request.user).first()
        return render(self.request, "roadmap/feed.html", {"feed": feed, "address": address})


@require_POST
def switch_off(request):
    switch_off_feed(by=request.user)
    messages.success(request, "Адрес отключён: календари больше ничего по\xa0нему не\xa0получат.")
    return redirect("roadmap:feed")


@login_not_required
@require_safe
def feed_file(request, token):
    """Whoever holds the address is let in as its owner, to open tasks and nothing else."""
    owner = feed_owner(token)
    if not owner:
        raise Http404
    tasks = Task.objects.mine(owner).filter(pk__in=Task.objects.visible_to(owner).values("pk"))
    tasks = tasks.exclude(state__in=[Task.State.DONE, Task.State.CANCELLED]).select_related(
        "school"
    )
    entries = [_entry(request, task) for task in tasks[:MOST]]
    answer = HttpResponse(
        calendar_file(entries, name="Опора: поручения"), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'inline; filename="opora.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _entry(request, task) -> Entry:
    where = f"{school_name(task.school.short_name)}: " if task.school else ""
    return Entry(
        uid=f"task-{task.pk}@{request.get_host()}",
        title=f"{where}{task.title}",
        text=f"Срок поручения. Состояние: {task.get_state_display()}.",
        url=request.build_absolute_uri(task.get_absolute_url()),
        due_on=task.due_on,
        changed_at=task.created_at,
    )
