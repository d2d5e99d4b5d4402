"""How each kind of indicator is read from what people type, held and shown. Pure.

What cannot be of a kind is refused where it is typed, with one sentence; it is never stored to be
mended later. A gap is a value: «нет данных: нет участников».
"""

import re
from decimal import Decimal
from fractions import Fraction

from assessments.naming import REASONS
from schools.russian import NB, compact, share

from .degrees import DEGREES, degree_of, read_degree
from .readings import Reading, Unreadable, clipped, counted, decimal

GAPS = {label: code for code, label in REASONS.items()}
EXAMPLES = "«нет участников», «не\xa0проводилась», «не\xa0сдано»"
NO_REASON = f"Укажите причину, по\xa0которой данных нет: {EXAMPLES}."
NOTHING = f"Внесённое нельзя стереть: впишите значение или причину, например {EXAMPLES}."
TOO_FEW = (
    "Меньше пяти человек: такие сведения опросов портал не\xa0хранит. Впишите причину «скрыто»."
)


class Kind:
    """`parts`: what a value of the kind holds. `hint`: what may be typed."""

    parts: tuple[str, ...] = ()
    hint = ""

    def read(self, text: str) -> Reading:
        raise NotImplementedError

    def typed(self, reading: Reading) -> str:
        """As its author would type it."""
        raise NotImplementedError

    def told(self, reading: Reading) -> tuple[str, str]:
        """As a page shows it: what stands before, and the figure itself."""
        return "", self.typed(reading)

    def amount(self, reading: Reading) -> Fraction | None:
        """What is held against a target, exactly; None where only a person can tell."""
        raise NotImplementedError

    def goal(self, number: Decimal, unit: str) -> str:
        """A target number in the words of the kind."""
        return compact(number)


class YesNo(Kind):
    parts = ("yes",)
    hint = "«да» или «нет»"
    WORDS = {"да": True, "есть": True, "нет": False}

    def read(self, text):
        said = self.WORDS.get(text.casefold().rstrip("."))
        if said is None:
            raise Unreadable(f"Здесь ответ «да» или «нет», а\xa0не\xa0«{clipped(text)}».")
        return Reading(yes=said)

    def typed(self, reading):
        return "да" if reading.yes else "нет"

    def amount(self, reading):
        return Fraction(reading.yes)

    def goal(self, number, unit):
        return "да" if number else "нет"


class Percent(Kind):
    parts = ("numerator", "denominator")
    hint = "сколько из\xa0скольких, например «5\xa0из\xa012»"
    PAIR = re.compile(r"([0-9]+)\s*(?:из|/)\s*([0-9]+)", re.IGNORECASE)

    def read(self, text):
        pair = self.PAIR.fullmatch(text)
        if not pair:
            why = ": процент без\xa0числа не\xa0принимается" if "%" in text else ""
            raise Unreadable(
                f"Напишите, сколько из\xa0скольких, например «5\xa0из\xa012», "
                f"а\xa0не\xa0«{clipped(text)}»{why}."
            )
        part, whole = (counted(figures) for figures in pair.groups())
        if not whole:
            raise Unreadable(
                "Считать не\xa0из\xa0кого: впишите причину, например «нет участников»."
            )
        if part > whole:
            raise Unreadable(f"Часть больше целого: {part} из\xa0{whole}.")
        return Reading(numerator=part, denominator=whole)

    def typed(self, reading):
        return f"{reading.numerator} из {reading.denominator}"

    def told(self, reading):
        count = f"{reading.numerator}{NB}из{NB}{reading.denominator},"
        return count, share(reading.numerator, reading.denominator)

    def amount(self, reading):
        return Fraction(100 * reading.numerator, reading.denominator)

    def goal(self, number, unit):
        return f"{compact(number)}{NB}%"


class Number(Kind):
    parts = ("number",)
    hint = "число, например «12» или «3,5»"

    def read(self, text):
        return Reading(number=decimal(text, self.hint))

    def typed(self, reading):
        return compact(reading.number).replace(NB, " ").replace("−", "-")

    def told(self, reading):
        return "", compact(reading.number)

    def amount(self, reading):
        return Fraction(reading.number)


class Degree(Kind):
    parts = ("degree", "percent")
    hint = "процент, например «63\xa0%», или степень: «51–75\xa0%», «в\xa0полном объёме»"

    def read(self, text):
        code = read_degree(text)
        if code:
            return Reading(degree=code)
        percent = decimal(text.rstrip("% "), self.hint)
        if not 0 <= percent <= 100:
            raise Unreadable("Степень выполнения\xa0— от\xa00 до\xa0100\xa0%.")
        return Reading(degree=degree_of(percent), percent=percent)

    def typed(self, reading):
        if reading.percent is not None:
            return f"{compact(reading.percent)} %"
        return DEGREES[reading.degree].short

    def told(self, reading):
        if reading.percent is None:
            return "", DEGREES[reading.degree].label
        return f"{DEGREES[reading.degree].label}:", f"{compact(reading.percent)}{NB}%"

    def amount(self, reading):
        return None if reading.percent is None else Fraction(reading.percent)

    def goal(self, number, unit):
        return f"{compact(number)}{NB}%"


KINDS: dict[str, Kind] = {
    "yes_no": YesNo(),
    "percent": Percent(),
    "number": Number(),
    "degree": Degree(),
}


def read(kind: str, text: str, *, sensitive: bool = False) -> Reading:
    """What was typed into a cell. Raises Unreadable with a sentence for the author."""
    text = " ".join(text.split())
    if not text:
        raise Unreadable(NOTHING)
    reading = _gap(text) or KINDS[kind].read(text)
    if sensitive and reading.is_too_small:
        raise Unreadable(TOO_FEW)
    return reading


def typed(kind: str, reading: Reading | None) -> str:
    """What stands in the box of a stored value: read back, it gives the same."""
    if reading is None:
        return ""
    return REASONS[reading.no_data] if reading.no_data else KINDS[kind].typed(reading)


def told(kind: str, reading: Reading) -> tuple[str, str]:
    if reading.no_data == "unknown":  # says itself that there are no data
        return "", REASONS[reading.no_data]
    if reading.no_data:
        return "нет данных:", REASONS[reading.no_data]
    return KINDS[kind].told(reading)


def sentence(kind: str, reading: Reading | None) -> str:
    """«11 из 15, 73 %»; of nothing a dash."""
    return " ".join(filter(None, told(kind, reading))) if reading else "—"


def fits(kind: str, reading: Reading) -> bool:
    """Whether a value may be kept for an indicator of the kind: nothing else is ever stored."""
    if reading.no_data:
        return reading == Reading(no_data=reading.no_data)
    there = {name for name in Reading._fields if getattr(reading, name) not in (None, "")}
    if kind == "degree":
        return "degree" in there and there <= {"degree", "percent"}
    return there == set(KINDS[kind].parts)


def _gap(text: str) -> Reading | None:
    words = text.casefold().rstrip(".")
    reason = re.sub(r"^нет данных\s*[:,—–-]?\s*", "", words)
    if reason in GAPS:
        return Reading(no_data=GAPS[reason])
    if words.startswith("нет данных") or words in {"-", "–", "—"}:
        raise Unreadable(NO_REASON)
    return None
