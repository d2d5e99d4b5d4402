"""The frame of a programme: what it is called, its goals, its periods."""

from django import forms

from roadmap.models import Goal, Period, Programme
from roadmap.services.programmes import arrange, why_not_removed
from schools.forms.days import DayInput
from schools.russian import one_line

BLANK_ROWS = 3


class ProgrammeForm(forms.ModelForm):
    """`schools`: of which the author may write a programme; empty: only the municipality's."""

    class Meta:
        model = Programme
        fields = ["title", "school", "purpose", "starts_on", "ends_on"]
        widgets = {
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "title": forms.Textarea(attrs={"rows": 2}),
            "purpose": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"ends_on": "Пусто: программа действует постоянно."}

    def __init__(self, *args, schools, keeps_home: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["school"]
            return
        self.fields["school"] = forms.ModelChoiceField(
            schools,
            label="Чья программа",
            required=not keeps_home,
            empty_label="муниципалитета" if keeps_home else "выберите школу",
        )
        self.fields["school"].depends = True  # one of the two is always chosen

    def clean_title(self):
        return one_line(self.cleaned_data["title"])


class GoalForm(forms.ModelForm):
    class Meta:
        model = Goal
        fields = ["title", "number"]


class PeriodForm(forms.ModelForm):
    class Meta:
        model = Period
        fields = ["label", "kind", "starts_on", "ends_on", "is_baseline"]
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def clean(self):
        told = super().clean()
        first, last = told.get("starts_on"), told.get("ends_on")
        if told.get("kind") != Period.Kind.STAGE and not (first and last):
            self.add_error("starts_on", "Укажите даты: без\xa0них может быть только этап.")
        elif first and last and last < first:
            self.add_error("ends_on", "Период не\xa0может закончиться раньше, чем начнётся.")
        return told


class InOrder(forms.BaseModelFormSet):
    """Rows in the order that is typed beside them; what was left empty is not a row."""

    def clean(self):
        removed = [form.instance for form in self.deleted_forms]
        if whys := [why for row in removed if (why := why_not_removed(row))]:
            raise forms.ValidationError(whys)

    def save_of(self, programme: Programme) -> None:
        arrange(
            self.model,
            programme,
            [form.instance for form in self.ordered_forms],
            removed=[form.instance for form in self.deleted_forms],
        )


def rows_of(rows, form, data, prefix: str):
    told = {"can_order": True, "can_delete": True, "can_delete_extra": False}
    kind = forms.modelformset_factory(rows.model, form, formset=InOrder, extra=BLANK_ROWS, **told)
    return kind(data, queryset=rows.all(), prefix=prefix)


def goals_of(programme: Programme, data=None):
    return rows_of(programme.goals, GoalForm, data, "goals")


def periods_of(programme: Programme, data=None):
    return rows_of(programme.periods, PeriodForm, data, "periods")


class OverviewFilter(forms.Form):
    """What of a programme is shown. A word that is none of the choices shows all."""

    period = forms.ChoiceField(label="Период", required=False)
    goal = forms.ChoiceField(label="Раздел", required=False)
    proof = forms.ChoiceField(label="Подтверждение", required=False)
    who = forms.ChoiceField(label="Кто отвечает", required=False)

    def __init__(self, *args, periods, goals, proofs, levels, **kwargs):
        super().__init__(*args, **kwargs)
        choices = {
            "period": [(str(one.pk), one.label) for one in periods],
            "goal": [("", "Все разделы"), *((str(one.pk), str(one)) for one in goals)],
            "proof": [("", "Любое"), *proofs],
            "who": [("", "Все"), *levels],
        }
        for name, told in choices.items():
            self.fields[name].choices = told
            self.fields[name].widget.attrs["class"] = "form-select"

    @property
    def wanted(self) -> dict[str, str]:
        self.is_valid()
        return self.cleaned_data
