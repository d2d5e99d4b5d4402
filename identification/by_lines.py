"""What a run of a method without a score comes to: lines that are met, school by school. Pure.

The counterpart of summary.py: a verdict rests on lines that are met or not, not on a score.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from schools.russian import school_name

from .borders import in_percent, is_on_the_border, pupils_away, stability_of
from .by_groups import way_by_groups
from .external import Agreement, NamedList, agreement, listed
from .leads import lead_of, nothing_of
from .methods import Method
from .methods.matrix import Matrix
from .methods.statuses import NAMES as STATUS_NAMES
from .reasons import COUNTS, Line, lines_of, years_of
from .summary import in_words
from .ways import way_in_words

NO_STAGE = "no_stage"
UNDRAWN = ("mean", "measure")  # figures that are in no heat map


@dataclass(frozen=True)
class LineRow:
    """One school of a run, in the words of a table."""

    verdict: object
    name: str
    cluster: str
    lines: tuple[Line, ...]
    rule: Method = field(repr=False)
    listed: dict[str, str] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        return self.verdict.snapshot["full_name"] or self.name

    @property
    def met(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.met)

    @property
    def met_count(self) -> int:
        return len(self.met)

    @property
    def of_stage(self) -> tuple[Line, ...]:
        """Without the lines of grades that the school does not have: they are no gap."""
        return tuple(line for line in self.lines if line.reason["no_data"] != NO_STAGE)

    @property
    def without_stage(self) -> list[str]:
        titles = (line.title for line in self.lines if line.reason["no_data"] == NO_STAGE)
        return list(dict.fromkeys(titles))

    @property
    def met_now(self) -> tuple[Line, ...]:
        """Of the year that is judged: what is past nobody can work on."""
        return tuple(line for line in self.met if line.reason["academic_year"] == self._year)

    @property
    def classes(self) -> list[tuple[int, tuple[str, ...]]]:
        """Grade → procedures that are met in the year that is judged: whom measures concern."""
        grades = {}
        for line in self.met_now:
            if line.reason["figure"] in COUNTS and line.reason["grade"]:
                grades.setdefault(line.reason["grade"], []).append(line.title)
        return [(grade, tuple(titles)) for grade, titles in sorted(grades.items())]

    @property
    def known(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.met is not None)

    @property
    def missing(self) -> tuple[Line, ...]:
        """What says nothing of the year that is judged, and is no matter of the stage."""
        return tuple(
            line
            for line in self.of_stage
            if line.met is None and line.reason["academic_year"] == self._year
        )

    @property
    def _year(self) -> int | None:
        """The year that is judged, in whatever place its lines stand."""
        return max((line.reason["academic_year"] for line in self.lines), default=None)

    @property
    def small(self) -> tuple[Line, ...]:
        """Lines of few pupils that the verdict rests on: those that are met."""
        return tuple(line for line in self.met if line.is_small)

    @property
    def is_on_the_border(self) -> bool:
        return is_on_the_border(self.verdict.pupils_to_flip, self.verdict.stability)

    @property
    def stability(self) -> str:
        return in_percent(stability_of(self.verdict))

    @property
    def lead(self) -> str:
        return lead_of(self)

    @property
    def nothing(self) -> str:
        return nothing_of(self)

    @cached_property
    def way(self) -> str:
        """What would have to be otherwise for another status: the fewest pupils, or the group."""
        if isinstance(self.rule, Matrix):
            return way_by_groups(self.rule, self.lines)
        return way_in_words(self.rule, self.lines, pupils_away(self.verdict))

    @property
    def named_in(self) -> list[str]:
        return [title for title, answer in self.listed.items() if answer == "да"]

    @property
    def possibly_in(self) -> list[str]:
        return [title for title, answer in self.listed.items() if answer == "не установлено"]


@dataclass(frozen=True)
class LineSummary:
    rows: tuple[LineRow, ...]
    rule: Method = field(repr=False)
    status: str  # the one that the run is about: of most schools that have one

    def of(self, *statuses: str) -> tuple[LineRow, ...]:
        return tuple(row for row in self.rows if set(statuses) & set(row.verdict.given))

    @property
    def low(self) -> tuple[LineRow, ...]:
        return self.of("low")

    @property
    def no_data(self) -> tuple[LineRow, ...]:
        return self.of("no_data")

    @property
    def border(self) -> tuple[LineRow, ...]:
        return tuple(row for row in self.rows if row.is_on_the_border)

    @property
    def figures(self) -> list[tuple[str, int]]:
        """Status and how many schools have it; the one that was looked for also when nobody has."""
        counted = Counter(status for row in self.rows for status in row.verdict.given)
        counted.setdefault(self.status, 0)
        return [(STATUS_NAMES[code], counted[code]) for code in STATUS_NAMES if code in counted]

    @property
    def years(self) -> tuple[list[int], list[int]]:
        """School years that were read and those that were passed over."""
        return years_read(self.rule, [line.reason for line in self._lines])

    @property
    def silent(self) -> list[str]:
        """Indicators of the year that is judged that no school has a value of.

        Of procedures with shares the heat map says it.
        """
        year = max((line.reason["academic_year"] for line in self._lines), default=None)
        told: dict[str, bool] = {}
        for line in self._lines:
            if line.reason["figure"] in UNDRAWN and line.reason["academic_year"] == year:
                name = f"{line.title}, {line.what}" if line.what else line.title
                told[name] = told.get(name, False) or not line.is_gap
        return [name for name, is_told in told.items() if not is_told]

    @property
    def _lines(self) -> list[Line]:
        return [line for row in self.rows for line in row.lines]

    @property
    def clusters(self) -> list[tuple[str, list[LineRow]]]:
        groups = {}
        for row in self.rows:
            groups.setdefault(row.cluster, []).append(row)
        return list(groups.items())

    def beside(self, named_list: NamedList) -> Agreement:
        low = {row.verdict.school_id: (row.name, row.cluster) for row in self.low}
        return agreement(named_list, low)

    @property
    def outcome(self) -> str:
        """«низкие результаты — 4 из 15»."""
        return f"{STATUS_NAMES[self.status]} — {len(self.of(self.status))} из {len(self.rows)}"

    @property
    def finding(self) -> str:
        """«Низкие результаты — две школы, одна из них на грани»."""
        name = STATUS_NAMES[self.status]
        found = self.of(self.status)
        if not found:
            return f"Статус «{name}» не получила ни одна школа"
        close = sum(row.is_on_the_border for row in found)
        words = f"{name[:1].upper()}{name[1:]} — {in_words(len(found))}"
        if not close or len(found) == 1:
            return f"{words}{', и она на грани' if close else ''}"
        if close == len(found):
            return f"{words}, все на грани"
        return f"{words}, {in_words(close).split()[0]} из них на грани"


def years_read(rule: Method, reasons: Sequence[Mapping]) -> tuple[list[int], list[int]]:
    """Those that were read and those passed over; where lines differ, no year is missing."""
    read, passed_over = years_of(reasons)
    return read, passed_over if rule.same_lines else []


def is_cut_short(rule: Method, read: Sequence[int]) -> bool:
    """The rule compares years, and one that was declared not held has ended the row."""
    return rule.same_lines and 0 < len(read) < rule.years_compared


def lines_summary(run, verdicts: Iterable, lists: Sequence[NamedList] = ()) -> LineSummary:
    """`verdicts`: all of the run, in order; `lists`: those that apply to its year."""
    rule = run.rule
    rows = tuple(line_row(rule, verdict, lists) for verdict in verdicts)
    return LineSummary(rows=rows, rule=rule, status=_sought(rule, rows))


def line_row(rule: Method, verdict, lists: Sequence[NamedList]) -> LineRow:
    cluster = verdict.snapshot["cluster"]
    return LineRow(
        verdict=verdict,
        name=school_name(verdict.snapshot["short_name"]),
        cluster=cluster,
        lines=lines_of(verdict.reasons),
        rule=rule,
        listed=listed(verdict.school_id, cluster, lists),
    )


def _sought(rule: Method, rows: Sequence[LineRow]) -> str:
    """The status that the method looks for; where it knows several, the most common of them."""
    given = rule.gives
    counted = Counter(row.verdict.status for row in rows if row.verdict.status in given)
    return max(given, key=lambda status: (counted[status], -given.index(status)))
