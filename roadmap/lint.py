"""What looks wrong in the tables of an order, one sentence per problem. Pure.

Nothing is mended here and nothing is forbidden: orders carry such slips for years, and only a
person knows what was meant.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from roadmap.readers.drafts import DraftActivity, DraftIndicator, Order
from roadmap.readers.periods import period_of
from roadmap.readers.targets import DraftTarget, read_target
from schools.naming import folded

# a percent of schools or of teachers begins higher than a count of schools of a district ends
LARGEST_COUNT = 9
SUBJECTS = {
    "математика": r"математик",
    "русский язык": r"русск\w* язык",
    "читательская грамотность": r"читательск",
    "естественно-научная грамотность": r"естественно-?\s?научн",
    "математическая грамотность": r"математическ\w+ грамотн",
}
NO_SUCH_EXAM = re.compile(r"базов\w*\s+(?:уровн\w+\s+)?егэ\s+по\s+русск", re.IGNORECASE)
UNKNOWN_UNIT = "Единица не\xa0распознана: выберите вид показателя."
NO_TARGETS = "Целевых значений нет."
NO_NUMBER = "Нет номера."
OVER = "Процент больше 100: {}."
COUNT = "Процент {} похож на\xa0количество: проверьте единицу измерения."
FRACTION = "Доля {} меньше единицы: если имеется в\xa0виду {}\xa0%, исправьте."
FALLS = "Целевые значения убывают: {}."
RISES = "Меньше\xa0— лучше, а\xa0целевые значения растут: {}."
NOT_YES = "Показатель «да/нет», а\xa0целевое значение\xa0— «{}»."
ONLY_WORDS = "Целевое значение «{}» не\xa0сравнить с\xa0числом: достигнуто ли оно, решит человек."
SAME_TITLE = "То\xa0же название в\xa0строке {}."
SAME_NUMBER = "Номер {} уже стоит в\xa0строке {}."
MISSED = "После номера {} сразу идёт {}: не\xa0пропущена ли строка?"
OTHER_SUBJECT = "В\xa0заголовке «{}», а\xa0в\xa0строке «{}»."
NO_BASIC_RUSSIAN = "Базового ЕГЭ по\xa0русскому языку нет."
NO_WORKS = "Не\xa0сказано, что делать ни\xa0в\xa0одном периоде."
NOBODY = "Не\xa0указано, кто отвечает."


def warnings_of(order: Order) -> dict[int, list[str]]:
    """Row of the table → sentences. A row without remarks is not there."""
    found: dict[int, list[str]] = {}
    for row, sentence in _warnings(order):
        found.setdefault(row, []).append(sentence)
    return found


def _warnings(order: Order) -> Iterator[tuple[int, str]]:
    for one in order.indicators:
        yield from ((one.row, sentence) for sentence in _of_indicator(one, order))
    for one in order.activities:
        yield from ((one.row, sentence) for sentence in _of_activity(one))
    for lines in (order.indicators, order.activities):
        yield from _same_titles(lines)
    if order.numbered:
        yield from _numbers(order.indicators)
    yield from _numbers(order.activities)


def _of_indicator(one: DraftIndicator, order: Order) -> Iterator[str]:
    targets = [(text, read_target(text, kind=one.kind)) for text in one.targets]
    told = [(text, target) for text, target in targets if target]
    if not one.kind:
        yield UNKNOWN_UNIT
    if told:
        yield from _gaps(targets, order.periods)
    elif order.periods:
        yield NO_TARGETS
    yield from _in_words(one, targets, order.periods)
    numbers = [target.number for _text, target in told if target.kind == "value"]
    if one.kind == "percent":
        yield from _percents(numbers, one.direction)
    if one.kind in ("percent", "number"):
        yield from _order_of(numbers, one.direction)
    yield from _subjects(one, order)


def _gaps(targets: list[tuple[str, DraftTarget | None]], periods: tuple[str, ...]) -> Iterator[str]:
    """A stage may have no target by design, which the document marks with a dash or nothing."""
    of_years = [
        label
        for label, (_text, target) in zip(periods, targets, strict=True)
        if not target and label[:4].isdigit()
    ]
    if of_years:
        yield f"Нет целевого значения: {', '.join(of_years)}."


def _in_words(one: DraftIndicator, targets, periods: tuple[str, ...]) -> Iterator[str]:
    """What stands at a baseline tells where the figure comes from, and is not to be reached."""
    said = [
        text
        for label, (text, target) in zip(periods, targets, strict=True)
        if target and target.kind == "words" and not period_of(label).is_baseline
    ]
    sentence = NOT_YES if one.kind == "yes_no" else ONLY_WORDS
    yield from (sentence.format(text) for text in dict.fromkeys(said))


def _percents(numbers: list[Decimal], direction: str) -> Iterator[str]:
    if any(number > 100 for number in numbers):
        yield OVER.format(listed(number for number in numbers if number > 100))
    fractions = [number for number in numbers if 0 < number < 1]
    if fractions and all(number <= 1 for number in numbers):
        yield FRACTION.format(short(fractions[0]), short(fractions[0] * 100))
    elif direction == "higher" and numbers and 0 < max(numbers) <= LARGEST_COUNT:
        yield COUNT.format(listed(numbers))


def _order_of(numbers: list[Decimal], direction: str) -> Iterator[str]:
    steps = list(pairwise(numbers))
    if direction == "higher" and any(after < before for before, after in steps):
        yield FALLS.format(listed(numbers))
    if direction == "lower" and any(after > before for before, after in steps):
        yield RISES.format(listed(numbers))


def _subjects(one: DraftIndicator, order: Order) -> Iterator[str]:
    if NO_SUCH_EXAM.search(one.title):
        yield NO_BASIC_RUSSIAN
    titles = {each.row: each.title for each in order.indicators}
    above = [titles.get(row, "") for row in (one.whole, one.pair)]
    own = subjects_of(one.title)
    for heading in (*above, order.goals[one.goal]):
        told = subjects_of(heading)
        if own and told and not own & told:
            yield OTHER_SUBJECT.format(", ".join(sorted(told)), ", ".join(sorted(own)))
            return


def subjects_of(title: str) -> set[str]:
    return {name for name, pattern in SUBJECTS.items() if re.search(pattern, title.lower())}


def _of_activity(one: DraftActivity) -> Iterator[str]:
    if one.cells and not any(one.cells):
        yield NO_WORKS
    if not one.responsible:
        yield NOBODY


def _same_titles(lines) -> Iterator[tuple[int, str]]:
    seen: dict[str, int] = {}
    for one in lines:
        first = seen.setdefault(folded(one.title), one.row)
        if first != one.row:
            yield one.row, SAME_TITLE.format(first)


def _numbers(lines) -> Iterator[tuple[int, str]]:
    """Within a goal: documents begin anew with each, and some go on through all."""
    seen, before = {}, {}
    numbered = Counter(one.goal for one in lines if one.number)
    for one in lines:
        if not one.number:
            if numbered[one.goal]:
                yield one.row, NO_NUMBER
            continue
        first = seen.setdefault((one.goal, one.number), one.row)
        if first != one.row:
            yield one.row, SAME_NUMBER.format(one.number, first)
        elif (last := before.get(one.goal)) and is_missed(last, one.number):
            yield one.row, MISSED.format(last, one.number)
        before[one.goal] = one.number


def is_missed(before: str, after: str) -> bool:
    """«2» and then «5», «1.2» and then «1.4»."""
    (head, last), (other, this) = _split(before), _split(after)
    return head == other and last is not None and this is not None and this > last + 1


def _split(number: str) -> tuple[str, int | None]:
    head, _dot, last = number.rpartition(".")
    return head, int(last) if last.isdecimal() else None


def listed(numbers) -> str:
    return ", ".join(map(short, numbers))


def short(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")
