"""What changed between two years and is more than chance. Pure.

As in the recommendations: ten participants in both years, two pupils at least, and what happens by
chance less often than once in ten (reports/rules/chance.py).
"""

from collections.abc import Mapping
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


def is_same_scale(one: Mapping[str, tuple], other: Mapping[str, tuple]) -> bool:
    """Levels by their codes: (from which score, is low, is high). What is not known differs not."""
    if one.keys() != other.keys():
        return False
    return all(
        mine[1:] == theirs[1:] and (None in (mine[0], theirs[0]) or mine[0] == theirs[0])
        for mine, theirs in ((one[code], other[code]) for code in one)
    )


def _is_enough(told: Told | None) -> bool:
    counted = told is not None and None not in (told.count, told.participants)
    return counted and told.participants >= ENOUGH
