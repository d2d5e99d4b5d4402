"""The rule of a weighted score in Russian sentences, composed from its parameters. Pure."""

from decimal import Decimal

from identification.methods.statuses import NAMES
from schools.russian import NB, compact, points

from . import is_of_every_grade

WITHIN = {
    "cluster": "внутри кластера",
    "kind": "среди школ того же вида",
    "municipality": "среди всех школ муниципалитета",
}
SCORE = {
    "<": "индекс ниже {}",
    "<=": "индекс не выше {}",
    ">": "индекс выше {}",
    ">=": "индекс {} и выше",
}
PLACE = {
    "<": "место выше {}-го",
    "<=": "место не ниже {}-го",
    ">": "место ниже {}-го",
    ">=": "место {}-е и ниже",
}
GENITIVE = ("двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти")


def in_words(parameters: dict) -> str:
    """One paragraph: what a score is made of, what a gap means, how places and statuses arise."""
    sentences = [
        f"У каждой школы есть {compact(parameters['base'])} баллов",
        _lines(parameters["lines"]),
        GAPS[parameters["gaps"]],
        f"Индекс округляется до сотых, место определяется {WITHIN[parameters['rank_within']]}, "
        "при равных индексах место общее",
        _statuses(parameters["statuses"]),
    ]
    return ". ".join(sentences) + "."


GAPS = {
    "zero": (
        "Линия без результатов считается нулём: ничего не прибавляет и не отнимает. Поэтому рядом "
        "стоит индекс с поправкой: потери по тем линиям, которые у школы есть, распространены "
        "на все линии"
    ),
    "left_out": (
        "Линии без результатов не учитываются: потери по тем, которые у школы есть, распространены "
        "на все линии"
    ),
}


def formula(parameters: dict) -> str:
    """In words, because the font of the pages has no Σ; "" where lines weigh differently."""
    weights = {(line["high"], line["low"]) for line in parameters["lines"]}
    if len(weights) != 1:
        return ""
    high, low = weights.pop()
    return (
        f"{compact(parameters['base'])} + {compact(high)}{NB}×{NB}сумма долей высоких результатов "
        f"− {compact(low)}{NB}×{NB}сумма долей не{NB}достигших минимума"
    )


def status_in_words(rule: dict) -> str:
    """What has to hold: «индекс ниже 72,50», «первое место»."""
    op, value = rule["op"], rule["value"]
    if rule["where"] == "score":
        return SCORE[op].format(points(value))
    if rule["where"] == "place":
        return "первое место" if (op, value) == ("<=", 1) else PLACE[op].format(compact(value))
    if op in ("<", "<="):
        return f"место в первых {compact(value)}{NB}% списка"
    return f"место в последних {compact(100 - Decimal(str(value)))}{NB}% списка"


def of_lines(count: int) -> str:
    """«из семи линий», as a sentence says it."""
    word = GENITIVE[count - 2] if 2 <= count <= 10 else str(count)
    return f"из {word} линий"


def _lines(lines: list[dict]) -> str:
    subject = f"Каждая {of_lines(len(lines))}" if len(lines) > 1 else "Единственная линия"
    if any(is_of_every_grade(line["procedure"]) for line in lines):
        subject = "Каждая линия"
    highs, lows = ({line[side] for line in lines} for side in ("high", "low"))
    return (
        f"{subject} прибавляет долю высоких результатов, умноженную на {_range(highs)}, "
        f"и отнимает долю не достигших минимума, умноженную на {_range(lows)}"
    )


def _range(values: set) -> str:
    if len(values) == 1:
        return compact(values.pop())
    return f"её вес, от {compact(min(values))} до {compact(max(values))}"


def _statuses(rules: list[dict]) -> str:
    if not rules:
        return "Статусов методика не присваивает"
    said = "; ".join(f"{status_in_words(rule)} — {NAMES[rule['status']]}" for rule in rules)
    return f"Статус даёт первое из правил, которое подходит: {said}"
