"""Lists of schools that others made, beside our verdicts. Pure: lists.py reads them for us.

A document may declare more schools than it names. Then nobody can say of a school that it is
not on the list, as long as a place that was declared in its cluster has no name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from schools.russian import agree, month_of, school_name

YES, NO, UNKNOWN = "да", "нет", "не установлено"
LOW_RESULTS = "низкие результаты"


@dataclass(frozen=True)
class NamedList:
    issuer: str
    published_on: date
    named: Mapping[int, str]  # school → its cluster then
    names: Mapping[int, str] = field(default_factory=dict)  # school → its name
    declared: int | None = None
    by_cluster: Mapping[str, int] = field(default_factory=dict)  # where the document tells it
    kind: str = LOW_RESULTS
    applies_to_year: int | None = None
    document: object = None

    @property
    def title(self) -> str:
        """«Рособрнадзор, июнь 2020»."""
        return f"{self.issuer}, {month_of(self.published_on)}"

    @property
    def words(self) -> str:
        """«объявлено 7, названы 4»."""
        named = f"{agree(len(self.named), 'названа,названы')} {len(self.named)}"
        return named if self.declared is None else f"объявлено {self.declared}, {named}"

    @property
    def unnamed(self) -> int:
        return max((self.declared or 0) - len(self.named), 0)

    @property
    def unnamed_by_cluster(self) -> dict[str, int]:
        """Declared and without a name, where the document tells clusters apart."""
        found = Counter(self.named.values())
        return {
            cluster: count - found[cluster]
            for cluster, count in self.by_cluster.items()
            if count > found[cluster]
        }

    @property
    def unplaced(self) -> int:
        """Declared and without a name, and the document does not tell in which cluster."""
        return max(self.unnamed - sum(self.unnamed_by_cluster.values()), 0)

    @property
    def clusters(self) -> list[dict]:
        """Cluster by cluster: declared and unnamed (None: not told), names of the named."""
        unnamed = self.unnamed_by_cluster
        rest = None if self.unplaced else 0
        return [
            {
                "name": cluster,
                "declared": self.by_cluster.get(cluster, rest) if self.by_cluster else None,
                "named": [school_name(self.names[pk]) for pk in self.named_of(cluster)],
                "unnamed": unnamed.get(cluster, 0 if cluster in self.by_cluster else rest)
                if self.by_cluster
                else None,
            }
            for cluster in dict.fromkeys([*self.by_cluster, *self.named.values()])
        ]

    def named_of(self, cluster: str) -> list[int]:
        return [pk for pk, there in self.named.items() if there == cluster]

    def answer(self, school_id: int, cluster: str) -> str:
        if school_id in self.named:
            return YES
        told = cluster in self.by_cluster
        open_places = self.unnamed_by_cluster.get(cluster) if told else self.unplaced
        return UNKNOWN if open_places else NO


def listed(school_id: int, cluster: str, lists: Iterable[NamedList]) -> dict[str, str]:
    """External list → «да», «нет» or «не установлено», for one school."""
    return {one.title: one.answer(school_id, cluster) for one in lists}


@dataclass(frozen=True)
class Agreement:
    """A list beside the low results of a run, in names of schools."""

    list: NamedList
    both: tuple[str, ...]
    only_named: tuple[str, ...]
    only_found: tuple[str, ...]  # surely not on the list
    open: tuple[str, ...]  # found by the run; the list may mean them, but does not name them

    @property
    def is_full(self) -> bool:
        """The list and the run name the same schools, and nothing is left open."""
        return not (self.only_named or self.only_found or self.open or self.list.unnamed)


def agreement(named_list: NamedList, low: Mapping[int, tuple[str, str]]) -> Agreement:
    """`low`: schools with low results by the run → name, cluster."""

    def names(answer):
        return tuple(
            name for pk, (name, cluster) in low.items() if named_list.answer(pk, cluster) == answer
        )

    return Agreement(
        list=named_list,
        both=names(YES),
        only_named=tuple(
            school_name(named_list.names[pk]) for pk in named_list.named if pk not in low
        ),
        only_found=names(NO),
        open=names(UNKNOWN),
    )
