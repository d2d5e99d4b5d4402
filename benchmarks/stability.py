"""A municipality of 60 schools × 60 results × 2 years: all methods with and without 1,000 draws.

On the database of DATABASE_URL, or SQLite without it. A run is the worker's: read, judge, draw,
store. The measure and matrix methods read figures that have no pupils and draw nothing; they are
run all the same.

    DATABASE_URL=postgres://… .venv/bin/python benchmarks/stability.py
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from assessments.models import Result
from identification import services
from identification.methods import METHODS, stability
from identification.models import Run
from reports.demo.generator import Invented, generate_results
from schools.models import Figure, Measure
from tests.factories import AT, make_methodology, make_municipality, make_school, make_sitting

SCHOOLS, YEARS, ROUNDS, LIMIT = 60, (2025, 2026), 3, 8.0
PROCEDURES = [("VPR", grade, f"Предмет {n}") for grade in (4, 5, 6, 7, 8, 10) for n in range(10)]
NAMED = [
    {"kind": kind, "grade": grade, "subject": subject, "variant": None}
    for kind, grade, subject in PROCEDURES
]
LOW = [{"status": "low"}]
LAST_QUARTER = [{"status": "low", "where": "share_of_cluster", "op": ">", "value": 75}]
PARAMETERS = {
    "weighted_score": {
        "base": 65,
        "lines": [{"procedure": one, "high": 5, "low": 10} for one in NAMED[:30]],
        "gaps": "zero",
        "rank_within": "municipality",
        "statuses": LAST_QUARTER,
    },
    "share_below": {
        "procedures": NAMED,
        "threshold": 30,
        "hits_last_year": 20,
        "hits_each_year": 15,
        "years": 2,
        "same_procedure": False,
        "min_participants": 0,
        "not_held": "skip",
        "statuses": LOW,
    },
    "against_average": {
        "criteria": [
            {
                "procedure": one,
                "figure": "share_low",
                "benchmark": "municipality",
                "direction": "lower",
            }
            for one in NAMED
        ],
        "misses_for_low": 30,
    },
    "dynamics": {
        "procedures": NAMED,
        "figure": "share_low",
        "tolerance": 1,
        "improved_when": "any",
    },
    "ranking": {
        "indicators": [{"procedure": one, "figure": "share_low"} for one in NAMED],
        "lowest_part": 25,
        "hits_for_low": 20,
    },
    "matrix": {
        "rows": "quality",
        "columns": "social",
        "cells": [{"rows": [1, 2, 3], "columns": None, "status": "low"}],
    },
    "social_context": {
        "criteria": [{"measure": "social", "op": ">=", "value": 4}],
        "hits_for_social": 1,
    },
}


def main() -> int:
    databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        return measure()
    finally:
        teardown_databases(databases, verbosity=0)


def measure() -> int:
    municipality = prepare()
    methods = [name for name in METHODS if name in PARAMETERS]
    methodologies = {
        name: make_methodology(municipality, method=name, parameters=PARAMETERS[name])
        for name in methods
    }
    taken = {(name, draws): [] for name in methods for draws in (0, stability.DRAWS)}
    for number in range(ROUNDS + 1):  # the first round only warms
        for (name, draws), seconds in taken.items():
            took = run(methodologies[name], draws)
            if number:
                seconds.append(took)
    print(f"{connection.vendor}, n={ROUNDS}; without draws, with {stability.DRAWS} draws")
    for name in methods:
        without, drawn = (median(taken[name, draws]) for draws in (0, stability.DRAWS))
        print(f"  {name:16} {without:.2f} s, {drawn:.2f} s, {drawn / without:.1f} x")
    plain, firm = (
        sum(median(taken[name, draws]) for name in methods) for draws in (0, stability.DRAWS)
    )
    print(f"  all              {plain:.2f} s, {firm:.2f} s, {firm / plain:.1f} x; limit {LIMIT}")
    left = sorted(set(METHODS) - set(methods))
    print(f"  not run: {', '.join(left) or 'none'}")
    return 0 if firm / plain <= LIMIT else 1


def run(methodology, draws: int) -> float:
    stability.stability.__kwdefaults__["draws"] = draws
    started = Run.objects.create(
        municipality=methodology.municipality,
        methodology=methodology,
        academic_year=2026,
        snapshot=methodology.as_file(),
    )
    claimed = Run.claim(started.pk)
    began = time.perf_counter()
    with claimed.running():
        services.identify_schools(claimed, at=AT)
    took = time.perf_counter() - began
    claimed.refresh_from_db()
    assert claimed.state == "done", claimed.error
    return took


def prepare():
    municipality = make_municipality()
    schools = [make_school(municipality=municipality) for _ in range(SCHOOLS)]
    sittings = [
        [
            make_sitting(academic_year=year, kind=kind, grade=grade, subject=subject)
            for year in YEARS
        ]
        for kind, grade, subject in PROCEDURES
    ]
    frame = generate_results(
        [Invented(10 + 40 * n // SCHOOLS, n / SCHOOLS - 0.5) for n in range(SCHOOLS)],
        procedures=len(PROCEDURES),
        years=len(YEARS),
        seed=2026,
    ).query("participants > 0")
    Result.objects.bulk_create(
        Result(
            school=schools[row.school],
            sitting=sittings[row.procedure][row.year],
            participants=row.participants,
            low_n=row.n0,
            high_n=row.n2 + row.n3,
            share_low=(20_000 * row.n0 + row.participants) // (2 * row.participants),
            share_high=(20_000 * (row.n2 + row.n3) + row.participants) // (2 * row.participants),
        )
        for row in frame.itertuples()
    )
    for code in ("quality", "social"):
        measure_ = Measure.objects.create(code=code, title=code)
        Figure.objects.bulk_create(
            Figure(measure=measure_, school=school, academic_year=2026, value=1 + n % 6)
            for n, school in enumerate(schools)
        )
    return municipality


if __name__ == "__main__":
    sys.exit(main())
