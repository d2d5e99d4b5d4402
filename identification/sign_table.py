import django_tables2 as tables
from django.urls import reverse

from schools.russian import school_name, school_year

from .models import Sign
from .tables import with_note


class SignTable(tables.Table):
    """Signs of a municipality. `listed`: school → years of federal lists."""

    school = tables.Column(
        "Школа",
        linkify=lambda record: reverse("identification:school-signs", args=[record.school_id]),
    )
    procedure = tables.Column("Результат", accessor="sitting__procedure")
    rule = tables.Column(
        "Что замечено",
        linkify=lambda record: record.get_absolute_url(),
        attrs={"td": {"class": "op-wide"}},
    )
    state = tables.TemplateColumn(
        verbose_name="Состояние", template_name="identification/_sign_state.html"
    )

    listed = tables.Column("За три года", empty_values=())

    class Meta:
        model = Sign
        fields = ()
        orderable = False
        template_name = "components/table.html"
        empty_text = "Таких признаков нет."

    def __init__(self, *args, listed, **kwargs):
        self.years = listed
        super().__init__(*args, **kwargs)

    def render_school(self, record):
        return school_name(record.school.short_name)

    def render_procedure(self, record):
        return with_note(record.sitting.procedure, school_year(record.sitting.academic_year))

    def render_rule(self, record):
        return record.get_rule_display()

    def render_listed(self, record):
        return lists_in_words(self.years.get(record.school_id, [])) or "нет"


def lists_in_words(years: list[int]) -> str:
    if not years:
        return ""
    where = "в\xa0федеральном перечне" if len(years) == 1 else "в\xa0федеральных перечнях"
    return f"{where} {', '.join(map(str, years))}"
