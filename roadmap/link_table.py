import django_tables2 as tables

from schools.russian import school_name

from .evidence_list import title_of
from .links.addresses import readable
from .models import Evidence


class LinkTable(tables.Table):
    """The links of a municipality, and what the check found."""

    link = tables.TemplateColumn(
        verbose_name="Ссылка",
        template_name="roadmap/_link_cell.html",
        extra_context={},
        attrs={"th": {"class": "op-w-l"}},
    )
    found = tables.TemplateColumn(
        verbose_name="Проверка",
        template_name="roadmap/_link_found_cell.html",
        attrs={"td": {"class": "op-wide"}},
    )
    proves = tables.Column("Что подтверждает", empty_values=(), attrs={"td": {"class": "op-wide"}})
    school = tables.Column("Школа", empty_values=())

    class Meta:
        model = Evidence
        fields = ()
        orderable = False
        template_name = "components/table.html"
        empty_text = "Таких ссылок нет."

    def render_link(self, record, column, **kwargs):
        record.address = readable(record.url)
        return column.render(record=record, **kwargs)

    def render_proves(self, record):
        return title_of(record.owner, with_school=False)

    def render_school(self, record):
        school = record.owner.school
        return school_name(school.short_name) if school else "муниципалитет"
