"""Which links are looked at next, and what was found of them."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from roadmap.links.judging import GONE, Outcome, next_check
from roadmap.models import Evidence
from schools.errors import PortalError
from schools.models import Municipality

# a link takes seconds: whoever has held one so long is gone
LEASE = timedelta(minutes=5)
OFTEN = timedelta(minutes=1)
TRIED = 20
NOTE_LENGTH = 300


def claim_link(*, at: datetime) -> Evidence | None:
    """The link that waits longest, of a site that nobody else asks now.

    Of all who claim it one gets it, and the database lets a site be asked for one link at a time.
    """
    Evidence.objects.filter(checking_since__lt=at - LEASE).update(checking_since=None)
    busy = Evidence.objects.filter(checking_since__isnull=False).values("host")
    due = waiting(at).exclude(host__in=busy)
    for pk in due.order_by("check_at", "pk").values_list("pk", flat=True)[:TRIED]:
        try:
            with transaction.atomic():
                taken = waiting(at).filter(pk=pk).update(checking_since=at)
        except IntegrityError:
            continue  # somebody else has just begun to ask this site
        if taken:
            return Evidence.objects.get(pk=pk)
    return None


def record_outcome(evidence: Evidence, outcome: Outcome, *, at: datetime) -> bool:
    """Nothing, if meanwhile the link was given to somebody else or taken back by its owner."""
    misses = evidence.misses + 1 if outcome.link == GONE else 0
    held = Evidence.objects.filter(pk=evidence.pk, checking_since=evidence.checking_since)
    return bool(
        held.update(
            link=outcome.link,
            link_note=outcome.note[:NOTE_LENGTH],
            link_type=outcome.content_type,
            link_changed_on=outcome.changed_on,
            final_url=outcome.final_url,
            checked_at=at,
            check_at=next_check(outcome.link, misses, at),
            misses=misses,
            checking_since=None,
        )
    )


def ask_anew(evidence: Evidence, *, at: datetime) -> None:
    """A site is not asked again and again by an impatient hand."""
    if evidence.checked_at and at - evidence.checked_at < OFTEN:
        raise PortalError("Ссылка проверена только что. Повторить можно через минуту.")
    Evidence.objects.links().standing().filter(pk=evidence.pk).update(check_at=at)


def ask_all_anew(municipality: Municipality, *, at: datetime) -> int:
    """All links of the municipality that were not looked at within the last hour."""
    links = Evidence.objects.links().standing().of_municipality(municipality)
    return (
        links.filter(check_at__gt=at)
        .exclude(checked_at__gt=at - timedelta(hours=1))
        .update(check_at=at)
    )


def waiting(at: datetime):
    links = Evidence.objects.links().standing()
    return links.filter(check_at__lte=at, checking_since=None)
