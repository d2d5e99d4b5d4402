"""Small municipalities for tests of methods: told by hand, or drawn at random."""

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pandas as pd

from identification.methods.facts import BENCHMARKS, MEASURED, NOT_HELD, RESULTS, SCHOOLS, Facts
from identification.methods.stability import drawn

YEAR = 2023
RUSSIAN = {"kind": "EGE", "grade": 11, "subject": "Русский язык", "variant": None}
MATHS = {"kind": "EGE", "grade": 11, "subject": "Математика", "variant": "профиль"}
FOURTH = {"kind": "VPR", "grade": 4, "subject": "Математика", "variant": None}
PROCEDURES = [RUSSIAN, MATHS, FOURTH]
NUMBERS = ["participants", "low_n", "high_n", "share_low", "share_high", "mean", "no_data"]


def counts(n, low, high, mean=None):
    shares = {name: round_half_up(part, n) for name, part in (("low", low), ("high", high))}
    told = {"participants": n, "low_n": low, "high_n": high, "mean": mean}
    return told | {f"share_{name}": share for name, share in shares.items()}


def shares(low, high):
    return {"share_low": low, "share_high": high}


def mean(points):
    return {"mean": points}


def round_half_up(part, whole):
    return (20_000 * part + whole) // (2 * whole)


def result(school, procedure, figures, year=YEAR):
    row = dict.fromkeys(RESULTS) | procedure | {"variant": procedure["variant"] or ""}
    gap = {"no_data": "" if figures else "no_participants"}
    return row | {"school_id": school, "academic_year": year} | gap | (figures or {})


def measure(code, school, value=None, *, of=None, place=None, year=YEAR, no_data="", source=None):
    """`of`: (part, whole)."""
    part, whole = of or (None, None)
    return dict.fromkeys(MEASURED) | {
        **{"measure": code, "title": f"Показатель {code}", "unit": "", "label": ""},
        **{"school_id": school, "place": place, "academic_year": year, "no_data": no_data},
        **{"value": value, "numerator": part, "denominator": whole, "source": source},
    }


def benchmark(place, procedure, figure, value, year=YEAR):
    key = procedure | {"variant": procedure["variant"] or ""}
    told = {"place": place, "academic_year": year, "figure": figure, "value": value}
    return key | told | {"source": "федеральный файл"}


def not_held(procedure, year):
    return procedure | {"variant": procedure["variant"] or "", "academic_year": year}


def town(schools, results=(), *, measured=(), benchmarks=(), absent=()):
    def frame(rows, columns):
        return pd.DataFrame(list(rows), columns=columns, dtype=object)

    register = [
        dict.fromkeys(SCHOOLS) | {"school_id": n, "short_name": f"СОШ {n}"} for n in schools
    ]
    return Facts(
        academic_year=YEAR,
        schools=frame(register, SCHOOLS),
        results=frame(results, RESULTS),
        measured=frame(measured, MEASURED),
        benchmarks=frame(benchmarks, BENCHMARKS),
        not_held=frame(absent, NOT_HELD),
    )


def random_town(seed, *, most=5, schools=5, procedures=3, uncounted=0.2, gaps=0.15):
    """Three years of results; `uncounted`: the part of them that has shares or means only."""
    random, rows, absent = Random(seed), [], []
    for year, procedure in product((2021, 2022, 2023), PROCEDURES[:procedures]):
        if year == 2022 and random.random() < 0.2:
            absent.append(not_held(procedure, year))
            continue
        for school in range(schools):
            if random.random() < gaps:
                figures = random.choice([None, "no row"])
            elif random.random() < uncounted:
                low = random.randint(0, 10) * 1000
                high = random.randint(0, 10 - low // 1000) * 1000
                figures = random.choice([shares(low, high), mean(random.randint(40, 44))])
            else:
                n = random.randint(1, most)
                low = random.randint(0, n)
                points = random.choice([None, random.randint(40, 44)])
                figures = counts(n, low, random.randint(0, n - low), points)
            if figures != "no row":
                rows.append(result(school, procedure, figures, year))
    return town(range(schools), rows, absent=absent, measured=random_measures(random, schools))


def random_measures(random, schools):
    rows = []
    for code, year, school in product(("absences", "poor"), (2021, 2022, 2023), range(schools)):
        whole = random.randint(1, 6)
        part = random.randint(0, whole)
        if random.random() < 0.7 and code == "absences":
            rows.append(measure(code, school, of=(part, whole), year=year))
        elif random.random() < 0.8:
            rows.append(measure(code, school, random.randint(0, 4) * 25, year=year))
    return rows


def judged(method, facts):
    return {row["school_id"]: row for row in method.judge(facts).to_dict("records")}


def statuses(method, facts):
    return {school: row["status"] for school, row in judged(method, facts).items()}


# what follows tells the figures of a school anew, without a line of the portal


def told(facts, school, procedure, year):
    for row in facts.results.to_dict("records"):
        same = all((row[name] or None) == procedure[name] for name in procedure)
        if same and (row["school_id"], row["academic_year"]) == (school, year):
            return row
    return None


def figure_of(row, figure):
    """An exact fraction: of the whole, or in points; None for a gap."""
    if row is None or row[figure] is None:
        return None
    if figure == "mean":
        return Fraction(row["mean"])
    if row["participants"] is None:
        return Fraction(row[figure], 10_000)
    return Fraction(row["low_n" if figure == "share_low" else "high_n"], row["participants"])


def measure_of(facts, code, school, year):
    """In its unit, of a part the percent."""
    for row in facts.measured.to_dict("records"):
        if (row["measure"], row["school_id"], row["academic_year"]) == (code, school, year):
            if row["denominator"] is None:
                return Fraction(row["value"])
            return Fraction(100 * row["numerator"], row["denominator"])
    return None


def last_years(facts, procedure, count):
    """Years in which the procedure was declared as not held have no results in these towns."""
    absent = {
        row["academic_year"]
        for row in facts.not_held.to_dict("records")
        if all((row[name] or None) == procedure[name] for name in procedure)
    }
    return [year for year in range(YEAR, YEAR - 9, -1) if year not in absent][:count]


def other_marks(cells, school):
    """Every way in which the marks of one school could be, and how many of them differ: worlds."""
    lines = np.flatnonzero(cells.counted[school])
    ways = []
    for line in lines:
        n, low, high = (int(a[school, line]) for a in (cells.participants, cells.low, cells.high))
        ways.append(
            [
                (a, b, max(abs(a - low), abs(b - high), abs(a + b - low - high)))
                for a in range(n + 1)
                for b in range(n + 1 - a)
            ]
        )
    every = list(product(*ways))
    lows, highs = (np.repeat(side[None], len(every), axis=0) for side in (cells.low, cells.high))
    for world, way in enumerate(every):
        for line, (low, high, _marks) in zip(lines, way, strict=True):
            lows[world, school, line], highs[world, school, line] = low, high
    marks = np.array([sum(one[2] for one in way) for way in every])
    return cells.of_counts(lows, highs), marks


def fewest_by_force(method, facts, school):
    cells = method.cells(facts)
    usual = method.decide(facts, cells)[school]
    worlds, marks = other_marks(cells, school)
    other = marks[method.decide(facts, worlds)[:, school] != usual]
    return int(other.min()) if len(other) else None


def assert_worlds_are_judged_one_by_one(method, facts, seed, worlds=20):
    cells = method.cells(facts)
    many = drawn(cells, np.random.default_rng(seed), worlds)
    together = method.decide(facts, many)
    for world in range(worlds):
        one = cells.of_counts(many.low[world], many.high[world])
        assert together[world].tolist() == method.decide(facts, one).tolist()
