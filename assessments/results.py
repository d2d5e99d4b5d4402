"""The one door for results: form, grid, import and undo come through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from schools.models import User

from .models import Result, ResultChange
from .staging import FIGURES, KEY, Staged, write_staged


@dataclass(frozen=True)
class NewResult:
    """What one row wants to say. `version` is what its author saw; None: no matter what."""

    school_id: int
    sitting_id: int
    period: str = Result.Period.MAIN
    class_label: str = ""
    participants: int | None = None
    low_n: int | None = None
    high_n: int | None = None
    counts: Mapping[str, int] | None = None
    share_low: int | None = None
    share_high: int | None = None
    mean: Decimal | None = None
    journal: Mapping[str, int] | None = None
    no_data: str = ""
    objectivity_control: bool = False
    source_id: int | None = None
    source_row: int | None = None
    version: int | None = None

    @classmethod
    def of_counts(cls, *, participants: int, low_n: int, high_n: int, **fields):
        """Shares follow from counts: hundredths of a percent, rounded half up, in integers."""
        low, high = (hundredths(n, participants) for n in (low_n, high_n))
        return cls(
            participants=participants,
            low_n=low_n,
            high_n=high_n,
            share_low=low,
            share_high=high,
            **fields,
        )

    @property
    def key(self):
        return tuple(getattr(self, name) for name in KEY)

    @property
    def figures(self):
        """As they are kept in the history: JSON has no decimals, and one that is none stays so."""
        figures = {name: getattr(self, name) for name in FIGURES}
        if self.mean is not None:
            figures["mean"] = f"{self.mean:.2f}"
        return figures


@dataclass(frozen=True)
class Outcome:
    """Conflicts are told, not overwritten: somebody else wrote these rows in between."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: tuple[tuple, ...] = ()


def hundredths(part: int, whole: int) -> int:
    """3 of 12 → 2500. Rounded half up, without floats."""
    return (20_000 * part + whole) // (2 * whole)


def store_results(
    rows: Sequence[NewResult], *, by: User, at: datetime, origin: ResultChange.Origin
) -> Outcome:
    """Compare with what is stored, write what differs, and its history, in one transaction."""
    if len({row.key for row in rows}) != len(rows):
        raise ValueError("the same school and sitting twice in one call")
    with transaction.atomic():
        stored = _stored(rows)
        changed, conflicts = [], []
        for row in rows:
            version, before = stored.get(row.key, (0, None))
            if row.figures == before:
                continue
            if row.version is not None and row.version != version:
                conflicts.append(row.key)
                continue
            changed.append(
                Staged(*row.key, version, before, row.figures, row.source_id, row.source_row)
            )
        written = write_staged(changed, by=by, at=at, origin=origin)
    conflicts += [row.key for row in changed if row.key not in written]
    created = sum(row.version == 0 and row.key in written for row in changed)
    return Outcome(
        created=created,
        updated=len(written) - created,
        unchanged=len(rows) - len(written) - len(conflicts),
        conflicts=tuple(conflicts),
    )


def _stored(rows: Sequence[NewResult]) -> dict:
    """key → (version, figures), in one query however many rows there are."""
    results = Result.objects.filter(
        sitting__in={row.sitting_id for row in rows}, school__in={row.school_id for row in rows}
    ).order_by()
    return {
        tuple(getattr(result, name) for name in KEY): (result.version, figures_of(result))
        for result in results
    }


def figures_of(result: Result) -> dict:
    figures = {name: getattr(result, name) for name in FIGURES}
    if result.mean is not None:
        figures["mean"] = f"{result.mean:.2f}"
    return figures
