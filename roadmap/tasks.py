from time import monotonic
from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from roadmap.links.looking import Lookout

from .models import Period
from .services import campaigns, computing, link_checks, reminding

# seconds: the rest is for the next tick, other jobs wait for the same worker
LINKS = 40


@shared_task
def remind() -> None:
    """Whoever is due: any number of beats may ask, each person is told once a day."""
    reminding.remind_everybody(at=timezone.now())


@shared_task
def advance_campaigns() -> None:
    """Those whose day has come: a campaign that is in its phase already stays in it."""
    campaigns.advance_due(at=timezone.now())


@shared_task
def check_links() -> None:
    """The links that are due, one after another; what is left over waits for the next tick."""
    lookout, ends = Lookout(home=settings.PORTAL_URL), monotonic() + LINKS
    while monotonic() < ends and (evidence := link_checks.claim_link(at=timezone.now())):
        link_checks.record_outcome(evidence, lookout.look(evidence.url), at=timezone.now())


@shared_task
def compute_running() -> None:
    """Each programme by itself: one that cannot be computed keeps no other from it."""
    for period_id in computing.running(at=timezone.now()):
        compute_period.delay(period_id)


@shared_task
def compute_period(period_id: int) -> None:
    period = Period.objects.select_related("programme__municipality").get(pk=period_id)
    zone = ZoneInfo(period.programme.municipality.time_zone)
    computing.compute_values(
        period.programme, period, on=timezone.now().astimezone(zone).date(), at=timezone.now()
    )
