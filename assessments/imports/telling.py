"""A plan as plain data: kept with the file for its page, printed by the command."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from assessments.readers.reading import BenchmarkLine
from schools.sheets import Problem

from .figures import UNKNOWN
from .matching import ANSWERED, NAME
from .plan import CHANGED, NEW, SAME, Plan, Planned, Stranger, line_key, row_key

SHOWN = 200  # rows of each kind; the file itself holds them all
MOST_PROBLEMS = 1000
MOST_STRANGERS = 50  # each brings a list of all schools to its page


def told_of(plan: Plan) -> dict:
    """Counts of all, the first rows of each kind, and every question."""
    return {
        "counts": plan.counts,
        "may_be_stored": plan.may_be_stored,
        "left_out": len(plan.without),
        "lines": len(plan.rows) + len(plan.without) + plan.asked,
        "schools": len({planned.school for planned in plan.rows}),
        "by": dict(Counter(how_of(planned) for planned in plan.rows)),
        "works": works_of(plan),
        "benchmarks": len(plan.benchmarks),
        "wholes": [whole_told(plan, line) for line in plan.benchmarks[:SHOWN]],
        "markers": len(plan.markers),
        "strangers": [
            stranger_told(plan, stranger)
            for stranger in islice(plan.strangers.values(), MOST_STRANGERS)
        ],
        "stranger_count": len(plan.strangers),
        "problems": [problem_told(plan, problem) for problem in plan.problems[:MOST_PROBLEMS]],
        "problem_count": len(plan.problems),
        "gaps": [row_told(plan, planned) for planned in islice(gaps(plan), SHOWN)],
        "gap_count": sum(1 for _planned in gaps(plan)),
        "remembered": sorted({alias.value for alias in plan.aliases.values()}),
        "notes": plan.notes,
        "rows": {
            outcome: [row_told(plan, planned) for planned in first_of(plan, outcome)]
            for outcome in (CHANGED, NEW)
        },
    }


def first_of(plan: Plan, outcome: str) -> list[Planned]:
    """Those that ask for a second look before the others: there may be too many to show."""
    rows = [planned for planned in plan.rows if planned.outcome == outcome]
    return sorted(rows, key=lambda planned: not planned.doubt)[:SHOWN]


def whole_told(plan: Plan, line: BenchmarkLine) -> dict:
    setting = plan.settings[line.work]
    return {
        "level": line.place.level,
        "name": line.place.name,
        "title": setting.title,
        "academic_year": line.work.academic_year,
        "participants": line.participants,
    }


def gaps(plan: Plan) -> Iterator[Planned]:
    """Cells without a number: why? Not where the file or the portal knows already."""
    return (p for p in plan.rows if p.after.no_data == UNKNOWN and p.outcome != SAME)


def how_of(planned: Planned) -> str:
    """In the words of the page: by login or code, by name, by an answer."""
    how = planned.match.how
    return how if how in (ANSWERED, NAME) else "login"


def works_of(plan: Plan) -> list[dict]:
    """Each work of the file: its number of results, its name, and how its levels are called."""
    told = Counter(planned.line.work for planned in plan.rows)
    told.update({line.work: 0 for line in plan.benchmarks})
    told.update(line.work for line, _school in plan.markers)
    return [
        {
            "work": list(work),
            "title": plan.settings[work].title,
            "academic_year": work.academic_year,
            "labels": {level.code: level.label for level in plan.settings[work].levels},
            "results": n,
        }
        for work, n in told.items()
    ]


def row_told(plan: Plan, planned: Planned) -> dict:
    line = planned.line
    return {
        "row": line.row,
        "sheet": line.sheet,
        "key": line_key(line),
        "file": line.name or line.login or line.code,
        "school": planned.school,
        "name": plan.directory.names[planned.school],
        "work": list(line.work),
        "title": plan.settings[line.work].title,
        "said": line.said,
        "before": None if planned.there.is_nothing else planned.there.figures,
        "after": planned.after.figures,
        "outcome": planned.outcome,
        "doubt": planned.doubt,
    }


def stranger_told(plan: Plan, stranger: Stranger) -> dict:
    line = stranger.line
    return {
        "key": stranger.key,
        "row": line.row,
        "sheet": getattr(line, "sheet", ""),
        "file": line.name or line.login or getattr(line, "code", ""),
        "login": line.login or getattr(line, "code", ""),
        "lines": stranger.lines,
        "why": stranger.why,
        "learns": plan.directory.would_learn(line),
        "nearest": [[pk, plan.directory.names[pk]] for pk in plan.directory.nearest(line)],
    }


def problem_told(plan: Plan, problem: Problem) -> dict:
    value, key = problem.value, row_key(problem)
    return {
        "row": problem.row,
        "column": problem.column,
        "value": value if isinstance(value, int | float | None) else str(value),
        "message": problem.message,
        "sheet": problem.sheet,
        "key": key if key in plan.may_go else "",
    }
