"""Rows of an order's tables → drafts of goals, indicators and activities. Pure.

A table may be cut by pages: its headings come again, and what begins with a small letter, or has
no title of its own, goes on what stood before. A row with one cell alone names a goal.
"""

import re

from .columns import (
    GOAL,
    LEVEL,
    NUMBER,
    PAIR,
    PROVED_BY,
    RESPONSIBLE,
    UNIT,
    Columns,
    columns_of,
    joined,
)
from .drafts import Order, drafted
from .pairs import unpaired

NO_HEADINGS = (
    "Строка заголовков не\xa0найдена. В\xa0таблице нужны столбец «Показатель» или «Мероприятие» "
    "и\xa0столбцы с\xa0годами или этапами."
)
NO_LINES = "Под\xa0заголовками таблицы нет ни\xa0одной строки показателей или мероприятий."
UNTITLED = "Без названия задачи"
GOAL_NUMBER = re.compile(
    r"^(?:(?:задача|цель|раздел|направление)\s+)?(?:№\s*)?(?:\d{1,2}|[IVX]{1,4})[.)]\s*(?=\D)",
    re.IGNORECASE,
)
COMMON_UNIT = re.compile(r"[\s,.]*единица измерения\s*:\s*", re.IGNORECASE)
# a paragraph between tables; a row of a table has more cells than one
SECTION = re.compile(r"(?:раздел|приложение|глава)\s+(?:№\s*)?[\dIVX]", re.IGNORECASE)
LEVELS = (
    ("municipality", r"муниципал|municipality"),
    ("school", r"школ|оо$|оу$|образоват|school"),
)
PARAGRAPHS = 3  # in a row: the table is over
PAGE = re.compile(r"^[\d\s.–-]*$")


def read_order(rows: list[list[str]]) -> Order:
    """Drafts of all the tables, or an order of problems alone."""
    reader = _Reader()
    for number, row in enumerate(unpaired(rows), start=1):
        reader.take(number, row)
    if not reader.lines:
        return Order(problems=(NO_LINES if reader.periods else NO_HEADINGS,))
    return drafted(reader.lines, reader.goals, reader.periods, reader.numbered)


def level_of(said: str) -> str:
    """ "" where the order does not tell levels apart."""
    return next((level for level, pattern in LEVELS if re.match(pattern, said.lower())), "")


class _Reader:
    """One pass from top to bottom. The last line stays open, for a page may have cut it."""

    def __init__(self):
        self.columns: Columns | None = None
        self.above: Columns | None = None  # the row before, where it may be half of a heading
        self.periods: list[str] = []
        self.goals: list[str] = []
        self.goal: int | None = None
        self.unit = ""  # of all the lines of the goal, where its heading tells
        self.lines: list[dict] = []
        self.is_open = False  # whether the last line, and not a goal, was read last
        self.paragraphs = 0
        self.numbered = False

    def take(self, number: int, row: list[str]) -> None:
        said = [column for column, cell in enumerate(row) if cell]
        if not said or (len(said) == 1 and PAGE.match(row[said[0]])) or self._heads(row):
            return
        if self.columns is None or self._is_over(row, said[-1] + 1):
            return
        if len(said) == 1 and said[0] <= self.columns.title:
            self._text(row[said[0]])
        elif self.is_open and self._goes_on(row):
            self._extend(row)
        else:
            self._begin(number, row)

    def _heads(self, row: list[str]) -> bool:
        found = columns_of(row)
        above, self.above = self.above, found
        if found is None:
            return False
        self.paragraphs = 0
        if above and not found.names_lines:
            found = joined(above, found)
        if found.is_whole:
            self.columns = found
            self.periods += [label for _n, label in found.periods if label not in self.periods]
            self.numbered |= NUMBER in found.of and not found.is_of_activities
        return True

    def _is_over(self, row: list[str], width: int) -> bool:
        """A wider row is of another table; paragraphs are of none."""
        self.paragraphs = self.paragraphs + 1 if len(row) == 1 else 0
        is_told = len(row) == 1 and (SECTION.match(row[0]) or row[0].endswith(":"))
        if width <= self.columns.width and not is_told and self.paragraphs < PARAGRAPHS:
            return False
        self.columns, self.goal, self.is_open = None, None, False
        return True

    def _text(self, text: str) -> None:
        text, *unit = COMMON_UNIT.split(text, maxsplit=1)
        if not text:
            self.is_open = False
        elif not text[0].islower() or not (self.is_open or self.goal is not None):
            self._turn_to(text)
        elif self.is_open:
            self.lines[-1]["title"] += f" {text}"
        else:
            self.goals[self.goal] += f" {text}"
        if unit:
            self.unit = unit[0]

    def _turn_to(self, text: str) -> None:
        """Two tables of an order may name the same goal: then it is the same."""
        title = GOAL_NUMBER.sub("", text).strip()
        if title not in self.goals:
            self.goals.append(title)
        self.goal, self.is_open, self.unit = self.goals.index(title), False, ""

    def _goes_on(self, row: list[str]) -> bool:
        title = self.columns.at(row, self.columns.title)
        if not title:
            return True
        has_number = self.columns.cell(row, NUMBER)
        return NUMBER in self.columns.of and not has_number and title[0].islower()

    def _extend(self, row: list[str]) -> None:
        last, more = self.lines[-1], self._line(row)
        for name in ("title", "unit", "responsible", "proved_by"):
            last[name] = f"{last[name]} {more[name]}".strip()
        for label, cell in more["cells"].items():
            last["cells"][label] = f"{last['cells'].get(label, '')} {cell}".strip()

    def _begin(self, number: int, row: list[str]) -> None:
        if named := self.columns.cell(row, GOAL):
            self._turn_to(named)
        elif self.goal is None:
            self._turn_to(UNTITLED)
        self.lines.append({"row": number, "goal": self.goal} | self._line(row))
        self.is_open = True

    def _line(self, row: list[str]) -> dict:
        columns = self.columns
        return {
            "is_activity": columns.is_of_activities,
            "number": columns.cell(row, NUMBER).rstrip("."),
            "title": columns.at(row, columns.title),
            "unit": columns.cell(row, UNIT),
            "common_unit": self.unit,
            "responsible": columns.cell(row, RESPONSIBLE),
            "proved_by": columns.cell(row, PROVED_BY),
            "level": level_of(columns.cell(row, LEVEL)),
            "pair": columns.cell(row, PAIR),
            "cells": {label: columns.at(row, column) for column, label in columns.periods},
        }
