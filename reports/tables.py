import django_tables2 as tables
from django.utils.timezone import localtime

from .models import Note


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
