"""A form of some parameters, and a table of such forms: a parameter that is a list."""

import re
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from identification.methods.schema import Field, Rows

from .boxes import Known, OpenSelect, box_of

ANY_ROW = "__row__"  # the number of a row that a script has not added yet
LOOK = {
    OpenSelect: "form-select",
    forms.Select: "form-select",
    forms.CheckboxInput: "form-check-input",
}


class SchemaForm(forms.Form):
    """The parameters that are no rows, or the columns of one row."""

    use_required_attribute = False

    def __init__(self, *args, schema: tuple[Field, ...], known: Known, **kwargs):
        self.boxes = [box_of(one, known) for one in schema]
        super().__init__(*args, **kwargs)
        for box in self.boxes:
            self.fields |= box.fields()
        for one in self.fields.values():
            one.widget.attrs["class"] = LOOK.get(type(one.widget), "form-control")
        self.values = {}

    def clean(self):
        cleaned = super().clean()
        for box in self.boxes:
            try:
                value = self.values[box.one.name] = box.value(cleaned)
            except KeyError:  # the field itself has said what is wrong
                continue
            except ValidationError as error:
                self.add_error(box.name, error)
                continue
            if not (value is None and box.one.nullable):
                for problem in box.one.wrong(value):
                    self.add_error(box.name, sentence(problem))
        return cleaned

    @property
    def typed(self) -> dict:
        """As the boxes show it, whether it is possible or not."""
        return {bound.name: bound.value() for bound in self}

    @property
    def parts(self) -> list[dict]:
        """A box with its fields, for the template: the first one, and those behind it."""
        found = []
        for box in self.boxes:
            first, *rest = (self[name] for name in box.fields())
            found.append(
                {
                    "kind": type(box).__name__,
                    "box": box,
                    "first": first,
                    "rest": rest,
                    "is_described": any(field.value() for field in rest),
                }
            )
        return found

    @property
    def value(self):
        return self.values.get("", self.values)


@dataclass
class Table:
    """A parameter that is a list: a form per row, whatever the numbers of the rows are."""

    rows: Rows
    known: Known
    prefix: str
    forms: dict[str, SchemaForm]
    errors: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, rows: Rows, known: Known, prefix: str, values: list) -> "Table":
        table = cls(rows, known, prefix, {})
        for value in values:
            table.add(value)
        return table

    @classmethod
    def posted(cls, rows: Rows, known: Known, prefix: str, data: QueryDict) -> "Table":
        table = cls(rows, known, prefix, {})
        numbers = [n for n in data.getlist(f"{prefix}-row") if re.fullmatch(r"\d{1,6}", n)]
        table.forms = {n: table._form(n, data=data) for n in numbers[: rows.most + 1]}
        return table

    def add(self, value=None):
        number = str(max(map(int, self.forms), default=-1) + 1)
        own = {"": value} if self.rows.is_plain else value
        own = own if isinstance(own, dict) else {}
        shown = {}
        for box in (box_of(one, self.known) for one in self.rows.columns):
            begins = beginning(box.one) if value is None else None
            shown |= box.initial(own.get(box.one.name, begins))
        self.forms[number] = self._form(number, initial=shown)

    def as_typed(self) -> "Table":
        table = Table(self.rows, self.known, self.prefix, {})
        table.forms = {n: table._form(n, initial=form.typed) for n, form in self.forms.items()}
        return table

    @property
    def blank(self) -> SchemaForm:
        table = Table(self.rows, self.known, self.prefix, {})
        table.add()
        return table._form(ANY_ROW, initial=table.forms["0"].initial)

    @property
    def is_fixed(self) -> bool:
        return self.rows.least == self.rows.most

    @property
    def may_grow(self) -> bool:
        return len(self.forms) < self.rows.most

    @property
    def value(self) -> list:
        return [form.value for form in self.forms.values()]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms.values()]
        if len(self.forms) < self.rows.least:
            self.errors.append(f"Нужна хотя бы одна строка: {self.rows.row}.")
        if len(self.forms) > self.rows.most:
            self.errors.append(f"Не больше {self.rows.most} строк.")
        return all(valid) and not self.errors

    def _form(self, number: str, **kwargs) -> SchemaForm:
        return SchemaForm(
            schema=self.rows.columns, known=self.known, prefix=f"{self.prefix}-{number}", **kwargs
        )


def beginning(one: Field):
    """What a new methodology or a new row begins with."""
    return default_of(one) if one.initial is None else one.initial


def default_of(one: Field):
    return None if one.needed else one.default


def sentence(problem: str) -> str:
    return f"{problem[:1].upper()}{problem[1:].removesuffix('.')}."
