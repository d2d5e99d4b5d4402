from django import forms

from identification.models import Methodology
from schools.middleware import YEARS


class MethodologyField(forms.ModelChoiceField):
    def label_from_instance(self, methodology):
        paper = f", {methodology.document}" if methodology.document else ""
        return f"{methodology}, редакция {methodology.version}{paper}"


class StartForm(forms.Form):
    """The year is the one that the page showed, not the one chosen meanwhile in another window."""

    methodology = MethodologyField(Methodology.objects.none(), label="Методика", empty_label=None)
    academic_year = forms.IntegerField(
        min_value=YEARS[0], max_value=YEARS[-1], widget=forms.HiddenInput
    )

    def __init__(self, *args, municipality, **kwargs):
        super().__init__(*args, **kwargs)
        newest = municipality.methodologies.newest().select_related("document")
        self.fields["methodology"].queryset = newest.in_order()
