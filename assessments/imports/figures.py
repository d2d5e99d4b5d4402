"""From what a line says to what a result holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.naming import REASONS
from assessments.readers.reading import Figures as Told
from assessments.readers.reading import Line
from assessments.results import NewResult, Stored
from assessments.rules import Fault, Figures, faults, settled
from schools.russian import count, joined, percent

UNKNOWN = "unknown"
PUPILS = "ученика,учеников,учеников"
HALF_A_PERCENT = 50  # a table of shares is printed in whole percents
OTHER_SHARES = (
    "В портале внесено число учеников, и доли по нему другие: высокий результат {}, ниже минимума "
    "{}. Исправьте файл или не загружайте строку."
)
TOO_LONG_A_JOURNAL = (
    "Сравнение с журналом — на {}, а участников {}. Исправьте файл или не загружайте строку."
)
REASON_STANDS = (
    "В портале указана причина «{}», а в файле участники есть. Исправьте результат в портале или "
    "не загружайте строку."
)
COUNTED = ("participants", "low_n", "high_n", "counts", "share_low", "share_high")


@dataclass(frozen=True)
class Setting:
    """What the portal knows of a work: its sitting, if there is one yet, and its levels."""

    sitting: int | None
    levels: Sequence
    title: str
    is_held: bool = True
    news: str = ""  # what to say of a procedure that the portal does not know yet
    refusal: str = ""  # why there can be no such procedure

    @property
    def is_new(self):
        return bool(self.news)

    @property
    def codes(self) -> list[str]:
        return [level.code for level in self.levels]


def merged(line: Line, there: Stored, setting: Setting, *, school: int) -> NewResult:
    """A file that tells only of the class register leaves the marks, and the other way round."""
    told = line.figures
    where = {
        "school_id": school,
        "sitting_id": setting.sitting,
        "period": line.period,
        "class_label": line.class_label,
        "source_row": line.row,
    }
    before = there.figures if not there.is_nothing else {}
    where["objectivity_control"] = before.get("objectivity_control", False)
    is_blank = told.no_data == UNKNOWN and not any(map(str.isalpha, line.said))
    if before and (is_blank or (only_shares(told) and before["counts"])):
        # a blank cell tells nothing, and shares tell less than the counts they agree with
        return NewResult(**before | {"mean": _mean(before)} | where)
    if told.no_data:
        return NewResult(no_data=told.no_data, **where)
    if only_journal(told):
        kept = {name: before.get(name) for name in COUNTED}
        return NewResult(journal=told.journal, mean=_mean(before), **kept, **where)
    where["journal"] = told.journal or before.get("journal")
    figures = settled(said(told), setting.levels)
    # a mean that was entered by hand stays with the numbers that it belongs to
    if told.mean is None and all(before.get(name) == figures.get(name) for name in COUNTED):
        figures["mean"] = _mean(before)
    return NewResult(**figures, **where)


def said(told: Told) -> Figures:
    """What the rules judge."""
    return Figures(
        told.participants,
        told.counts or {},
        told.share_low,
        told.share_high,
        told.mean,
        told.no_data,
    )


def _mean(figures) -> Decimal | None:
    """The history keeps decimals as text."""
    return Decimal(figures["mean"]) if figures.get("mean") else None


def only_journal(told: Told) -> bool:
    nothing = (told.counts, told.share_low, told.share_high, told.mean)
    return told.journal is not None and all(value is None for value in nothing)


def only_shares(told: Told) -> bool:
    return told.counts is None and told.share_low is not None and told.share_high is not None


def faults_of(told: Told, setting: Setting, *, pupils: int | None, grade: int) -> list[Fault]:
    """What is wrong with the figures of a line: the same sentences as beside a form's fields."""
    if told.no_data or only_journal(told):
        return []
    if told.counts is not None and (strange := told.counts.keys() - set(setting.codes)):
        known = joined(level.label for level in setting.levels)
        sentence = (
            f"Уровня «{min(strange)}» в шкале процедуры нет. Есть {known}. Исправьте заголовок."
        )
        return [Fault("counts", sentence, min(strange))]
    return faults(said(told), setting.levels, pupils=pupils, grade=grade)


def contradiction(told: Told, there: Stored) -> list[Fault]:
    """What a file may not say beside what the portal knows: a right figure would be lost."""
    before = {} if there.is_nothing else there.figures
    if not before or told.no_data:
        return []
    if only_shares(told) and before["counts"]:
        apart = (abs(before[name] - getattr(told, name)) for name in ("share_low", "share_high"))
        if max(apart) > HALF_A_PERCENT:
            known = (percent(before["share_high"]), percent(before["share_low"]))
            return [Fault("share_high", OTHER_SHARES.format(*known))]
    if only_journal(told) and before["no_data"] not in ("", UNKNOWN, "not_given"):
        return [Fault("no_data", REASON_STANDS.format(REASONS[before["no_data"]]))]
    pupils = sum((told.journal or {}).values())
    participants = told.participants if told.counts else before["participants"]
    if participants and pupils > participants:
        sentence = TOO_LONG_A_JOURNAL.format(count(pupils, PUPILS), participants)
        return [Fault("participants", sentence)]
    return []
