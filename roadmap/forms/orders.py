"""The tables of an order: pasted or chosen, a line of them corrected, a programme chosen."""

from dataclasses import replace

from django import forms

from roadmap.models import Indicator, Programme
from roadmap.readers.drafts import (
    LONGEST,
    LONGEST_CELL,
    LONGEST_TARGET,
    DraftActivity,
    DraftIndicator,
    Order,
)
from roadmap.services.orders import NOTHING, read_file, read_text
from schools.children import MAX_UPLOAD
from schools.errors import PortalError
from schools.russian import one_line

ACCEPTED = ".xlsx,.xls,.ods,.csv,.docx"
BOTH = "Вставьте текст или выберите файл: что-нибудь одно."
TOO_LARGE = "Файл больше 20\xa0МБ. Оставьте в\xa0нём только таблицы показателей и\xa0мероприятий."
NEW = "Новая программа"


class OrderForm(forms.Form):
    text = forms.CharField(
        label="Таблица текстом",
        required=False,
        strip=False,
        help_text="Скопируйте таблицу из\xa0Word или Excel вместе с\xa0заголовками столбцов. Можно "
        "вставить и\xa0весь приказ: портал возьмёт из\xa0него таблицы.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label="Или файл",
        required=False,
        help_text="Word (.docx), Excel (.xlsx, .xls), .ods или .csv, не\xa0больше 20\xa0МБ.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "Файл пустой. Выберите другой."},
    )

    text.depends = file.depends = True  # one of the two

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MAX_UPLOAD:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean(self):
        """`order`: what was read; what cannot be read is told at its field."""
        told = super().clean()
        if self.errors:
            return told
        text, file = told["text"].strip(), told["file"]
        if not text and not file:
            raise forms.ValidationError(NOTHING)
        if text and file:
            raise forms.ValidationError(BOTH)
        try:
            told["order"] = read_file(file) if file else read_text(told["text"])
        except PortalError as error:
            self.add_error("file" if file else "text", str(error))
        return told

    @property
    def source(self) -> str:
        file = self.cleaned_data["file"]
        return one_line(file.name) if file else "Вставленная таблица"


class LineForm(forms.Form):
    """A line of the order. `line`: as it stands; `changed`: as it was corrected."""

    number = forms.CharField(label="Номер", max_length=LONGEST["number"], required=False)
    goal = forms.TypedChoiceField(label="Задача программы", coerce=int)

    def __init__(self, data=None, *, line, order: Order):
        self.line, self.order = line, order
        super().__init__(data, initial=self.told(line))
        self.fields["goal"].choices = list(enumerate(order.goals))
        self.add_periods()

    def told(self, line) -> dict:
        texts = {f"period{place}": text for place, text in enumerate(self.texts(line))}
        return vars(line) | texts

    def add_periods(self):
        for place, label in enumerate(self.order.periods):
            self.fields[f"period{place}"] = self.period_field(label)

    @property
    def changed(self):
        told = dict(self.cleaned_data)
        texts = tuple(
            one_line(told.pop(f"period{place}")) for place in range(len(self.order.periods))
        )
        told = {name: one_line(one) if isinstance(one, str) else one for name, one in told.items()}
        return replace(self.line, **told, **{self.of_periods: texts})

    def texts(self, line):
        return getattr(line, self.of_periods)


class IndicatorLineForm(LineForm):
    of_periods = "targets"
    title = forms.CharField(
        label="Показатель", max_length=LONGEST["title"], widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = forms.ChoiceField(
        label="Вид", choices=[("", "выберите"), *Indicator.Kind.choices], required=True
    )
    unit = forms.CharField(
        label="Единица",
        max_length=LONGEST["unit"],
        required=False,
        help_text="Что считается: договоров, площадок. Для процента и\xa0«да/нет» не\xa0нужна.",
    )
    direction = forms.ChoiceField(label="Направление", choices=Indicator.Direction.choices)
    field_order = ["number", "title", "goal", "kind", "unit", "direction"]

    @staticmethod
    def period_field(label: str) -> forms.Field:
        return forms.CharField(label=f"Цель: {label}", max_length=LONGEST_TARGET, required=False)


class ActivityLineForm(LineForm):
    of_periods = "cells"
    title = forms.CharField(
        label="Мероприятие", max_length=LONGEST["title"], widget=forms.Textarea(attrs={"rows": 3})
    )
    responsible = forms.CharField(
        label="Кто отвечает", max_length=LONGEST["responsible"], required=False
    )
    proved_by = forms.CharField(
        label="Подтверждающие документы",
        max_length=LONGEST["proved_by"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["number", "title", "goal", "responsible", "proved_by"]

    @staticmethod
    def period_field(label: str) -> forms.Field:
        return forms.CharField(
            label=f"Что сделать: {label}",
            max_length=LONGEST_CELL,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )


LINE_FORMS = {DraftIndicator: IndicatorLineForm, DraftActivity: ActivityLineForm}


class WhereForm(forms.Form):
    """Into which programme: one that is there, or a new one of this title."""

    programme = forms.ModelChoiceField(
        label="Куда записать", queryset=Programme.objects.none(), required=False, empty_label=NEW
    )
    title = forms.CharField(
        label="Название новой программы",
        max_length=500,
        required=False,
        help_text="Новая программа останется проектом, пока её не\xa0утвердят приказом.",
    )

    def __init__(self, data=None, *, programmes):
        super().__init__(data)
        self.fields["programme"].queryset = programmes
        for field in self.fields.values():
            field.depends = True

    def clean(self):
        told = super().clean()
        told["title"] = one_line(told.get("title") or "")
        if not self.errors and not told["programme"] and not told["title"]:
            self.add_error("title", "Назовите новую программу.")
        return told
