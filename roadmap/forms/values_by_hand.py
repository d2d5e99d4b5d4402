"""A value written instead of the computed one, and back."""

from datetime import datetime

from django import forms

from roadmap.kinds import KINDS, Reading, Unreadable, read
from roadmap.models import Indicator, Value
from roadmap.services.computing import override_value, take_computed
from schools.models import User
from schools.russian import many_lines


class TakeForm(forms.Form):
    """Back to the computed value. `seen`: the version its author looked at."""

    DONE = "Значение снова считает портал."

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, indicator: Indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator = indicator

    def write(self, value: Value, *, by: User, at: datetime) -> None:
        take_computed(value, version=self.cleaned_data["seen"], by=by, at=at)


class OverrideForm(TakeForm):
    """Another value than the computed one, and why."""

    DONE = "Значение исправлено. Расчёт портала остался рядом."

    text = forms.CharField(label="Значение", max_length=100)
    reason = forms.CharField(
        label="Почему расчёт не\xa0подходит",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, indicator: Indicator, **kwargs):
        super().__init__(*args, indicator=indicator, **kwargs)
        self.fields["text"].help_text = f"Впишите: {KINDS[indicator.kind].hint}."

    def clean_text(self) -> Reading:
        try:
            kind, sensitive = self.indicator.kind, self.indicator.sensitive
            return read(kind, self.cleaned_data["text"], sensitive=sensitive)
        except Unreadable as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_reason(self) -> str:
        return many_lines(self.cleaned_data["reason"])

    def write(self, value: Value, *, by: User, at: datetime) -> None:
        told = self.cleaned_data
        override_value(
            value, told["text"], reason=told["reason"], version=told["seen"], by=by, at=at
        )
