"""From what a line says to what a result holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.readers.reading import Figures as Told
from assessments.readers.reading import Line
from assessments.results import NewResult, Stored
from assessments.rules import Figures, faults, settled
from schools.russian import joined

UNKNOWN = "unknown"
COUNTED = ("participants", "low_n", "high_n", "counts", "share_low", "share_high")


@dataclass(frozen=True)
class Setting:
    """What the portal knows of a work: its sitting, if there is one yet, and its levels."""

    sitting: int | None
    levels: Sequence
    title: str
    is_held: bool = True

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
    if told.no_data == UNKNOWN and before and not any(map(str.isalpha, line.said)):
        # a blank cell tells nothing: neither numbers nor a known reason give way to it
        return NewResult(**before | {"mean": _mean(before)} | where)
    if told.no_data:
        return NewResult(no_data=told.no_data, **where)
    if only_journal(told):
        kept = {name: before.get(name) for name in COUNTED}
        return NewResult(journal=told.journal, mean=_mean(before), **kept, **where)
    where["journal"] = told.journal or before.get("journal")
    settled_figures = settled(said(told), setting.levels)
    # a mean that was entered by hand stays with the counts that it belongs to
    if told.mean is None and before.get("counts") == settled_figures.get("counts"):
        settled_figures["mean"] = _mean(before)
    return NewResult(**settled_figures, **where)


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


def faults_of(told: Told, setting: Setting, *, pupils: int | None, grade: int) -> list[str]:
    """What is wrong with the figures of a line: the same sentences as beside a form's fields."""
    if told.no_data or only_journal(told):
        return []
    if told.counts is not None and (strange := told.counts.keys() - set(setting.codes)):
        known = joined(level.label for level in setting.levels)
        return [f"Уровня «{min(strange)}» в шкале процедуры нет. Есть {known}."]
    found = faults(said(told), setting.levels, pupils=pupils, grade=grade)
    return [fault.sentence for fault in found]
