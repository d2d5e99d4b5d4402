"""The cheapest way to another status, in the lines of a verdict. Pure.

`pupils_to_flip` is exact; here it is only told in which lines these pupils could be. Where no set
of lines by itself makes up that number, the number alone is told.
"""

from collections.abc import Sequence
from itertools import combinations

from schools.russian import NB, count, joined

from .methods import Method
from .reasons import Line

MOST_LINES = 3  # of a sentence that one can still follow
OTHERWISE = "Статус был бы другим, если бы"


def cheapest_lines(rule: Method, lines: Sequence[Line], pupils: int) -> tuple[Line, ...]:
    """The fewest lines that cost so many pupils together and give another status.

    The lines of the year that is judged come first: what is past nobody can work on.
    """
    reasons = [line.reason for line in lines]
    now = rule.holds(reasons, [bool(line.met) for line in lines])
    if now is None:
        return ()
    places = [n for n, line in enumerate(lines) if line.reason["pupils"] and line.met is not None]
    places.sort(key=lambda n: -lines[n].reason["academic_year"])
    for size in range(1, MOST_LINES + 1):
        for chosen in combinations(places, size):
            if sum(lines[n].reason["pupils"] for n in chosen) != pupils:
                continue
            met = [bool(line.met) != (n in chosen) for n, line in enumerate(lines)]
            if rule.holds(reasons, met) != now:
                return tuple(lines[n] for n in chosen)
    return ()


def way_in_words(rule: Method, lines: Sequence[Line], pupils: int | None) -> str:
    """«Статус был бы другим, если бы по «ОГЭ, математика» было на 2 ученика меньше с «2».»"""
    if not pupils:
        return ""
    chosen = cheapest_lines(rule, lines, pupils)
    if not chosen or not all(line.counts_one_side for line in chosen):
        return by_marks(pupils)
    told = [
        f"по строке «{line.title}» за {line.school_year} учебный год было {line.turn}"
        for line in chosen
    ]
    return f"{OTHERWISE} {joined(told)}."


def by_marks(pupils: int) -> str:
    whose = count(pupils, "ученика,учеников,учеников")
    return f"{OTHERWISE} отметки были другими хотя{NB}бы у{NB}{whose}."
