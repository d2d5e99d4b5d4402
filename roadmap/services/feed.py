"""The private address from which a calendar reads somebody's tasks."""

import hashlib
import secrets
from datetime import datetime

from roadmap.models import CalendarFeed
from schools.models import User


def make_feed(*, by: User, at: datetime) -> str:
    """A token that is shown once and kept nowhere; the one before opens nothing any more."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=by, defaults={"token_hash": _hash(token), "created_at": at}
    )
    return token


def switch_off_feed(*, by: User) -> None:
    CalendarFeed.objects.filter(user=by).delete()


def feed_owner(token: str) -> User | None:
    found = CalendarFeed.objects.filter(token_hash=_hash(token), user__is_active=True)
    feed = found.select_related("user").first()
    return feed and feed.user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
