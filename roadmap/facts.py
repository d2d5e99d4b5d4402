"""What the portal knows of an indicator: a figure with its formula and the list behind it. Pure.

A source tells of each school by itself; a municipal figure is lifted from what schools told. A
school of which nothing is known is named, and stands neither in the part nor in the whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from assessments.naming import REASONS
from schools.russian import compact, num
from schools.russian import count as counted

from .kinds import Reading
from .sets import Counted, Member, SchoolThen

YES_NO, PERCENT, NUMBER = "yes_no", "percent", "number"
YES, NO, IN, OUT = "yes", "no", "in", "out"


@dataclass(frozen=True)
class Told:
    """What one school says: yes or no, a part of a whole, a number, or nothing and why.

    `weight`: of a mean, of how many pupils it is. `words` and `link`: what it rests on.
    """

    yes: bool | None = None
    part: int | None = None
    whole: int | None = None
    number: Decimal | None = None
    weight: int | None = None
    no_data: str = ""
    words: str = ""
    link: str = ""


@dataclass(frozen=True)
class Item:
    """A line of the list behind. `state`: it counts as yes, as no, with its numbers, or not."""

    name: str
    state: str
    schools: tuple[int, ...] = ()
    words: str = ""
    number: str = ""
    link: str = ""


@dataclass(frozen=True)
class Fact:
    """A figure of an indicator's kind, or why there is none, and how it came about.

    `rule` is what is counted, `formula` how it was counted this time, `items` who is behind it.
    """

    yes: bool | None = None
    numerator: int | None = None
    denominator: int | None = None
    number: Decimal | None = None
    no_data: str = ""
    rule: str = ""
    formula: str = ""
    items: tuple[Item, ...] = field(default=())

    @property
    def explanation(self) -> str:
        return f"{self.rule} {self.formula}".strip()

    @property
    def reading(self) -> Reading:
        """The parts that a value keeps."""
        told = self.yes, self.numerator, self.denominator, self.number
        return Reading(*told, no_data=self.no_data)

    def as_json(self) -> dict:
        told = asdict(self)
        told["number"] = None if self.number is None else str(self.number)
        return told

    @classmethod
    def of_json(cls, told: Mapping) -> Self:
        number = told["number"]
        items = tuple(Item(**one | {"schools": tuple(one["schools"])}) for one in told["items"])
        return cls(**told | {"number": number and Decimal(number), "items": items})


def nothing(no_data: str, formula: str, items: tuple[Item, ...] = ()) -> Fact:
    return Fact(no_data=no_data, formula=formula, items=items)


def of_school(kind: str, told: Told, school: SchoolThen, rule: str) -> Fact:
    """What one school says, as a value of an indicator of that kind."""
    state = OUT if told.no_data else IN if told.yes is None else YES if told.yes else NO
    line = Item(school.name, state, (school.pk,), _worded(told), _numbered(told), told.link)
    behind = {"rule": rule, "items": (line,)}
    figures = {
        YES_NO: {"yes": told.yes},
        PERCENT: {"numerator": told.part, "denominator": told.whole or None},
        NUMBER: {"number": told.number if told.part is None else Decimal(told.part)},
    }.get(kind, {})
    if told.no_data or not figures or None in figures.values():
        return Fact(no_data=told.no_data or _reason_of(told), **behind)
    return Fact(**figures, **behind)


def _reason_of(told: Told) -> str:
    return "no_participants" if told.whole == 0 else "unknown"


def lift(kind: str, told: Mapping[int, Told], within: Counted, rule: str) -> Fact:
    """A municipal figure of what the schools of a set told.

    Of yes and no: how many say yes, of those of whom something is known; of a part and a whole:
    both added up; of a number: the sum, or the mean where it is one.
    """
    are_answers = any(one.yes is not None for one in told.values())
    fact = (_of_answers if are_answers else _of_numbers)(kind, told, within)
    return replace(fact, rule=rule)


def _of_answers(kind, told, within: Counted) -> Fact:
    items = tuple(_answer(member, told) for member in within.members)
    states = Counter(item.state for item in items)
    yes, known = states[YES], states[YES] + states[NO]
    formula = f"{within.in_words}; {_words_of(known, states[OUT])}"
    if not known:
        return nothing(_common(told, within), f"{formula}.", items)
    formula = f"{formula}, «да» у\xa0{yes}."
    if kind == PERCENT:
        return Fact(
            numerator=yes,
            denominator=known,
            formula=f"{formula} {ratio(yes, known)}.",
            items=items,
        )
    if kind == NUMBER:
        return Fact(number=Decimal(yes), formula=formula, items=items)
    return Fact(yes=yes == known, formula=f"{formula} «Да» — если у\xa0всех.", items=items)


def _words_of(known: int, out: int) -> str:
    words = f"с\xa0данными {known}"
    return f"{words}, без\xa0данных {out}" if out else words


def _answer(member: Member, told: Mapping[int, Told]) -> Item:
    """A legal entity says yes if one of its schools that are meant does."""
    said = [(school, told.get(school.pk, Told(no_data="unknown"))) for school in member.schools]
    answers = [one.yes for _school, one in said if one.yes is not None]
    state = OUT if not answers else YES if any(answers) else NO
    words = [_worded(one) for _school, one in said]
    if len(said) > 1:
        words = [f"{school.name}: {w}" for (school, _one), w in zip(said, words, strict=True)]
    return Item(
        name=member.name,
        state=state,
        schools=tuple(school.pk for school in member.schools),
        words="; ".join(filter(None, words)),
        link=next((one.link for _school, one in said if one.link), ""),
    )


def _worded(told: Told) -> str:
    return told.words or (REASONS.get(told.no_data, "") if told.no_data else "")


def _of_numbers(kind, told, within: Counted) -> Fact:
    said = [(school, told.get(school.pk, Told(no_data="unknown"))) for school in within.schools]
    items = tuple(
        Item(
            name=school.name,
            state=OUT if one.no_data else IN,
            schools=(school.pk,),
            words=_worded(one),
            number=_numbered(one),
            link=one.link,
        )
        for school, one in said
    )
    known = [one for _school, one in said if not one.no_data]
    out = len(said) - len(known)
    whose = f"{within.named.title}: {counted(len(said), 'школа,школы,школ')}"
    formula = f"{whose}; {_words_of(len(known), out)}"
    if not known:
        return nothing(_common(told, within), f"{formula}.", items)
    return _summed(kind, known, formula, items)


def _summed(kind: str, known: Sequence[Told], formula: str, items: tuple[Item, ...]) -> Fact:
    if known[0].part is not None:
        part, whole = (sum(getattr(one, name) for one in known) for name in ("part", "whole"))
        if kind == NUMBER:
            return Fact(number=Decimal(part), formula=f"{formula}. Всего {part}.", items=items)
        if kind == PERCENT and whole:
            words = f"{formula}. {ratio(part, whole)}."
            return Fact(numerator=part, denominator=whole, formula=words, items=items)
        return nothing("no_participants" if not whole else "unknown", f"{formula}.", items)
    if kind != NUMBER:
        words = "Из\xa0чисел школ такое значение не\xa0получить"
        return nothing("unknown", f"{formula}. {words}.", items)
    if known[0].weight is None:
        total = sum(one.number for one in known)
        return Fact(number=total, formula=f"{formula}. Всего {compact(total)}.", items=items)
    return _mean(known, formula, items)


def _mean(known: Sequence[Told], formula: str, items) -> Fact:
    """Of pupils, not of schools."""
    pupils = sum(one.weight for one in known)
    mean = sum(one.number * one.weight for one in known) / pupils
    mean = mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
    words = f"{formula}. Среднее по\xa0{counted(pupils, 'участнику,участникам,участникам')}"
    return Fact(number=mean, formula=f"{words}: {num(mean)}.", items=items)


def _numbered(told: Told) -> str:
    if told.no_data or told.yes is not None:
        return ""
    if told.part is not None:
        return ratio(told.part, told.whole)
    return compact(told.number)


def _common(told: Mapping[int, Told], within: Counted) -> str:
    """The reason that most schools give; of a set of nobody, that there is nobody."""
    if not within.schools:
        return "no_participants"
    reasons = Counter(one.no_data for one in told.values() if one.no_data)
    return reasons.most_common(1)[0][0] if reasons else "unknown"


def ratio(part: int, whole: int) -> str:
    """«6 из 11, 54,5 %»."""
    if not whole:
        return f"{part} из\xa0{whole}"
    share = compact((Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return f"{part} из\xa0{whole}, {share}\xa0%"
