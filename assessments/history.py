"""What happened to one result, change by change."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .models import Result, ResultChange, ResultLock
from .wording import Line, differences


class Told(NamedTuple):
    """`was_confirmed`: it was changed although the coordinator had confirmed it."""

    change: ResultChange
    lines: Sequence[Line]
    was_confirmed: bool


def history_of(
    result: Result, labels: Mapping[str, str], locks: Iterable[ResultLock] = ()
) -> list[Told]:
    """The newest first. `locks`: all that was ever confirmed about the result."""
    locks = list(locks)
    changes = result.changes.select_related("by", "batch").order_by("-version")
    return [
        Told(
            change,
            differences(change.before, change.after, labels),
            any(_stood_at(lock, change.at) for lock in locks),
        )
        for change in changes
    ]


def _stood_at(lock: ResultLock, at) -> bool:
    return lock.locked_at <= at and (lock.unlocked_at is None or at < lock.unlocked_at)
