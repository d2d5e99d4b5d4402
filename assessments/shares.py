"""The share of pupils on one side of a scale: of a school, and of several schools together. Pure.

A share is in hundredths of a percent. An average is of pupils where every school tells how many
took part; where one does not, it is the plain mean of the shares, and says so.
"""

from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from schools.russian import figure

from .naming import REASONS

SMALL = 10  # below this one pupil moves a share by more than a tenth
NOTHING = "не внесено"


@dataclass(frozen=True)
class Told:
    """What a school told at one sitting. Without a share, `gap` says why in a word."""

    share: int | None
    count: int | None = None  # pupils on this side
    participants: int | None = None
    gap: str = ""

    @property
    def is_small(self) -> bool:
        return self.participants is not None and self.participants < SMALL

    @property
    def is_uncounted(self) -> bool:
        return self.share is not None and self.participants is None

    @property
    def words(self) -> str:
        """«3 из 12, 25 %», or why there is nothing."""
        if self.share is None:
            return self.gap
        return figure(self.count, self.participants, self.share)


@dataclass(frozen=True)
class Average:
    share: int
    schools: int
    participants: int | None  # None: a number is missing, and each school counts the same


def gap_of(no_data: str, *, has_mean: bool) -> str:
    """Why a result tells no share."""
    if no_data:
        return REASONS[no_data]
    return "только балл" if has_mean else "только журнал"


def average(figures: Collection[Told]) -> Average | None:
    told = [one for one in figures if one.share is not None]
    if not told:
        return None
    if any(one.participants is None for one in told):
        return Average(rounded(sum(one.share for one in told), len(told)), len(told), None)
    whole = sum(one.participants for one in told)
    return Average(rounded(10_000 * sum(one.count for one in told), whole), len(told), whole)


def rounded(part: int, whole: int) -> int:
    """A half goes up, as everywhere in papers."""
    return (2 * part + whole) // (2 * whole)


def tells_of_one(schools: Set[int], parts: Iterable[Set[int]], seen: Set[int]) -> bool:
    """Whether their average gives away the figure of one school that the reader does not see.

    `parts`: groups inside whose averages he knows as well. He may subtract what he knows.
    """
    parts = list(parts)
    known = [set(), *parts, set().union(*parts)]
    return any(len(schools - part - seen) == 1 for part in known)
