"""What stands in the way of a comparison, counted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.notes.movement import Movement

FIFTH = 5


@dataclass(frozen=True)
class Reservations:
    """Of comparisons of one school in one procedure with the year before."""

    compared: int  # with a share in both years
    uncounted: int  # of whom only shares are known
    small: int  # fewer than ten in one of the years
    recruited: int  # a fifth more or fewer took part
    marked: int  # a federal list has marked one of the two results

    @property
    def judged(self) -> int:
        return self.compared - self.uncounted - self.small


def reservations_of(movement: Movement, marked: set[tuple], year: int) -> Reservations:
    moves = movement.moves
    known = [one for one in moves if _counts(one)]
    return Reservations(
        compared=len(moves),
        uncounted=len(moves) - len(known),
        small=sum(not one.change.is_judged for one in known),
        recruited=sum(_is_recruited(*_counts(one)) for one in known if one.change.is_judged),
        marked=sum(_is_marked(one, marked, year) for one in moves),
    )


def _counts(move) -> tuple[int, int] | None:
    before, now = move.change.before.participants, move.change.now.participants
    return None if None in (before, now) else (before, now)


def _is_recruited(before: int, now: int) -> bool:
    return abs(now - before) * FIFTH > before


def _is_marked(move, marked: set[tuple], year: int) -> bool:
    return any((move.school, move.procedure, one) in marked for one in (year - 1, year))


def by_school(movement: Movement) -> Mapping[str, tuple[list, list]]:
    """School → procedures with more below the minimum, and with fewer; as in the register."""
    found: dict[str, tuple[list, list]] = {}
    for move in movement.moves:
        if move.way in ("more", "less"):
            more, less = found.setdefault(move.name, ([], []))
            (more if move.way == "more" else less).append(move)
    return found
