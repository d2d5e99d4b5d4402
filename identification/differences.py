"""Who enters, who leaves and who is left without data between two outcomes. Pure.

The same for a run and the run before it, for two years, and for «what if».
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schools.russian import (
    NB,
    agree,
    compact,
    count,
    joined,
    percent,
    points,
    school_name,
    school_year,
    signed,
)

from .methods.statuses import NAMES
from .opinions import SHARES, amount

SCHOOLS = "школа,школы,школ"
SHOWN = 4  # lines that a cell has room for


@dataclass(frozen=True)
class Standing:
    """One school in an outcome."""

    name: str
    status: str
    statuses: tuple[str, ...]
    score: object = None
    reasons: Sequence[Mapping] = ()

    def has(self, status: str) -> bool:
        return status == self.status or status in self.statuses

    @property
    def words(self) -> str:
        return joined(NAMES[status] for status in self.statuses or (self.status,))


@dataclass(frozen=True)
class Moves:
    """Of one status: who would have it and who would not have it any more."""

    status: str
    entered: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def title(self) -> str:
        return NAMES[self.status]


@dataclass(frozen=True)
class Changed:
    """One school whose standing is another, and the lines that made the difference."""

    name: str
    before: str
    now: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    moves: tuple[Moves, ...]
    schools: tuple[Changed, ...]
    whole: int

    @property
    def in_words(self) -> str:
        """«Низкие результаты: вошли 3 — …; вышла 1 — ….», or that nothing is another."""
        said = []
        for one in self.moves:
            halves = [_half("вошла,вошли", one.entered), _half("вышла,вышли", one.left)]
            title = f"{one.title[:1].upper()}{one.title[1:]}"
            said.append(f"{title}: {'; '.join(filter(None, halves))}.")
        return " ".join(said) or "Статусы всех школ те же."


def standing_of(verdict) -> Standing:
    """Where a verdict puts its school; its lines are not needed for the status."""
    return Standing(
        name=school_name(verdict.snapshot["short_name"]),
        status=verdict.status,
        statuses=tuple(verdict.statuses),
    )


def difference(before: Mapping[int, Standing], now: Mapping[int, Standing]) -> Difference:
    """Schools that stand in both outcomes; nothing is said of those that were not judged twice."""
    both = [school for school in now if school in before]
    moves = []
    for status in NAMES:
        if status == "none":
            continue
        had, has = ([s for s in both if one[s].has(status)] for one in (before, now))
        entered = tuple(now[s].name for s in has if s not in had)
        left = tuple(now[s].name for s in had if s not in has)
        if entered or left:
            moves.append(Moves(status, entered, left))
    changed = [
        Changed(now[s].name, before[s].words, now[s].words, tuple(lines(before[s], now[s])))
        for s in both
        if before[s].words != now[s].words
    ]
    return Difference(tuple(moves), tuple(changed), len(both))


def lines(before: Standing, now: Standing) -> list[str]:
    """The lines that came out otherwise; where none did, those that the rule goes by."""
    was, became = ({key_of(r): r for r in one.reasons} for one in (before, now))
    said = []
    if before.score != now.score:
        said.append(f"индекс был {points(before.score)}, стал {points(now.score)}")
    for key in dict.fromkeys((*became, *was)):
        if words := _of_line(was.get(key), became.get(key)):
            said.append(words)
    if not said:
        met = [r for r in (*became.values(), *was.values()) if r.get("met")]
        said = list(dict.fromkeys(f"{title_of(r)}: {amount(r)}" for r in met))
    more = [f"и{NB}ещё {count(len(said) - SHOWN, 'строка,строки,строк')}"]
    return said[:SHOWN] + (more if len(said) > SHOWN else [])


def key_of(reason: Mapping) -> tuple:
    return reason["title"], reason.get("academic_year"), reason.get("figure")


def title_of(reason: Mapping) -> str:
    year = reason.get("academic_year")
    return f"{reason['title']}, {school_year(year)}" if year else reason["title"]


def _of_line(was: Mapping | None, now: Mapping | None) -> str:
    one = now or was
    if "contribution" in one:
        given = [signed(each["contribution"]) if each else "не было" for each in (was, now)]
        given[1] = given[1] if now else "нет"
        return f"{title_of(one)}: {given[0]} → {given[1]}" if given[0] != given[1] else ""
    met = [bool(each and each.get("met")) for each in (was, now)]
    if met[0] == met[1]:
        return ""
    return f"{title_of(one)}: {amount(one)}{_side(was, now, met[1])}"


def _side(was: Mapping | None, now: Mapping | None, met: bool) -> str:
    """What the line was held against, before and now."""
    limits = [limit_of(each) for each in (was, now)]
    if not now or not was:
        return ", новая строка" if now else ", строки больше нет"
    if limits[0] != limits[1] and all(limits):
        return f", граница была {limits[0]}, стала {limits[1]}"
    return ", теперь в счёт" if met else ", теперь не в счёт"


def limit_of(reason: Mapping | None) -> str:
    if not reason or reason.get("limit") is None:
        return ""
    if reason["figure"] in SHARES:
        return percent(reason["limit"])
    return f"{compact(reason['limit'])} {reason.get('unit') or ''}".strip()


def _half(verbs: str, names: Iterable[str]) -> str:
    names = list(names)
    return f"{agree(len(names), verbs)} {len(names)}{NB}— {joined(names)}" if names else ""
