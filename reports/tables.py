import django_tables2 as tables
from django.utils.html import format_html

from schools.russian import school_name, school_year

from .models import Note, PaperBatch
from .querysets import STAGES

QUIET = {"td": {"class": "op-quiet"}}


class NoteTable(tables.Table):
    kind = tables.Column("Документ", linkify=True, accessor="get_kind_display", order_by="kind")
    year = tables.Column("За\xa0какое время", accessor="academic_year", order_by="academic_year")
    stage = tables.Column("Состояние", order_by="stage")
    created_by = tables.Column("Кто подготовил", default="портал")
    created_at = tables.DateTimeColumn(verbose_name="Когда", format="d.m.Y, H:i")
    files = tables.TemplateColumn(
        verbose_name="Файлы", template_name="reports/_note_files.html", orderable=False
    )

    class Meta:
        model = Note
        fields = ("kind", "year", "stage", "created_by", "created_at", "files")
        order_by = ("-created_at",)
        empty_text = "Таких справок нет."
        caption = "Справки"

    def render_kind(self, value, record):
        """What it is about beside what it is, where the year alone does not say it."""
        if not record.about:
            return value
        name = school_name(record.school.short_name) if record.school else str(record.about)
        return format_html('{}<span class="op-row-sub">{}</span>', value, name)

    def render_year(self, value, record):
        return record.when if record.starts_on else school_year(value)

    def render_stage(self, value, record):
        return STAGES[value] if record.state == Note.State.DONE else record.get_state_display()


class BatchTable(tables.Table):
    kind = tables.Column("Что", linkify=True, accessor="get_kind_display", order_by="kind")
    where = tables.Column("Где", orderable=False)
    academic_year = tables.Column("Учебный год")
    created_by = tables.Column("Кто подготовил")
    created_at = tables.DateTimeColumn(verbose_name="Когда", format="d.m.Y, H:i")
    state = tables.TemplateColumn(
        verbose_name="Состояние", template_name="reports/_batch_state.html"
    )

    class Meta:
        model = PaperBatch
        fields = ("kind", "where", "academic_year", "created_by", "created_at", "state")
        order_by = ("-created_at",)
        empty_text = "Архивов пока нет."
        caption = "Архивы"

    def render_academic_year(self, value):
        return school_year(value)
