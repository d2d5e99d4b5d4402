"""A task given by hand, and one put more clearly."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from roadmap.forms.new_task import NewTaskForm, TaskForm
from roadmap.models import Task
from roadmap.services.tasks import change_task, give_tasks
from schools.errors import PortalError
from schools.russian import count
from schools.scoping import may_write

TOLD = ("title", "details", "starts_on", "proof")


class TaskCreateView(View):
    """For the municipality in the header and its schools."""

    def get(self, request):
        return self.show(NewTaskForm(municipality=self.municipality()))

    def post(self, request):
        form = NewTaskForm(request.POST, municipality=self.municipality())
        if not form.is_valid():
            return self.show(form)
        given = give_tasks(form.new_tasks, by=request.user, at=timezone.now())
        if not given:
            messages.info(request, "Это поручение уже поставлено.")
            return redirect("roadmap:task-list")
        told = count(len(given), "поручение,поручения,поручений")
        messages.success(request, f"Поставлено: {told}.")
        return redirect(given[0] if len(given) == 1 else "roadmap:task-list")

    def municipality(self):
        municipality = self.request.place.municipality
        if not municipality or not may_write(self.request.user, municipality):
            raise Http404
        return municipality

    def show(self, form):
        context = {"form": form, "back": "roadmap:task-list"}
        return render(self.request, "roadmap/task_form.html", context)


class TaskEditView(View):
    def get(self, request, pk):
        task = self.task(pk)
        initial = {name: getattr(task, name) for name in TOLD}
        return self.show(task, TaskForm(initial=initial))

    def post(self, request, pk):
        task = self.task(pk)
        form = TaskForm(request.POST)
        if not form.is_valid():
            return self.show(task, form)
        try:
            change_task(task, **form.cleaned_data, by=request.user, at=timezone.now())
        except PortalError as error:
            form.add_error(None, str(error))
            return self.show(task, form)
        messages.success(request, "Сохранено.")
        return redirect(task)

    def task(self, pk):
        managed = Task.objects.managed_by(self.request.user).under_way()
        return get_object_or_404(managed.select_related("school", "municipality"), pk=pk)

    def show(self, task, form):
        return render(self.request, "roadmap/task_form.html", {"form": form, "task": task})
