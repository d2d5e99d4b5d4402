"""What the parameters of a method may be: one description for the check and for the form. Pure.

A field knows its name in the methodology file, its title on the page, and what is wrong with a
value. All problems are told at once, in Russian for the user.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from assessments.naming import KINDS, ONLY_GRADE
from schools.russian import compact

PROCEDURE_KEYS = {"kind", "grade", "subject", "variant"}
REQUIRED = object()


@dataclass(frozen=True, kw_only=True)
class Field:
    """`default` is what a new methodology begins with and what a file without it means.

    REQUIRED: a file has to name it, though a form may begin with `initial`.
    """

    name: str
    title: str
    help: str = ""
    default: Any = REQUIRED
    initial: Any = None
    nullable: bool = False
    when: str = ""  # of a nullable one: beside what else, or instead of what, it is needed

    @property
    def needed(self) -> bool:
        return self.default is REQUIRED

    def problems(self, value) -> Iterator[str]:
        """Sentences about a value that is there."""
        if value is None and self.nullable:
            return
        for problem in self.wrong(value):
            yield f"«{self.title}» ({self.name}): {problem}"

    def wrong(self, value) -> Iterator[str]:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    least: float | None = None
    most: float | None = None
    places: int = 0
    unit: str = ""

    def wrong(self, value) -> Iterator[str]:
        number = number_of(value)
        if number is None:
            yield "нужно число"
        elif self.least is not None and number < exactly(self.least):
            yield f"нужно число не меньше {compact(exactly(self.least))}"
        elif self.most is not None and number > exactly(self.most):
            yield f"нужно число не больше {compact(exactly(self.most))}"
        elif number != round(number, self.places):
            yield (
                f"после запятой — не больше {self.places} знаков"
                if self.places
                else "нужно целое число"
            )


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    options: Mapping[str, str]  # value → words

    def wrong(self, value) -> Iterator[str]:
        if not isinstance(value, str) or value not in self.options:
            yield f"нужно одно из значений: {', '.join(self.options)}"


@dataclass(frozen=True, kw_only=True)
class Switch(Field):
    def wrong(self, value) -> Iterator[str]:
        if not isinstance(value, bool):
            yield "нужно true или false"


@dataclass(frozen=True, kw_only=True)
class Code(Field):
    """The code of a measure or of a procedure of figures: a short name of latin letters."""

    def wrong(self, value) -> Iterator[str]:
        if not isinstance(value, str) or not value.replace("_", "").replace("-", "").isalnum():
            yield "нужен код показателя: латинские буквы, цифры, дефис"


@dataclass(frozen=True, kw_only=True)
class Title(Field):
    def wrong(self, value) -> Iterator[str]:
        if not isinstance(value, str) or not value.strip():
            yield "нужно название"


@dataclass(frozen=True, kw_only=True)
class Groups(Field):
    """Numbers of groups; none named: whatever the group."""

    def wrong(self, value) -> Iterator[str]:
        if not isinstance(value, list) or not value or not all(map(_is_group, value)):
            yield "нужен список номеров групп, например [3, 4, 5]"


@dataclass(frozen=True, kw_only=True)
class Procedure(Field):
    """Without a grade it means every grade, each by itself."""

    def wrong(self, value) -> Iterator[str]:
        if not isinstance(value, dict):
            yield "нет процедуры"
            return
        for name in sorted(set(value) - PROCEDURE_KEYS):
            yield f"поле «{name}» не известно"
        kind, grade = value.get("kind"), value.get("grade")
        if not isinstance(kind, str) or kind not in KINDS:
            yield f"вид должен быть одним из: {', '.join(KINDS)}"
        elif grade is not None and ONLY_GRADE.get(kind, grade) != grade:
            yield f"{KINDS[kind]} сдают только в {ONLY_GRADE[kind]} классе"
        if grade is not None and not (_is_whole(grade) and 1 <= grade <= 12):
            yield "класс должен быть числом от 1 до 12"
        if not isinstance(value.get("subject"), str) or not value["subject"].strip():
            yield "укажите предмет"
        if value.get("variant") is not None and not isinstance(value["variant"], str):
            yield "уровень должен быть текстом или null"


@dataclass(frozen=True, kw_only=True)
class Rows(Field):
    """A list of rows with the same columns; with one column named "" a list of plain values."""

    columns: tuple[Field, ...]
    row: str  # «линия», «критерий»: what one row is
    least: int = 0
    most: int = 60

    @property
    def is_plain(self) -> bool:
        return self.columns[0].name == ""

    def problems(self, value) -> Iterator[str]:
        if not isinstance(value, list) or not (
            self.is_plain or all(isinstance(row, dict) for row in value)
        ):
            yield f"«{self.title}» ({self.name}): нужен список"
        elif len(value) < self.least:
            yield f"«{self.title}» ({self.name}): нужна хотя бы одна строка"
        elif len(value) > self.most:
            yield f"«{self.title}» ({self.name}): не больше {self.most} строк"
        else:
            for number, row in enumerate(value, start=1):
                yield from (
                    f"{self.name}, строка {number}: {problem}" for problem in self._of_row(row)
                )

    def _of_row(self, row) -> list[str]:
        if self.is_plain:
            return list(self.columns[0].wrong(row))
        return [problem[:1].lower() + problem[1:] for problem in check(self.columns, row)]


def check(fields: tuple[Field, ...], parameters: Mapping) -> list[str]:
    """Sentences on what is wrong; an empty list: these are possible parameters."""
    known = {field.name for field in fields}
    unknown = sorted(name for name in map(str, parameters) if name not in known)
    found = [f"Параметр «{name}» методике не известен" for name in unknown]
    for field in fields:
        if field.name in parameters:
            found += field.problems(parameters[field.name])
        elif field.needed:
            found.append(f"Нет параметра «{field.name}»")
    return found


def completed(fields: tuple[Field, ...], parameters: Mapping) -> dict:
    """With what a file may leave out."""
    return {
        field.name: parameters.get(field.name, field.default)
        for field in fields
        if field.name in parameters or not field.needed
    }


def number_of(value) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    number = exactly(value)
    return number if number is not None and number.is_finite() else None


def exactly(value) -> Decimal | None:
    """As written: the float 2.675 of a methodology file is a little less than 2,675."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _is_whole(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_group(value) -> bool:
    return _is_whole(value) and 0 <= value <= 100
