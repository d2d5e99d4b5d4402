"""What a result says, in words: on its page, in its history, before two who changed it at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schools.models import NoDataReason
from schools.russian import count, figure, joined, num

from .models import WITHDRAWN, Level, Sitting

SIDES = {"low": "ниже минимума", "high": "высокий результат"}
JOURNAL = {"lower": "ниже журнала", "same": "как в журнале", "higher": "выше журнала"}
ONLY_JOURNAL = "есть только сравнение с\xa0журналом"
NOTHING = "не указано"


@dataclass(frozen=True)
class Line:
    """One difference. Without a label the whole has become something else."""

    label: str
    before: str
    after: str


def labels_of(sitting: Sitting) -> dict[str, str]:
    """code → label of the levels, in their order."""
    return {level.code: level.label for level in sitting.scale.levels.all()}


def question_of(levels: Iterable[Level]) -> str:
    """What a pair «0 и 0» asks: everybody in between, or nobody at all?"""
    between = [_quoted(level.label) for level in levels if not level.is_low and not level.is_high]
    return f"Все результаты — {joined(between, 'или')}, или никто не\xa0участвовал?"


def scale_in_words(levels: Iterable[Level]) -> str:
    """What counts as low and what as high, and where the minimum is, if anybody says it."""
    levels = list(levels)
    low = joined(_quoted(level.label) for level in levels if level.is_low)
    high = joined(_quoted(level.label) for level in levels if level.is_high)
    least = next((level.from_score for level in levels if not level.is_low), None)
    minimum = f" Минимум: {count(least, 'балл,балла,баллов')}." if least else ""
    return f"Ниже минимума: {low}. Высокий результат: {high}.{minimum}"


def _quoted(label: str) -> str:
    return label if label.startswith("«") else f"«{label}»"


def parts_of(figures: Mapping, labels: Mapping[str, str]) -> dict[str, str]:
    """Label → value. Levels that the scale no longer knows are called by their code."""
    parts = _said(figures, labels)
    if figures["mean"] is not None:
        parts[mean_name(labels)] = num(figures["mean"])
    for code, n in (figures["journal"] or {}).items():
        parts[JOURNAL.get(code, code)] = str(n)
    if figures["objectivity_control"]:
        parts["контроль объективности"] = "да"
    return parts


def mean_name(codes: Iterable[str]) -> str:
    """Marks have a mean mark, points a mean score."""
    codes = [*codes]
    is_of_marks = codes and all(code.isdecimal() for code in codes)
    return "средняя отметка" if is_of_marks else "средний балл"


def _said(figures: Mapping, labels: Mapping[str, str]) -> dict[str, str]:
    if figures["no_data"]:
        reasons = dict(NoDataReason.choices) | {WITHDRAWN: "отозвано"}
        return {"нет данных": reasons[figures["no_data"]]}
    if figures["counts"]:
        levels = {code: figures["counts"].get(code, 0) for code in labels} | figures["counts"]
        return {"участников": str(figures["participants"])} | {
            labels.get(code, code): str(n) for code, n in levels.items()
        }
    return {
        title: figure(figures[f"{side}_n"], figures["participants"], figures[f"share_{side}"])
        for side, title in SIDES.items()
        if figures[f"share_{side}"] is not None
    }


def sentence(parts: Mapping[str, str]) -> str:
    """«участников — 12, «2» — 3, …»: needs no agreement."""
    return ", ".join(f"{label}\xa0— {value}" for label, value in parts.items())


def differences(before: Mapping | None, after: Mapping, labels: Mapping[str, str]) -> list[Line]:
    """Value by value where the same things are told, else the whole before and the whole after."""
    new = parts_of(after, labels)
    if before is None:
        return [Line("", "", sentence(new))]
    old = parts_of(before, labels)
    if _kind_of(before) != _kind_of(after):
        return [Line("", sentence(old), sentence(new))]
    return [
        Line(label, old.get(label, NOTHING), new.get(label, NOTHING))
        for label in old | new
        if old.get(label) != new.get(label)
    ]


def _kind_of(figures: Mapping) -> tuple[bool, bool, bool]:
    return bool(figures["no_data"]), bool(figures["counts"]), figures["participants"] is not None
