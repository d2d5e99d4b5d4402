"""SB: one subject against the other. Mathematics is harder for most schools, so only the difference
to the peers says anything.
"""

from collections.abc import Callable, Iterator

from .case import Case
from .gates import passed
from .lines import Line
from .phrases import span_of
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter

MATHS, RUSSIAN = "Математика", "Русский язык"


def pairs(case: Case) -> Iterator[tuple[Line, Line]]:
    """Mathematics and Russian of one procedure and grade, both with peers."""
    for line in case.told:
        if line.key.subject != MATHS or line.key.variant:
            continue
        other = case.line(line.key._replace(subject=RUSSIAN))
        if other is None or not (other.counted and line.counted):
            continue
        answers = [passed(case, one, Gate.SUM, needs_peers=True) for one in (line, other)]
        if not any(isinstance(one, Silence) for one in answers):
            yield tuple(answers)


def behind(line: Line) -> bool:
    return line.gap_low >= 2 and line.more_low()


def one_behind(which: int) -> Callable[[Case], Iterator[Found]]:
    def find(case: Case) -> Iterator[Found]:
        for pair in pairs(case):
            weak, strong = pair[which], pair[1 - which]
            if behind(weak) and strong.gap_low <= 0:
                yield Found(_told(weak, strong), (weak,))

    return find


def both_behind(case: Case) -> Iterator[Found]:
    for maths, russian in pairs(case):
        if behind(maths) and behind(russian):
            yield Found(_told(maths, russian), (maths, russian))


def strong_and_weak(case: Case) -> Iterator[Found]:
    for pair in pairs(case):
        for strong, weak in (pair, pair[::-1]):
            good = strong.gap_high >= 2 and strong.more_high() and strong.gap_low <= 0
            if good and behind(weak):
                told = {"strong": strong.subject.capitalize(), "weak": weak.subject}
                yield Found(told | {"hs": strong.h, "ns": strong.n}, (weak,))


def _told(first: Line, second: Line) -> dict:
    return {
        "first": first.subject,
        "second": second.subject,
        "span": span_of(first),
        "span2": span_of(second),
        "ks": second.k,
        "ns": second.n,
        "differ": ", ".join(f"{x.subject} — {_difference(x.gap_low)}" for x in (first, second)),
    }


def _difference(gap: int) -> str:
    return f"на {abs(gap)} {'больше' if gap > 0 else 'меньше'}" if gap else "столько же"


PAIR = (
    "{grade} класс: {first}{span} — ниже минимума {k} из {n}, {second}{span2} — {ks} из {ns}. "
    "Отличие от {of_peers}: {differ}",
)
RULES = (
    Rule(
        code="SB-1",
        addressee=Addressee.TEAM,
        points=50,
        gate=Gate.SUM,
        find=one_behind(0),
        reason=PAIR,
        sentence="Начать с математики: отвести ей занятие внеурочной деятельности "
        "в {grade} классе и найти школу-партнёра по этому предмету.",
        term=by(1, 10),
        counts_if="названы день недели и дата первого занятия",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("ШП",),
    ),
    Rule(
        code="SB-2",
        addressee=Addressee.TEACHERS,
        points=50,
        gate=Gate.SUM,
        find=one_behind(1),
        reason=PAIR,
        sentence="Выбрать с учителями всех предметов два вида письменных ответов и разбирать "
        "в них речь по общей памятке.",
        term=quarter(1),
        counts_if="названы два вида ответов",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("РМО",),
    ),
    Rule(
        code="SB-3",
        addressee=Addressee.TEAM,
        points=55,
        gate=Gate.SUM,
        find=both_behind,
        reason=PAIR,
        sentence="Проверить на двух обычных работах, понимают ли ученики условие. "
        "Если нет — начать с чтения условия на обоих предметах.",
        term=by(15, 10),
        counts_if="результат проверки записан одной фразой",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("МКП", "СП"),
    ),
    Rule(
        code="SB-4",
        addressee=Addressee.TEACHERS,
        points=40,
        gate=Gate.SUM,
        find=strong_and_weak,
        reason=(
            "{grade} класс, {weak}{years}: ниже минимума {k} из {n}. "
            "{strong}: высокий результат у {hs} из {ns}",
        ),
        sentence="Посетить по два урока друг у друга (учителя двух предметов) "
        "и выбрать один общий приём.",
        term=quarter(2),
        counts_if="назван приём",
        check=Check.SCHOOL,
        effect="E-L",
    ),
)
