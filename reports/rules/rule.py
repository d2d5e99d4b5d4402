"""What a rule is, and what it answers. Pure.

A rule is data (words, addressee, term, effect) and one function that finds where it holds. A rule
without that function is declared: it is silent until the portal holds what it reads.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .case import Case
from .lines import Line
from .terms import Term

THEMES = [
    *("DQ", "VO", "LV", "LT", "HI", "DY", "SB", "EG", "PR"),
    *("SM", "TS", "MG", "PA", "LD", "MU"),
]


class Addressee(StrEnum):
    """To whom a sentence is said, in the order of the letter."""

    TEAM = "Управленческой команде"
    TEACHERS = "Педагогам (через школьное методическое объединение)"
    PARENTS = "Родителям (через школу)"
    METHODISTS = "Со своей стороны методическая служба"


class Check(StrEnum):
    """Who sees that it was done: the portal, the school itself, or the other side."""

    AUTO = "auto"
    SCHOOL = "school"
    CURATOR = "curator"


class Gate(StrEnum):
    NONE = "none"
    SUM = "A"  # ten participants, by years added up where one has fewer
    YEAR = "year"  # ten participants in this year alone
    TWO = "2"  # ten in this year and in the year before
    TWENTY = "20"  # twenty in both


@dataclass(frozen=True)
class Found:
    """A rule holds here, on these figures."""

    values: dict = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    sentence: str = ""  # where it differs from that of the rule
    reason: tuple[str, ...] = ()
    grade: int | None = None  # for what is said of a grade and not of one line
    reads: tuple[str, ...] = ()  # measures, beside those of the rule


@dataclass(frozen=True)
class Silence:
    """A rule says nothing of a line, and why."""

    code: str  # T1 to T9
    line: Line | None = None
    values: dict = field(default_factory=dict)


Finder = Callable[[Case], Iterator["Found | Silence"]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    code: str
    addressee: Addressee
    points: int
    reason: tuple[str, ...]
    sentence: str
    term: Term
    counts_if: str
    check: Check
    effect: str
    effect_words: str = ""  # where the figure is not one of a line
    find: Finder | None = None
    gate: Gate = Gate.NONE
    forms: tuple[str, ...] = ()
    needs_form: bool = False  # cannot be done without its form of support
    head: tuple[str, ...] = ()  # said once, before the lines
    tail: tuple[str, ...] = ()  # said once, after them
    also: tuple[str, ...] = ()  # what it adds to the reason of a rule that takes it in
    waits_for: str = ""  # what the portal does not hold yet
    reads: tuple[str, ...] = ()  # measures; a sensitive one makes what it says restricted
    is_restricted: bool = False  # for the school and the methodists alone, never published
    version: int = 1

    @property
    def theme(self) -> str:
        return self.code[:2]

    @property
    def order(self) -> tuple[int, int]:
        return THEMES.index(self.theme), int(self.code[3:])

    @property
    def is_declared_only(self) -> bool:
        return self.find is None
