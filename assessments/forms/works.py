"""The procedures that a table tells of: described one by one, without a list to choose from."""

from collections.abc import Iterable

from django import forms

from assessments.models import Procedure
from assessments.naming import misfits
from assessments.readers.guessing import MOST_WORKS

from .sitting import VARIANTS

NO_SUBJECT = "Предмета «%(value)s» в портале нет. Выберите из списка или добавьте процедуру."
SAME_WORK = "Эта процедура уже описана выше."


class WorkForm(forms.Form):
    kind = forms.ChoiceField(
        label="Вид",
        choices=[("", "не выбран"), *Procedure.Kind.choices],
        error_messages={"required": "Выберите вид."},
    )
    grade = forms.TypedChoiceField(
        label="Класс",
        choices=[("", "не выбран"), *((n, str(n)) for n in range(1, 12))],
        coerce=int,
        error_messages={"required": "Выберите класс."},
    )
    subject = forms.ChoiceField(
        label="Предмет",
        error_messages={"required": "Выберите предмет.", "invalid_choice": NO_SUBJECT},
    )
    variant = forms.ChoiceField(label="Уровень", required=False, choices=VARIANTS)

    def __init__(self, *args, subjects: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "не выбран"), *((one, one) for one in subjects)]

    def clean(self):
        said = super().clean()
        if not self.errors and said:
            for name, sentence in misfits(**said):
                self.add_error(name, sentence)
        return said


class BaseWorks(forms.BaseFormSet):
    """The first must be described; others that stay blank are none."""

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"empty_permitted": bool(index)}

    def clean(self):
        seen = []
        for form in self.forms:
            if form.cleaned_data and form.cleaned_data in seen:
                form.add_error("kind", SAME_WORK)
            seen.append(form.cleaned_data)


WorkFormSet = forms.formset_factory(
    WorkForm, BaseWorks, extra=0, min_num=1, max_num=MOST_WORKS, absolute_max=MOST_WORKS
)
