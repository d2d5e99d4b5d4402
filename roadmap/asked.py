"""What programmes ask of a school: by programme and period, with what is still missing."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q

from schools.models import School, User

from .columns import Gate, current_period, periods_of
from .matrix import Matrix
from .models import Campaign, Indicator, Level, Period, Programme, Submission, Value

State = Value.State


@dataclass(frozen=True)
class Progress:
    asked: int = 0
    filled: int = 0
    drafts: int = 0
    waiting: int = 0
    returned: int = 0
    accepted: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.filled


@dataclass
class Asked:
    """One programme in one period. `submission`: of the school in the campaign, if there is one."""

    programme: Programme
    period: Period
    periods: list[Period]
    gate: Gate = field(repr=False)
    campaign: Campaign | None = None
    submission: Submission | None = None

    @property
    def key(self) -> str:
        return f"{self.programme.pk}-{self.period.pk}"

    @property
    def due_on(self) -> date | None:
        if self.campaign is None:
            return self.period.ends_on
        reopened = self.submission and self.submission.reopened_until
        return reopened or self.campaign.entry_until

    def progress(self, matrix: Matrix) -> Progress:
        (column,) = matrix.columns
        told = [
            matrix.board.value(indicator, column)
            for indicator in matrix.board.indicators
            if not matrix.board.is_hidden(indicator, column)
        ]
        states = [value.state for value in told if value]
        return Progress(
            asked=len(told),
            filled=len(states),
            drafts=states.count(State.DRAFT),
            waiting=states.count(State.SUBMITTED),
            returned=states.count(State.RETURNED),
            accepted=states.count(State.ACCEPTED),
        )


def asked_of(school: School, *, reader: User, on: date) -> list[Asked]:
    """What is in force and asks schools; campaigns that are open first, then the own programme.

    The school's own programme stands by itself where it has indicators of its own: those of its
    template are asked for once.
    """
    return sorted(_asked_of(school, reader, on), key=_urgency)


def _asked_of(school: School, reader: User, on: date):
    standing = Indicator.objects.current().filter(programme=OuterRef("pk"), level=Level.SCHOOL)
    own = standing.filter(origin=None)
    found = Programme.objects.visible_to(reader).in_force()
    found = found.filter(
        Q(school=school) & Q(Exists(own))
        | Q(school=None, municipality=school.municipality_id) & Q(Exists(standing))
    )
    found = found.select_related("municipality", "school", "template")
    for programme in found.order_by("pk"):
        periods = periods_of(programme)
        gate = Gate(programme, periods, reader)
        yield from _periods_of(programme, periods, gate, school, on)


def _periods_of(programme, periods, gate: Gate, school: School, on: date):
    """The periods of campaigns that run; else the one of today."""
    in_entry = [
        one
        for one in periods
        if (campaign := gate.campaigns.get(one.counted_as))
        and campaign.phase in (Campaign.Phase.ENTRY, Campaign.Phase.PROCESSING)
    ]
    now = current_period(periods, on)
    for period in in_entry or ([now] if now else []):
        campaign = gate.campaigns.get(period.counted_as)
        submission = campaign and campaign.submissions.filter(school=school).first()
        if campaign and campaign.submissions.exists() and not submission:
            continue  # the campaign does not ask this school
        yield Asked(programme, period, periods, gate, campaign, submission)


def _urgency(asked: Asked) -> tuple:
    is_open = bool(asked.campaign and asked.campaign.phase == Campaign.Phase.ENTRY)
    return not is_open, bool(asked.programme.school_id), asked.due_on or date.max


def open_values(asked: Asked, school: School):
    """What the school has entered there and not sent yet."""
    own = asked.programme.indicators.current().filter(level=Level.SCHOOL, origin=None)
    found = Value.objects.filter(indicator__in=own, period=asked.period.counted_as, school=school)
    return found.filter(state__in=[State.DRAFT, State.RETURNED])
