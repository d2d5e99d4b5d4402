"""The register file: rows of cells → rows of a register. Pure: what the database knows is not
asked here, so a reader can be tested and read without one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .errors import PortalError
from .naming import kind_in, normalised
from .russian import one_line
from .sheets import Problem

COLUMNS = {
    "short_name": "Краткое название",
    "full_name": "Полное название",
    "cluster": "Кластер",
    "kind": "Вид",
    "legal_status": "Правовой статус",
    "parent": "Головная школа",
    "settlement": "Населённый пункт",
    "fis_oko": "Логины ФИС ОКО",
    "ris_gia": "Коды РИС ГИА",
    "names": "Другие названия",
}
REQUIRED = ["short_name", "full_name"]
LENGTHS = {"short_name": 100, "full_name": 300, "cluster": 100, "settlement": 100}
ALIAS_LENGTH = 300
SEPARATORS = {"fis_oko": r"[;,\s]+", "ris_gia": r"[;,\s]+", "names": r"[;\n]+"}
KINDS = "НОШ, ООШ, СОШ, гимназия, лицей, вечерняя школа или коррекционная школа"
MAX_SCHOOLS = 5_000


@dataclass(frozen=True)
class RegisterRow:
    """One school as the file tells it. An empty value was not told."""

    row: int
    short_name: str
    full_name: str = ""
    cluster: str = ""
    kind: str = ""
    legal_status: str = ""
    parent: str = ""
    settlement: str = ""
    fis_oko: tuple[str, ...] = ()
    ris_gia: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def key(self):
        return normalised(self.short_name)


@dataclass
class RegisterFile:
    rows: list[RegisterRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)

    def complain(self, row: int, name: str, value: str, message: str) -> None:
        self.problems.append(Problem(row, COLUMNS[name], value, message))


def read_register(cells: Sequence[Sequence]) -> RegisterFile:
    """All problems at once. Without the two required columns there is nothing to read at all."""
    header, places = _header(cells)
    file = RegisterFile()
    _look_at_the_header(file, header, cells[header], places)
    for number, line in enumerate(cells[header + 1 :], start=header + 2):
        told = {name: _raw(line[place]) for name, place in places.items() if place < len(line)}
        if any(told.values()):
            file.rows.append(_row(file, number, told))
    if not file.rows:
        raise PortalError("В файле есть строка заголовков, но под ней нет ни одной школы.")
    if len(file.rows) > MAX_SCHOOLS:
        raise PortalError("В файле больше 5000 школ. Проверьте, что это реестр школ.")
    _compare_rows(file)
    file.problems.sort(key=by_place)
    return file


def by_place(problem: Problem) -> tuple[int, int]:
    """Row by row, and in a row in the order of the columns."""
    return problem.row, list(COLUMNS.values()).index(problem.column)


def _header(cells: Sequence[Sequence]) -> tuple[int, dict[str, int]]:
    """The first row that has both required columns; else the row that has one tells what lacks."""
    titles = {_title(title): name for name, title in COLUMNS.items()}
    lacking = None
    for number, line in enumerate(cells):
        places = {}
        for place, cell in enumerate(line):
            if name := titles.get(_title(_raw(cell))):
                places.setdefault(name, place)
        missing = [COLUMNS[name] for name in REQUIRED if name not in places]
        if not missing:
            return number, places
        if len(missing) < len(REQUIRED) and lacking is None:
            lacking = (
                f"В строке {number + 1} нет столбца «{missing[0]}», без него реестр не прочесть."
            )
    raise PortalError(
        lacking
        or "В файле нет строки заголовков со столбцами «Краткое название» и «Полное название»."
    )


def _look_at_the_header(file, header, line, places) -> None:
    known = {_title(title): name for name, title in COLUMNS.items()}
    for place, cell in enumerate(line):
        title = one_line(_raw(cell))
        name = known.get(_title(title))
        if name and places[name] != place:
            file.complain(header + 1, name, title, "Столбец стоит дважды. Оставьте один из них.")
        elif title and not name:
            file.unknown_columns.append(title)


def _row(file: RegisterFile, number: int, told: dict[str, str]) -> RegisterRow:
    values = {name: one_line(told.get(name, "")) for name in COLUMNS if name not in SEPARATORS}
    for name, length in LENGTHS.items():
        if len(values[name]) > length:
            file.complain(number, name, values[name], f"Длиннее {length} знаков. Сократите.")
    if not values["short_name"]:
        file.complain(number, "short_name", "", "Нет краткого названия школы.")
    values["kind"] = _kind(file, number, values["kind"])
    values["legal_status"] = _legal_status(file, number, values["legal_status"])
    _look_at_the_parent(file, number, values)
    return RegisterRow(
        row=number, **values, **{name: _several(file, number, name, told) for name in SEPARATORS}
    )


def _kind(file, number, said) -> str:
    kind = kind_in(said)
    if said and not kind:
        file.complain(number, "kind", said, f"Такого вида портал не знает. Напишите: {KINDS}.")
    return kind


def _legal_status(file, number, said) -> str:
    word = normalised(said)
    if re.fullmatch(r"юр\w* ?лиц\w*|юр\w*", word):
        return "legal"
    if word.startswith("филиал"):
        return "branch"
    if said:
        message = "Напишите «юридическое лицо» или «филиал»."
        file.complain(number, "legal_status", said, message)
    return ""


def _look_at_the_parent(file, number, values) -> None:
    parent, status = values["parent"], values["legal_status"]
    if parent and status == "legal":
        message = "У юридического лица нет головной школы. Уберите её или напишите «филиал»."
        file.complain(number, "parent", parent, message)
    elif parent and normalised(parent) == normalised(values["short_name"]):
        file.complain(number, "parent", parent, "Школа не может быть филиалом самой себя.")


def _several(file, number, name, told) -> tuple[str, ...]:
    parts = [one_line(part) for part in re.split(SEPARATORS[name], told.get(name, ""))]
    for part in parts:
        if len(part) > ALIAS_LENGTH:
            file.complain(number, name, part, f"Длиннее {ALIAS_LENGTH} знаков. Сократите.")
    # two spellings of one name are one name
    return tuple({normalised(part): part for part in reversed(parts) if part}.values())[::-1]


def _compare_rows(file: RegisterFile) -> None:
    """A short name, a login, another name means one school in a file."""
    seen = {}
    for row in file.rows:
        if row.short_name:
            first = seen.setdefault(("names", row.key), row)
            if first is not row:
                message = f"Эта школа уже названа в строке {first.row}. Оставьте одну строку."
                file.complain(row.row, "short_name", row.short_name, message)
    for row in file.rows:
        for name in SEPARATORS:
            for value in getattr(row, name):
                first = seen.setdefault((name, normalised(value)), row)
                if first is not row:
                    message = f"Это уже значит школу «{first.short_name}» (строка {first.row})."
                    file.complain(row.row, name, value, message)


def _raw(cell) -> str:
    """Excel keeps the code 9306 as 9306.0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell)


def _title(text: str) -> str:
    return one_line(text).lower().replace("ё", "е").rstrip(" *:")
