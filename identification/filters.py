import django_filters as filters
from django.db.models import Q
from django.forms import Select, TextInput

from schools.russian import school_year

from .methods.wording.signs import RULES
from .models import Sign, Verdict


class VerdictFilter(filters.FilterSet):
    status = filters.ChoiceFilter(
        label="Статус",
        choices=Verdict.Status.choices,
        empty_label="любой",
        method="filter_status",
        widget=Select(attrs={"class": "form-select"}),
    )
    firm = filters.ChoiceFilter(
        label="Устойчивость",
        choices=[("border", "на грани")],
        empty_label="любая",
        method="filter_firm",
        widget=Select(attrs={"class": "form-select"}),
    )
    name = filters.CharFilter(
        label="Школа", method="filter_name", widget=TextInput(attrs={"class": "form-control"})
    )

    class Meta:
        model = Verdict
        fields = ["status"]

    def __init__(self, *args, statuses, knows_border, **kwargs):
        """`statuses`: those that the run could give; `knows_border`: whether any could be told."""
        super().__init__(*args, **kwargs)
        choices = [choice for choice in Verdict.Status.choices if choice[0] in statuses]
        self.filters["status"].extra["choices"] = choices
        if not knows_border:
            del self.filters["firm"]

    def filter_status(self, verdicts, _field, status):
        """A school may have several."""
        told = verdicts.only("status", "statuses", "score")
        return verdicts.filter(pk__in=[one.pk for one in told if status in one.given])

    def filter_firm(self, verdicts, _field, _border):
        return verdicts.on_the_border()

    def filter_name(self, verdicts, _field, text):
        """The name as it was then. SQLite compares Russian letters only as they stand."""
        # the page writes «СОШ № 5», the register «СОШ 5»
        text = " ".join(text.replace("№", " ").split())
        found = Q()
        for spelling in {text, text.lower(), text.upper(), text.capitalize()}:
            found |= Q(snapshot__short_name__icontains=spelling)
            found |= Q(snapshot__full_name__icontains=spelling)
        return verdicts.filter(found)


class SignFilter(filters.FilterSet):
    """`years`: those of the results that the signs are of."""

    state = filters.ChoiceFilter(
        label="Состояние",
        choices=Sign.State.choices,
        empty_label="любое",
        method="filter_state",
        widget=Select(attrs={"class": "form-select"}),
    )
    rule = filters.ChoiceFilter(
        label="Признак",
        choices=list(RULES.items()),
        empty_label="любой",
        widget=Select(attrs={"class": "form-select"}),
    )
    year = filters.ChoiceFilter(
        label="Год результатов",
        field_name="sitting__academic_year",
        empty_label="любой",
        widget=Select(attrs={"class": "form-select"}),
    )

    class Meta:
        model = Sign
        fields = ["rule"]

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(year, school_year(year)) for year in years]

    def filter_state(self, signs, _field, state):
        return signs.in_state(state)
