import django_tables2 as tables

from schools.models import School, SchoolAlias

NUMBER = {"th": {"class": "num"}, "td": {"class": "num"}}


def logins_of(aliases) -> str:
    return ", ".join(row.value for row in aliases.all() if row.kind == SchoolAlias.Kind.FIS_OKO)


def quiet_for_legal_entities(record) -> str:
    """On a phone only what is unusual takes a line."""
    return "" if record.parent_id else "op-quiet"


class SchoolTable(tables.Table):
    """Over schools that stand already in the order of clusters and numbers."""

    caption = "Школы по кластерам"

    short_name = tables.TemplateColumn(
        template_name="schools/_name_cell.html", verbose_name="Школа"
    )
    kind_then = tables.Column("Вид")
    legal_status = tables.TemplateColumn(
        template_name="schools/_legal_cell.html",
        verbose_name="Правовой статус",
        attrs={"td": {"class": quiet_for_legal_entities}},
    )
    settlement = tables.Column("Населённый пункт", default="")
    logins = tables.Column("Логин ФИС ОКО", accessor="aliases", default="")
    pupils = tables.Column("Учеников", attrs=NUMBER, default="")

    class Meta:
        template_name = "schools/_school_table.html"
        orderable = False
        empty_text = "Таких школ нет. Измените отбор."

    def __init__(self, data, **kwargs):
        """A column in which no school has anything is not shown."""
        empty = {
            "settlement": not any(school.settlement for school in data),
            "logins": not any(logins_of(school.aliases) for school in data),
            "pupils": not any(school.pupils for school in data),
        }
        exclude = [name for name, is_empty in empty.items() if is_empty]
        super().__init__(data, **kwargs | {"exclude": exclude})

    def render_kind_then(self, value):
        return School.Kind(value).label

    def render_logins(self, value):
        return logins_of(value)
