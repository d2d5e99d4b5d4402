"""What the figures of one result must obey: one place for form, grid and import. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from schools.russian import count, percent

MOST = 9_999
WHOLE = 10_000
UNLIKE = 5  # pupils more or less
ROUNDING = 1  # two shares that were rounded half up may give a hundredth too much
PUPILS = "ученик,ученика,учеников"
NEGATIVE = "Число учеников не бывает отрицательным."
TOO_MANY = f"Столько учеников не бывает: не больше {MOST}."
NOT_A_SHARE = "Доля бывает от 0 до 100\u00a0%."
BOTH = "Указаны и числа, и причина. Оставьте что-то одно."


class Fault(NamedTuple):
    """`field` is one of the fields of Figures; `level` the code, where one count is meant."""

    field: str
    sentence: str
    level: str = ""


@dataclass(frozen=True)
class Figures:
    """What one row says, read but not judged yet. None: nothing is said there."""

    participants: int | None = None
    counts: Mapping[str, int | None] = field(default_factory=dict)  # by the code of a level
    share_low: int | None = None  # hundredths of a percent
    share_high: int | None = None
    mean: Decimal | None = None
    no_data: str = ""

    @property
    def has_counts(self):
        return any(n is not None for n in self.counts.values())

    @property
    def ways(self) -> list[str]:
        """A result is told by counts, by shares or by a reason."""
        told = {
            "counts": self.participants is not None or self.has_counts,
            "shares": self.share_low is not None or self.share_high is not None,
            "reason": bool(self.no_data),
        }
        return [way for way, is_told in told.items() if is_told]

    def only(self, ways: Iterable[str]) -> "Figures":
        """Without what the other ways say."""
        silent = {
            "counts": {"participants": None, "counts": {}},
            "shares": {"share_low": None, "share_high": None},
            "reason": {"no_data": ""},
        }
        for way in ways:
            silent.pop(way)
        return replace(self, **{k: v for fields in silent.values() for k, v in fields.items()})


def faults(
    figures: Figures, levels: Sequence, *, pupils: int | None = None, grade: int | None = None
) -> list[Fault]:
    """All that is wrong. `levels` have code, is_low and is_high, in order; `pupils` of the grade
    stand on the card of the school.
    """
    found = _out_of_bounds(figures)
    if found:
        return found
    ways = figures.ways
    if "reason" in ways and (len(ways) > 1 or figures.mean is not None):
        found = [Fault("no_data", BOTH)]
    elif len(ways) > 1:
        sentence = "Доли портал посчитает по числу учеников. Уберите доли или число учеников."
        found = [Fault("share_low", sentence)]
    elif not ways:
        found = _of_nothing(figures, levels)
    elif ways == ["counts"]:
        found = _of_counts(figures, levels, pupils, grade)
    elif ways == ["shares"]:
        found = _of_shares(figures)
    return found + _of_mean(figures, levels)


def settled(figures: Figures, levels: Sequence) -> dict:
    """What a result without faults says: the fields of NewResult, with all that follows."""
    said = {"mean": figures.mean, "no_data": figures.no_data}
    if not figures.has_counts:
        return said | {"share_low": figures.share_low, "share_high": figures.share_high}
    counts = filled(figures.counts, levels)
    low, high = (
        sum(counts[level.code] for level in levels if getattr(level, side))
        for side in ("is_low", "is_high")
    )
    return said | {
        "participants": figures.participants,
        "counts": counts,
        "low_n": low,
        "high_n": high,
        "share_low": hundredths(low, figures.participants),
        "share_high": hundredths(high, figures.participants),
    }


def doubt(before: Mapping, after: Mapping) -> str:
    """No fault, but a slip is likely: half as many took part, or twice as many, by five or more."""
    was, now = before["participants"], after["participants"]
    if not was or not now or abs(was - now) < UNLIKE or 2 * min(was, now) > max(was, now):
        return ""
    return f"Участников было {was}, а теперь {now}. Проверьте, нет ли ошибки."


def hundredths(part: int, whole: int) -> int:
    """3 of 12 → 2500. Rounded half up, without floats."""
    return (20_000 * part + whole) // (2 * whole)


def filled(counts: Mapping[str, int | None], levels: Sequence) -> dict[str, int]:
    """An empty box beside filled ones is a zero: the sum against the participants tells."""
    return {level.code: counts.get(level.code) or 0 for level in levels}


def are_marks(levels: Sequence) -> bool:
    return all(level.code.isdecimal() for level in levels)


def mean_mark(counts: Mapping[str, int]) -> Decimal | None:
    """Of marks the mean follows from the counts; half up to two decimals."""
    pupils = sum(counts.values())
    if not pupils:
        return None
    mean = Decimal(sum(int(mark) * n for mark, n in counts.items())) / pupils
    return mean.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _out_of_bounds(figures: Figures) -> list[Fault]:
    """A box of a form refuses these by itself; a cell of a file comes here with them."""
    boxes = [("participants", figures.participants, "")]
    boxes += [("counts", n, code) for code, n in figures.counts.items()]
    found = [
        Fault(name, NEGATIVE if n < 0 else TOO_MANY, code)
        for name, n, code in boxes
        if n is not None and not 0 <= n <= MOST
    ]
    shares = (("share_low", figures.share_low), ("share_high", figures.share_high))
    found += [
        Fault(name, NOT_A_SHARE)
        for name, share in shares
        if share is not None and not 0 <= share <= WHOLE
    ]
    return found


def _of_nothing(figures: Figures, levels) -> list[Fault]:
    if figures.mean is not None:
        alone = "Одной средней отметки" if are_marks(levels) else "Одного среднего балла"
        return [Fault("mean", f"{alone} мало: внесите число учеников или доли.")]
    sentence = "Внесите число учеников, или доли, или причину, по которой их нет."
    return [Fault("participants", sentence)]


def _of_counts(figures: Figures, levels, pupils, grade) -> list[Fault]:
    participants, together = figures.participants, sum(filled(figures.counts, levels).values())
    marks = are_marks(levels)
    if participants is None:
        sentence = f"Укажите, сколько учеников участвовало. По уровням внесено: {together}."
    elif participants == 0:
        sentence = "Если никто не участвовал, выберите причину «нет участников»."
    elif not figures.has_counts:
        what = "отметкам" if marks else "уровням"
        return [Fault("counts", f"Разложите участников по {what}.", levels[0].code)]
    elif together != participants:
        what = "Отметок" if marks else "По уровням внесено учеников:"
        sentence = f"{what} {together}, а участников {participants}. Исправьте одно из чисел."
    elif pupils is not None and participants > pupils:
        sentence = (
            f"Участников {participants}, а в {grade}-х классах по карточке школы "
            f"{count(pupils, PUPILS)}. Исправьте число или попросите администратора "
            "уточнить карточку."
        )
    else:
        return []
    return [Fault("participants", sentence)]


def _of_shares(figures: Figures) -> list[Fault]:
    shares = {"share_low": figures.share_low, "share_high": figures.share_high}
    missing = [name for name, share in shares.items() if share is None]
    if missing:
        sentence = "Нужны обе доли. Если таких учеников нет, введите 0."
        return [Fault(name, sentence) for name in missing]
    low, high = shares.values()
    if low + high > WHOLE + ROUNDING:
        sentence = f"Вместе доли дают {percent(low + high)}, а целое — это 100\u00a0%."
        return [Fault("share_high", sentence)]
    if max(low, high) <= 100 and (low % 100 or high % 100):
        name = max(shares, key=shares.get)
        sentence = (
            f"Похоже, это часть единицы. Введите проценты: {percent(shares[name] * 100)} "
            f"вместо {percent(shares[name])}."
        )
        return [Fault(name, sentence)]
    return []


def _of_mean(figures: Figures, levels) -> list[Fault]:
    is_of_marks = are_marks(levels)
    marks = [int(level.code) for level in levels] if is_of_marks else (0, 100)
    lowest, highest = min(marks), max(marks)
    if figures.mean is None or lowest <= figures.mean <= highest:
        return []
    name = "Средняя отметка" if is_of_marks else "Средний балл"
    return [Fault("mean", f"{name} бывает от {lowest} до {highest}.")]
