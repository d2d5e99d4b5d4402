"""The one door for results: form, grid, import and undo come through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from django.db import transaction

from schools.models import User

from .locks import MANY, locked_pairs, write_unconfirmed
from .models import WITHDRAWN, Result, ResultChange
from .rules import hundredths
from .staging import FIGURES, KEY, SOURCE, Staged, write_staged

key_of, values_of = attrgetter(*KEY), attrgetter(*FIGURES)


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
    batch_id: int | None = None
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

    @cached_property
    def key(self):
        return key_of(self)

    @cached_property
    def figures(self):
        return kept(values_of(self))


@dataclass(frozen=True)
class Outcome:
    """Conflicts are told, not overwritten: somebody else wrote these rows in between.

    `locked` are keys of rows that would change what the coordinator has confirmed.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: tuple[tuple, ...] = ()
    locked: tuple[tuple, ...] = ()


def store_results(
    rows: Sequence[NewResult],
    *,
    by: User,
    at: datetime,
    origin: ResultChange.Origin,
    batch_id: int | None = None,
    past_locks: bool = False,
) -> Outcome:
    """Compare with what is stored, write what differs, and its history, in one transaction.

    `batch_id`: the import that writes, or takes back, for the history. Who saw nothing may write
    over a withdrawn result: there is nothing to lose. `past_locks`: a coordinator corrects one
    confirmed result, knowing that it is.
    """
    if len({row.key for row in rows}) != len(rows):
        raise ValueError("the same school and sitting twice in one call")
    with transaction.atomic():
        write_unconfirmed({row.school_id for row in rows})
        stored = stored_results(*({row.key[n] for row in rows} for n in range(2)))
        closed = set() if past_locks else locked_pairs(row.key[:2] for row in rows)
        changed, conflicts, locked = [], [], []
        for row in rows:
            there = stored.get(row.key, NOTHING)
            if row.figures == there.figures:
                continue
            if row.key[:2] in closed:
                locked.append(row.key)
            elif row.version not in (None, there.version_seen):
                conflicts.append(row.key)
            else:
                changed.append(there.replaced_by(row))
        written = write_staged(changed, by=by, at=at, origin=origin, batch_id=batch_id)
    conflicts += [row.key for row in changed if row.key not in written]
    created = sum(stored.get(key, NOTHING).is_nothing for key in written)
    untouched = len(rows) - len(written) - len(conflicts) - len(locked)
    return Outcome(created, len(written) - created, untouched, tuple(conflicts), tuple(locked))


@dataclass(frozen=True, slots=True)
class Stored:
    """What the table holds. The history keeps beside the figures where they came from."""

    version: int
    figures: Mapping | None
    source: tuple[int | None, int | None, int | None] = (None, None, None)

    @property
    def is_nothing(self):
        return self.figures is None or self.figures["no_data"] == WITHDRAWN

    @property
    def version_seen(self):
        return 0 if self.is_nothing else self.version

    @property
    def before(self):
        if self.figures is None or not any(self.source):
            return self.figures
        return self.figures | {"source": list(self.source)}

    def replaced_by(self, row: NewResult) -> Staged:
        source = (row.source_id, row.batch_id, row.source_row)
        return Staged(*row.key, self.version, self.before, row.figures, *source)


NOTHING = Stored(0, None)


def stored_results(schools: set[int], sittings: set[int]) -> dict[tuple, Stored]:
    """In one query however many rows there are, and without building a model for each."""
    wanted = Result.rows.filter(sitting__in=sittings).order_by()
    if len(schools) < MANY:
        wanted = wanted.filter(school__in=schools)
    names = (*KEY, "version", *SOURCE, *FIGURES)
    stored = {}
    for values in wanted.values_list(*names):
        stored[values[:4]] = Stored(values[4], kept(values[8:]), values[5:8])
    return stored


def figures_of(result: Result) -> dict:
    return kept(values_of(result))


def kept(values: Sequence) -> dict:
    """Figures as the history keeps them: JSON has no decimals, and a mean that is none stays so."""
    figures = dict(zip(FIGURES, values, strict=True))
    if figures["mean"] is not None:
        figures["mean"] = f"{figures['mean']:.2f}"
    return figures
