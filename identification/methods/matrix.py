"""Report of Irbit, 2020: given groups of quality beside given groups of social wellbeing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from .cells import Cells, cells_of
from .facts import Facts
from .measured import Measured
from .method import Method, verdicts
from .schema import Code, Groups, Rows, Title
from .statuses import CODES, NO_DATA, NONE, STATUS
from .wording.matrix import in_words

HUNDREDTHS = 100
LEVEL = (
    Title(name="title", title="Уровень"),
    Groups(name="groups", title="Группы"),
)


@dataclass(frozen=True, kw_only=True)
class Matrix(Method):
    """A school stands in a table: its group by one measure in the rows, by another in the columns.

    The groups are given by somebody else and never computed here. A rule, a cell of the file,
    names groups of the rows, of the columns or of both, and a status; what it does not name may be
    any group or none. All statuses that apply are given, the first of them is `status`. Without a
    group of the rows there is no status, and why there is none is told: «нет выпускников» is not
    «нет информации». Levels are names of groups and decide nothing.
    """

    rows: str
    columns: str
    rules: Sequence[dict]
    row_title: str | None = None
    column_title: str | None = None
    row_levels: Sequence[dict] = ()
    column_levels: Sequence[dict] = ()

    name = "matrix"
    title = "матрица групп"
    reads = ("measured",)
    schema = (
        Code(name="rows", title="Строки: показатель"),
        Code(name="columns", title="Столбцы: показатель"),
        Rows(
            name="cells",
            title="Клетки и статусы",
            row="правило",
            least=1,
            columns=(
                Groups(name="rows", title="Группы строк", default=None, nullable=True),
                Groups(name="columns", title="Группы столбцов", default=None, nullable=True),
                STATUS,
            ),
            help="Пусто — группа может быть любой.",
        ),
        Title(name="row_title", title="Строки: подпись", default=None, nullable=True),
        Title(name="column_title", title="Столбцы: подпись", default=None, nullable=True),
        Rows(name="row_levels", title="Уровни строк", row="уровень", default=(), columns=LEVEL),
        Rows(
            name="column_levels", title="Уровни столбцов", row="уровень", default=(), columns=LEVEL
        ),
    )

    @classmethod
    def of(cls, parameters: dict) -> Self:
        # «cells» of a methodology file are not the cells of results that every method has
        fields = dict(parameters)
        return cls(rules=fields.pop("cells"), **fields)

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        found = []
        if parameters["rows"] == parameters["columns"]:
            found.append("Для строк и столбцов нужны разные показатели")
        for name in ("row_levels", "column_levels"):
            seen = set()
            for number, level in enumerate(parameters.get(name, ()), start=1):
                found += [
                    f"{name}, строка {number}: группа {group} уже стоит выше"
                    for group in level["groups"]
                    if group in seen
                ]
                seen.update(level["groups"])
        return found

    @property
    def reads_results(self) -> bool:
        return False

    @property
    def measures(self) -> tuple[str, ...]:
        return (self.rows, self.columns)

    @property
    def gives(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule["status"] for rule in self.rules))

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        """No result matters: given groups alone decide."""
        return cells_of(facts, (), [facts.academic_year])

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        found = []
        for place in self._places(Measured(facts), facts):
            held = self._held(place)
            status = CODES[held[0]["status"]] if held else NONE
            found.append(NO_DATA if place[0] is None else status)
        return np.broadcast_to(np.array(found, dtype=np.int64), cells.row.shape[:-1])

    def judge(self, facts: Facts) -> pd.DataFrame:
        cells, measured = self.cells(facts), Measured(facts)
        places = self._places(measured, facts)
        held = [self._held(place) for place in places]
        return verdicts(
            cells,
            self.decide(facts, cells),
            reasons=[
                self._reasons(measured, school, facts.academic_year, place, own)
                for school, place, own in zip(cells.schools, places, held, strict=True)
            ],
            flips=[None] * len(places),
            statuses=[list(dict.fromkeys(rule["status"] for rule in own)) for own in held],
        )

    def _places(self, measured: Measured, facts: Facts) -> list[tuple]:
        """The groups of every school by both measures, None where none is known."""
        return [
            tuple(_group(measured.number(code, s, facts.academic_year)) for code in self.measures)
            for s in facts.schools["school_id"]
        ]

    def _held(self, place: tuple) -> list[dict]:
        """The rules that apply to a school at this place of the table."""
        return [] if place[0] is None else [rule for rule in self.rules if applies(rule, *place)]

    def _reasons(self, measured: Measured, school, year: int, place, held) -> list[dict]:
        """A group by either measure, and which groups the rule that decided has named."""
        titles = (self.row_title, self.column_title)
        levels = (self.row_levels, self.column_levels)
        reasons = []
        for n, side in enumerate(("rows", "columns")):
            told = measured.reason(self.measures[n], school, year)
            reasons.append(
                told
                | {
                    "title": titles[n] or told["title"],
                    "label": level_of(levels[n], place[n]) or told["label"],
                    "figure": "measure",
                    "value": place[n],
                    "limit": None,
                    "op": "in",
                    "groups": held[0].get(side) if held else None,
                    "met": None if place[n] is None else bool(held),
                    "pupils": None,
                }
            )
        return reasons


def applies(rule: dict, row, column) -> bool:
    """Whether a rule names this place of the table; no group is none of the groups it names."""
    named = ((rule.get("rows"), row), (rule.get("columns"), column))
    return all(groups is None or group in groups for groups, group in named)


def level_of(levels: Sequence[dict], group) -> str:
    return next((level["title"] for level in levels if group in level["groups"]), "")


def _group(hundredths) -> int | float | None:
    if hundredths is None:
        return None
    number = hundredths / HUNDREDTHS
    return int(number) if number.denominator == 1 else float(number)
