"""The cheapest way to another status, in the lines of a verdict. Pure.

`pupils_to_flip` is exact; here it is only told in which lines these pupils could be. Where no set
of lines by itself makes up that number, the number alone is told.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

from schools.russian import NB, count, joined

from .methods import Method
from .reasons import PUPILS, Line, whose

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


def way_of_score(reasons: Sequence[Mapping], pupils: int | None) -> str:
    """The same of an index: «… было на 5 учеников меньше с «2» и на 5 больше с «4» и «5».»"""
    if not pupils:
        return ""
    told = [
        f"по строке «{reason['title']}» было {turn}"
        for reason in reasons
        if (turn := _moved_in_words(reason))
    ]
    return f"{OTHERWISE} {'; '.join(told)}." if told else by_marks(pupils)


def _moved_in_words(reason: Mapping) -> str:
    """One changed mark leads from «below the minimum» to «high», as far as there are such pupils.

    Where low results weigh nothing, they are not told.
    """
    marks, better = reason.get("pupils"), reason.get("better")
    if not marks:
        return ""
    low, high, n = (reason[name] for name in ("low_n", "high_n", "participants"))
    of_low = min(marks, low if better else n - low) if reason["low_weight"] else 0
    of_high = min(marks, n - high if better else high)
    words = ("меньше", "больше") if better else ("больше", "меньше")
    sides = zip(("share_low", "share_high"), (of_low, of_high), words, strict=True)
    moved = [(side, pupils, word) for side, pupils, word in sides if pupils]
    told = [
        f"на{NB}{count(pupils, PUPILS) if first else pupils} {word} {whose(side, reason['kind'])}"
        for first, (side, pupils, word) in zip((True, False), moved, strict=False)
    ]
    return joined(told)


def by_marks(pupils: int) -> str:
    at_most = count(pupils, "ученика,учеников,учеников")
    return f"{OTHERWISE} отметки были другими хотя{NB}бы у{NB}{at_most}."
