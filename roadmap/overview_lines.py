"""One line of the page of a programme, and what schools have entered behind it."""

from dataclasses import dataclass

from schools.russian import out_of

from .board import Told
from .models import Indicator
from .targets import Standing

WAITING = "wait"  # of a proof: for a check


@dataclass(frozen=True)
class Shown:
    """One value as it is shown: what stands before, the figure, how it stands to the target."""

    value: Told
    light: str
    figure: str
    standing: Standing


@dataclass(frozen=True)
class Tally:
    """Of an indicator of schools: how many of them have entered, reached, wait, must mend."""

    of: int
    filled: int = 0
    reached: int = 0
    waiting: int = 0
    returned: int = 0
    accepted: int = 0

    @property
    def schools(self) -> str:
        return out_of(self.of, "школы,школ")


@dataclass(frozen=True)
class Line:
    indicator: Indicator
    goal: str  # of the period that is looked at
    targets: list[str]  # of the other periods
    shown: Shown | None
    tally: Tally | None
    # of schools whose answers make up the value, where the portal gathers it
    gathered: Tally | None
    is_hidden: bool
    proof: str
    proof_words: str

    def is_in(self, proof: str) -> bool:
        """Of an indicator of schools some may wait for a check while others were returned."""
        waits = proof == WAITING and self.tally and self.tally.waiting
        return bool(waits) or self.proof == proof

    @property
    def has_value(self) -> bool:
        return self.shown is not None or bool(self.tally and self.tally.filled)
