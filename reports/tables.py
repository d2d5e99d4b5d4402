import django_tables2 as tables
from django.utils.timezone import localtime

from schools.russian import school_year

from .models import Note, PaperBatch


class NoteTable(tables.Table):
    kind = tables.Column("Документ", linkify=True, accessor="get_kind_display", order_by="kind")
    run = tables.Column("Проведение", accessor="run__finished_at", order_by="run__finished_at")
    created_by = tables.Column("Кто подготовил", default="портал")
    created_at = tables.DateTimeColumn(verbose_name="Когда", format="d.m.Y, H:i")
    state = tables.Column("Состояние")
    files = tables.TemplateColumn(
        verbose_name="Файлы", template_name="reports/_note_files.html", orderable=False
    )

    class Meta:
        model = Note
        fields = ("kind", "run", "created_by", "created_at", "state", "files")
        order_by = ("-created_at",)
        empty_text = "Справок за этот учебный год пока нет."
        caption = "Справки"

    def render_run(self, record):
        return f"№\xa0{record.run_id} от\xa0{localtime(record.run.finished_at):%d.%m.%Y}"


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
