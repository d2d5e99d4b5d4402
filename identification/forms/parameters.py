"""The form of a method's parameters, made of its schema, and the parameters that were typed.

Rows are added and removed by buttons that post the whole form, so nothing needs a script and
nothing typed is lost.
"""

import re
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from identification.methods import Method
from identification.methods.schema import Field, Rows

from .boxes import Known, box_of

ANY_ROW = "__row__"  # the number of a row that a script has not added yet
OF_ROW = re.compile(r"(\w+), строка (\d+): (.+)")


class SchemaForm(forms.Form):
    """The parameters that are no rows, or the columns of one row."""

    use_required_attribute = False

    def __init__(self, *args, schema: tuple[Field, ...], known: Known, **kwargs):
        self.boxes = [box_of(one, known) for one in schema]
        super().__init__(*args, **kwargs)
        for box in self.boxes:
            self.fields |= box.fields()
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
        return [
            {"kind": type(box.one).__name__, "box": box, "first": bound[0], "rest": bound[1:]}
            for box in self.boxes
            if (bound := [self[name] for name in box.fields()])
        ]

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


class ParametersForm:
    """Made by `of` to show parameters, by `posted` to read them."""

    def __init__(self, method: type[Method], known: Known, plain: dict, tables: dict[str, Table]):
        self.method, self.known, self.tables = method, known, tables
        schema = tuple(one for one in method.schema if not isinstance(one, Rows))
        self.plain = SchemaForm(schema=schema, known=known, prefix="p", **plain)
        self.errors = []

    @classmethod
    def of(cls, method: type[Method], known: Known, parameters: dict | None = None):
        """Without parameters: what a new methodology begins with."""
        told, shown, tables = parameters or {}, {}, {}
        for one in method.schema:
            left_out = beginning(one) if parameters is None else default_of(one)
            value = told.get(one.name, left_out)
            if isinstance(one, Rows):
                values = value if isinstance(value, list | tuple) else []
                tables[one.name] = Table.of(one, known, f"p-{one.name}", list(values))
                if parameters is None and one.least and not values:
                    tables[one.name].add()
            else:
                shown |= box_of(one, known).initial(value)
        return cls(method, known, {"initial": shown}, tables)

    @classmethod
    def posted(cls, method: type[Method], known: Known, data: QueryDict):
        return cls(
            method,
            known,
            {"data": data},
            {
                one.name: Table.posted(one, known, f"p-{one.name}", data)
                for one in method.schema
                if isinstance(one, Rows)
            },
        )

    def reshaped(self, *, add: str = "", remove: str = "") -> "ParametersForm":
        """The same with a row more, or without one: «lines», «lines-3»."""
        tables = {name: table.as_typed() for name, table in self.tables.items()}
        if add in tables:
            tables[add].add()
        name, _dash, number = remove.rpartition("-")
        if name in tables:
            tables[name].forms.pop(number, None)
        return ParametersForm(self.method, self.known, {"initial": self.plain.typed}, tables)

    def is_valid(self) -> bool:
        valid = [self.plain.is_valid(), *(table.is_valid() for table in self.tables.values())]
        if all(valid):
            for problem in self.method.further_problems(self.parameters):
                self._refuse(problem)
                valid.append(False)
        return all(valid)

    def _refuse(self, problem: str):
        """At the row that the sentence is about, if it is about one."""
        found = OF_ROW.fullmatch(problem)
        if found and found[1] in self.tables:
            form = list(self.tables[found[1]].forms.values())[int(found[2]) - 1]
            form.add_error(form.boxes[0].name, sentence(found[3]))
        else:
            self.errors.append(sentence(problem))

    @property
    def parameters(self) -> dict:
        told = self.plain.values | {name: table.value for name, table in self.tables.items()}
        return {one.name: told[one.name] for one in self.method.schema}

    @property
    def sections(self) -> list:
        """In the order of the schema, for the template."""
        parts = {part["box"].one.name: part for part in self.plain.parts}
        return [
            {"table": self.tables[one.name]} if one.name in self.tables else {"part": parts[one.name]}
            for one in self.method.schema
        ]


def beginning(one: Field):
    """What a new methodology or a new row begins with."""
    return default_of(one) if one.initial is None else one.initial


def default_of(one: Field):
    return None if one.needed else one.default


def sentence(problem: str) -> str:
    return f"{problem[:1].upper()}{problem[1:].removesuffix('.')}."
