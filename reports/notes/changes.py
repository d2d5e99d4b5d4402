"""What changed between two years and is more than chance. Pure.

As in the recommendations: ten participants in both years, two pupils at least, and what happens by
chance less often than once in ten (reports/rules/chance.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.shares import Told
from reports.rules.chance import less, more
from reports.rules.lines import ENOUGH

MORE, LESS, SAME, UNKNOWN = "more", "less", "same", ""
LEAST = 2  # pupils
WORDS = {
    MORE: "больше, сверх случайного",
    LESS: "меньше, сверх случайного",
    SAME: "в пределах случайного",
    UNKNOWN: "—",
}


@dataclass(frozen=True)
class Change:
    before: Told | None
    now: Told | None

    @property
    def way(self) -> str:
        """Empty where it cannot be judged: no counts, or fewer than ten took part."""
        if not self.is_judged:
            return UNKNOWN
        told = self.now.count, self.now.participants, self.before.count, self.before.participants
        if abs(self.pupils) < LEAST:
            return SAME
        if more(*told):
            return MORE
        return LESS if less(*told) else SAME

    @property
    def is_judged(self) -> bool:
        return _is_enough(self.before) and _is_enough(self.now)

    @property
    def pupils(self) -> int:
        """Of so many as took part now, more than with the share of the year before."""
        before = Fraction(self.before.count, self.before.participants)
        return int(self.now.count - self.now.participants * before)

    @property
    def words(self) -> str:
        return WORDS[self.way]


def tally(changes: Sequence[Change]) -> dict[str, int]:
    ways = [change.way for change in changes]
    return {way: ways.count(way) for way in (MORE, LESS, SAME, UNKNOWN)}


def _is_enough(told: Told | None) -> bool:
    counted = told is not None and None not in (told.count, told.participants)
    return counted and told.participants >= ENOUGH
