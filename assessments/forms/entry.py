"""The form of one result: numbers by level, or shares, or the reason why there is nothing."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django import forms

from assessments.models import Level
from assessments.results import NewResult
from assessments.rules import Figures, are_marks, faults, settled
from schools.models import NoDataReason
from schools.russian import joined

from .fields import CommaField, CountField, PercentField

FIELDS = ("participants", "share_low", "share_high", "mean", "no_data")


class EntryForm(forms.Form):
    """What is wrong is said at the field. `version` is what the author of the numbers saw."""

    participants = CountField(label="Участников")
    share_low = PercentField(label="Ниже минимума, %")
    share_high = PercentField(label="Высокий результат, %")
    mean = CommaField(label="Средний балл", help_text="Необязательно.")
    no_data = forms.ChoiceField(
        label="Причина",
        required=False,
        choices=[("", "числа есть, причина не нужна"), *NoDataReason.choices],
    )
    objectivity_control = forms.BooleanField(
        label="Был контроль объективности: независимые наблюдатели или перепроверка",
        required=False,
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    # the answer of the second of two editors: the others' row, or one's own upon that version
    keep = forms.RegexField(r"^(theirs|[0-9]{1,9})$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, levels: list[Level], pupils: int | None, grade: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.levels, self.pupils, self.grade = levels, pupils, grade
        self.names = {level.code: level_name(level) for level in levels}
        for level in levels:
            self.fields[level_name(level)] = CountField(label=level.label)
        if self.are_marks:
            for side in ("low", "high"):
                marks = joined(level.label for level in levels if getattr(level, f"is_{side}"))
                self.fields[f"share_{side}"].label = f"Доля {marks}, %"
            self.fields["mean"].label = "Средняя отметка"

    @property
    def level_fields(self):
        return [self[name] for name in self.names.values()]

    @property
    def are_marks(self):
        return are_marks(self.levels)

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        self.figures = self._settled(said)
        for fault in faults(self.figures, self.levels, pupils=self.pupils, grade=self.grade):
            self.add_error(self.names[fault.level] if fault.level else fault.field, fault.sentence)
        return said

    def _settled(self, said) -> Figures:
        """What stood there before gives way to what was typed anew."""
        figures = Figures(
            counts={level.code: said[level_name(level)] for level in self.levels},
            **{name: said[name] for name in FIELDS},
        )
        changed = set(self.changed_data)
        boxes = {
            "counts": {"participants", *self.names.values()},
            "shares": {"share_low", "share_high"},
            "reason": {"no_data"},
        }
        ways = figures.ways
        if len(ways) > 1:
            ways = [way for way in ways if changed & boxes[way]] or ways
        figures = figures.only(ways)
        if ways == ["reason"] and "mean" not in changed:
            figures = replace(figures, mean=None)
        return figures

    def new_result(self, **where) -> NewResult:
        """`where`: school, sitting, version and what the form does not ask, as the journal."""
        if self.figures.no_data:
            where.pop("journal", None)
        return NewResult(
            objectivity_control=self.cleaned_data["objectivity_control"],
            **settled(self.figures, self.levels),
            **where,
        )


def initial_of(figures: Mapping | None, levels: list[Level], version: int = 0) -> dict:
    """What the form shows of stored figures. Shares that follow from counts are not typed."""
    if figures is None:
        return {"version": version}
    initial = {name: figures[name] for name in ("participants", "no_data", "objectivity_control")}
    initial |= {"version": version, "mean": figures["mean"] and Decimal(figures["mean"])}
    if figures["counts"]:
        initial |= {level_name(level): figures["counts"].get(level.code, 0) for level in levels}
    if figures["participants"] is None:
        initial |= {name: figures[name] for name in ("share_low", "share_high")}
    return initial


def level_name(level: Level) -> str:
    return f"level_{level.pk}"
