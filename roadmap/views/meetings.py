"""Meetings of the working group: the list, an agenda, a protocol, tasks of its decisions."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from roadmap.forms.meetings import DecisionTaskForm, MeetingForm, RecordForm, SaidForm, agenda
from roadmap.models import AgendaItem, Meeting, Proof, Task
from roadmap.services import meetings
from roadmap.services.tasks import NewTask, give_tasks
from schools.errors import PortalError
from schools.models import Municipality, School
from schools.scoping import may_write

SILENT = "Запишите, что слушали или решили, хотя\xa0бы по\xa0одному вопросу."
MEETINGS = Meeting.objects.select_related("municipality", "document")


class MeetingListView(View):
    """The meetings of the municipality in the header, those to come first."""

    def get(self, request):
        place = request.place
        if not place.municipality:
            raise Http404
        found = MEETINGS.visible_to(request.user).filter(municipality=place.municipality)
        found = found.prefetch_related("items")
        planned = [one for one in found if one.state == Meeting.State.PLANNED]
        context = {
            "planned": sorted(planned, key=lambda one: (one.held_on, one.pk)),
            "others": [one for one in found if one.state != Meeting.State.PLANNED],
            "may_write": may_write(request.user, place.municipality),
        }
        return render(request, "roadmap/meeting_list.html", context)


class MeetingCreateView(View):
    def get(self, request):
        _ours(request)
        return self.show(request, MeetingForm(), agenda())

    def post(self, request):
        municipality = _ours(request)
        form, topics = MeetingForm(request.POST), agenda(request.POST)
        if not (form.is_valid() & topics.is_valid()):
            return self.show(request, form, topics)
        meeting = meetings.plan_meeting(
            municipality,
            **form.cleaned_data,
            topics=topics.topics,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Заседание назначено.")
        return redirect(meeting)

    def show(self, request, form, topics):
        return render(request, "roadmap/meeting_form.html", {"form": form, "topics": topics})


class MeetingView(View):
    def get(self, request, pk):
        return show(request, get_object_or_404(MEETINGS.visible_to(request.user), pk=pk))


class MeetingEditView(View):
    """The agenda, until the protocol is begun."""

    def get(self, request, pk):
        meeting = self.found(pk)
        return self.show(request, meeting, MeetingForm(instance=meeting), agenda(meeting=meeting))

    def post(self, request, pk):
        meeting = self.found(pk)
        form, topics = MeetingForm(request.POST, instance=meeting), agenda(request.POST, meeting)
        if not (form.is_valid() & topics.is_valid()):
            return self.show(request, meeting, form, topics)
        try:
            meetings.change_meeting(meeting, **form.cleaned_data, topics=topics.topics)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(request, meeting, form, topics)
        messages.success(request, "Сохранено.")
        return redirect(meeting)

    def found(self, pk):
        return get_object_or_404(MEETINGS.editable_by(self.request.user), pk=pk)

    def show(self, request, meeting, form, topics):
        context = {"form": form, "topics": topics, "meeting": meeting}
        return render(request, "roadmap/meeting_form.html", context)


class RecordView(View):
    """The protocol: who was there, what was heard, what was decided."""

    def get(self, request, pk):
        meeting = self.found(pk)
        return self.show(request, meeting, RecordForm(instance=meeting), self.said(meeting))

    def post(self, request, pk):
        meeting = self.found(pk)
        form, said = RecordForm(request.POST, instance=meeting), self.said(meeting, request.POST)
        if not all([form.is_valid(), *(one.is_valid() for one in said)]):
            return self.show(request, meeting, form, said)
        told = {
            one.instance.pk: (one.cleaned_data["heard"], one.cleaned_data["decided"])
            for one in said
        }
        if not any(heard or decided for heard, decided in told.values()):
            form.add_error(None, SILENT)
            return self.show(request, meeting, form, said)
        try:
            meetings.record_meeting(meeting, **form.cleaned_data, said=told)
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(request, meeting, form, said)
        messages.success(request, "Протокол записан. Решения можно превратить в\xa0поручения.")
        return redirect(meeting)

    def found(self, pk):
        return get_object_or_404(MEETINGS.editable_by(self.request.user), pk=pk)

    def said(self, meeting, data=None):
        return [
            SaidForm(data, instance=item, prefix=f"question-{item.pk}")
            for item in meeting.items.all()
        ]

    def show(self, request, meeting, form, said):
        context = {"form": form, "said": said, "meeting": meeting}
        return render(request, "roadmap/meeting_record.html", context)


@require_POST
def cancel(request, pk):
    meeting = get_object_or_404(MEETINGS.editable_by(request.user), pk=pk)
    if meetings.cancel_meeting(meeting):
        messages.success(request, "Заседание отменено.")
    else:
        messages.info(request, "Заседание уже состоялось или отменено. Ничего не\xa0изменилось.")
    return redirect(meeting)


@require_POST
def give_task(request, pk):
    items = AgendaItem.objects.editable_by(request.user).select_related("meeting__municipality")
    item = get_object_or_404(items, pk=pk)
    form = DecisionTaskForm(request.POST, schools=_schools(item.meeting), prefix=f"task-{item.pk}")
    if not form.is_valid():
        return show(request, item.meeting, asked={item.pk: form})
    told = form.cleaned_data
    give_tasks(
        [
            NewTask(
                municipality=item.meeting.municipality,
                school=told["school"],
                title=told["title"],
                due_on=told["due_on"],
                role=told["role"],
                proof=Proof.ANY if told["school"] else Proof.NONE,
                origin=Task.Origin.MEETING,
                agenda_item=item,
            )
        ],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Поручение поставлено.")
    return redirect(item.meeting)


def show(request, meeting, *, asked=None):
    """`asked`: forms of tasks that were not accepted, by question."""
    writes = may_write(request.user, meeting.municipality)
    held = meeting.state == Meeting.State.HELD
    questions = []
    for item in meeting.items.prefetch_related("tasks__school"):
        form = (asked or {}).get(item.pk)
        if not form and writes and held and item.decided:
            first = item.decided.splitlines()[0].rstrip(".; ")
            form = DecisionTaskForm(
                initial={"title": first}, schools=_schools(meeting), prefix=f"task-{item.pk}"
            )
        questions.append({"item": item, "form": form, "is_open": bool(asked) and bool(form.errors)})
    context = {"meeting": meeting, "questions": questions, "may_write": writes, "is_held": held}
    return render(request, "roadmap/meeting_detail.html", context)


def _schools(meeting):
    return School.objects.filter(municipality=meeting.municipality).open().order_by("short_name")


def _ours(request) -> Municipality:
    """The municipality in the header, if its affairs are the user's to write."""
    municipality = request.place.municipality
    if not municipality or not may_write(request.user, municipality):
        raise Http404
    return municipality
