"""DY: this year beside the years before."""

from collections.abc import Iterator

from .case import Case
from .chance import less, more
from .gates import on_lines, passed
from .lines import ENOUGH, EXAMS, POINTS, Line
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by

ALL = ("VPR", "KDR", *EXAMS)
FIFTH = 5


def changed(case: Case) -> Iterator[Found | Silence]:
    """What people will notice and is no more than chance is said to be so."""
    for line in case.told:
        answer = passed(case, line, Gate.TWO)
        if isinstance(answer, Silence):
            yield answer
        elif answer.has_fallen():
            yield Found(lines=(answer,))
        elif _is_noticed(answer) and not _is_proven(answer):
            yield Silence("T7", answer)


def _is_noticed(line: Line) -> bool:
    return abs(line.rise_low) >= 2 or abs(line.low - line.before.low) >= POINTS


def _is_proven(line: Line) -> bool:
    before = line.k, line.n, line.before.k, line.before.n
    return more(*before) or less(*before)


def fewer_high(line: Line) -> bool:
    before = line.before
    fallen = line.rise_high <= -2 and before.high - line.high >= POINTS
    return fallen and less(line.h, line.n, before.h, before.n)


def fewer_low(line: Line) -> bool:
    return line.rise_low <= -2 and less(line.k, line.n, line.before.k, line.before.n)


def three_years_worse(case: Case) -> Iterator[Found]:
    for line in case.told:
        if not isinstance(passed(case, line, Gate.TWO), Line) or line.before.before is None:
            continue
        first, second = line.before.before, line.before
        counted = first.counted and first.n >= ENOUGH
        rising = counted and first.low < second.low < line.low
        if rising and more(line.k, line.n, first.k, first.n):
            yield Found({"k2": first.k, "n2": first.n}, (line,))


def same_children(case: Case) -> Iterator[Found | Silence]:
    """A grade higher, and more of them below the minimum."""
    for line in case.told:
        grade = line.key.grade
        if line.key.kind != "VPR" or grade is None or not line.counted or case.is_new:
            continue
        younger = case.line(line.key.of_grade(grade - 1), case.year - 1)
        if younger is None or not younger.counted or min(line.n, younger.n) < ENOUGH:
            continue
        if not alike(line, younger):
            yield Silence("T5", line, {"cause": "состав изменился больше чем на пятую часть"})
        elif line.beside(younger).has_fallen():
            yield Found({"previous": grade - 1}, (line.beside(younger),))


def alike(line: Line, younger: Line) -> bool:
    """They can be the same children: not a fifth more or fewer."""
    return abs(line.n - younger.n) * FIFTH <= younger.n


BEYOND_CHANCE = ("Разница больше случайных колебаний",)
RULES = (
    Rule(
        code="DY-1",
        addressee=Addressee.TEAM,
        points=55,
        gate=Gate.TWO,
        find=changed,
        reason=("{p}: ниже минимума {k} из {n}, годом раньше {k1} из {n1}",),
        tail=BEYOND_CHANCE,
        sentence="Выяснить с ШМО, что изменилось за год {by_subject}: состав класса, "
        "замены уроков, программа. Назвать одну причину, на которую школа может повлиять.",
        term=by(1, 10),
        counts_if="названа одна причина, на которую школа может повлиять",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("КУР",),
        also=("Годом раньше было {k1} из {n1}: разница больше случайных колебаний",),
    ),
    Rule(
        code="DY-2",
        addressee=Addressee.TEAM,
        points=40,
        gate=Gate.TWO,
        find=on_lines(ALL, Gate.TWO, fewer_high),
        reason=("{p}: {good} у {h} из {n}, годом раньше у {h1} из {n1}",),
        tail=BEYOND_CHANCE,
        sentence="Выяснить на ШМО, что изменилось {by_subject} в работе с сильными учениками, "
        "и назвать одно занятие на этот год.",
        term=by(15, 10),
        counts_if="названо занятие и кто его ведёт",
        check=Check.SCHOOL,
        effect="E-H",
    ),
    Rule(
        code="DY-3",
        addressee=Addressee.TEAM,
        points=35,
        gate=Gate.TWO,
        find=on_lines(ALL, Gate.TWO, fewer_low),
        reason=("{p}: ниже минимума {k} из {n}, годом раньше {k1} из {n1}",),
        tail=BEYOND_CHANCE,
        sentence="Сохранить то, что помогло, ещё на год и записать в двух фразах, что изменили.",
        term=by(1, 10),
        counts_if="записаны две фразы",
        check=Check.SCHOOL,
        effect="E-K",
        also=("Разница с прошлым годом больше случайных колебаний",),
    ),
    Rule(
        code="DY-4",
        addressee=Addressee.TEAM,
        points=50,
        gate=Gate.TWO,
        find=three_years_worse,
        reason=(
            "{p}: доля ниже минимума растёт второй год подряд: {k2} из {n2}, "
            "{k1} из {n1}, {k} из {n}",
        ),
        sentence="Обсудить с куратором, что менялось за три года: учителя, учебник, "
        "набор классов; выбрать одну меру.",
        term=by(1, 11),
        counts_if="разговор с куратором состоялся",
        check=Check.CURATOR,
        effect="E-L",
        forms=("КУР", "МКП"),
    ),
    Rule(
        code="DY-5",
        addressee=Addressee.TEACHERS,
        points=50,
        gate=Gate.TWO,
        find=same_children,
        reason=(
            "{p}, те же дети: в {previous} классе ниже минимума {k1} из {n1}, "
            "в {grade} классе {k} из {n}",
        ),
        sentence="Провести встречу учителей {previous} и {grade} классов и договориться "
        "о трёх общих требованиях к работам.",
        term=by(1, 11),
        counts_if="названы три требования",
        check=Check.SCHOOL,
        effect="E-C",
        forms=("РЦ", "РМО"),
    ),
)
