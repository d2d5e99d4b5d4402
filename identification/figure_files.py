"""A sheet of figures, school by school, read as what somebody would have typed. Stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assessments.imports.matching import Directory
from schools.models import NoDataReason
from schools.naming import folded
from schools.russian import compact

from .figures import Told

REASONS = {folded(label): code for code, label in NoDataReason.choices}
NOTHING = dict.fromkeys(Told.__dataclass_fields__, "")


@dataclass(frozen=True)
class Named:
    """The first cell of a row: a name, a login or a code, whichever the register knows."""

    name: str

    @property
    def login(self) -> str:
        return self.name

    code = login


@dataclass
class Filled:
    typed: dict[int, dict[str, str]] = field(default_factory=dict)  # school → boxes of its row
    problems: list[str] = field(default_factory=list)


def filled(rows: Sequence[Sequence], directory: Directory, *, with_parts: bool) -> Filled:
    """School and value; behind it a label, or two numbers: how many of how many.

    A heading is passed over. A school that is told twice is a question and not an answer.
    """
    found, lines = Filled(), {}
    for number, cells in enumerate(rows, start=1):
        name, *said = ([_text(cell) for cell in cells] + [""] * 3)[:3]
        if not name or not any(said):
            continue
        school = directory.match(Named(name)).school
        if school:
            lines.setdefault(school, []).append((number, said))
        elif lines or _is_figure(said[0]):
            found.problems.append(f"Строка\xa0{number}: школы «{name[:60]}» в\xa0реестре нет.")
    for school, told in lines.items():
        if len(told) == 1:
            found.typed[school] = _boxes(*told[0][1], with_parts)
        else:
            numbers = ", ".join(str(number) for number, _said in told)
            name = directory.names[school]
            found.problems.append(f"Строки\xa0{numbers}: школа «{name}» названа не\xa0один раз.")
    if not lines and not found.problems:
        found.problems.append("В\xa0первых двух столбцах нет ни\xa0школ, ни\xa0значений.")
    return found


def _boxes(value: str, behind: str, with_parts: bool) -> dict[str, str]:
    if reason := REASONS.get(folded(value)):
        return NOTHING | {"no_data": reason}
    if with_parts and behind:
        return NOTHING | {"numerator": value, "denominator": behind}
    return NOTHING | {"value": value, "label": behind}


def _is_figure(said: str) -> bool:
    return any(letter.isdigit() for letter in said) or folded(said) in REASONS


def _text(cell) -> str:
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    return compact(cell) if is_number else str(cell).strip()
