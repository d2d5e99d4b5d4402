"""What a target means: the number behind it, whether it is reached, and how far it is. Pure.

Everything is held against the goal exactly, as a fraction: «8 из 15» is not 53,3 but 53⅓ %.

How the expressions are read:
- DELTA («+2», «по плану школы + 4»): the baseline plus the number; of a percent, plus so many
  percents. A number below zero takes away.
- OF_BASELINE of what should grow («больше лучше»): so many percent of the baseline.
- OF_BASELINE of what should fall («меньше лучше»): «не менее 30 % от данных стартовой
  диагностики» stands in Стрежевой beside «снижение количества», so it tells how much is to be gone:
  at most 70 % of the baseline may be left. «Не более», «меньше» and «равно» tell what is left.
- An average that nobody has entered leaves the target open; so does a baseline without a value.
- WORDS: a person says whether it is reached.
"""

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from schools.russian import NB, compact, count

from .degrees import DEGREES
from .kinds import KINDS, Reading

AT_LEAST, AT_MOST, EQUAL, ABOVE, BELOW = ">=", "<=", "=", ">", "<"
OPS = {
    AT_LEAST: "не\xa0менее",
    AT_MOST: "не\xa0более",
    EQUAL: "ровно",
    ABOVE: "больше",
    BELOW: "меньше",
}
AVERAGES = {"region": "среднего по\xa0региону", "municipality": "среднего по\xa0муниципалитету"}
THAN = {
    AT_LEAST: "не\xa0ниже",
    AT_MOST: "не\xa0выше",
    EQUAL: "на\xa0уровне",
    ABOVE: "выше",
    BELOW: "ниже",
}
REACHED, MISSED = "цель достигнута", "цель не\xa0достигнута"
BY_PERSON = "оценивает проверяющий"
NO_BASELINE = "нет исходного значения"
NO_AVERAGE = "среднее не\xa0внесено"


class Aim(NamedTuple):
    """A target as it is kept. `number`: percents as percents, да/нет as 1 and 0."""

    kind: str
    op: str = AT_LEAST
    number: Decimal | None = None
    words: str = ""


class Measured(NamedTuple):
    """Of what a target is. `people`: the forms of what is counted, «школа,школы,школ»."""

    kind: str
    direction: str = "higher"
    unit: str = ""
    people: str = ""

    @property
    def is_lower(self) -> bool:
        return self.direction == "lower"


class Beside(NamedTuple):
    """What stood at the beginning, and the averages that are known."""

    baseline: Reading | None = None
    region: Fraction | None = None
    municipality: Fraction | None = None
    # of a target in words: what the person who checks has said
    said: bool | None = None


class Standing(NamedTuple):
    """`reached`: None where it cannot be told. `words` are for the reader, never empty for a value
    that has a target.
    """

    goal: Fraction | None = None
    reached: bool | None = None
    words: str = ""

    @property
    def state(self) -> str:
        return {True: "got", False: "part", None: "open"}[self.reached]


NOTHING = Standing()


def standing(
    aim: Aim | None, reading: Reading | None, of: Measured, beside: Beside | None = None
) -> Standing:
    """How a value stands to its target; also of no value, for the goal is known before it."""
    if aim is None:
        return NOTHING
    beside = beside or Beside()
    if aim.kind == "words":
        told = {True: REACHED, False: MISSED, None: BY_PERSON}[beside.said]
        return Standing(None, beside.said, told if _is_told(reading) else "")
    goal, op, why_not = goal_of(aim, of, beside)
    if not _is_told(reading):
        return Standing(goal)
    if goal is None:
        return Standing(None, None, why_not)
    low, high = _range(of.kind, reading)
    reached = _holds(op, low, high, goal)
    if reached is None:
        return Standing(goal, None, "нужен точный процент")
    if reached:
        return Standing(goal, True, REACHED)
    return Standing(goal, False, _distance(of, op, reading, low, goal))


def goal_of(aim: Aim, of: Measured, beside: Beside) -> tuple[Fraction | None, str, str]:
    """The goal, how it is compared, and why there is none."""
    if aim.kind in AVERAGES:
        goal = getattr(beside, aim.kind)
        return goal, aim.op, "" if goal is not None else NO_AVERAGE
    number = Fraction(aim.number)
    if aim.kind == "value":
        return number, aim.op, ""
    start = _start(of, beside)
    if start is None:
        return None, aim.op, NO_BASELINE
    if aim.kind == "delta":
        return start + number, aim.op, ""
    if of.is_lower and aim.op in (AT_LEAST, ABOVE):
        left = start * (100 - number) / 100
        return left, {AT_LEAST: AT_MOST, ABOVE: BELOW}[aim.op], ""
    return start * number / 100, aim.op, ""


def in_words(aim: Aim, of: Measured) -> str:
    """«80 %», «не более 5», «+2 к исходному», «не ниже среднего по региону»."""
    if aim.kind == "words":
        return aim.words
    if aim.kind in AVERAGES:
        return f"{THAN[aim.op]} {AVERAGES[aim.kind]}"
    sign = "" if _is_plain(aim, of) else f"{OPS[aim.op]} "
    if aim.kind == "value":
        return sign + KINDS[of.kind].goal(aim.number, of.unit)
    if aim.kind == "delta":
        number = KINDS[of.kind].goal(abs(aim.number), of.unit)
        return f"{'−' if aim.number < 0 else '+'}{number} к\xa0исходному"
    number = f"{compact(aim.number)}{NB}%"
    if of.is_lower and aim.op in (AT_LEAST, ABOVE):
        return f"снизить {OPS[aim.op]} чем на\xa0{number}"
    return f"{OPS[aim.op]} {number} от\xa0исходного"


def goal_in_words(goal: Fraction, of: Measured) -> str:
    """A goal that was worked out, two decimals at most: «42,5 %»."""
    number = Decimal(goal.numerator) / Decimal(goal.denominator)
    return KINDS[of.kind].goal(round(number, 2), of.unit)


def plain_op(direction: str) -> str:
    """What is meant where a document names a number only."""
    return AT_MOST if direction == "lower" else AT_LEAST


def _is_plain(aim: Aim, of: Measured) -> bool:
    return of.kind == "yes_no" or aim.op == plain_op(of.direction) == AT_LEAST


def _is_told(reading: Reading | None) -> bool:
    return reading is not None and not reading.no_data


def _start(of: Measured, beside: Beside) -> Fraction | None:
    if not _is_told(beside.baseline):
        return None
    return KINDS[of.kind].amount(beside.baseline)


def _range(kind: str, reading: Reading) -> tuple[Fraction, Fraction]:
    """A step of implementation without its percent may stand for any of its percents."""
    amount = KINDS[kind].amount(reading)
    if amount is None:
        step = DEGREES[reading.degree]
        return Fraction(step.low), Fraction(step.high)
    return amount, amount


def _holds(op: str, low: Fraction, high: Fraction, goal: Fraction) -> bool | None:
    """None: some of the percents a step stands for would reach the goal, others would not."""
    first, last = _compare(op, low, goal), _compare(op, high, goal)
    if op == EQUAL and low < goal < high:
        return None
    return first if first == last else None


def _compare(op: str, amount: Fraction, goal: Fraction) -> bool:
    return {
        AT_LEAST: amount >= goal,
        AT_MOST: amount <= goal,
        EQUAL: amount == goal,
        ABOVE: amount > goal,
        BELOW: amount < goal,
    }[op]


def _distance(of: Measured, op: str, reading: Reading, amount: Fraction, goal: Fraction) -> str:
    """In the unit of people where they are counted, else in that of the indicator."""
    if of.kind == "yes_no":
        return f"нужно «{'да' if goal else 'нет'}»"
    gap = goal - amount
    before = "до\xa0цели" if gap > 0 or op == ABOVE else "сверх цели"
    if of.kind == "percent":
        heads = _heads(op, gap * reading.denominator / 100)
        fits = 0 <= reading.numerator + heads <= reading.denominator
        if of.people and heads and fits:
            return f"{before}: {count(abs(heads), of.people)}"
    elif of.kind == "degree" and reading.percent is None:
        return MISSED
    if not gap:
        return f"нужно {OPS[op]}, чем\xa0{goal_in_words(goal, of)}"
    return f"{before}: {_figure(abs(gap), of)}"


def _heads(op: str, gap: Fraction) -> int:
    """How many more, or fewer, of those who are counted; 0 where no whole number would do."""
    if op == EQUAL:
        return int(gap) if gap.denominator == 1 else 0
    if op in (AT_LEAST, ABOVE):
        return floor(gap) + 1 if op == ABOVE else ceil(gap)
    return ceil(gap) - 1 if op == BELOW else floor(gap)


def _figure(gap: Fraction, of: Measured) -> str:
    """Rounded up: a distance is never told smaller than it is, and never as nothing."""
    places = Decimal("0.01") if of.kind == "number" else Decimal("0.1")
    number = (Decimal(gap.numerator) / Decimal(gap.denominator)).quantize(places, ROUND_CEILING)
    if of.kind != "number":
        return f"{compact(number)}{NB}%"
    return count(number, of.unit) if of.unit.count(",") == 2 else compact(number)
