from django import forms

from roadmap.forms.sites import SchoolsField
from roadmap.models import Edition, Programme
from roadmap.services.sites import supported_schools
from schools.forms.days import DayInput
from schools.models import Document, School
from schools.naming import natural_key
from schools.russian import one_line


class EditionForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = ["dated_on", "reason"]
        labels = {"dated_on": "Дата редакции"}
        widgets = {"dated_on": DayInput(), "reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, is_first=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].localize = False
        self.fields["reason"].required = not is_first
        self.fields["reason"].error_messages["required"] = "Напишите, почему программа изменена."


class ProgrammeField(forms.ModelChoiceField):
    def label_from_instance(self, programme):
        return f"{programme.document}: {programme}"


class AdoptForm(forms.ModelForm):
    """The requisites of the order; a number may come later."""

    repeals = ProgrammeField(
        Programme.objects.none(),
        label="Какой приказ отменяет",
        required=False,
        empty_label="Никакой",
        help_text="Отменённая программа перестанет действовать.",
    )

    class Meta:
        model = Document
        fields = ["number", "dated_on", "issuer"]
        labels = {"number": "Номер приказа", "dated_on": "Дата приказа"}
        help_texts = {"number": "Если номер ещё не\xa0присвоен, внесите его позже."}
        widgets = {"dated_on": DayInput()}

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].required = True
        self.fields["dated_on"].localize = False
        self.fields["dated_on"].error_messages["required"] = "Укажите дату приказа."
        owner = programme.school or programme.municipality
        name = getattr(owner, "authority", "") or getattr(owner, "full_name", "")
        self.initial.setdefault("issuer", (name or str(owner))[:300])
        in_force = Programme.objects.in_force().filter(
            municipality=programme.municipality, school=programme.school, document__isnull=False
        )
        self.fields["repeals"].queryset = in_force.select_related("document")

    def clean_number(self):
        return one_line(self.cleaned_data["number"])

    def _get_validation_exclusions(self):
        """The service names the document and tells whether its number is taken."""
        return {*super()._get_validation_exclusions(), "municipality", "kind"}


class RequisitesForm(forms.ModelForm):
    """What an act still lacked when it was entered."""

    class Meta:
        model = Document
        fields = ["number", "dated_on"]
        widgets = {"dated_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].localize = False
        self.fields["number"].required = self.fields["dated_on"].required = True


class CopyForm(forms.Form):
    """Schools that have no copy yet; the supported ones are ticked."""

    schools = SchoolsField(
        School.objects.none(),
        label="Школы",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите хотя бы одну школу."},
    )

    def __init__(self, *args, programme, on, **kwargs):
        super().__init__(*args, **kwargs)
        municipality = programme.municipality
        without = municipality.schools.open().exclude(programmes__template=programme)
        schools = self.fields["schools"]
        schools.queryset = without
        # the register's order: № 2 before № 10
        schools.choices = sorted(schools.choices, key=lambda one: natural_key(one[1]))
        supported = {one.pk for one in supported_schools(municipality, on=on)}
        self.initial.setdefault("schools", [pk for pk, _name in schools.choices if pk in supported])
