import django_tables2 as tables

from .collection import by_cluster
from .models import ImportBatch, ResultLock
from .readers import READERS


def share_cell(record) -> str:
    """On a phone a cell without a share is left out."""
    return "num" if record.result and record.result.share_low is not None else "num op-quiet"


def told_cell(record) -> str:
    return "num" if record.result and not record.is_missing else "num op-quiet"


TOLD = {"th": {"class": "num"}, "td": {"class": told_cell}}
SHARE = {"th": {"class": "num"}, "td": {"class": share_cell}}


class SittingTable(tables.Table):
    """Cells of one sitting, school by school, in the order of clusters and numbers.

    Each column names what it reads: a name that a cell lacks would be told by its repr, which
    asks the database for every row.
    """

    school = tables.TemplateColumn(
        template_name="assessments/_school_cell.html", verbose_name="Школа"
    )
    participants = tables.TemplateColumn(
        template_name="assessments/_participants_cell.html",
        accessor="result",
        verbose_name="Участников",
        attrs=TOLD,
    )
    high = tables.TemplateColumn(
        template_name="assessments/_high_cell.html",
        accessor="result",
        verbose_name="Высокий результат",
        attrs=SHARE,
    )
    low = tables.TemplateColumn(
        template_name="assessments/_low_cell.html",
        accessor="result",
        verbose_name="Ниже минимума",
        attrs=SHARE,
    )
    state = tables.TemplateColumn(
        template_name="assessments/_state_cell.html", accessor="state", verbose_name="Состояние"
    )
    action = tables.TemplateColumn(
        template_name="assessments/_action_cell.html", accessor="result", verbose_name="Действие"
    )

    class Meta:
        template_name = "assessments/_sitting_table.html"
        orderable = False
        empty_text = "Таких школ нет. Измените отбор."
        row_attrs = {"id": lambda record: record.anchor}

    @property
    def groups(self):
        return by_cluster(self.rows, school=lambda row: row.record.school)


class ImportTable(tables.Table):
    """The files of a municipality, the newest first."""

    name = tables.Column("Файл", linkify=True)
    created_at = tables.DateTimeColumn(format="d.m.Y, H:i", verbose_name="Загружен")
    uploaded_by = tables.Column("Кем")
    format = tables.Column("Вид", empty_values=())
    told = tables.TemplateColumn(
        template_name="assessments/_import_told_cell.html",
        accessor="counts",
        verbose_name="Результаты",
        orderable=False,
    )
    stage = tables.TemplateColumn(
        template_name="assessments/_import_stage_cell.html", verbose_name="Состояние"
    )
    action = tables.TemplateColumn(
        template_name="assessments/_import_action_cell.html",
        verbose_name="Действие",
        empty_values=(),
        orderable=False,
        attrs={"td": {"class": lambda record: "" if record.may_be_removed else "op-quiet"}},
    )

    class Meta:
        model = ImportBatch
        fields = ("name", "created_at", "uploaded_by", "format", "told", "stage", "action")
        order_by = "-created_at"
        empty_text = "Файлов пока нет. Выберите первый."

    def __init__(self, *args, may_remove, **kwargs):
        hidden = {} if may_remove else {"exclude": ("action",)}
        super().__init__(*args, **hidden, **kwargs)

    def render_format(self, record):
        reader = READERS.get(record.format)
        return reader.TITLE if reader else "не узнан"


class LockTable(tables.Table):
    """Confirmations of a year, standing and taken back."""

    caption = "Подтверждения результатов"

    what = tables.TemplateColumn(
        template_name="assessments/_lock_what.html",
        verbose_name="Что подтверждено",
        empty_values=(),
    )
    locked_at = tables.TemplateColumn(
        template_name="assessments/_lock_locked.html", verbose_name="Подтверждено"
    )
    unlocked_at = tables.TemplateColumn(
        template_name="assessments/_lock_unlocked.html",
        verbose_name="Снято",
        empty_values=(),
        attrs={"td": {"class": lambda record: "" if record.unlocked_at else "op-quiet"}},
    )
    action = tables.TemplateColumn(
        template_name="assessments/_lock_action.html", verbose_name="Действие", empty_values=()
    )

    class Meta:
        model = ResultLock
        fields = ()
        sequence = ("what", "locked_at", "unlocked_at", "action")
        orderable = False
        empty_text = "За этот учебный год ещё ничего не подтверждено."

    def __init__(self, *args, may_unlock, **kwargs):
        super().__init__(*args, **kwargs)
        self.may_unlock = may_unlock
