"""What stands side by side in a matrix: schools in one period, or periods of one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, F, OuterRef, QuerySet

from schools.models import Municipality, School, SchoolStatus, User
from schools.naming import in_natural_order
from schools.russian import school_name
from schools.scoping import may_write

from .copies import copies_of
from .locks import closed
from .models import Campaign, Period, Programme, Submission

# of a campaign what a page asks
CAMPAIGN = ("pk", "title", "phase", "entry_from", "entry_until")
NOT_YOURS = "Это значение вносит не\xa0ваша школа."
READ_ONLY = "Значения вносят координатор и\xa0школы."


@dataclass(frozen=True)
class Column:
    """`why_closed`: why its reader may not write there; empty where he may."""

    period: Period
    school: School | None
    head: str
    why_closed: str = ""

    @cached_property
    def place(self) -> tuple[int, int | None]:
        """Under which period and school its values are kept."""
        return self.period.counted_as, self.school and self.school.pk


def with_campaign(periods: QuerySet) -> QuerySet:
    """Beside each period its campaign; of a copy that of the template. See campaign_of."""
    own = {f"campaign_{name}": F(f"campaigns__{name}") for name in CAMPAIGN}
    counted = {f"counted_{name}": F(f"origin__campaigns__{name}") for name in CAMPAIGN}
    return periods.annotate(**own, **counted)


def campaign_of(period: Period) -> Campaign | None:
    """The campaign that collects a period, of a period that was read with_campaign."""
    side = "counted" if period.origin_id else "campaign"
    told = {name: getattr(period, f"{side}_{name}") for name in CAMPAIGN}
    return Campaign(period_id=period.counted_as, **told) if told["pk"] else None


def periods_of(programme: Programme) -> list[Period]:
    return list(with_campaign(Period.objects.filter(programme=programme)).order_by("order"))


def periods_seen(reader: User, programme: int) -> list[Period]:
    """Of a programme that the reader sees, with all that a page of many cells asks of it, in one
    question. None: there is no such programme for this reader, or it has no periods.
    """
    home = Municipality.objects.editable_by(reader)
    home = home.filter(pk=OuterRef("programme__municipality"))
    seen = Period.objects.visible_to(reader).filter(programme=programme)
    related = (f"programme__{name}" for name in ("municipality", "school", "template"))
    told = {"keeps_home": Exists(home), "copy_count": copies_of("programme")}
    seen = with_campaign(seen).select_related(*related).annotate(**told)
    periods = list(seen.order_by("order"))
    for period in periods:
        period.programme.copy_count = period.copy_count
    return periods


class Gate:
    """What a reader may write, by period and school: asked once for all columns of a page.

    `periods` were read with_campaign. `keeps_home`: None where nobody has asked yet.
    """

    def __init__(
        self,
        programme: Programme,
        periods: Iterable[Period],
        reader: User,
        *,
        keeps_home: bool | None = None,
    ):
        self.programme, self.reader = programme, reader
        if keeps_home is None:
            keeps_home = may_write(reader, programme.municipality)
        self.keeps_home = keeps_home
        self.campaigns = {
            period.counted_as: campaign for period in periods if (campaign := campaign_of(period))
        }

    @cached_property
    def own(self) -> set[int]:
        return set(School.objects.editable_by(self.reader).values_list("pk", flat=True))

    @cached_property
    def submissions(self) -> dict[tuple[int, int], Submission]:
        found = Submission.objects.filter(campaign__in=self.campaigns.values(), school__in=self.own)
        return {(one.campaign_id, one.school_id): one for one in found}

    def why_closed(self, period: Period, school: School | None) -> str:
        if not self.keeps_home and (school is None or school.pk not in self.own):
            return NOT_YOURS if self.own else READ_ONLY
        campaign = self.campaigns.get(period.counted_as)
        sent = None
        if campaign and not self.keeps_home:
            sent = self.submissions.get((campaign.pk, school.pk))
        return closed(self.programme, campaign, sent, is_home=self.keeps_home)


def school_columns(programme: Programme, period: Period, gate: Gate, reader: User) -> list[Column]:
    return [
        Column(period, school, school_name(school.short_name), gate.why_closed(period, school))
        for school in schools_asked(programme, period, reader)
    ]


def period_columns(periods: Iterable[Period], school: School | None, gate: Gate) -> list[Column]:
    return [
        Column(period, school, period.label, gate.why_closed(period, school)) for period in periods
    ]


def schools_asked(programme: Programme, period: Period, reader: User | None) -> list[School]:
    """Those of the campaign of the period; else the supported ones of its year; else all.

    Of them those that the reader sees; of a paper, which has none, all.
    """
    asked = Submission.objects.filter(
        campaign__programme=programme, campaign__period=period, school=OuterRef("pk")
    )
    held = SchoolStatus.objects.supporting().in_year(period.academic_year or 0)
    held = held.filter(school=OuterRef("pk"))
    seen = School.objects.visible_to(reader) if reader else School.objects.all()
    seen = seen.filter(municipality=programme.municipality_id)
    seen = seen.annotate(is_asked=Exists(asked), is_supported=Exists(held))
    schools = in_natural_order(seen)
    return (
        [one for one in schools if one.is_asked]
        or [one for one in schools if one.is_supported]
        or [one for one in schools if one.closed_on is None]
    )


def current_period(periods: Iterable[Period], on) -> Period | None:
    """The one of today; else the last that has begun; else the first with targets to reach."""
    periods = list(periods)
    dated = [one for one in periods if one.starts_on and one.starts_on <= on]
    around = [one for one in dated if one.ends_on and on <= one.ends_on]
    ahead = [one for one in periods if not one.is_baseline] or periods
    return (
        next(iter(reversed(around)), None)
        or next(iter(reversed(dated)), None)
        or next(iter(ahead), None)
    )
