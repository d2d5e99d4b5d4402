"""The roadmap of a programme: activities and works, their months, and tasks made of them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from roadmap.forms.works import DateForm
from roadmap.models import Activity, Programme, Task, Work
from roadmap.outline import lines_of, outline, period_on
from roadmap.services.works import date_work, make_tasks, plans, works_of
from roadmap.timeline import cells_of, months_of
from schools.errors import PortalError
from schools.russian import count

PROGRAMMES = Programme.objects.with_copies().select_related(
    "municipality", "school", "document", "template"
)
TASKS = "поручение,поручения,поручений"


class WorksView(View):
    """Activities by goal, and what they mean in the chosen period."""

    def get(self, request, pk):
        programme = get_object_or_404(PROGRAMMES.visible_to(request.user), pk=pk)
        today = timezone.localdate()
        period = period_on(programme, today, request.GET.get("period", ""))
        parts = outline(programme, period, user=request.user, on=today) if period else []
        lines = [line for part in parts for _activity, own in part.activities for line in own]
        context = {
            "programme": programme,
            "periods": programme.periods.all(),
            "period": period,
            "parts": parts,
            "asked": sum(line.asked for line in lines),
            "done": sum(line.done for line in lines),
            "late": sum(line.late for line in lines),
            "may_make": _may_make(request.user, programme) and bool(lines),
        }
        return render(request, "roadmap/works.html", context)


class TimelineView(View):
    """The works of a period over its months."""

    def get(self, request, pk):
        programme = get_object_or_404(PROGRAMMES.visible_to(request.user), pk=pk)
        today = timezone.localdate()
        period = period_on(programme, today, request.GET.get("period", ""))
        lines = lines_of(works_of(programme, period), user=request.user, on=today) if period else []
        dated = period and period.starts_on and period.ends_on
        months = months_of(period.starts_on, period.ends_on) if dated else []
        context = {
            "programme": programme,
            "periods": programme.periods.all(),
            "period": period,
            "months": months,
            "today": today,
            "rows": [
                (line, cells_of(line.schedule.on_workdays, months))
                for line in lines
                if line.schedule.windows
            ],
            "undated": [line for line in lines if not line.schedule.windows],
        }
        return render(request, "roadmap/timeline.html", context)


class ActivityView(View):
    """One activity through all periods, with the tasks that were made of it."""

    def get(self, request, pk):
        seen = Activity.objects.visible_to(request.user)
        activity = get_object_or_404(seen.select_related("programme__municipality", "goal"), pk=pk)
        today = timezone.localdate()
        works = activity.works.current().order_by("period__order", "order")
        tasks = Task.objects.visible_to(request.user).filter(work__activity=activity)
        context = {
            "activity": activity,
            "lines": lines_of(works, user=request.user, on=today),
            "tasks": tasks.select_related("school", "assignee").order_by("due_on", "pk")[:200],
            "indicators": activity.indicators.current(),
        }
        return render(request, "roadmap/activity.html", context)


class MakeTasksView(View):
    """First looked at, then made; later only what is missing."""

    def get(self, request, pk):
        return self.show(*self.found(pk, request.GET))

    def post(self, request, pk):
        programme, period = self.found(pk, request.POST)
        try:
            made = make_tasks(
                programme,
                period,
                with_past=bool(request.POST.get("with_past")),
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except PortalError as error:
            messages.error(request, str(error))
            return self.show(programme, period)
        if made:
            messages.success(request, f"Поставлено: {count(len(made), TASKS)}.")
        else:
            messages.info(
                request,
                "Новых поручений нет. У\xa0которых срок прошёл, ставятся, если отметить их внизу.",
            )
        return redirect(f"{reverse('roadmap:works', args=[programme.pk])}?period={period.pk}")

    def found(self, pk, said):
        mine = PROGRAMMES.editable_by(self.request.user).filter(activities__works__isnull=False)
        programme = get_object_or_404(mine.distinct(), pk=pk)
        return programme, period_on(programme, timezone.localdate(), said.get("period", ""))

    def show(self, programme, period):
        today = timezone.localdate()
        found = plans(programme, period)
        rows = [(plan, plan.ahead(today), plan.past(today)) for plan in found]
        context = {
            "programme": programme,
            "period": period,
            "rows": rows,
            "ahead": sum(len(ahead) for _plan, ahead, _past in rows),
            "past": sum(len(past) for _plan, _ahead, past in rows),
            "made": sum(len(plan.made) for plan in found),
            "is_in_force": programme.state == Programme.State.IN_FORCE,
        }
        return render(self.request, "roadmap/works_tasks.html", context)


class DateWorkView(View):
    """A day for a work whose words have none."""

    def get(self, request, pk):
        return self.show(self.work(pk), DateForm())

    def post(self, request, pk):
        work, form = self.work(pk), DateForm(request.POST)
        if not form.is_valid():
            return self.show(work, form)
        try:
            made = date_work(work, **form.cleaned_data, by=request.user, at=timezone.now())
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(work, form)
        if made:
            messages.success(request, f"Поставлено: {count(len(made), TASKS)}.")
        else:
            messages.info(request, "На\xa0этот день поручения уже поставлены.")
        return redirect(work.activity)

    def work(self, pk):
        mine = Work.objects.editable_by(self.request.user).current()
        mine = mine.select_related(
            "period", "activity__programme__municipality", "activity__programme__school"
        )
        return get_object_or_404(mine, pk=pk)

    def show(self, work, form):
        return render(self.request, "roadmap/work_date.html", {"work": work, "form": form})


def _may_make(user, programme) -> bool:
    return Programme.objects.editable_by(user).filter(pk=programme.pk).exists()
