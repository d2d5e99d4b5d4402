"""Who is compared with whom, and whose place the adjustment moves. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .standings import Standing

FAR = 2  # a move of one place is not worth a sentence


@dataclass(frozen=True)
class Group:
    title: str  # "" where all schools are compared with each other
    members: list[Standing]

    @property
    def low(self) -> int:
        return sum(standing.verdict.status == "low" for standing in self.members)

    @property
    def shared(self) -> bool:
        return any("–" in standing.place for standing in self.members)


@dataclass(frozen=True)
class Moves:
    moved: list[Standing]
    mover: Standing | None  # the one that moves furthest, if it is one


def groups_of(
    standings: Sequence[Standing], rank_within: str, kinds: Mapping[str, str]
) -> list[Group]:
    groups = {}
    for standing in standings:
        groups.setdefault(standing.group, []).append(standing)
    if rank_within == "municipality" or set(groups) == {""}:
        return [Group("", by_place(standings))] if standings else []
    names = kinds if rank_within == "kind" else {"": "без кластера"}
    return [Group(names.get(key, key), by_place(members)) for key, members in groups.items()]


def by_place(standings: Sequence[Standing]) -> list[Standing]:
    """Schools without a place stand last."""
    return sorted(standings, key=lambda s: (s.verdict.place is None, s.verdict.place or 0, s.name))


def moves_of(standings: Sequence[Standing]) -> Moves:
    moved = [standing for standing in standings if standing.row.moved]
    far = max((abs(standing.row.moved) for standing in moved), default=0)
    furthest = [standing for standing in moved if abs(standing.row.moved) == far]
    alone = len(furthest) == 1 and far >= FAR
    return Moves(moved=moved, mover=furthest[0] if alone else None)
