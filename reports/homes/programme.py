"""What waits of the programmes of a municipality, each count with the address of just its rows."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from roadmap.locks import LET_IN
from roadmap.models import Campaign, Programme, Submission, Value
from roadmap.overview import WAITING
from schools.models import Municipality

RUNNING = (Campaign.Phase.ENTRY, Campaign.Phase.PROCESSING)


@dataclass(frozen=True)
class Values:
    """Values of one programme and period that schools have sent and nobody has looked at."""

    number: int
    programme: str
    period: str
    url: str


@dataclass(frozen=True)
class Progress:
    campaign: Campaign
    whole: int
    waiting: int
    to_check: int

    @property
    def done(self) -> int:
        return self.whole - self.waiting

    @property
    def waiting_url(self) -> str:
        return f"{self.campaign.get_absolute_url()}?show=waiting"

    @property
    def to_check_url(self) -> str:
        return f"{self.campaign.get_absolute_url()}?show=sent"


def values_waiting(municipality: Municipality) -> list[Values]:
    """For the coordinator, who is of the narrow circle and so counts figures of surveys as well."""
    waiting = Value.objects.filter(
        state=Value.State.SUBMITTED,
        indicator__programme__municipality=municipality,
        indicator__dropped_on=None,
    ).exclude(indicator__programme__state=Programme.State.REPEALED)
    names = ("indicator__programme", "indicator__programme__title", "period", "period__label")
    counted = waiting.order_by("indicator__programme", "period__order").values_list(*names)
    return [
        Values(
            number,
            title,
            label,
            f"{reverse('roadmap:programme', args=[programme])}?period={period}&proof={WAITING}",
        )
        for programme, title, period, label, number in counted.annotate(n=Count("pk"))
    ]


def campaigns_running(municipality: Municipality) -> list[Progress]:
    running = Campaign.objects.filter(programme__municipality=municipality, phase__in=RUNNING)
    counted = running.annotate(
        whole=Count("submissions"),
        waiting=Count("submissions", filter=Q(submissions__state__in=LET_IN)),
        to_check=Count("submissions", filter=Q(submissions__state=Submission.State.SENT)),
    )
    return [Progress(one, one.whole, one.waiting, one.to_check) for one in counted]
