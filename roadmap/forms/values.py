"""One value: the boxes of its kind, or the reason why there is none."""

from django import forms

from roadmap import kinds
from roadmap.degrees import DEGREES
from roadmap.kinds import Reading, Unreadable
from roadmap.models import Indicator
from schools.models import NoDataReason
from schools.russian import compact

NEITHER = "Внесите значение или укажите причину, по\xa0которой его нет."
BOTH = "Указаны и\xa0значение, и\xa0причина: оставьте одно."
# several forms of one page have it, so it bears no id
UNSEEN = forms.HiddenInput(attrs={"id": False})


class ValueForm(forms.Form):
    """`version` is what its author saw. What is wrong is said at the box."""

    no_data = forms.ChoiceField(
        label="Данных нет: причина",
        required=False,
        choices=[("", "данные есть"), *NoDataReason.choices],
    )
    version = forms.IntegerField(min_value=0, widget=UNSEEN)

    def __init__(self, *args, indicator: Indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        own = BOXES[indicator.kind]()
        for field in (*own.values(), self.fields["no_data"]):
            field.required = False
            field.depends = True
        self.fields = own | self.fields
        self.names = list(own)

    def clean(self):
        told = super().clean()
        if self.errors:
            return told
        text = TEXTS[self.indicator.kind](told)
        if bool(text) is bool(told["no_data"]):
            self.add_error(self.names[0], BOTH if text else NEITHER)
        elif told["no_data"]:
            self.reading = Reading(no_data=told["no_data"])
        else:
            self._read(text)
        return told

    def _read(self, text: str) -> None:
        sensitive = self.indicator.sensitive
        try:
            self.reading = kinds.read(self.indicator.kind, text, sensitive=sensitive)
        except Unreadable as error:
            self.add_error(self.names[0], str(error))


def initial_of(indicator: Indicator, reading: Reading | None, version: int) -> dict:
    told = {"version": version}
    if reading is None:
        return told
    told |= {"no_data": reading.no_data}
    if reading.yes is not None:
        told["yes"] = "да" if reading.yes else "нет"
    for name in ("numerator", "denominator"):
        told[name] = getattr(reading, name)
    for name in ("number", "percent"):
        part = getattr(reading, name)
        told[name] = "" if part is None else compact(part)
    told["degree"] = reading.degree if reading.percent is None else ""
    return told


def _text(label: str, **more) -> forms.CharField:
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=30, widget=box, **more)


def _steps() -> forms.ChoiceField:
    steps = [(code, step.label) for code, step in DEGREES.items()]
    return forms.ChoiceField(label="Степень, если процент неизвестен", choices=[("", "—"), *steps])


BOXES = {
    "yes_no": lambda: {
        "yes": forms.ChoiceField(label="Ответ", choices=[("", "—"), ("да", "да"), ("нет", "нет")])
    },
    "percent": lambda: {"numerator": _text("Сколько"), "denominator": _text("Из скольких")},
    "number": lambda: {"number": _text("Число")},
    "degree": lambda: {"percent": _text("Точный процент"), "degree": _steps()},
}


def _share(told) -> str:
    part, whole = told["numerator"], told["denominator"]
    return f"{part or '?'} из {whole or '?'}" if part or whole else ""


TEXTS = {
    "yes_no": lambda told: told["yes"],
    "percent": _share,
    "number": lambda told: told["number"],
    "degree": lambda told: told["percent"] or (told["degree"] and DEGREES[told["degree"]].short),
}


class CheckForm(forms.Form):
    """The answer of whoever checks. `said`: of a target in words, whether it is reached."""

    version = forms.IntegerField(min_value=0, widget=UNSEEN)
    said = forms.ChoiceField(
        label="Цель",
        required=False,
        choices=[("", "не\xa0оценена"), ("yes", "достигнута"), ("no", "не\xa0достигнута")],
    )

    def __init__(self, *args, in_words: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not in_words:
            del self.fields["said"]

    @property
    def target_met(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("said"))


class ReturnForm(forms.Form):
    version = forms.IntegerField(min_value=0, widget=UNSEEN)
    comment = forms.CharField(
        label="Что исправить", max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
