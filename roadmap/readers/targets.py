"""What a target of a document means: «80», «да», «+2», «не ниже среднего по району». Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

EMPTY = {"", "-", "–", "—", "х", "x"}
YES, NO = {"да", "есть", "наличие", "имеется"}, {"нет", "отсутствие"}
MAX_WORDS = 300
OPS = (
    (r"не (?:менее|меньше|ниже)|как минимум|≥|>=", ">="),
    (r"не (?:более|больше|выше)|≤|<=", "<="),
    (r"строго ниже|менее|меньше|ниже|<", "<"),
    (r"строго выше|более|больше|выше|>", ">"),
)
NUMBER = re.compile(r"(?<![\w,.])\d[\d\s\u00a0]*(?:[.,]\d+)?(?![\w]*\d)")
PLAIN = re.compile(r"^(\d[\d\s\u00a0]*(?:[.,]\d+)?)\s*%?$")
DELTA = re.compile(r"(?:^|[^\W\d]\s*)\+\s*(\d+(?:[.,]\d+)?)\s*%?\s*$")
OF_BASELINE = re.compile(r"\d\s*%\s*от\b.*(?:исходн|стартов|базов|первичн|диагностик)")
AVERAGES = (
    (r"средн\w*.*(?:регион|республик|кра[йюя]|област)", "region"),
    (r"средн\w*.*(?:район|муниципал|округ|город)", "municipality"),
)


@dataclass(frozen=True)
class DraftTarget:
    """As `roadmap.models.Target` has it: `words` are empty where a number says all."""

    kind: str
    op: str = ">="
    number: Decimal | None = None
    words: str = ""


def read_target(text: str, *, kind: str = "") -> DraftTarget | None:
    """None where nothing is wanted. What a program cannot compare stays words for a person."""
    words = " ".join(text.split())[:MAX_WORDS]
    said = words.lower().rstrip(".;")
    if said in EMPTY:
        return None
    if said in YES:
        return DraftTarget("value", ">=", Decimal(1), "" if said == "да" else words)
    if said in NO:
        return DraftTarget("value", "=", Decimal(0), "" if said == "нет" else words)
    if kind == "yes_no":
        return DraftTarget("words", words=words)
    if plain := PLAIN.match(said):
        return _numbered("value", ">=", plain[1], "" if plain[1] == said else words)
    if delta := DELTA.search(said):
        return _numbered("delta", ">=", delta[1], words)
    return _expression(said, words)


def _expression(said: str, words: str) -> DraftTarget:
    op = next((op for pattern, op in OPS if re.search(pattern, said)), ">=")
    numbers = NUMBER.findall(said)
    if OF_BASELINE.search(said) and len(numbers) == 1:
        return _numbered("of_baseline", op, numbers[0], words)
    if not numbers:
        for pattern, kind in AVERAGES:
            if re.search(pattern, said):
                return DraftTarget(kind, op, words=words)
    if len(numbers) == 1 and _is_comparison(said):
        return _numbered("value", op, numbers[0], words)
    return DraftTarget("words", words=words)


def _is_comparison(said: str) -> bool:
    """«Не менее 3 пакетов» says a number; «отчёт за 2021 год» does not."""
    return any(re.match(pattern, said) for pattern, _op in OPS)


def _numbered(kind: str, op: str, digits: str, words: str) -> DraftTarget:
    number = number_of(digits)
    if number is None:
        return DraftTarget("words", words=words or digits)
    return DraftTarget(kind, op, number, words)


def number_of(digits: str) -> Decimal | None:
    """With a comma or a dot; None where the database would not hold it."""
    try:
        number = Decimal(re.sub(r"\s", "", digits).replace(",", "."))
    except InvalidOperation:
        return None
    if abs(number) >= 10**10 or number.as_tuple().exponent < -2:
        return None
    return number
