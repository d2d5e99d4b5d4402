from django import forms

from roadmap.question_sets import QUESTION_SETS
from roadmap.services.questionnaires import Round
from schools.forms.days import DayInput
from schools.russian import one_line

LABELS = ("До начала работы", "По итогам")


class QuestionnaireForm(forms.Form):
    code = forms.ChoiceField(
        label="О чём спросить", choices=[(code, one.title) for code, one in QUESTION_SETS.items()]
    )
    title = forms.CharField(
        label="Название",
        max_length=500,
        required=False,
        help_text="Если оставить пустым, название будет как у\xa0выбранной анкеты.",
    )
    first_from = forms.DateField(label="Первый раз отвечают с", widget=DayInput())
    first_until = forms.DateField(label="Первый раз отвечают по", widget=DayInput())
    second_from = forms.DateField(label="Второй раз отвечают с", widget=DayInput())
    second_until = forms.DateField(label="Второй раз отвечают по", widget=DayInput())

    def clean(self):
        told = super().clean()
        for name in ("first", "second"):
            first, last = told.get(f"{name}_from"), told.get(f"{name}_until")
            if first and last and last < first:
                self.add_error(f"{name}_until", "Конец раньше начала.")
        return told

    @property
    def told(self) -> dict:
        data = self.cleaned_data
        days = [(data[f"{name}_from"], data[f"{name}_until"]) for name in ("first", "second")]
        return {
            "code": data["code"],
            "title": one_line(data["title"]) or QUESTION_SETS[data["code"]].title,
            "rounds": [Round(label, *pair) for label, pair in zip(LABELS, days, strict=True)],
        }
