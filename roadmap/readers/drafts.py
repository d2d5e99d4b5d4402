"""What was read of an order: drafts to be looked through before they become a programme."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Self

from .units import direction_of, kind_of

MAX_LINES, MAX_PERIODS = 400, 12
MUNICIPALITY, SCHOOL = "municipality", "school"
LONGEST = {"number": 10, "title": 1000, "unit": 60, "responsible": 300, "proved_by": 1000}
LONGEST_GOAL, LONGEST_TARGET, LONGEST_CELL = 500, 300, 4000
TOO_MANY = f"Больше {MAX_LINES} показателей и\xa0мероприятий. Загрузите таблицу частями."
TOO_LONG = "Строка {}: текст слишком длинный, его конец не\xa0взят. Проверьте строку."
# «из них:» opens a list of parts; an indicator that says of itself what it counts closes it
OPENS = re.compile(r"(?:из них|в том числе)\s*:?\s*$", re.IGNORECASE)
COUNTS = re.compile(r"(?:количество|число|доля|наличие|процент|средний)\b", re.IGNORECASE)
IS_PART = re.compile(r"(?:для|из них|в том числе)\s", re.IGNORECASE)


@dataclass(frozen=True)
class DraftIndicator:
    """`row`: of the table, from 1. `targets`: words for each period of the order, "" for none.

    `whole`: the row of the indicator under which it stands as «из них». `level`: who tells it, of
    an order of two levels; `pair`: the row of the municipal one that a school's answers.
    """

    row: int
    goal: int
    number: str
    title: str
    unit: str = ""
    kind: str = ""
    direction: str = "higher"
    targets: tuple[str, ...] = ()
    whole: int | None = None
    level: str = "municipality"
    pair: int | None = None


@dataclass(frozen=True)
class DraftActivity:
    """`cells`: what is done in each period, as the document has it."""

    row: int
    goal: int
    number: str
    title: str
    cells: tuple[str, ...] = ()
    responsible: str = ""
    proved_by: str = ""


@dataclass(frozen=True)
class Order:
    """`goals`: titles, to which lines point by their place. `numbered`: its indicators have numbers
    of their own. `problems`: sentences on the order as a whole; without lines, why there are none.
    """

    periods: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    indicators: tuple[DraftIndicator, ...] = ()
    activities: tuple[DraftActivity, ...] = ()
    numbered: bool = True
    problems: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[DraftIndicator | DraftActivity, ...]:
        return (*self.indicators, *self.activities)

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def of_json(cls, told: dict) -> Self:
        plain = {name: tuple(told[name]) for name in ("periods", "goals", "problems")}
        return cls(
            indicators=tuple(
                DraftIndicator(**one | {"targets": tuple(one["targets"])})
                for one in told["indicators"]
            ),
            activities=tuple(
                DraftActivity(**one | {"cells": tuple(one["cells"])}) for one in told["activities"]
            ),
            numbered=told["numbered"],
            **plain,
        )


def drafted(lines: list[dict], goals: list[str], periods: list[str], numbered: bool) -> Order:
    """Lines as they were read → drafts, with the kind and the direction of each indicator."""
    if len(lines) > MAX_LINES or len(periods) > MAX_PERIODS:
        return Order(problems=(TOO_MANY,))
    cut = [line["row"] for line in lines if _is_cut(line)]
    goals = _used(lines, goals)
    of_indicators = [line for line in lines if not line["is_activity"]]
    pairs = _pairs(of_indicators)
    if any(line["level"] for line in of_indicators):
        # such an order begins its numbers anew and repeats them
        numbered = False
        _number_pairs(of_indicators, pairs)
    elif not numbered:
        for number, line in enumerate(of_indicators, start=1):
            line["number"] = str(number)
    return Order(
        periods=tuple(periods),
        goals=tuple(goal[:LONGEST_GOAL] for goal in goals),
        indicators=tuple(_with_wholes(_indicator(line, periods, pairs) for line in of_indicators)),
        activities=tuple(_activity(line, periods) for line in lines if line["is_activity"]),
        numbered=numbered,
        problems=tuple(TOO_LONG.format(row) for row in cut),
    )


def _used(lines: list[dict], goals: list[str]) -> list[str]:
    """Texts of which no line came are no goals, and one that stands twice is one."""
    titles = list(dict.fromkeys(goals[line["goal"]] for line in lines))
    for line in lines:
        line["goal"] = titles.index(goals[line["goal"]])
    return titles


def _is_cut(line: dict) -> bool:
    longest = LONGEST_CELL if line["is_activity"] else LONGEST_TARGET
    return any(len(line[name]) > limit for name, limit in LONGEST.items()) or any(
        len(said) > longest for said in line["cells"].values()
    )


def _kept(line: dict, *names: str) -> dict:
    return {name: line[name][: LONGEST[name]] for name in names} | {
        name: line[name] for name in ("row", "goal")
    }


def _pairs(lines: list[dict]) -> dict[int, int]:
    """Row of a school's indicator → that of the municipal one: of the same pair where the order
    names pairs, else the last above it in the same goal.
    """
    named, last, found = {}, {}, {}
    for line in lines:
        key = line["goal"], line["pair"]
        if line["level"] == SCHOOL:
            above = named.get(key) if line["pair"] else last.get(line["goal"])
            if above is not None:
                found[line["row"]] = above
        else:
            named[key] = last[line["goal"]] = line["row"]
    return found


def _number_pairs(lines: list[dict], pairs: dict[int, int]) -> None:
    """«2.1» of the goal, and «2.1.1», «2.1.2» of what schools answer to it."""
    counted: Counter = Counter()
    number_of = {}
    for line in lines:
        above = number_of.get(pairs.get(line["row"]), str(line["goal"] + 1))
        counted[above] += 1
        line["number"] = number_of[line["row"]] = f"{above}.{counted[above]}"


def _indicator(line: dict, periods: list[str], pairs: dict[int, int]) -> DraftIndicator:
    targets = tuple(line["cells"].get(label, "")[:LONGEST_TARGET] for label in periods)
    kind = kind_of(line["unit"], line["title"], list(targets), line["common_unit"])
    return DraftIndicator(
        **_kept(line, "number", "title", "unit"),
        kind=kind,
        direction=direction_of(kind, line["title"]),
        targets=targets,
        level=line["level"] or MUNICIPALITY,
        pair=pairs.get(line["row"]),
    )


def _activity(line: dict, periods: list[str]) -> DraftActivity:
    return DraftActivity(
        **_kept(line, "number", "title", "responsible", "proved_by"),
        cells=tuple(line["cells"].get(label, "")[:LONGEST_CELL] for label in periods),
    )


def _with_wholes(indicators: Iterable[DraftIndicator]) -> Iterator[DraftIndicator]:
    """«Количество школ, из них:» and what follows it, up to the next that counts something else."""
    whole, opened = None, False
    for one in indicators:
        is_part = whole and _place(one) == _place(whole)
        is_part = is_part and not COUNTS.match(one.title)
        if is_part and (opened or IS_PART.match(one.title)):
            yield DraftIndicator(**{**vars(one), "whole": whole.row})
            continue
        whole, opened = one, bool(OPENS.search(one.title))
        yield one


def _place(one: DraftIndicator) -> tuple:
    return one.goal, one.kind, one.level
