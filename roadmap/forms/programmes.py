"""The frame of a programme: what it is called, its goals, its periods."""

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME

from roadmap.models import Goal, Period, Programme
from schools.forms.days import DayInput
from schools.russian import one_line

BLANK_ROWS = 3
NEEDED = "Строку «{}» убрать нельзя: на\xa0ней держатся показатели, мероприятия или значения."


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
    TOLD = ("number", "title")

    class Meta:
        model = Goal
        fields = ["number", "title"]


class PeriodForm(forms.ModelForm):
    TOLD = ("label", "starts_on", "ends_on")

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
    """Rows in the order of the page; what was left empty is not a row, what was emptied goes."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields.pop(DELETION_FIELD_NAME, None)

    def _should_delete_form(self, form):
        return bool(form.instance.pk) and not any(
            self.data.get(form.add_prefix(name), "").strip() for name in form.TOLD
        )

    def clean(self):
        for form in self.deleted_forms:
            if _is_needed(form.instance):
                raise forms.ValidationError(NEEDED.format(form.instance))

    def save_of(self, programme: Programme) -> None:
        last = max(self.get_queryset().values_list("order", flat=True), default=0)
        for row in self.save(commit=False):
            if row.pk is None:
                last += 1
                row.programme, row.order = programme, last
            row.save()
        for row in self.deleted_objects:
            row.delete()


def _is_needed(row) -> bool:
    return any(
        relation.related_model.objects.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.related_objects
    )


def goals_of(programme: Programme, data=None):
    kind = forms.modelformset_factory(
        Goal, GoalForm, formset=InOrder, extra=BLANK_ROWS, can_delete=True
    )
    return kind(data, queryset=programme.goals.all(), prefix="goals")


def periods_of(programme: Programme, data=None):
    kind = forms.modelformset_factory(
        Period, PeriodForm, formset=InOrder, extra=BLANK_ROWS, can_delete=True
    )
    return kind(data, queryset=programme.periods.all(), prefix="periods")


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
