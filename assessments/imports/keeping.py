"""A Reading between the look at a file and its storing: as JSON, compact and whole."""

from collections.abc import Mapping
from dataclasses import astuple
from decimal import Decimal
from operator import attrgetter

from assessments.readers.reading import (
    BenchmarkLine,
    Figures,
    Line,
    MarkerLine,
    Place,
    Reading,
    Work,
)
from schools.sheets import Problem

# of a line, in the order in which it declares them
NAMES = ("login", "code", "name", "class_label", "period", "sheet", "column", "said")
names_of = attrgetter(*NAMES)
FIGURES = ("participants", "counts", "share_low", "share_high", "mean", "journal", "no_data")


def kept(reading: Reading) -> dict:
    """Works stand once; a line names its own by number."""
    works = {}

    def number(work):
        return works.setdefault(work, len(works))

    lines = [
        [line.row, number(line.work), _figures(line.figures), *names_of(line)]
        for line in reading.lines
    ]
    benchmarks = [
        [
            line.row,
            list(line.place),
            number(line.work),
            line.participants,
            _plain(line.shares),
            _plain(line.journal),
        ]
        for line in reading.benchmarks
    ]
    markers = [
        [line.row, number(line.work), line.login, line.name, line.district]
        for line in reading.markers
    ]
    return {
        "works": [list(work) for work in works],
        "lines": lines,
        "benchmarks": benchmarks,
        "markers": markers,
        "problems": [_problem(problem) for problem in reading.problems],
        "notes": reading.notes,
        "header": list(reading.header),
        "columns": reading.columns,
        "districts": reading.districts,
        "has_pupils": reading.has_pupils,
    }


def restored(told: Mapping) -> Reading:
    works = [Work(*work) for work in told["works"]]
    return Reading(
        lines=[
            Line(row, works[work], _restored(figures), *names)
            for row, work, figures, *names in told["lines"]
        ],
        benchmarks=[
            BenchmarkLine(row, Place(*place), works[work], *figures)
            for row, place, work, *figures in told["benchmarks"]
        ],
        markers=[MarkerLine(row, works[work], *names) for row, work, *names in told["markers"]],
        problems=[Problem(*problem) for problem in told["problems"]],
        notes=list(told["notes"]),
        header=tuple(told["header"]),
        columns=told["columns"],
        districts=told["districts"],
        has_pupils=told["has_pupils"],
    )


def _figures(figures: Figures) -> dict:
    """What is told, and no more. Points have become counts by now."""
    told = {name: getattr(figures, name) for name in FIGURES}
    told["mean"] = None if figures.mean is None else str(figures.mean)
    return {name: value for name, value in told.items() if value not in (None, "")}


def _restored(told: dict) -> Figures:
    return Figures(**told | ({"mean": Decimal(told["mean"])} if "mean" in told else {}))


def _plain(values: Mapping | None) -> dict | None:
    return None if values is None else dict(values)


def _problem(problem: Problem) -> list:
    row, column, value, message, sheet = astuple(problem)
    return [row, column, value if value is None else str(value), message, sheet]
