"""The letters of a run as a list of schools, and what stands above it."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import F
from django.forms import Select, TextInput

from identification.models import Verdict
from schools.russian import school_name

from .models import Letter

SELECT = {"class": "form-select"}
WHAT = [
    ("objected", "есть возражение"),
    ("edited", "изменено вручную"),
    ("waiting", "ждут ответа школы"),
    ("nothing", "без рекомендаций"),
]


class LetterFilter(filters.FilterSet):
    """`runs`: those of the year that letters may be of; where there is one, it is not asked."""

    run = filters.ChoiceFilter(
        label="Методика", empty_label=None, method="filter_run", widget=Select(attrs=SELECT)
    )
    state = filters.ChoiceFilter(
        label="Письмо",
        choices=Letter.State.choices,
        empty_label="любое",
        widget=Select(attrs=SELECT),
    )
    status = filters.ChoiceFilter(
        label="Статус школы",
        choices=Verdict.Status.choices,
        empty_label="любой",
        widget=Select(attrs=SELECT),
    )
    what = filters.ChoiceFilter(
        label="Рекомендации",
        choices=WHAT,
        empty_label="любые",
        method="filter_what",
        widget=Select(attrs=SELECT),
    )
    name = filters.CharFilter(
        label="Школа",
        method="filter_name",
        widget=TextInput(attrs={"class": "form-control"}),
    )

    class Meta:
        model = Letter
        fields = ["state"]

    def __init__(self, *args, runs, **kwargs):
        super().__init__(*args, **kwargs)
        if len(runs) > 1:
            told = [(run.pk, f"{run.snapshot['title']}, №\xa0{run.pk}") for run in runs]
            self.filters["run"].extra["choices"] = told
        else:
            del self.filters["run"]

    def filter_run(self, letters, _field, _run):
        """The list was begun from it."""
        return letters

    def filter_what(self, letters, _field, what):
        if what == "nothing":
            return letters.filter(asked=0)
        if what == "waiting":
            sent = letters.filter(state=Letter.State.SENT)
            return sent.filter(of_school__gt=F("answered") + F("withdrawn"))
        return letters.filter(**{f"{what}__gt": 0})

    def filter_name(self, letters, _field, text):
        schools = self.queryset.model._meta.get_field("school").related_model.objects
        return letters.filter(school__in=schools.search(text.replace("№", " ")))


class LetterTable(tables.Table):
    school = tables.Column(
        "Школа", linkify=lambda record: record.get_absolute_url(), order_by="school__short_name"
    )
    status = tables.TemplateColumn(
        verbose_name="Статус",
        template_name="reports/recommendations/_status_cell.html",
        order_by="status",
    )
    asked = tables.TemplateColumn(
        verbose_name="Рекомендаций", template_name="reports/recommendations/_asked_cell.html"
    )
    answered = tables.TemplateColumn(
        verbose_name="Выполнение", template_name="reports/recommendations/_answered_cell.html"
    )
    state = tables.TemplateColumn(
        verbose_name="Письмо", template_name="reports/recommendations/_letter_state.html"
    )
    files = tables.TemplateColumn(
        verbose_name="Файлы",
        template_name="reports/recommendations/_files_cell.html",
        orderable=False,
    )

    class Meta:
        model = Letter
        fields = ()
        sequence = ("school", "status", "asked", "answered", "state", "files")
        order_by = ("school",)
        template_name = "components/table.html"
        empty_text = "Таких писем нет."
        caption = "Письма школам"

    def render_school(self, record):
        return school_name(record.school.short_name)
