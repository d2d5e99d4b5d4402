"""A task that is given by hand, or put more clearly."""

from uuid import uuid4

from django import forms

from roadmap.forms.tasks import TO_MUNICIPALITY, TO_SCHOOL, TOO_LONG, Lines, day_field
from roadmap.models import Proof, Work
from roadmap.services.tasks import NewTask
from roadmap.services.works import NOBODY, Addressees
from schools.models import Municipality, School
from schools.russian import one_line, school_name

Whom = Work.Whom
ROLES = [(role.value, role.label) for role in (*TO_MUNICIPALITY, *TO_SCHOOL)]
ALL_OF_A_KIND = (Whom.MUNICIPALITY, Whom.SUPPORTED, Whom.SCHOOLS)


class TaskForm(forms.Form):
    """What is asked for: of a task that is there."""

    title = forms.CharField(
        label="Что сделать",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Напишите, что сделать.", "max_length": TOO_LONG},
    )
    details = Lines(label="Пояснение", required=False, rows=4)
    starts_on = day_field("Начать", required=False)
    proof = forms.ChoiceField(label="Подтверждение", choices=Proof.choices)

    def clean_title(self):
        return one_line(self.cleaned_data["title"])


class NewTaskForm(TaskForm):
    """For the municipality, one school or all of a kind; whoever presses twice gives it once."""

    addressee = forms.ChoiceField(label="Кому", error_messages={"required": "Выберите, кому."})
    role = forms.ChoiceField(
        label="Кто отвечает",
        choices=[("", "выберите"), *ROLES],
        error_messages={"required": "Выберите, кто отвечает."},
    )
    due_on = day_field("Срок")
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    field_order = ["title", "details", "addressee", "role", "due_on", "starts_on", "proof", "once"]

    def __init__(self, *args, municipality: Municipality, **more):
        super().__init__(*args, **more)
        self.addressees = Addressees(municipality)
        self.schools = {str(school.pk): school for school in self.addressees.open}
        one = [(pk, school_name(school.short_name)) for pk, school in self.schools.items()]
        self.fields["addressee"].choices = [
            ("", "выберите"),
            *((whom.value, whom.label) for whom in ALL_OF_A_KIND),
            ("Одной школе", one),
        ]

    def clean(self):
        said = super().clean()
        addressee, role = said.get("addressee"), said.get("role")
        if addressee and role and (addressee == Whom.MUNICIPALITY) != (role in TO_MUNICIPALITY):
            self.add_error(
                "role",
                "Поручение муниципалитету выполняют его сотрудники."
                if addressee == Whom.MUNICIPALITY
                else "Поручение школе выполняют её директор, координатор или куратор.",
            )
        starts_on, due_on = said.get("starts_on"), said.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", "Срок не\xa0может быть раньше начала.")
        if not self.errors and not self._asked():
            self.add_error("addressee", NOBODY[addressee])
        return said

    def _asked(self) -> list[School | None]:
        addressee = self.cleaned_data["addressee"]
        if addressee in self.schools:
            return [self.schools[addressee]]
        return self.addressees.of(addressee, self.cleaned_data["due_on"])

    @property
    def new_tasks(self) -> list[NewTask]:
        told = {
            name: self.cleaned_data[name]
            for name in ("title", "details", "starts_on", "due_on", "role", "proof")
        }
        return [
            NewTask(
                municipality=self.addressees.municipality,
                school=school,
                key=f"hand:{self.cleaned_data['once']}:{school.pk if school else ''}",
                **told,
            )
            for school in self._asked()
        ]
