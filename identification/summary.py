"""What a run comes to, school by school and as a whole: for its page, its workbook, its note. Pure.

It reads a run and its verdicts as they are handed over and asks for nothing more: no query here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assessments.shares import SMALL
from schools.russian import NB, plural, points, school_name

from .borders import in_percent, is_on_the_border, stability_of
from .external import Agreement, NamedList, agreement, listed
from .methods.explanation import Explanation, explain
from .methods.statuses import NAMES as STATUS_NAMES
from .methods.weighted_score import GROUPS

ONES = ("одна", "две", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять")
SCHOOLS = "школа,школы,школ"
WEAKEST = 2  # lines to begin with


@dataclass(frozen=True)
class Row:
    """One school of a run, in the words of a table."""

    verdict: object
    name: str
    cluster: str
    lines: int
    all_lines: int
    ceiling: int | None  # the most the school can reach by the order; None: nothing is missing
    place: str  # «4–5 из 8» where it is shared, «» without a place
    adjusted_place: str
    moved: int  # places won by the adjustment; negative: lost
    distance: Decimal | None  # points above the threshold; negative: below it
    listed: dict[str, str]  # external list → «да», «нет», «не установлено»
    explanation: Explanation = field(repr=False)

    @property
    def full_name(self) -> str:
        return self.verdict.snapshot["full_name"].replace("№ ", f"№{NB}")

    @property
    def changes_status(self) -> bool:
        return self.verdict.status != self.verdict.adjusted_status

    @property
    def unexplained(self) -> tuple[dict, ...]:
        """Gaps for which nobody gave a reason."""
        return tuple(gap for gap in self.explanation.gaps if gap["no_data"] == "unknown")

    @property
    def status_if_nobody(self) -> str:
        """By the limits on scores, if nobody took part where «0 и 0» stands."""
        return STATUS_NAMES[self.explanation.status_if_nobody]

    @property
    def lost_in_gaps(self) -> int:
        return self.explanation.full - self.explanation.ceiling

    @property
    def away(self) -> Decimal | None:
        """Points to the threshold, from either side."""
        return None if self.distance is None else abs(self.distance)

    @property
    def is_below(self) -> bool:
        return self.distance is not None and self.distance < 0

    @property
    def has_questions(self) -> bool:
        return bool(self.explanation.zero_pairs or self.unexplained)

    @property
    def is_on_the_border(self) -> bool:
        return is_on_the_border(self.verdict.pupils_to_flip, self.verdict.stability)

    @property
    def stability(self) -> str:
        return in_percent(stability_of(self.verdict))

    @property
    def small(self) -> tuple[dict, ...]:
        """Lines of so few pupils that one of them moves the share by ten percent and more."""
        return tuple(r for r in self.verdict.reasons if 0 < (r["participants"] or 0) < SMALL)

    @property
    def weakest(self) -> list[str]:
        """Titles of the lines that lost most points; «0 и 0» is a question, not a loss yet."""
        there = [
            reason
            for reason in self.verdict.reasons
            if reason["share_high"] is not None and not reason["two_zeros"]
        ]
        there.sort(key=lambda reason: reason["contribution"] - reason["limit"])
        return [reason["title"] for reason in there[:WEAKEST]]

    @property
    def named_in(self) -> list[str]:
        return [title for title, answer in self.listed.items() if answer == "да"]

    @property
    def possibly_in(self) -> list[str]:
        return [title for title, answer in self.listed.items() if answer == "не установлено"]


@dataclass(frozen=True)
class RunSummary:
    rows: tuple[Row, ...]
    threshold: Decimal | None
    all_lines: int
    knows_risk: bool  # whether the methodology has a zone of risk at all

    def of(self, *statuses: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.verdict.status in statuses)

    @property
    def low(self) -> tuple[Row, ...]:
        return self.of("low")

    @property
    def at_risk(self) -> tuple[Row, ...]:
        return self.of("at_risk")

    @property
    def leaders(self) -> tuple[Row, ...]:
        return self.of("leader")

    @property
    def no_data(self) -> tuple[Row, ...]:
        return self.of("no_data")

    @property
    def changed(self) -> tuple[Row, ...]:
        """Schools to which the same rules give another status by the adjusted score."""
        return tuple(row for row in self.rows if row.changes_status)

    @property
    def asked(self) -> tuple[Row, ...]:
        """Schools with «0 и 0» or with gaps that nobody explained."""
        return tuple(row for row in self.rows if row.has_questions)

    @property
    def without_stage(self) -> tuple[str, ...]:
        """Schools that have no grade for some procedure: not a gap in the data."""
        return tuple(
            row.name
            for row in self.rows
            if any(gap["no_data"] == "no_stage" for gap in row.explanation.gaps)
        )

    @property
    def below(self) -> tuple[Row, ...]:
        """Under the threshold, also where another status comes first."""
        return tuple(row for row in self.rows if "low" in row.verdict.statuses)

    def beside(self, named_list: NamedList) -> Agreement:
        """An external list and the low results of the run: where they agree."""
        low = {row.verdict.school_id: (row.name, row.cluster) for row in self.low}
        return agreement(named_list, low)

    @property
    def clusters(self) -> list[tuple[str, list[Row]]]:
        """Clusters in the order of the rows, each with its rows."""
        groups = {}
        for row in self.rows:
            groups.setdefault(row.cluster, []).append(row)
        return list(groups.items())

    @property
    def outcome(self) -> str:
        """«низкие результаты — 4 из 15»."""
        return f"низкие результаты — {len(self.low)} из {len(self.rows)}"

    @property
    def finding(self) -> str:
        """«Ниже порога 72,50 — четыре школы»: the heading of the chart."""
        if self.threshold is None:
            return "Индекс школ внутри кластеров"
        # where the threshold itself is low too, «ниже» would be a word too narrow
        at_it = any(row.distance == 0 for row in self.below)
        where = f"{'Не выше' if at_it else 'Ниже'} порога {points(self.threshold)}"
        return f"{where} — {in_words(len(self.below))}" if self.below else f"{where} школ нет"


def run_summary(run, verdicts: Iterable, lists: Sequence[NamedList] = ()) -> RunSummary:
    """`verdicts`: all of the run, in order; `lists`: those that apply to its year."""
    verdicts = list(verdicts)
    places = place_words(verdicts, run.parameters)
    adjusted_places = place_words(verdicts, run.parameters, "adjusted_")
    rows = tuple(
        school_row(run, verdict, places[verdict.pk], adjusted_places[verdict.pk], lists)
        for verdict in verdicts
    )
    return RunSummary(
        rows=rows,
        threshold=run.threshold,
        all_lines=len(run.parameters["lines"]),
        knows_risk=any(rule["status"] == "at_risk" for rule in run.parameters["statuses"]),
    )


def school_row(run, verdict, place, adjusted_place, lists) -> Row:
    known = explain(verdict.reasons, run.parameters, threshold=run.threshold)
    cluster = verdict.snapshot["cluster"]
    scored = verdict.score is not None
    return Row(
        verdict=verdict,
        name=school_name(verdict.snapshot["short_name"]),
        cluster=cluster,
        lines=known.lines,
        all_lines=len(verdict.reasons),
        ceiling=known.ceiling if known.gaps and run.parameters["gaps"] == "zero" else None,
        place=place,
        adjusted_place=adjusted_place,
        moved=verdict.place - verdict.adjusted_place if scored else 0,
        distance=verdict.score - run.threshold if scored and run.threshold is not None else None,
        listed=listed(verdict.school_id, cluster, lists),
        explanation=known,
    )


def place_words(verdicts: Sequence, parameters: dict, prefix: str = "") -> dict[int, str]:
    """Verdict → «4–5 из 8»: the place, or the places it shares, among those it is compared with."""
    key = GROUPS[parameters["rank_within"]]
    found = [(v, v.snapshot[key], getattr(v, f"{prefix}place")) for v in verdicts]
    sizes = Counter(group for _verdict, group, place in found if place is not None)
    shared = Counter((group, place) for _verdict, group, place in found)
    return {
        verdict.pk: ""
        if place is None
        else f"{_from_to(place, shared[group, place])} из {sizes[group]}"
        for verdict, group, place in found
    }


def _from_to(place: int, schools: int) -> str:
    return f"{place}–{place + schools - 1}" if schools > 1 else str(place)


def in_words(number: int) -> str:
    """4 → «четыре школы», as a heading says it; figures from eleven on."""
    word = ONES[number - 1] if 1 <= number <= len(ONES) else str(number)
    return f"{word} {plural(number, SCHOOLS)}"
