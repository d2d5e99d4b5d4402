from django import forms

from identification.models import Protocol
from schools.forms.days import DayInput
from schools.models import Document
from schools.russian import many_lines


class MeetingForm(forms.ModelForm):
    class Meta:
        model = Protocol
        fields = ["held_on", "number", "attended"]
        widgets = {
            "held_on": DayInput(),
            "attended": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {"attended": "По одному в строке: фамилия, инициалы и должность."}

    def clean_attended(self):
        return many_lines(self.cleaned_data["attended"])


class ApproveForm(forms.Form):
    """The paper that the statuses will rest on."""

    kind = forms.ChoiceField(
        label="Документ",
        choices=[
            (kind.value, kind.label) for kind in (Document.Kind.PROTOCOL, Document.Kind.ORDER)
        ],
    )
    number = forms.CharField(label="Номер", max_length=50)
    dated_on = forms.DateField(label="Дата", widget=DayInput())
    # the decisions as they were read
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        """The form of the meeting stands on the same page and has a number of its own."""
        super().__init__(*args, auto_id="id_approve_%s", **kwargs)
