"""How a run and a verdict are shown: by a score, or by lines that are met. One table of two kinds.

Pages and papers ask here instead of asking for the method.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from . import outcome, outcome_lines
from .advice import (
    LINES_OF_SCORE,
    MAY_COME,
    SUPPORTED,
    ask_for,
    steps,
    steps_by_groups,
    steps_on_signs,
    to_watch,
)
from .borders import border_in_words, stability_in_words, why_not_told
from .by_lines import is_cut_short, line_row, lines_summary, years_read
from .external import NamedList
from .heat import drawings_of, heat_tables
from .lists import lists_of
from .matrix import matrix_of
from .measures import rule_in_words
from .methods.matrix import Matrix
from .methods.signs import Signs
from .methods.wording import basis
from .methods.wording.weighted_score import formula
from .models import Run, Verdict
from .summary import place_words, run_summary, school_row
from .tables import GroupTable, LineTable, RowTable, SignTable
from .terms import terms_of
from .ways import way_of_score
from .why import HEADINGS, LISTED, WITHIN, why


@dataclass(frozen=True)
class Presentation:
    """Of one kind of methods."""

    summary: Callable  # run, verdicts, lists → what it comes to
    table: type
    workbook: Callable  # summary, lists → bytes
    run_template: str
    of_run: Callable  # run, summary → what only this kind shows
    why_template: str
    of_verdict: Callable  # verdict, lists → the same of a verdict, with its row


def presentation_of(run: Run) -> Presentation:
    if isinstance(run.rule, Signs):
        return SIGNS
    if isinstance(run.rule, Matrix):
        return BY_GROUPS
    return SCORED if run.rule.is_scored else BY_LINES


def has_vpr(reasons: Iterable[Mapping]) -> bool:
    """A page that rests on ВПР says what they are used for; no other does."""
    return any(reason["kind"] == "VPR" for reason in reasons)


def why_of(verdict: Verdict) -> dict:
    """All that «почему» tells of one school, on the page and on paper."""
    run = verdict.run
    lists = lists_of(run.municipality, academic_year=run.academic_year)
    own = presentation_of(run).of_verdict(verdict, lists)
    row = own["row"]
    told = verdict.status != Verdict.Status.NO_DATA
    rule = rule_in_words(run.rule)
    return own | {
        "run": run,
        "verdict": verdict,
        "heading": HEADINGS[verdict.status],
        "has_vpr": has_vpr(verdict.reasons),
        "listed": [(title, LISTED[answer]) for title, answer in row.listed.items()],
        "basis": basis(run.snapshot),
        "rule": rule,
        "terms": terms_of([rule, *own["said"]], has_small=own["has_small"]),
        "firm": stability_in_words(verdict.stability, verdict.status) if told else "",
        "border": border_in_words(verdict.pupils_to_flip, verdict.stability),
        "not_told": "" if verdict.stability is not None else why_not_told(verdict.reasons),
        "sources": list(dict.fromkeys(r["source"] for r in verdict.reasons if r["source"])),
    }


def _scored_run(run: Run, summary) -> dict:
    return {
        "formula": formula(run.parameters),
        "zero": run.parameters["gaps"] == "zero",
        "chart": outcome.chart(summary, run.parameters),
    }


def _scored_verdict(verdict: Verdict, lists: Sequence[NamedList]) -> dict:
    run = verdict.run
    # of the others only their places are read, to say «8 из 8»
    others = list(run.verdicts.defer("reasons"))
    places, adjusted = (place_words(others, run.parameters, p) for p in ("", "adjusted_"))
    row = school_row(run, verdict, places[verdict.pk], adjusted[verdict.pk], lists)
    way = way_of_score(verdict.reasons, verdict.pupils_away)
    # where better results lead to the nearest other status, it is no list to be afraid of
    rises = any(reason.get("better") for reason in verdict.reasons)
    return {
        "row": row,
        "said": [],
        "has_small": bool(row.small),
        "why": why(verdict.reasons, run.parameters, status=verdict.status),
        "within": WITHIN[run.parameters["rank_within"]],
        "zero": run.parameters["gaps"] == "zero",
        "formula": formula(run.parameters),
        "way": way,
        "steps": steps(
            verdict.status,
            row.weakest,
            may_be_filled=any(reason["no_data"] in MAY_COME for reason in verdict.reasons),
            what=LINES_OF_SCORE,
            watch="" if rises else _watch(row, way),
        ),
    }


def _watch(row, way: str) -> str:
    """What a school outside the lists has to watch, where it stands on the border of one."""
    verdict = row.verdict
    is_near = verdict.status == Verdict.Status.NONE and row.is_on_the_border
    return to_watch(way) if is_near and set(verdict.run.rule.gives) & set(SUPPORTED) else ""


def _run_by_lines(run: Run, summary) -> dict:
    read, passed_over = summary.years
    is_matrix = isinstance(summary.rule, Matrix)
    return {
        "heat": drawings_of(heat_tables(summary)),
        "matrix": matrix_of(run, [row.verdict for row in summary.rows]) if is_matrix else None,
        "years": read,
        "passed_over": passed_over,
    }


def _verdict_by_lines(verdict: Verdict, lists: Sequence[NamedList]) -> dict:
    row = line_row(verdict.run.rule, verdict, lists)
    read, passed_over = years_read(verdict.run.rule, verdict.reasons)
    by_groups = isinstance(verdict.run.rule, Matrix)
    may_be_filled = any(line.reason["no_data"] in MAY_COME for line in row.missing)
    return {
        "row": row,
        "said": [line.answer for line in row.of_stage],
        "has_small": any(line.is_small and line.one_pupil for line in row.of_stage),
        "by_groups": by_groups,
        "years": read,
        "passed_over": passed_over,
        "is_cut_short": is_cut_short(verdict.run.rule, read),
        "groups": [
            (year, lines)
            for year in read
            if (lines := [n for n in row.of_stage if n.reason["academic_year"] == year])
        ],
        "classes": row.classes,
        "turns": any(line.turn for line in row.of_stage),
        "way": row.way,
        "missing": [(line, ask_for(line)) for line in row.missing],
        "steps": steps_by_groups(verdict.status, may_be_filled=may_be_filled)
        if by_groups
        else steps(
            verdict.status,
            [line.title for line in row.met_now],
            may_be_filled=may_be_filled,
            watch=_watch(row, row.way),
        ),
    }


def _verdict_on_signs(verdict: Verdict, lists: Sequence[NamedList]) -> dict:
    """A paper has room for what was seen, the page for all that was looked at."""
    told = _verdict_by_lines(verdict, lists)
    seen = [(year, [line for line in lines if line.met]) for year, lines in told["groups"]]
    return told | {
        "groups": [(year, lines) for year, lines in seen if lines],
        "checks": told["groups"],
        "steps": steps_on_signs() if told["row"].met else told["steps"],
    }


SCORED = Presentation(
    summary=run_summary,
    table=RowTable,
    workbook=outcome.table_of,
    run_template="identification/_run_scored.html",
    of_run=_scored_run,
    why_template="identification/_why_scored.html",
    of_verdict=_scored_verdict,
)
BY_LINES = Presentation(
    summary=lines_summary,
    table=LineTable,
    workbook=outcome_lines.table_of,
    run_template="identification/_run_by_lines.html",
    of_run=_run_by_lines,
    why_template="identification/_why_by_lines.html",
    of_verdict=_verdict_by_lines,
)
BY_GROUPS = replace(BY_LINES, table=GroupTable)
SIGNS = replace(
    BY_LINES,
    table=SignTable,
    of_verdict=_verdict_on_signs,
    run_template="identification/_run_signs.html",
    why_template="identification/_why_signs.html",
)
