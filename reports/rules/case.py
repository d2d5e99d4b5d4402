"""One school among its peers, in one year: what a rule asks. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from assessments.naming import line_name

from .facts import Facts
from .lines import Key, Line, Peers, added
from .peers import line_of, together

APART = ("evening", "special")  # kinds that are compared with none but their like
# methods in which a line that is met, or simply low, speaks against the school
BLAMES = ("share_below", "weighted_score", "against_average")
WHOLE = 10_000  # hundredths of a percent
MOST_YEARS = 3  # that may be added up


@dataclass(frozen=True, eq=False)
class Case:
    facts: Facts
    school_id: object
    year: int
    without: frozenset[Key] = frozenset()  # lines that wait for their data
    doubted: frozenset[Key] = frozenset()  # lines in which a sign has just been found

    @classmethod
    def of(cls, facts: Facts, school_id) -> "Case":
        return cls(facts, school_id, facts.academic_year)

    def but(self, without: Iterable[Key], doubted: Iterable[Key] = ()) -> "Case":
        lines = frozenset(without), frozenset(doubted)
        return Case(self.facts, self.school_id, self.year, *lines)

    @cached_property
    def earlier(self) -> "Case":
        return Case(self.facts, self.school_id, self.year - 1, self.without)

    @cached_property
    def school(self) -> dict:
        return self.facts.school_rows[self.school_id]

    @cached_property
    def lines(self) -> list[Line]:
        """All of the year that somebody told, in the order of grades."""
        keys = sorted(self.facts.keys_of_schools.get(self.school_id, ()), key=lambda key: key.place)
        found = (self.line(key) for key in keys if key not in self.without)
        return [line for line in found if line is not None]

    @cached_property
    def told(self) -> list[Line]:
        """Lines with numbers."""
        return [line for line in self.lines if line.counted or line.shared]

    def line(self, key: Key, year: int | None = None) -> Line | None:
        year = self.year if year is None else year
        if key in self.without and year == self.year:
            return None
        memo, where = self.facts.memo.setdefault("lines", {}), (self.school_id, key, year)
        if where not in memo:
            memo[where] = self._line(key, year)
        return memo[where]

    def _line(self, key: Key, year: int) -> Line | None:
        row = self.facts.result_rows.get((self.school_id, key, year))
        if row is None:
            return None
        line = line_of(row, key, year, self.peers(key, (year,)))
        held = [one for one in self.facts.years_held.get(key, ()) if one < year]
        earlier = self.line(key, held[0]) if held else None
        usable = earlier is not None and not earlier.no_data and earlier.scale == line.scale
        return line.beside(earlier) if usable else line

    def summed(self, line: Line, least: int) -> Line | None:
        """As few years back as give enough participants, three at most."""
        lines, step = [line], line.before
        while sum(one.n for one in lines) < least:
            if step is None or not step.counted or len(lines) == MOST_YEARS:
                return None
            lines.append(step)
            step = step.before
        years = tuple(one.years[0] for one in lines)
        return added(lines, self.peers(line.key, years)) if len(lines) > 1 else line

    def pupils(self, grade: int, year: int | None = None) -> int | None:
        return self.facts.pupils.get((self.school_id, year or self.year, grade))

    @cached_property
    def kind(self) -> str:
        """Schools are compared with their kind."""
        return _kind(self.school)

    @cached_property
    def opened_in(self) -> int | None:
        return self.school.get("opened_in")

    @property
    def is_new(self) -> bool:
        return self.opened_in is not None and self.opened_in >= self.year - 1

    @cached_property
    def verdict(self) -> dict:
        rows = self.facts.rows("verdicts", self.school_id, year=self.year)
        return rows[-1] if rows else {}

    @property
    def is_low(self) -> bool:
        return self.verdict.get("status") == "low"

    @property
    def is_proposed(self) -> bool:
        """The method itself lists it, whatever the group has decided since."""
        return (self.verdict.get("proposed") or self.verdict.get("status")) == "low"

    @property
    def is_decided(self) -> bool:
        return bool(self.verdict.get("is_decided"))

    @cached_property
    def blamed(self) -> list[Line]:
        """The lines of the verdict that speak against the school, the worst share first; of a score
        those that took the most points. None where the group alone has put it on the list.
        """
        by_group = self.is_low and not self.is_proposed
        if by_group or self.verdict.get("method") not in BLAMES:
            return []
        reasons = {
            one["line"]: one
            for one in self.verdict.get("reasons") or []
            if one.get("met") is not False and one.get("academic_year") in (None, self.year)
        }
        found = [(reasons.get(line_name(*line.key)), line) for line in self.told]
        found = [(_lost(reason), line) for reason, line in found if reason is not None]
        lines = [(lost, line) for lost, line in found if lost or line.low]
        lines.sort(key=lambda one: (-(one[0] or 0), -one[1].low, one[1].key.place))
        return [line for _lost_points, line in lines]

    @cached_property
    def signed(self) -> set[Key]:
        """Lines with a sign on which nobody has concluded."""
        rows = self.facts.rows("signs", self.school_id, year=self.year) or []
        own = {_key_of_row(row) for row in rows if not row.get("conclusion")}
        return own | self.doubted

    @cached_property
    def marked(self) -> set[Key]:
        rows = self.facts.rows("markers", self.school_id) or []
        rows = [row for row in rows if row["academic_year"] <= self.year]
        last = max((row["academic_year"] for row in rows), default=None)
        recent = last is not None and last >= self.year - 1
        return {_key_of_row(r) for r in rows if recent and r["academic_year"] == last}

    def measured(self, measure: str, year: int | None = None) -> dict:
        rows = self.facts.rows("measured", self.school_id, year=year or self.year) or []
        return next((row for row in rows if row["measure"] == measure), {})

    def teachers(self) -> list[dict] | None:
        return self.facts.rows("teachers", self.school_id, year=self.year)

    # who it is compared with

    @cached_property
    def family(self) -> set:
        """The school itself, its head school and its branches."""
        parent = self.school.get("parent_id") or self.school_id
        rows = self.facts.school_rows.items()
        return {one for one, row in rows if one == parent or row.get("parent_id") == parent} | {
            self.school_id
        }

    @cached_property
    def likes(self) -> dict[str, list]:
        """Schools of the same kind: of the cluster, and of the municipality."""
        others = [
            (one, row)
            for one, row in self.facts.school_rows.items()
            if one not in self.family and _kind(row) == self.kind
        ]
        cluster = self.school.get("cluster")
        near = [one for one, row in others if row.get("cluster") == cluster]
        return {"cluster": near, "municipality": [one for one, _ in others]}

    @cached_property
    def group(self) -> list:
        """Other schools of its group of partners, or of its cluster where there are no groups."""
        name = "group" if self.school.get("group") else "cluster"
        own = self.school.get(name)
        rows = self.facts.school_rows.items()
        return [one for one, row in rows if own and row.get(name) == own and one != self.school_id]

    def peers(self, key: Key, years: tuple[int, ...]) -> Peers | None:
        memo = self.facts.memo.setdefault("peers", {})
        where = (self.school_id, key, years)
        if where not in memo:
            memo[where] = self._peers(key, years)
        return memo[where]

    def _peers(self, key: Key, years: tuple[int, ...]) -> Peers | None:
        circles = self.likes.items()
        found = (together(self.facts, place, who, key, years) for place, who in circles)
        return next((peers for peers in found if peers is not None), None)

    def other(self, school_id) -> "Case":
        cases = self.facts.memo.setdefault("cases", {})
        if (school_id, self.year) not in cases:
            cases[school_id, self.year] = Case(self.facts, school_id, self.year)
        return cases[school_id, self.year]


def _lost(reason: dict) -> float | None:
    """Points of a score that a line took; None where the method knows no points."""
    shares = reason.get("share_high"), reason.get("share_low")
    if "weight" not in reason or None in shares:
        return None
    high, low = shares
    return float(reason["weight"]) * (WHOLE - high) + float(reason["low_weight"]) * low


def _kind(school: dict) -> str:
    if school.get("kind_of_school") in APART:
        return school["kind_of_school"]
    return "branch" if school.get("legal_status") == "branch" else "ordinary"


def _key_of_row(row: dict) -> Key:
    subject = row["subject"]
    return Key(
        row["kind"], row["grade"], subject[:1].upper() + subject[1:], row.get("variant") or ""
    )
