"""The tasks of a municipality as a list, and what stands above it."""

from datetime import date

import django_filters as filters
import django_tables2 as tables
from django.forms import Select
from django.template.loader import render_to_string

from roadmap.due import due_of
from roadmap.models import Goal, Task
from schools.models import School
from schools.russian import school_name

SELECT = {"class": "form-select"}
STATES = [
    ("overdue", "просрочено"),
    ("under_way", "в\xa0работе"),
    ("submitted", "на\xa0проверке"),
    ("done", "выполнено"),
    ("cancelled", "отменено"),
]


class TaskFilter(filters.FilterSet):
    """`schools`, `goals`: those that the tasks are of; `on`: the day that tells what is late."""

    state = filters.ChoiceFilter(
        label="Состояние",
        choices=STATES,
        empty_label="любое",
        method="filter_state",
        widget=Select(attrs=SELECT),
    )
    school = filters.ModelChoiceFilter(
        label="Школа",
        queryset=School.objects.none(),
        empty_label="любая",
        null_label="муниципалитет",
        widget=Select(attrs=SELECT),
    )
    goal = filters.ModelChoiceFilter(
        label="Задача программы",
        field_name="work__activity__goal",
        queryset=Goal.objects.none(),
        empty_label="любая",
        widget=Select(attrs=SELECT),
    )
    origin = filters.ChoiceFilter(
        label="Откуда",
        choices=Task.Origin.choices,
        empty_label="любое",
        widget=Select(attrs=SELECT),
    )

    class Meta:
        model = Task
        fields = ["state", "school", "goal", "origin"]

    def __init__(self, *args, schools, goals, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on
        self.filters["school"].queryset = schools
        self.filters["goal"].queryset = goals

    def filter_state(self, tasks, _field, state):
        if state == "overdue":
            return tasks.overdue(self.on)
        return tasks.under_way() if state == "under_way" else tasks.filter(state=state)


class TaskTable(tables.Table):
    title = tables.Column("Что сделать", linkify=True)
    due_on = tables.Column("Срок", empty_values=())
    school = tables.Column("Школа", empty_values=())
    who = tables.Column("Кто отвечает", accessor="pk")
    state = tables.TemplateColumn(
        verbose_name="Состояние", template_name="roadmap/_task_state.html"
    )

    class Meta:
        model = Task
        fields = ()
        sequence = ("title", "due_on", "school", "who", "state")
        order_by = ("due_on",)
        template_name = "components/table.html"
        empty_text = "Таких поручений нет."

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.on = on

    def render_due_on(self, record):
        due = due_of(record.due_on, self.on)
        return render_to_string("roadmap/_due.html", {"task": record, "due": due})

    def render_school(self, record):
        return school_name(record.school.short_name) if record.school else "муниципалитет"

    def order_school(self, tasks, is_descending):
        return tasks.order_by(f"{'-' if is_descending else ''}school__short_name", "due_on"), True

    def render_who(self, record):
        return record.assignee or record.get_role_display()

    def order_who(self, tasks, is_descending):
        sign = "-" if is_descending else ""
        return tasks.order_by(f"{sign}role", f"{sign}assignee__last_name", "due_on"), True
