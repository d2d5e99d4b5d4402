import django_filters as filters
from django.db.models import Q
from django.forms import Select, TextInput

from .models import Verdict


class VerdictFilter(filters.FilterSet):
    status = filters.ChoiceFilter(
        label="Статус",
        choices=Verdict.Status.choices,
        empty_label="любой",
        widget=Select(attrs={"class": "form-select"}),
    )
    name = filters.CharFilter(
        label="Школа", method="filter_name", widget=TextInput(attrs={"class": "form-control"})
    )

    class Meta:
        model = Verdict
        fields = ["status"]

    def filter_name(self, verdicts, _field, text):
        """The name as it was then. SQLite compares Russian letters only as they stand."""
        # the page writes «СОШ № 5», the register «СОШ 5»
        text = " ".join(text.replace("№", " ").split())
        found = Q()
        for spelling in {text, text.lower(), text.upper(), text.capitalize()}:
            found |= Q(snapshot__short_name__icontains=spelling)
            found |= Q(snapshot__full_name__icontains=spelling)
        return verdicts.filter(found)
