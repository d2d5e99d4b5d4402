"""What is looked at next year, and when it has moved. Guides, never a plan for marks. Pure."""

from dataclasses import dataclass

from assessments.naming import line_title
from schools.russian import plural

from .chance import at_least, at_most
from .lines import ENOUGH, Line
from .phrases import good_of

SEEN = "Эффект виден, если"
FIXED = {
    "E-V": f"{SEEN} статус стал лучше, а устойчивость вывода не ниже 80\u00a0%",
    "E-K": f"{SEEN} достигнутое сохранилось",
    "E-J": f"{SEEN} доля больше не отличается от муниципалитета сверх случайного; ноль — не цель",
    "E-O": "Вывод по признаку будет записан, каким бы он ни был",
    "E-D": "Вывод будет пересчитан, разницу портал покажет",
    "E-T": f"{SEEN} помощь есть у каждого, кому она нужна",
    "E-F": f"{SEEN} показатель изменился больше, чем может дать случай",
    "E-N": "Смотрим, сделано ли; цифр рекомендация не обещает",
}
LAST = 11  # a grade that has no next one
NOTHING = "За один год эффект по таким числам не виден: сложим несколько лет"


@dataclass(frozen=True)
class Effect:
    """`k0` of `n0` is where it began; `goal` of `of` pupils in `years` years shows the effect."""

    code: str
    words: str
    k0: int | None = None
    n0: int | None = None
    goal: int | None = None
    of: int | None = None
    years: int = 1


def effect_of(
    code: str, line: Line | None, *, words: str = "", among: int = 1, high: bool = False
) -> Effect:
    """`among`: of how many lines it is the first. `high`: what is good is the high result."""
    if words or line is None or code not in ("E-L", "E-H", "E-C", "E-K"):
        return Effect(code, words or FIXED.get(code, FIXED["E-N"]))
    if not line.counted:
        return Effect(
            "E-F",
            "Пока известна только доля: чтобы увидеть эффект, нужно число участников",
        )
    where = f"по строке «{line_title(*line.key)}» " if among > 1 else ""
    if code == "E-C" and line.n < ENOUGH:
        # one child of a few is counted nowhere
        return Effect(code, NOTHING) if line.k == 1 else Effect(code, NOTHING, line.k, line.n)
    # of several years added up there are no same children
    if code == "E-C" and len(line.years) == 1 and line.key.kind == "VPR" and line.key.grade < LAST:
        return _same_children(line, where)
    if code == "E-K":
        return _kept(line, where, high=high)
    if code == "E-H":
        return _goal(
            code,
            line.h,
            line,
            at_least,
            f"{where}{good_of(line.key.kind)} у {{goal}} из {{of}} или больше",
        )
    # next year others stand on the line
    code = "E-L" if code == "E-C" else code
    return _goal(code, line.k, line, at_most, f"{where}ниже минимума не больше {{goal}} из {{of}}")


def _goal(code: str, k: int, line: Line, bound, words: str) -> Effect:
    """In one year, or in as many as were added up; in two where one year cannot show it."""
    single = len(line.years) == 1
    enough = [years for years in (1, 2, 3) if years * line.n >= ENOUGH]
    for years in enough[:2] if single else [len(line.years)]:
        times = years if single else 1
        goal = bound(times * k, times * line.n, times * line.n)
        if goal is not None:
            of = times * line.n
            shown = words.format(goal=goal, of=of).replace("не больше 0 из", "не будет никого из")
            told = f"{SEEN} {_when(years)} {shown}"
            return Effect(code, told, k, line.n, goal, of, years)
    return Effect(code, NOTHING, k, line.n)


def _when(years: int) -> str:
    if years == 1:
        return "в следующем году"
    number = {2: "два", 3: "три"}[years]
    return f"за {number} {plural(years, 'следующий год,следующих года,следующих лет')}"


def _same_children(line: Line, where: str) -> Effect:
    there = f"{where}в {line.key.grade + 1} классе у тех же детей"
    words = f"Трудностей не прибавилось, если {there} они не больше чем у {line.k} из {line.n}"
    return Effect("E-C", words, line.k, line.n, line.k, line.n)


def _kept(line: Line, where: str, *, high: bool) -> Effect:
    """What is good stays: not worse than chance alone could make it."""
    if high and line.h:
        goal, k0 = at_most(line.h, line.n, line.n), line.h
        words = "высокий результат больше чем у {goal} из {of}"
    else:
        goal, k0 = at_least(line.k, line.n, line.n), line.k
        words = "ниже минимума меньше {goal} из {of}"
    if goal is None:
        return Effect("E-K", FIXED["E-K"], k0, line.n)
    told = words.format(goal=goal, of=line.n)
    return Effect("E-K", f"{SEEN} в следующем году {where}{told}", k0, line.n, goal, line.n)
