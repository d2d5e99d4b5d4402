import django_tables2 as tables

from .collection import by_cluster

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


def share_cell(record) -> str:
    """On a phone a cell without a share is left out."""
    return "num" if record.result and record.result.share_low is not None else "num op-quiet"


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
        attrs=NUMBER,
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
    source = tables.TemplateColumn(
        template_name="assessments/_source_cell.html", accessor="result", verbose_name="Откуда"
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
