"""What is known of the cells that are to be written: what stands there, and what may be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from roadmap.kinds import TOO_FEW, Reading, fits
from roadmap.locks import closed
from roadmap.models import Campaign, Indicator, Period, Submission, Value, ValueChange
from schools.models import Municipality, User

Origin, State = Value.Origin, Value.State
Key = tuple[int, int, int | None]
COMPUTED = (
    "Это значение рассчитал портал. Исправить его можно на\xa0странице показателя, указав причину."
)
ACCEPTED = "Значение принято. Чтобы исправить его, попросите координатора вернуть его школе."
CORRECTED = "Расчёт исправлен вручную и\xa0сам не\xa0меняется."
NO_REASON = "Укажите, почему значение исправлено вместо\xa0расчёта."


@dataclass(frozen=True)
class NewValue:
    """What one cell wants to say. `version` is what its author saw: 0 for nothing, None: no matter.

    The indicator and the period may be copies of a school's programme: values are kept under
    those of the template.
    """

    indicator_id: int
    period_id: int
    school_id: int | None
    reading: Reading
    version: int | None = None
    # of a computed value its formula, of a corrected one the reason
    explanation: str = ""

    @property
    def key(self) -> Key:
        return self.indicator_id, self.period_id, self.school_id


class Desk:
    """What is known of the cells that are to be written, read once for all of them.

    Whoever writes of an indicator waits here for the one before: what is read stays true until
    the end of the transaction, also that there is nothing yet.
    """

    def __init__(self, rows: Sequence[NewValue], *, by: User | None, origin: str):
        self.rows, self.by, self.origin = rows, by, origin
        asked = Indicator.objects.filter(pk__in={row.indicator_id for row in rows})
        copies = dict(asked.values_list("pk", "origin"))
        periods = Period.objects.filter(pk__in={row.period_id for row in rows})
        self.counted = {pk: origin or pk for pk, origin in copies.items()}
        self.periods = {pk: origin or pk for pk, origin in periods.values_list("pk", "origin")}
        locked = Indicator.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
        locked = locked.filter(pk__in=set(self.counted.values())).select_related("programme")
        self.indicators = {one.pk: one for one in locked}
        values = Value.objects.select_for_update(of=("self",)).filter(
            indicator__in=self.indicators, period__in=set(self.periods.values())
        )
        self.stored = {(v.indicator_id, v.period_id, v.school_id): v for v in values.order_by("pk")}

    def key(self, row: NewValue) -> Key:
        return self.counted[row.indicator_id], self.periods[row.period_id], row.school_id

    def indicator(self, row: NewValue) -> Indicator:
        return self.indicators[self.counted[row.indicator_id]]

    def why_not(self, row: NewValue, there: Value | None) -> str:
        indicator = self.indicator(row)
        if not fits(indicator.kind, row.reading):
            raise ValueError(f"{row.reading} is no value of an indicator «{indicator.kind}»")
        if indicator.sensitive and row.reading.is_too_small:
            return TOO_FEW
        if why := self._why_closed(row):
            return why
        if self.origin == Origin.COMPUTED and self._is_kept(row, there):
            return CORRECTED
        if self.origin == Origin.OVERRIDDEN and not row.explanation:
            return NO_REASON
        is_of_portal = there and there.origin != Origin.ENTERED
        if self.origin == Origin.ENTERED and is_of_portal and indicator.is_automatic:
            return COMPUTED
        return ACCEPTED if self._is_settled(row, there) else ""

    def _is_settled(self, row: NewValue, there: Value | None) -> bool:
        """What a person of the municipality has accepted, a school changes no more."""
        is_accepted = there and there.state == State.ACCEPTED
        return is_accepted and there.origin != Origin.COMPUTED and not self._is_of_home(row)

    @staticmethod
    def _is_kept(row: NewValue, there: Value | None) -> bool:
        """What was corrected by hand; only who has seen it may take the computed one back."""
        return bool(there) and there.origin == Origin.OVERRIDDEN and row.version is None

    def accepts(self, row: NewValue) -> bool:
        """What its author may accept needs no second look."""
        return self.origin == Origin.COMPUTED or self._is_of_home(row)

    def _is_of_home(self, row: NewValue) -> bool:
        """Of the municipality, or of the portal itself; a person has seen some version."""
        by_itself = self.origin == Origin.COMPUTED and row.version is None
        home = self.indicator(row).programme.municipality_id
        return by_itself or home in self.own_municipalities

    def is_overtaken(self, row: NewValue, there: Value | None) -> bool:
        """Another version than was seen, unless only its state has changed since."""
        now = there.version if there else 0
        if row.version in (None, now):
            return False
        seen = self.seen.get((there.pk, row.version)) if there else None
        return seen is None or seen != Reading.of(there)

    @cached_property
    def seen(self) -> dict[tuple[int, int], Reading]:
        """Value and version → what stood there, for those that have changed since."""
        passed = {}
        for row in self.rows:
            there = self.stored.get(self.key(row))
            if there and row.version not in (None, there.version):
                passed[there.pk] = row.version
        changes = ValueChange.objects.filter(value__in=passed)
        told = changes.filter(version__in=set(passed.values()))
        return {(one.value_id, one.version): Reading.of_json(one.after) for one in told}

    @cached_property
    def own_municipalities(self) -> set[int]:
        if self.by is None:
            return set()
        return set(Municipality.objects.editable_by(self.by).values_list("pk", flat=True))

    def _why_closed(self, row: NewValue) -> str:
        _indicator, period, school = self.key(row)
        programme = self.indicator(row).programme
        campaign = self.campaigns.get((programme.pk, period))
        is_home = school is None or self._is_of_home(row)
        sent = None if is_home or not campaign else self.submissions.get((campaign.pk, school))
        return closed(programme, campaign, sent, is_home=is_home)

    @cached_property
    def campaigns(self) -> dict[tuple[int, int], Campaign]:
        found = Campaign.objects.filter(period__in=set(self.periods.values()))
        return {(one.programme_id, one.period_id): one for one in found}

    @cached_property
    def submissions(self) -> dict[tuple[int, int], Submission]:
        asked = {row.school_id for row in self.rows} - {None}
        found = Submission.objects.filter(campaign__in=self.campaigns.values(), school__in=asked)
        return {(one.campaign_id, one.school_id): one for one in found}
