"""The parts of a value, and the numbers in what people type. Pure."""

import re
from decimal import Decimal
from typing import NamedTuple

LONG = 7  # digits of a count
SHOWN = 20  # of what was typed: a sentence stays a sentence
# of figures of surveys: fewer people could be recognised
FEWEST = 5


class Unreadable(ValueError):
    """What was typed is not of the kind; the text is the sentence for its author."""


class Reading(NamedTuple):
    """The parts of a value: of one kind, or why there is none."""

    yes: bool | None = None
    numerator: int | None = None
    denominator: int | None = None
    number: Decimal | None = None
    degree: str = ""
    percent: Decimal | None = None
    no_data: str = ""

    @classmethod
    def of(cls, row) -> "Reading":
        return cls(*(getattr(row, name) for name in cls._fields))

    @property
    def is_too_small(self) -> bool:
        return self.denominator is not None and self.denominator < FEWEST

    def as_json(self) -> dict:
        """As the history keeps it: two decimals, whoever told them."""
        told = self._asdict()
        for name in ("number", "percent"):
            if told[name] is not None:
                told[name] = f"{told[name]:.2f}"
        return told

    @classmethod
    def of_json(cls, told: dict) -> "Reading":
        decimals = {
            name: Decimal(told[name])
            for name in ("number", "percent")
            if told.get(name) is not None
        }
        return cls(**{name: told[name] for name in cls._fields if name in told} | decimals)


def counted(figures: str) -> int:
    if len(figures) > LONG:
        raise Unreadable("Слишком большое число: проверьте, нет\xa0ли опечатки.")
    return int(figures)


def decimal(text: str, hint: str) -> Decimal:
    figures = text.replace(" ", "").replace(",", ".").replace("−", "-")
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", figures):
        raise Unreadable(f"Впишите {hint}, а\xa0не\xa0«{clipped(text)}».")
    if len(figures.split(".")[0]) > LONG:
        raise Unreadable("Слишком большое число: проверьте, нет\xa0ли опечатки.")
    number = Decimal(figures)
    if number != round(number, 2):
        raise Unreadable("Не\xa0больше двух знаков после запятой.")
    return number


def clipped(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
