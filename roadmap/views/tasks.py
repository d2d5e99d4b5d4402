"""Tasks: one's own, those of the municipality, one with its thread."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST
from django_tables2 import RequestConfig

from roadmap.due import by_urgency, due_of
from roadmap.evidence_list import evidence_of
from roadmap.forms import tasks as forms
from roadmap.models import Goal, Task, TaskEntry
from roadmap.services import tasks as services
from roadmap.shared import sharing_work
from roadmap.task_table import TaskFilter, TaskTable
from schools.errors import PortalError
from schools.models import Municipality, School
from schools.russian import count
from schools.scoping import may_write

PER_PAGE = 25
TABS = {"open": "Открытые", "check": "На\xa0проверке", "accepted": "Выполненные"}
TASKS = Task.objects.select_related(
    "school",
    "municipality",
    "assignee",
    "done_by",
    "checked_by",
    "created_by",
    "campaign",
    "work__activity__goal",
    "work__activity__programme",
    "agenda_item__meeting",
)
RETURNS = Prefetch(
    "entries",
    TaskEntry.objects.filter(action=TaskEntry.Action.RETURNED).select_related("by"),
    to_attr="returns",
)


class MyTasksView(View):
    """What waits for the reader; and, of who checks, what waits for a check."""

    def get(self, request):
        user, today = request.user, timezone.localdate()
        mine, checked = Task.objects.mine(user), Task.objects.managed_by(user)
        found = {
            "open": mine.under_way(),
            "check": (mine | checked).waiting_for_check(),
            "accepted": mine.filter(state=Task.State.DONE).order_by("-done_at", "-pk"),
        }
        tab = request.GET.get("tab")
        tab = tab if tab in TABS else "open"
        rows = found[tab].select_related("school", "assignee", "done_by", "work__activity__goal")
        page = Paginator(rows.prefetch_related(RETURNS), PER_PAGE if tab == "accepted" else 500)
        page = page.get_page(request.GET.get("page"))
        may_check = set()
        if tab == "check":
            may_check = set(
                # figures are accepted on the page of their campaign
                checked.filter(pk__in=[one.pk for one in page], campaign=None).values_list(
                    "pk", flat=True
                )
            )
        return render(
            request,
            "roadmap/task_mine.html",
            {
                "tab": tab,
                "tabs": [(name, title, found[name].count()) for name, title in TABS.items()],
                "groups": by_urgency(page, today) if tab == "open" else [],
                "rows": [(one, due_of(one.due_on, today)) for one in page],
                "page": page,
                "may_check": may_check,
                "overdue": found["open"].overdue(today).count(),
                "today": today,
                # of one school its name says nothing new
                "shows_school": bool(may_check) or len({one.school_id for one in page}) > 1,
                "sees_all": bool(request.place.municipality),
            },
        )


class TaskListView(View):
    """All tasks of the municipality in the header, with filters."""

    def get(self, request):
        place, today = request.place, timezone.localdate()
        if not place.municipality:
            raise Http404
        ours = Task.objects.visible_to(request.user).filter(municipality=place.municipality)
        goals = Goal.objects.filter(activities__works__tasks__in=ours).distinct()
        asked = request.GET.copy()
        asked.setdefault("state", "under_way")  # «любое» is sent as an empty state
        filtered = TaskFilter(
            asked,
            queryset=ours.select_related("school", "assignee"),
            schools=School.objects.filter(tasks__in=ours).distinct().order_by("short_name"),
            goals=goals.select_related("programme"),
            on=today,
        )
        table = TaskTable(filtered.qs, on=today)
        RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
        context = {
            "filter": filtered,
            "table": table,
            "found": table.paginator.count,
            "whole": ours.count(),
            "overdue": ours.overdue(today).count(),
            "may_write": may_write(request.user, place.municipality),
        }
        return render(request, "roadmap/task_list.html", context)


class TaskView(View):
    def get(self, request, pk):
        return show(request, get_object_or_404(TASKS.visible_to(request.user), pk=pk))


# the step → its form, its service, what is said when it is done, who may take it
STEPS = {
    "submit": (forms.SubmitForm, services.submit_task, "Отчёт отправлен.", "editable_by"),
    "withdraw": (None, services.withdraw_task, "Отозвано с\xa0проверки.", "editable_by"),
    "accept": (forms.AcceptForm, services.accept_task, "Принято.", "managed_by"),
    "return": (forms.ReturnForm, services.return_task, "Возвращено.", "managed_by"),
    "postpone": (forms.PostponeForm, services.postpone_task, "Срок перенесён.", "managed_by"),
    "reassign": (forms.ReassignForm, services.reassign_task, "Передано.", "managed_by"),
    "cancel": (forms.CancelForm, services.cancel_task, "Поручение отменено.", "managed_by"),
    "say": (forms.SayForm, services.say, "Комментарий записан.", "visible_to"),
}
ACTIONS = {
    "submit": TaskEntry.Action.SUBMITTED,
    "withdraw": TaskEntry.Action.WITHDRAWN,
    "accept": TaskEntry.Action.ACCEPTED,
    "return": TaskEntry.Action.RETURNED,
}
REPORTS = (TaskEntry.Action.SUBMITTED, TaskEntry.Action.DONE)
MANAGING = ("postpone", "reassign", "cancel")
UNDER_WAY = ("submit", "postpone", "reassign", "cancel", "say")
# what may be done in a state
NEXT = {
    Task.State.OPEN: UNDER_WAY,
    Task.State.RETURNED: UNDER_WAY,
    Task.State.SUBMITTED: ("withdraw", "accept", "return", "cancel", "say"),
    Task.State.DONE: ("return", "say"),
    Task.State.CANCELLED: ("say",),
}


@require_POST
def take_step(request, pk, step):
    """What was typed stays in its form, also if somebody else was faster."""
    kind, service, done, who = STEPS[step]
    task = get_object_or_404(getattr(TASKS, who)(request.user), pk=pk)
    form = kind and kind(request.POST, task=task, prefix=step)
    if form and not form.is_valid():
        return show(request, task, form)
    try:
        service(task, **(form.cleaned_data if form else {}), by=request.user, at=timezone.now())
    except PortalError as error:
        if form is None:
            messages.error(request, str(error))
            return redirect(task)
        form.add_error(None, str(error))
        return show(request, TASKS.get(pk=task.pk), form)
    messages.success(request, done)
    return redirect(task)


@require_POST
def accept_many(request):
    """Those that are marked; what somebody else has decided meanwhile is left alone."""
    marked, accepted = set(request.POST.getlist("task")), 0
    for task in TASKS.managed_by(request.user).waiting_for_check():
        if str(task.pk) not in marked:
            continue
        try:
            services.accept_task(task, by=request.user, at=timezone.now())
        except PortalError:
            continue
        accepted += 1
    if accepted:
        messages.success(request, f"Принято: {count(accepted, 'поручение,поручения,поручений')}.")
    else:
        messages.error(request, "Отметьте поручения, которые принимаете.")
    return redirect("roadmap:tasks")


def show(request, task, bound=None):
    user = request.user
    own = Task.objects.filter(pk=task.pk)
    may = {
        who: getattr(own, who)(user).exists() for who in ("editable_by", "managed_by", "visible_to")
    }
    steps, offered = _offered(task, may, bound)
    thread = list(task.entries.select_related("by"))
    evidence, submission = evidence_of(task, user=user), task.submission
    # the figures of a campaign are proved one by one
    may_add = evidence["may_add"] and task.is_under_way and not submission
    context = {
        "task": task,
        "submission": submission,
        "report": _last(thread, *REPORTS),
        "remark": _last(thread, "returned") if task.state == Task.State.RETURNED else None,
        # whoever was second keeps what was typed
        "refused": bound if bound is not None and bound.prefix not in offered else None,
        "due": due_of(task.due_on, timezone.localdate()),
        "steps": offered,
        # who is not asked may answer in place of who is: not the first thing on the page
        "is_asked": Task.objects.mine(user).filter(pk=task.pk).exists(),
        "may_withdraw": "withdraw" in steps,
        "may_change": may["managed_by"] and task.is_under_way,
        "managing": [(step, offered[step]) for step in MANAGING if step in offered],
        "reopen": offered.get("return") if task.state == Task.State.DONE else None,
        "sees_meeting": task.agenda_item
        and Municipality.objects.visible_to(user).filter(pk=task.municipality_id).exists(),
        "sharing": sharing_work(task),
        "thread": thread,
        # what is being checked stays as it was sent
        "evidence": evidence | {"may_add": may_add},
        "asks_proof": task.proof != "none",
    }
    return render(request, "roadmap/task_detail.html", context)


def _offered(task, may, bound):
    """The steps that its reader may take now, and those of them that have a form."""
    steps = [
        step
        for step in NEXT[task.state]
        if may[STEPS[step][3]] and services.follows_campaign(task, ACTIONS.get(step))
    ]
    forms = {
        step: bound
        if bound is not None and bound.prefix == step
        else STEPS[step][0](task=task, prefix=step)
        for step in steps
        if STEPS[step][0]
    }
    return steps, forms


def _last(thread, *actions):
    return next((entry for entry in reversed(thread) if entry.action in actions), None)
