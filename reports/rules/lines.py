"""A line: what a school has in one procedure, beside its peers and its own years before. Pure.

Where counts are known, they are compared; where only shares are, hundredths of a percent are, and
no pupil is counted. A difference in pupils is cut towards zero: 4,2 pupils are four.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, NamedTuple

from assessments.naming import lowered
from assessments.rules import hundredths

from .chance import less, more

EXAMS = ("OGE", "EGE")
ENOUGH = 10  # participants: from here on a line is judged
THRESHOLD = 30  # percent, of the methodologies
POINTS = 1000  # ten percentage points, in hundredths of a percent


class Key(NamedTuple):
    kind: str
    grade: int | None
    subject: str
    variant: str = ""

    @classmethod
    def of(cls, told: dict) -> "Key":
        """Of a line as a recommendation keeps it."""
        return cls(told["kind"], told["grade"], told["subject"], told["variant"])

    @property
    def is_exam(self) -> bool:
        return self.kind in EXAMS

    @property
    def place(self) -> tuple:
        """By grades, as papers list lines."""
        return (self.grade or 0, self.kind, self.subject, self.variant)

    def of_grade(self, grade: int) -> "Key":
        return self._replace(grade=grade)


@dataclass(frozen=True)
class Peers:
    """All of them together; of shares without counts only the plain mean can be told."""

    where: str  # cluster, municipality, region
    schools: int
    n: int | None = None
    k: int | None = None
    h: int | None = None
    share_low: int | None = None
    share_high: int | None = None

    @property
    def low(self) -> int:
        return hundredths(self.k, self.n) if self.n else self.share_low

    @property
    def high(self) -> int:
        return hundredths(self.h, self.n) if self.n else self.share_high


@dataclass(frozen=True)
class Line:
    key: Key
    years: tuple[int, ...]  # one, or those that were added up, the newest first
    n: int | None = None
    k: int | None = None
    h: int | None = None
    share_low: int | None = None
    share_high: int | None = None
    mean: Any = None
    no_data: str = ""
    counts: dict | None = field(default=None, compare=False)
    journal: dict | None = field(default=None, compare=False)
    is_watched: bool = False  # under control of objectivity
    scale: Any = None
    peers: Peers | None = field(default=None, compare=False)
    before: "Line | None" = field(default=None, compare=False)  # the held year before

    @property
    def counted(self) -> bool:
        return bool(self.n) and self.k is not None and self.h is not None

    @property
    def shared(self) -> bool:
        """Shares are known, and nobody told how many took part."""
        return not self.counted and self.share_low is not None

    @property
    def is_empty_pair(self) -> bool:
        return self.n is None and self.share_low == 0 and self.share_high == 0

    @property
    def low(self) -> int:
        return hundredths(self.k, self.n) if self.counted else self.share_low

    @property
    def high(self) -> int:
        return hundredths(self.h, self.n) if self.counted else self.share_high

    @property
    def subject(self) -> str:
        return lowered(self.key.subject)

    def low_reaches(self, percent: int) -> bool:
        if self.counted:
            return 100 * self.k >= percent * self.n
        return self.share_low is not None and self.share_low >= 100 * percent

    # beside the peers

    @property
    def gap_low(self) -> int:
        """Pupils more below the minimum than with the share of the peers."""
        return _cut(self.k, self.n, self.peers.k, self.peers.n)

    @property
    def gap_high(self) -> int:
        return _cut(self.h, self.n, self.peers.h, self.peers.n)

    @property
    def can_count_gap(self) -> bool:
        return self.counted and self.peers is not None and bool(self.peers.n)

    def more_low(self) -> bool:
        return self.can_count_gap and more(self.k, self.n, self.peers.k, self.peers.n)

    def less_high(self) -> bool:
        return self.can_count_gap and less(self.h, self.n, self.peers.h, self.peers.n)

    def more_high(self) -> bool:
        return self.can_count_gap and more(self.h, self.n, self.peers.h, self.peers.n)

    def is_behind(self) -> bool:
        """Two pupils or more, and more than noise; of shares, ten percentage points."""
        if self.can_count_gap:
            return self.gap_low >= 2 and self.more_low()
        known = self.shared and self.peers is not None and self.peers.share_low is not None
        return known and self.share_low - self.peers.share_low >= POINTS

    # beside the year before

    @property
    def can_count_change(self) -> bool:
        return self.counted and self.before is not None and self.before.counted

    @property
    def rise_low(self) -> int:
        return _cut(self.k, self.n, self.before.k, self.before.n)

    @property
    def rise_high(self) -> int:
        return _cut(self.h, self.n, self.before.h, self.before.n)

    def has_fallen(self) -> bool:
        """More below the minimum than a year ago: two pupils, ten points, and no noise."""
        return (
            self.can_count_change
            and min(self.n, self.before.n) >= ENOUGH
            and self.rise_low >= 2
            and self.low - self.before.low >= POINTS
            and more(self.k, self.n, self.before.k, self.before.n)
        )

    def is_in_trouble(self) -> bool:
        """One of the rules on the low tail speaks of it."""
        return self.low_reaches(THRESHOLD) or self.is_behind() or self.has_fallen()

    def pupils_to_threshold(self) -> int | None:
        """The fewest pupils less below the minimum with whom the share is under the threshold."""
        if not self.counted or not self.low_reaches(THRESHOLD):
            return None
        return self.k - (THRESHOLD * self.n - 1) // 100

    def beside(self, earlier: "Line") -> "Line":
        return replace(self, before=earlier)


def added(lines: list[Line], peers: Peers | None) -> Line:
    """Several years of one line as one, the newest first."""
    n, k, h = (sum(getattr(line, name) for line in lines) for name in "nkh")
    years = tuple(year for line in lines for year in line.years)
    return replace(lines[0], years=years, n=n, k=k, h=h, peers=peers, before=None)


def fewest(low: int, high: int) -> tuple[int, int] | None:
    """The fewest pupils below the minimum, and of how many, with whom both shares are possible.

    Whole percents may be rounded or cut: 18 % and 64 % are at least 2 of 11.
    """
    step = 100 if low % 100 == 0 and high % 100 == 0 else 1
    for n in range(1, 200):
        k, h = (_possible(share // step, n, 10_000 // step) for share in (low, high))
        if k is not None and h is not None and k + h <= n:
            return k, n
    return None


def _possible(share: int, n: int, whole: int) -> int | None:
    for k in range(n + 1):
        if share in (whole * k // n, (2 * whole * k + n) // (2 * n)):
            return k
    return None


def _cut(k: int, n: int, k0: int, n0: int) -> int:
    return int(k - Fraction(n * k0, n0))
