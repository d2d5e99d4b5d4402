import django_filters as filters

from schools.forms.filters import FilterForm
from schools.russian import school_year

from .models import Note
from .notes.kinds import KINDS
from .querysets import STAGES


def kinds(_request=None):
    return [(kind.code, kind.title) for kind in KINDS.values()]


class NoteFilter(filters.FilterSet):
    """Over notes of one municipality with their stage. The year of the header stands first."""

    kind = filters.ChoiceFilter(label="Вид", choices=kinds, empty_label="Любой")
    stage = filters.ChoiceFilter(
        label="Состояние", choices=[*STAGES.items()], empty_label="Любое", field_name="stage"
    )
    year = filters.ChoiceFilter(
        label="Учебный год", choices=[], empty_label=None, field_name="academic_year"
    )

    class Meta:
        model = Note
        form = FilterForm
        fields = []

    def __init__(self, data=None, *args, years=(), here=None, **kwargs):
        data = (data or {}).copy() if data else {}
        data.setdefault("year", str(here))
        super().__init__(data, *args, **kwargs)
        choices = [(str(year), school_year(year)) for year in years]
        self.filters["year"].extra["choices"] = [("all", "Все"), *choices]
        self.filters["year"].method = self.of_year

    def of_year(self, notes, _name, year):
        return notes if year == "all" else notes.filter(academic_year=year)
