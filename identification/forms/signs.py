"""The three steps after a sign: a form each, with one main button."""

from django import forms

from identification.models import Sign
from schools.forms.days import DayInput
from schools.russian import many_lines

TEXT = {"rows": 5}
TOO_LONG = "Не больше %(limit_value)d знаков, сейчас %(show_value)d. Сократите текст."


class StepForm(forms.ModelForm):
    """Nothing of a step may be left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True

    def clean(self):
        """A control character of another program would break the papers."""
        said = super().clean()
        texts = {n: many_lines(text) for n, text in said.items() if isinstance(text, str)}
        for name in (name for name, text in texts.items() if not text):
            self.add_error(name, self.fields[name].error_messages["required"])
        return said | texts


class ExplainForm(StepForm):
    class Meta:
        model = Sign
        fields = ["explanation"]
        widgets = {"explanation": forms.Textarea(attrs=TEXT)}
        help_texts = {
            "explanation": "Чем это может объясняться: состав класса, замена учителя, условия "
            "проведения. Фамилии учеников не\xa0нужны."
        }
        error_messages = {
            "explanation": {"required": "Напишите пояснение.", "max_length": TOO_LONG}
        }


class RecheckForm(StepForm):
    class Meta:
        model = Sign
        fields = ["recheck_kind", "rechecked_on", "recheck"]
        widgets = {
            "recheck": forms.Textarea(attrs=TEXT),
            "rechecked_on": DayInput(),
        }
        error_messages = {
            "recheck": {"required": "Напишите, что показала перепроверка.", "max_length": TOO_LONG},
            "rechecked_on": {"required": "Укажите дату."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # the date that the browser sends back as it stands
        self.fields["rechecked_on"].localize = False


class ConcludeForm(StepForm):
    class Meta:
        model = Sign
        fields = ["conclusion", "conclusion_note"]
        widgets = {"conclusion_note": forms.Textarea(attrs=TEXT)}
        error_messages = {
            "conclusion": {"required": "Выберите вывод."},
            "conclusion_note": {
                "required": "Напишите, на\xa0чём основан вывод.",
                "max_length": TOO_LONG,
            },
        }


FORMS = {
    Sign.State.EXPLAIN: ExplainForm,
    Sign.State.RECHECK: RecheckForm,
    Sign.State.CONCLUDE: ConcludeForm,
}
