"""The form of one result: numbers by level, or shares, or the reason why there is nothing."""

from decimal import Decimal

from django import forms

from assessments.models import Level
from assessments.results import NewResult
from schools.models import NoDataReason
from schools.russian import count, joined, percent

from .fields import CommaField, CountField, PercentField

PUPILS = "ученик,ученика,учеников"
WHOLE = 10_000
ROUNDING = 1  # two shares that were rounded half up may give a hundredth too much


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
        for level in levels:
            self.fields[_name(level)] = CountField(label=level.label)
        if self.are_marks:
            for side in ("low", "high"):
                marks = joined(level.label for level in levels if getattr(level, f"is_{side}"))
                self.fields[f"share_{side}"].label = f"Доля {marks}, %"
            self.fields["mean"].label = "Средняя отметка"

    @property
    def level_fields(self):
        return [self[_name(level)] for level in self.levels]

    @property
    def are_marks(self):
        return all(level.code.isdecimal() for level in self.levels)

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        ways = self._ways_told(said)
        if "reason" in ways and len(ways) > 1:
            self.add_error("no_data", "Указаны и числа, и причина. Оставьте что-то одно.")
        elif len(ways) > 1:
            self.add_error(
                "share_low",
                "Доли портал посчитает по числу учеников. Уберите доли или число учеников.",
            )
        elif not ways:
            self._ask_for_something(said)
        else:
            (self.told,) = ways
            checks = {"counts": self._check_counts, "shares": self._check_shares}
            checks.get(self.told, self._check_reason)(said)
        self._check_mean(said.get("mean"))
        return said

    def _ways_told(self, said) -> list[str]:
        """Counts, shares or a reason. What stood there before gives way to what was typed anew."""
        names = {
            "counts": ["participants", *map(_name, self.levels)],
            "shares": ["share_low", "share_high"],
            "reason": ["no_data"],
        }
        ways = [
            way
            for way, fields in names.items()
            if any(said[name] is not None and said[name] != "" for name in fields)
        ]
        if len(ways) > 1:
            changed = set(self.changed_data)
            ways = [way for way in ways if changed & set(names[way])] or ways
        return ways

    def _check_reason(self, said):
        if said["mean"] is not None and "mean" in self.changed_data:
            self.add_error("no_data", "Указаны и числа, и причина. Оставьте что-то одно.")
        elif said["mean"] is not None:
            said["mean"] = None

    def _ask_for_something(self, said):
        if said["mean"] is not None:
            self.add_error("mean", "Одного среднего мало: внесите число учеников или доли.")
        else:
            self.add_error(
                "participants", "Внесите число учеников, или доли, или причину, по которой их нет."
            )

    def _check_counts(self, said):
        participants, counts = said["participants"], self._counts(said)
        together = sum(counts.values())
        if participants is None:
            self.add_error(
                "participants",
                f"Укажите, сколько учеников участвовало. По уровням внесено: {together}.",
            )
        elif participants == 0:
            self.add_error(
                "participants", "Если никто не участвовал, выберите причину «нет участников»."
            )
        elif not self._has_counts(said):
            what = "отметкам" if self.are_marks else "уровням"
            self.add_error(_name(self.levels[0]), f"Разложите участников по {what}.")
        elif together != participants:
            what = "Отметок" if self.are_marks else "По уровням внесено учеников:"
            self.add_error(
                "participants",
                f"{what} {together}, а участников {participants}. Исправьте одно из чисел.",
            )
        elif self.pupils is not None and participants > self.pupils:
            self.add_error(
                "participants",
                f"Участников {participants}, а в {self.grade}-х классах по карточке школы "
                f"{count(self.pupils, PUPILS)}. Исправьте число или попросите администратора "
                "уточнить карточку.",
            )

    def _check_shares(self, said):
        low, high = said["share_low"], said["share_high"]
        for name, share in (("share_low", low), ("share_high", high)):
            if share is None:
                self.add_error(name, "Нужны обе доли. Если таких учеников нет, введите 0.")
        if low is None or high is None:
            return
        if low + high > WHOLE + ROUNDING:
            self.add_error(
                "share_high", f"Вместе доли дают {percent(low + high)}, а целое — это 100\u00a0%."
            )
        elif max(low, high) <= 100 and (low % 100 or high % 100):
            name, share = max(("share_low", low), ("share_high", high), key=lambda pair: pair[1])
            self.add_error(
                name,
                f"Похоже, это часть единицы. Введите проценты: {percent(share * 100)} "
                f"вместо {percent(share)}.",
            )

    def _check_mean(self, mean):
        if mean is None:
            return
        lowest, highest = (0, 100)
        if self.are_marks:
            marks = [int(level.code) for level in self.levels]
            lowest, highest = min(marks), max(marks)
        if not lowest <= mean <= highest:
            self.add_error("mean", f"Среднее бывает от {lowest} до {highest}.")

    def _has_counts(self, said) -> bool:
        return any(said[_name(level)] is not None for level in self.levels)

    def _counts(self, said) -> dict[str, int]:
        """An empty box beside filled ones is a zero: the sum against the participants tells."""
        return {level.code: said[_name(level)] or 0 for level in self.levels}

    def new_result(self, **where) -> NewResult:
        """`where`: school, sitting, version and what the form does not ask, as the journal."""
        said = self.cleaned_data
        common = {"mean": said["mean"], "objectivity_control": said["objectivity_control"]}
        if self.told == "reason":
            where.pop("journal", None)
            return NewResult(no_data=said["no_data"], **common, **where)
        if self.told == "shares":
            shares = {name: said[name] for name in ("share_low", "share_high")}
            return NewResult(**shares, **common, **where)
        counts = self._counts(said)
        return NewResult.of_counts(
            participants=said["participants"],
            low_n=sum(counts[level.code] for level in self.levels if level.is_low),
            high_n=sum(counts[level.code] for level in self.levels if level.is_high),
            counts=counts,
            **common,
            **where,
        )


def initial_of(result, levels: list[Level]) -> dict:
    """What the form shows of a stored result. Shares that follow from counts are not typed."""
    if result is None:
        return {"version": 0}
    initial = {
        "version": result.version,
        "participants": result.participants,
        "no_data": result.no_data,
        "objectivity_control": result.objectivity_control,
        "mean": result.mean and Decimal(result.mean),
    }
    if result.counts:
        initial |= {_name(level): result.counts.get(level.code, 0) for level in levels}
    if result.participants is None:
        initial |= {"share_low": result.share_low, "share_high": result.share_high}
    return initial


def _name(level: Level) -> str:
    return f"level_{level.pk}"
