"""The lists of others beside the verdicts of a run. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from identification.external import UNKNOWN, YES, NamedList

from .standings import Standing


@dataclass(frozen=True)
class Listing:
    lists: list[NamedList]
    rows: list[Standing]  # low by the score, or named in a list
    confirmed: list[Standing]  # low, and named in every list
    only_named: list[Standing]  # named in every list, and not low
    has_unknown: bool

    def __bool__(self) -> bool:
        return bool(self.lists)


def listing_of(lists: Sequence[NamedList], standings: Sequence[Standing]) -> Listing:
    rows = [s for s in standings if is_low(s) or named_in(s, lists)]
    rows.sort(key=lambda s: (not is_low(s), -len(named_in(s, lists)), s.score or 0, s.name))
    everywhere = [s for s in rows if lists and len(named_in(s, lists)) == len(lists)]
    return Listing(
        lists=list(lists),
        rows=rows,
        confirmed=[standing for standing in everywhere if is_low(standing)],
        only_named=[standing for standing in everywhere if not is_low(standing)],
        has_unknown=any(s.row.listed[one.title] == UNKNOWN for s in rows for one in lists),
    )


def is_low(standing: Standing) -> bool:
    return standing.verdict.status == "low"


def named_in(standing: Standing, lists: Sequence[NamedList]) -> list[NamedList]:
    return [one for one in lists if standing.row.listed[one.title] == YES]


def ground(standing: Standing, lists: Sequence[NamedList]) -> str:
    """What a conclusion about a school rests on."""
    if not is_low(standing):
        return "только перечни"
    return "индекс и перечни" if named_in(standing, lists) else "только индекс"
