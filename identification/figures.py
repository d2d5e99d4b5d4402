"""Figures of schools that somebody enters: a number, a part of a number, or why there is none."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from schools.models import Document, Figure, Measure, Municipality, NoDataReason, User
from schools.russian import compact, share

from .measures import PERCENT

MOST = 10**9  # of a number: what the column holds
BOTH = "Указаны и\xa0значение, и\xa0причина. Оставьте что-то одно."
ALONE = "Подпись стоит без\xa0значения."
EMPTIED = "Чтобы убрать значение, выберите причину, например «нет информации»."


@dataclass(frozen=True)
class Told:
    """What is said of a school. All of it empty: nothing is."""

    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    label: str = ""
    no_data: str = ""

    @classmethod
    def of(cls, figure: Figure | None) -> "Told":
        names = cls.__dataclass_fields__
        return cls(**{name: getattr(figure, name) for name in names}) if figure else cls()

    @property
    def state(self) -> str:
        """To compare with what the author of a change saw."""
        value = "" if self.value is None else f"{self.value:.2f}"
        rest = (self.numerator, self.denominator, self.label, self.no_data)
        return "|".join([value, *("" if one is None else str(one) for one in rest)])

    @property
    def has_part(self) -> bool:
        return self.numerator is not None or self.denominator is not None

    @property
    def words(self) -> str:
        if self.no_data:
            return NoDataReason(self.no_data).label
        if self.has_part:
            part = share(self.numerator, self.denominator)
            return f"{self.numerator} из\xa0{self.denominator}, {part}"
        if self.value is None:
            return "не\xa0внесено"
        return f"{compact(self.value)} ({self.label})" if self.label else compact(self.value)

    def fault(self, unit: str) -> str:
        """What keeps it from being stored, in a sentence."""
        has_number = self.value is not None or self.has_part
        if self.no_data:
            return BOTH if has_number or self.label else ""
        if self.value is not None and self.has_part:
            return "Внесите либо значение, либо «сколько» и\xa0«из\xa0скольких»."
        if self.has_part:
            return self._fault_of_part()
        if self.value is None:
            return ALONE if self.label else EMPTIED
        if unit == PERCENT and not 0 <= self.value <= 100:
            return "Доля бывает от\xa00 до\xa0100\xa0%."
        return "" if abs(self.value) < MOST else "Слишком большое число."

    def _fault_of_part(self) -> str:
        if self.numerator is None or self.denominator is None:
            return "Нужны оба числа: сколько и\xa0из\xa0скольких."
        if not self.denominator:
            return "«Из\xa0скольких» не\xa0бывает нулём. Если считать некого, выберите причину."
        return "" if self.numerator <= self.denominator else "Часть больше целого."


@dataclass(frozen=True)
class Change:
    """`seen`: the state of what its author saw in the row."""

    school_id: int
    told: Told
    seen: str


@dataclass
class Outcome:
    stored: int = 0
    # row → what somebody else has stored meanwhile
    conflicts: dict[object, Figure | None] = field(default_factory=dict)


def figures_of(
    measure: Measure, municipality: Municipality, academic_year: int
) -> dict[int, Figure]:
    """School → its figure of the year, with its document."""
    figures = Figure.objects.filter(
        measure=measure, school__municipality=municipality, academic_year=academic_year
    )
    return {figure.school_id: figure for figure in figures.select_related("source")}


def authors_of(figures: Iterable[Figure]) -> dict[int, object]:
    """Figure → the last entry of its history."""
    entries = Figure.history.filter(id__in=[figure.pk for figure in figures])
    return {
        entry.id: entry for entry in entries.select_related("history_user").order_by("history_id")
    }


@transaction.atomic
def store_figures(
    measure: Measure,
    municipality: Municipality,
    academic_year: int,
    changes: Iterable[Change],
    *,
    source: Document | None,
    by: User,
    at: datetime,
) -> Outcome:
    """All changes or none: none where somebody else has changed a row of them meanwhile."""
    # two editors come one after the other
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    now = figures_of(measure, municipality, academic_year)
    states = {school: Told.of(figure).state for school, figure in now.items()}
    nothing, outcome = Told().state, Outcome()
    changed = [c for c in changes if states.get(c.school_id, nothing) != c.told.state]
    for change in changed:
        if states.get(change.school_id, nothing) != change.seen:
            outcome.conflicts[change.school_id] = now.get(change.school_id)
    if outcome.conflicts or not changed:
        return outcome
    if source and source.pk is None:
        source.save()
    for change in changed:
        figure = now.get(change.school_id) or Figure(
            measure=measure, school_id=change.school_id, academic_year=academic_year
        )
        for name, value in asdict(change.told).items():
            setattr(figure, name, value)
        figure.source, figure.source_row = source, None
        figure._history_user, figure._history_date = by, at
        figure.save()
    outcome.stored = len(changed)
    return outcome
