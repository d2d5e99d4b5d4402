"""What is asked at each step of a task."""

from django import forms

from roadmap.models import Task
from roadmap.querysets import OF_SCHOOL
from schools.forms.days import DayInput, of_our_time
from schools.models import Membership, Municipality, Role, School, User
from schools.russian import many_lines

TO_MUNICIPALITY = (Role.COORDINATOR, Role.HEAD, Role.ADMIN)
TO_SCHOOL = (*OF_SCHOOL, Role.CURATOR)
TOO_LONG = "Не больше %(limit_value)d знаков, сейчас %(show_value)d. Сократите текст."
LONGEST = 4000
NO_DAY = {"required": "Укажите дату.", "invalid": "Такой даты нет."}


def day_field(label: str, **more) -> forms.DateField:
    return forms.DateField(
        label=label,
        localize=False,
        widget=DayInput(),
        error_messages=NO_DAY,
        validators=[of_our_time],
        **more,
    )


class Lines(forms.CharField):
    """Several lines, without the control characters that no paper shows."""

    def __init__(self, *, rows: int = 3, **more):
        more.setdefault("max_length", LONGEST)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **more)
        self.error_messages["max_length"] = TOO_LONG

    def widget_attrs(self, widget):
        """Without maxlength: a browser would cut what was pasted and say nothing."""
        return {k: v for k, v in super().widget_attrs(widget).items() if k != "maxlength"}

    def clean(self, value):
        return super().clean(many_lines(value or ""))


class StepForm(forms.Form):
    """A word that goes with a step; `prefix` keeps the ids of a page apart."""

    title, button, main = "", "", False

    def __init__(self, data=None, *, task: Task, **more):
        super().__init__(data, prefix=more.pop("prefix", None), **more)
        self.task = task


class SubmitForm(StepForm):
    title, button, main = "Отчитаться", "Отправить на\xa0проверку", True
    text = Lines(label="Что сделано", required=False)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        if not self.task.school_id:
            self.button = "Выполнено"


class AcceptForm(StepForm):
    title, button, main = "Проверить", "Принять", True
    text = Lines(label="Ответ", required=False, rows=2)


class ReturnForm(StepForm):
    title, button = "Вернуть на\xa0доработку", "Вернуть"
    text = Lines(label="Что исправить", error_messages={"required": "Напишите, что исправить."})


class PostponeForm(StepForm):
    title, button = "Перенести срок", "Перенести"
    due_on = day_field("Новый срок")
    text = Lines(label="Почему", rows=2, error_messages={"required": "Напишите, почему."})


class ReassignForm(StepForm):
    title, button = "Передать другому", "Передать"
    whom = forms.ChoiceField(
        label="Кому",
        error_messages={"required": "Выберите, кому.", "invalid_choice": "Выберите, кому."},
    )
    text = Lines(label="Пояснение", required=False, rows=2)

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.people = people_of_place(self.task.municipality, self.task.school)
        roles = TO_SCHOOL if self.task.school_id else TO_MUNICIPALITY
        self.fields["whom"].choices = [
            ("", "выберите"),
            ("По роли", [(f"role:{role}", role.label) for role in roles]),
            ("По имени", [(f"user:{pk}", name) for pk, name in self.people.items()]),
        ]

    def clean(self):
        said = super().clean()
        kind, _colon, name = said.pop("whom", "").partition(":")
        said["assignee"] = User.objects.get(pk=name) if kind == "user" else None
        said["role"] = name if kind == "role" else ""
        return said


class CancelForm(StepForm):
    title, button = "Отменить поручение", "Отменить поручение"
    text = Lines(label="Почему", rows=2, error_messages={"required": "Напишите, почему."})


class SayForm(StepForm):
    title, button = "Комментарий", "Написать"
    text = Lines(
        label="Текст",
        help_text="Увидят школа, её куратор и\xa0муниципалитет.",
        error_messages={"required": "Напишите комментарий."},
    )


def people_of_place(municipality: Municipality, school: School | None) -> dict[int, str]:
    """Whom a task may name: those who work there now, and of a branch those of its head school."""
    members = Membership.objects.current().filter(user__is_active=True)
    if school:
        members = members.filter(school__in=[school.pk, school.parent_id])
    else:
        members = members.filter(municipality=municipality)
    members = members.select_related("user").order_by("user__last_name", "user__pk")
    return {one.user_id: f"{one.user}, {one.get_role_display()}" for one in members}
