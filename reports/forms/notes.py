from django import forms
from django.core.exceptions import ValidationError

from identification.models import Run
from reports.models import Note
from reports.notes.kinds import Kind
from roadmap.models import Programme, SiteCheck
from schools.forms.days import DayInput
from schools.models import Document, Municipality, School
from schools.russian import one_line

LABELS = {
    "run": ("Идентификация", "Выберите проведение."),
    "school": ("Школа", "Выберите школу."),
    "programme": ("Программа", "Выберите программу."),
    "check_round": ("Мониторинг сайтов", "Выберите мониторинг."),
}


class NewNoteForm(forms.Form):
    """What a note of the kind is about; the municipality and the year are those of the header."""

    use_required_attribute = False

    def __init__(self, *args, kind: Kind, municipality: Municipality, academic_year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.municipality, self.year = kind, municipality, academic_year
        if kind.about:
            label, missing = LABELS[kind.about]
            self.fields[kind.about] = forms.ModelChoiceField(
                self._subjects(kind.about),
                label=label,
                empty_label="Выберите",
                error_messages={"required": missing},
            )
        if kind.has_period:
            for name, word in (("starts_on", "Начало периода"), ("ends_on", "Конец периода")):
                self.fields[name] = forms.DateField(label=word, widget=DayInput(), localize=False)

    def clean(self):
        said = super().clean()
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            raise ValidationError("Период не\xa0может закончиться раньше, чем начнётся.")
        return said

    @property
    def note(self) -> Note:
        """Not saved yet. A note on a run or a round is of the year of that."""
        return Note(
            kind=self.kind.code,
            municipality=self.municipality,
            academic_year=self.year,
            **self.cleaned_data,
        )

    def _subjects(self, about: str):
        if about == "run":
            runs = Run.objects.standing().filter(academic_year=self.year)
            return runs.filter(municipality=self.municipality).select_related("methodology")
        if about == "school":
            return School.objects.filter(municipality=self.municipality, closed_on=None)
        if about == "programme":
            return Programme.objects.municipal().filter(municipality=self.municipality)
        return SiteCheck.objects.filter(municipality=self.municipality)


class RegisterForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["number", "dated_on"]
        labels = {"number": "Номер", "dated_on": "Дата"}
        widgets = {"dated_on": DayInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].localize = False
        self.fields["number"].required = self.fields["dated_on"].required = True

    def clean_number(self):
        return one_line(self.cleaned_data["number"])

    def _get_validation_exclusions(self):
        """The service names the document and tells whether its number is taken."""
        return {*super()._get_validation_exclusions(), "municipality", "kind"}


class SectionForm(forms.Form):
    """`version`: of the text that the editor began from."""

    html = forms.CharField(
        label="Текст раздела",
        required=False,
        strip=True,
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "form-control", "data-section-editor": ""}
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
