"""A parameter of a method as Django fields, and what was typed as its value.

Fields only read; whether a value is possible is said by the schema of the method.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from assessments.models import Procedure, Sitting
from assessments.naming import KINDS, ONLY_GRADE, as_known, lowered
from identification.measures import measures_of_schools
from identification.methods import schema
from identification.methods.wording import procedure_title
from schools.models import Municipality

from .fields import NumberField, OpenChoiceField, OpenSelect

NO_PROCEDURE = "Выберите процедуру из списка или опишите её."
VARIANTS = ("база", "профиль")


@dataclass(frozen=True)
class Known:
    """What the portal can offer: procedures as (kind, grade, subject, variant), codes → titles."""

    procedures: Sequence[tuple]
    measures: Mapping[str, str]

    @classmethod
    def to(cls, municipality: Municipality) -> "Known":
        """What was held in its region: another one's own works are not its affair."""
        held = Sitting.objects.in_region(municipality.region_id).filter(procedure=OuterRef("pk"))
        procedures = Procedure.objects.filter(Exists(held))
        named = procedures.values_list("kind", "grade", "subject", "variant")
        measures = measures_of_schools().order_by("title")
        return cls(list(named), dict(measures.values_list("code", "title")))

    def options(self) -> list[tuple[str, str]]:
        """Procedures, then subjects that are tested in several grades."""
        whole = dict.fromkeys(
            (kind, None, subject, variant)
            for kind, _grade, subject, variant in self.procedures
            if kind not in ONLY_GRADE
        )
        return [(key_of(one), title_of(one)) for one in (*self.procedures, *whole)]

    def keys(self) -> dict[tuple, str]:
        """A subject is the same with a capital letter and without."""
        every = [*self.procedures, *((k, None, s, v) for k, _grade, s, v in self.procedures)]
        return {(k, g, lowered(s), v): key_of((k, g, s, v)) for k, g, s, v in every}


def key_of(procedure: tuple) -> str:
    kind, grade, subject, variant = procedure
    return f"{kind}|{grade or ''}|{variant}|{subject}"


def procedure_of(key: str) -> tuple | None:
    parts = key.split("|", 3)
    if len(parts) < 4 or parts[0] not in KINDS or not re.fullmatch(r"\d{0,2}", parts[1]):
        return None
    return parts[0], int(parts[1]) if parts[1] else None, parts[3], parts[2]


def title_of(procedure: tuple) -> str:
    return procedure_title(_as_value(*procedure))


class Box:
    """Of one parameter: its fields, what they show of a value, and the value they make."""

    def __init__(self, one: schema.Field, known: Known):
        self.one, self.known = one, known
        self.name = one.name or "value"
        self.label = {"label": one.title, "help_text": one.help, "required": False}

    def fields(self) -> dict[str, forms.Field]:
        return {self.name: forms.CharField(**self.label, max_length=300)}

    def initial(self, value) -> dict:
        return {self.name: value}

    def value(self, cleaned: Mapping):
        """KeyError where the field itself has refused what was typed."""
        typed = cleaned[self.name]
        return None if typed == "" and self.one.nullable else typed


class NumberBox(Box):
    def fields(self):
        title = f"{self.one.title}, {self.one.unit}" if self.one.unit else self.one.title
        return {self.name: NumberField(**self.label | {"label": title})}


class SwitchBox(Box):
    def fields(self):
        return {self.name: forms.BooleanField(**self.label)}


class ChosenBox(Box):
    """One of those on offer; without a beginning nothing is chosen for the person."""

    @property
    def options(self) -> Mapping[str, str]:
        return self.one.options

    def fields(self):
        choices = [("", "нет" if self.one.nullable else "выберите"), *self.options.items()]
        return {self.name: OpenChoiceField(**self.label, choices=choices, widget=OpenSelect())}

    def value(self, cleaned):
        value = super().value(cleaned)
        if value == "":
            raise ValidationError("Выберите одно из значений.")
        return value


class CodeBox(ChosenBox):
    @property
    def options(self):
        return self.known.measures


class GroupsBox(Box):
    def fields(self):
        widget = forms.TextInput(attrs={"placeholder": "3, 4, 5"})
        return {self.name: forms.CharField(**self.label, widget=widget, max_length=300)}

    def initial(self, value):
        return {self.name: ", ".join(map(str, value)) if isinstance(value, list) else value}

    def value(self, cleaned):
        typed = cleaned[self.name].replace(" ", "")
        if not typed:
            return None if self.one.nullable else []
        if not re.fullmatch(r"\d{1,3}([,;]\d{1,3})*", typed):
            raise ValidationError("Введите номера групп через запятую, например 3, 4, 5.")
        return [int(number) for number in re.split("[,;]", typed)]


class ProcedureBox(Box):
    """A procedure of the portal from a list, or a new one by its four fields."""

    def fields(self):
        nothing = "нет" if self.one.nullable else "выберите"
        options = self.known.options()
        grades = [("", "все классы"), *((str(n), str(n)) for n in range(1, 13))]
        variants = [("", "нет"), *((name, name) for name in VARIANTS)]
        own = {
            "kind": forms.ChoiceField(
                label="Вид", required=False, choices=[("", "—"), *KINDS.items()]
            ),
            "grade": forms.ChoiceField(label="Класс", required=False, choices=grades),
            "subject": forms.CharField(label="Предмет", required=False, max_length=100),
            "variant": forms.ChoiceField(label="Уровень", required=False, choices=variants),
        }
        chosen = OpenChoiceField(
            **self.label, choices=[("", nothing), *options], widget=OpenSelect(named=_named)
        )
        return {self.name: chosen} | {f"{self.name}_{part}": field for part, field in own.items()}

    def initial(self, value):
        if not isinstance(value, dict):
            return {}
        kind, grade = value.get("kind"), value.get("grade")
        grade = grade or ONLY_GRADE.get(kind)
        subject, variant = str(value.get("subject") or ""), value.get("variant") or ""
        known = self.known.keys().get((kind, grade, lowered(subject), variant))
        return {self.name: known or key_of((kind, grade, subject, variant))}

    def value(self, cleaned):
        kind, grade, subject, variant = (
            cleaned[f"{self.name}_{part}"] for part in ("kind", "grade", "subject", "variant")
        )
        if not (kind or grade or subject or variant):
            found = procedure_of(cleaned[self.name])
            if not found and not (self.one.nullable and not cleaned[self.name]):
                raise ValidationError(NO_PROCEDURE)
            return found and _as_value(*found)
        subject = as_known(subject, (name for _k, _g, name, _v in self.known.procedures))
        return _as_value(kind, int(grade) if grade else None, subject, variant)


def _named(key: str) -> str:
    found = procedure_of(key)
    return title_of(found) if found else key


def _as_value(kind, grade, subject, variant) -> dict:
    grade = grade or ONLY_GRADE.get(kind)
    return {"kind": kind, "grade": grade, "subject": subject, "variant": variant or None}


BOXES = {
    schema.Number: NumberBox,
    schema.Choice: ChosenBox,
    schema.Switch: SwitchBox,
    schema.Code: CodeBox,
    schema.Title: Box,
    schema.Groups: GroupsBox,
    schema.Procedure: ProcedureBox,
}


def box_of(one: schema.Field, known: Known) -> Box:
    return BOXES[type(one)](one, known)
