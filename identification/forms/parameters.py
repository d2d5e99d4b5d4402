"""The form of a method's parameters, made of its schema, and the parameters that were typed.

Rows are added and removed by buttons that post the whole form, so nothing needs a script and
nothing typed is lost.
"""

import re

from django.http import QueryDict

from identification.methods import Method
from identification.methods.schema import Rows

from .boxes import Known, box_of
from .rows import SchemaForm, Table, beginning, default_of, sentence

OF_ROW = re.compile(r"(\w+), строка (\d+): (?:([a-z_]+): )?(.+)")


class ParametersForm:
    """Made by `of` to show parameters, by `posted` to read them."""

    def __init__(self, method: type[Method], known: Known, plain: dict, tables: dict[str, Table]):
        self.method, self.known, self.tables = method, known, tables
        schema = tuple(one for one in method.schema if not isinstance(one, Rows))
        self.plain = SchemaForm(schema=schema, known=known, prefix="p", **plain)
        self.errors, self.refused = [], False

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
        self.refused = not all(valid)
        return not self.refused

    def _refuse(self, problem: str):
        """At the row that the sentence is about, and the box of it, if it is about one."""
        found = OF_ROW.fullmatch(problem)
        if found and found[1] in self.tables:
            form = list(self.tables[found[1]].forms.values())[int(found[2]) - 1]
            boxes = [box.name for box in form.boxes]
            form.add_error(found[3] if found[3] in boxes else boxes[0], sentence(found[4]))
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
            {"table": self.tables[one.name]}
            if one.name in self.tables
            else {"part": parts[one.name]}
            for one in self.method.schema
        ]
