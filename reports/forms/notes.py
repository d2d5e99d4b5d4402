from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from identification.models import Run
from reports.models import Note
from reports.notes.kinds import Kind
from roadmap.forms.tasks import day_field
from roadmap.models import Programme, SiteCheck
from schools.middleware import years_around
from schools.models import Document, Municipality, School
from schools.russian import one_line

LABELS = {
    "run": ("Идентификация", "Выберите проведение."),
    "school": ("Школа", "Выберите школу."),
    "programme": ("Программа", "Выберите программу."),
    "check_round": ("Мониторинг сайтов", "Выберите мониторинг."),
}


NOTHING = {
    "run": "За\xa0этот учебный год идентификация ещё не\xa0проводилась.",
    "school": "Школ в\xa0реестре ещё нет.",
    "programme": "Программы ещё нет: внесите её в\xa0разделе «Меры».",
    "check_round": "Мониторинга сайтов ещё не\xa0было: начните его в\xa0разделе «Меры».",
}


class Subjects(forms.ModelChoiceField):
    def label_from_instance(self, one):
        """A run says by which methodology it was, and when."""
        if not isinstance(one, Run):
            return str(one)
        day = timezone.localtime(one.finished_at) if one.finished_at else None
        when = f" от\xa0{day:%d.%m.%Y}" if day else ""
        return f"{one.snapshot['title']}: проведение №\xa0{one.pk}{when}"


class NewNoteForm(forms.Form):
    """What a note of the kind is about; the municipality and the year are those of the header."""

    use_required_attribute = False

    def __init__(self, *args, kind: Kind, municipality: Municipality, academic_year: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind, self.municipality, self.year = kind, municipality, academic_year
        if kind.about:
            label, missing = LABELS[kind.about]
            subjects = list(self._subjects(kind.about)[:2])
            self.fields[kind.about] = Subjects(
                self._subjects(kind.about),
                label=label,
                empty_label="Выберите",
                # the only one there is need not be chosen
                initial=subjects[0] if len(subjects) == 1 else None,
                help_text="" if subjects else NOTHING[kind.about],
                error_messages={"required": missing},
            )
        if kind.has_period:
            for name, word in (("starts_on", "Начало периода"), ("ends_on", "Конец периода")):
                self.fields[name] = day_field(word)

    def clean(self):
        said = super().clean()
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            raise ValidationError("Период не\xa0может закончиться раньше, чем начнётся.")
        return said

    @property
    def note(self) -> Note:
        """Not saved yet. A note on a span of days is of the school year in which that ends."""
        last = self.cleaned_data.get("ends_on")
        return Note(
            kind=self.kind.code,
            municipality=self.municipality,
            academic_year=max(years_around(last)) if last else self.year,
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
    dated_on = day_field("Дата")

    class Meta:
        model = Document
        fields = ["number", "dated_on"]
        labels = {"number": "Номер"}
        error_messages = {"number": {"required": "Укажите номер."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = True

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
