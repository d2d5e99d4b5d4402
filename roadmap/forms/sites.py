from django import forms

from roadmap.models import SiteCheck, SiteFinding
from roadmap.services.sites import supported_schools
from schools.forms.days import DayInput
from schools.models import School
from schools.naming import natural_key
from schools.russian import NOMINATIVE, one_line, school_name


class RequirementForm(forms.Form):
    title = forms.CharField(
        label="Что должно быть на сайте",
        max_length=500,
        error_messages={
            "required": "Напишите, что должно быть на сайте.",
            "max_length": "Не больше 500 знаков.",
        },
    )

    def clean_title(self):
        return one_line(self.cleaned_data["title"])


class SchoolsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, school):
        return school_name(school.short_name)


class SiteCheckForm(forms.ModelForm):
    """The supported schools are chosen; others may be added."""

    schools = SchoolsField(
        School.objects.none(),
        label="Школы",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Выберите хотя бы одну школу."},
    )

    class Meta:
        model = SiteCheck
        fields = ["title", "held_on"]
        widgets = {"held_on": DayInput()}
        error_messages = {
            "title": {"required": "Назовите мониторинг."},
            "held_on": {"required": "Укажите дату.", "invalid": "Укажите дату."},
        }

    def __init__(self, *args, municipality, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].localize = False
        schools = self.fields["schools"]
        schools.queryset = municipality.schools.open()
        # the register's order: № 2 before № 10
        schools.choices = sorted(schools.choices, key=lambda one: natural_key(one[1]))
        self.initial.setdefault("title", f"Мониторинг сайтов, {NOMINATIVE[on.month - 1]} {on.year}")
        self.initial.setdefault("held_on", on)
        self.supported = {one.pk for one in supported_schools(municipality, on=on)}
        self.initial.setdefault("schools", list(self.supported))

    def clean_title(self):
        return one_line(self.cleaned_data["title"])


class FindingForm(forms.ModelForm):
    """One requirement on the page of a school, with a link to what was found."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    url = forms.CharField(
        label="Ссылка",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        error_messages={"max_length": "Ссылка длиннее 1000 знаков."},
    )

    class Meta:
        model = SiteFinding
        fields = ["found", "note"]
        error_messages = {"note": {"max_length": "Не больше 500 знаков."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["found"].choices = [("", "не смотрели"), *SiteFinding.Found.choices]
        self.initial["seen"] = self.instance.found

    def clean_note(self):
        return one_line(self.cleaned_data["note"])
