from django import forms

from roadmap.forms.tasks import NO_DAY, day_field
from roadmap.models import AgendaItem, Meeting
from roadmap.services.meetings import EMPTY, Topic
from schools.forms.days import DayInput
from schools.models import Role, School
from schools.naming import natural_key
from schools.russian import many_lines, one_line, school_name

BLANK_ROWS = 3
ROLES = [(role.value, role.label) for role in (Role.COORDINATOR, Role.HEAD, Role.ADMIN)]
TO_SCHOOL = [(role.value, role.label) for role in (Role.DIRECTOR, Role.SCHOOL_COORDINATOR)]


class MeetingForm(forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ["title", "held_on", "place"]
        widgets = {"held_on": DayInput()}
        error_messages = {"title": {"required": "Назовите тему заседания."}, "held_on": NO_DAY}

    def clean_title(self):
        return one_line(self.cleaned_data["title"])


class TopicForm(forms.Form):
    item = forms.IntegerField(required=False, widget=forms.HiddenInput)
    topic = forms.CharField(label="Вопрос", max_length=500, required=False)
    speaker = forms.CharField(label="Докладчик", max_length=200, required=False)

    def clean(self):
        told = super().clean()
        if told.get("speaker") and not told.get("topic"):
            self.add_error("topic", "Докладчик указан, а\xa0вопрос нет.")
        return told


class AgendaFormSet(forms.BaseFormSet):
    """The questions in their order. An emptied line is taken off the agenda."""

    def clean(self):
        super().clean()
        if not any(self.errors) and not self.topics:
            raise forms.ValidationError(EMPTY)

    @property
    def topics(self) -> list[Topic]:
        told = [form.cleaned_data for form in self if form.cleaned_data.get("topic")]
        return [
            Topic(one_line(one["topic"]), one_line(one["speaker"]), one["item"]) for one in told
        ]


def agenda(data=None, meeting: Meeting | None = None):
    """The agenda with some empty lines below."""
    kind = forms.formset_factory(TopicForm, AgendaFormSet, extra=BLANK_ROWS, max_num=100)
    items = meeting.items.all() if meeting else []
    initial = [{"item": item.pk, "topic": item.topic, "speaker": item.speaker} for item in items]
    return kind(data, initial=initial, prefix="agenda")


class RecordForm(forms.ModelForm):
    """Who was there; and, for each question, what was heard and decided."""

    number = forms.CharField(
        label="Номер протокола",
        max_length=50,
        required=False,
        help_text="С\xa0номером протокол попадёт в\xa0документы муниципалитета.",
    )

    class Meta:
        model = Meeting
        fields = ["held_on", "attended"]
        widgets = {"held_on": DayInput(), "attended": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"held_on": NO_DAY}
        help_texts = {"attended": "По одному в строке: фамилия, инициалы и должность."}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.initial["number"] = instance.document.number if instance.document else ""

    def clean_attended(self):
        return many_lines(self.cleaned_data["attended"])


class SaidForm(forms.ModelForm):
    class Meta:
        model = AgendaItem
        fields = ["heard", "decided"]
        widgets = {
            "heard": forms.Textarea(attrs={"rows": 3}),
            "decided": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_heard(self):
        return many_lines(self.cleaned_data["heard"])

    def clean_decided(self):
        return many_lines(self.cleaned_data["decided"])


class DecisionTaskForm(forms.Form):
    """A decision as a task: what, for whom, by when."""

    title = forms.CharField(
        label="Что сделать",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Напишите, что сделать."},
    )
    school = forms.ModelChoiceField(
        label="Школа", queryset=School.objects.none(), required=False, empty_label="муниципалитет"
    )
    role = forms.ChoiceField(label="Кто отвечает", choices=[*ROLES, *TO_SCHOOL])
    due_on = day_field("Срок")

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        school = self.fields["school"]
        school.queryset = schools
        school.label_from_instance = lambda one: school_name(one.short_name)
        empty, *named = school.choices
        # the register's order: № 2 before № 10
        school.choices = [empty, *sorted(named, key=lambda one: natural_key(one[1]))]

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean(self):
        told = super().clean()
        of_school = told.get("role") in dict(TO_SCHOOL)
        if "role" in told and of_school != bool(told.get("school")):
            self.add_error(
                "role",
                "Для директора и\xa0школьного координатора выберите школу."
                if of_school
                else "Поручение школе выполняет директор или школьный координатор.",
            )
        return told
