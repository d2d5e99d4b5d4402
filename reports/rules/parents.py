"""PA: parents, through the school. Evening and special schools are not asked."""

from collections.abc import Callable, Iterator

from schools.russian import share

from .case import APART, Case
from .chance import more
from .dynamics import same_children
from .gates import on_lines
from .lines import ENOUGH, EXAMS, THRESHOLD, Line
from .low_tail import without_certificate
from .objectivity import apart_from_the_register
from .peers import SMALLEST
from .phrases import shortened
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter

TWENTY = 20
CERTIFICATES = ("no_certificate_9", "no_certificate_11")


def asked(find: Callable) -> Callable[[Case], Iterator[Found | Silence]]:
    def of_ordinary_schools(case: Case) -> Iterator[Found | Silence]:
        if case.kind not in APART:
            yield from find(case)

    return of_ordinary_schools


def hard_exam(case: Case) -> Iterator[Found | Silence]:
    answers = list(on_lines(EXAMS, Gate.SUM, _is_hard)(case))
    yield from answers
    grades = {one.lines[0].key.grade for one in answers if isinstance(one, Found)}
    for one in without_certificate(case):
        if one.grade not in grades:
            words = ("Без аттестата после {grade} класса: {k} из {n}",)
            yield Found(one.values, grade=one.grade, reason=words, reads=CERTIFICATES)


def _is_hard(line: Line) -> bool:
    return line.low_reaches(THRESHOLD) or line.is_behind()


def absences(case: Case) -> Iterator[Found]:
    """Pupils who miss lessons without a good reason; of lessons chance can tell nothing."""
    own = case.measured("absent_pupils")
    k, n = own.get("numerator"), own.get("denominator")
    if None in (k, n) or n < TWENTY:
        return
    others = [
        case.other(one).measured("absent_pupils")
        for one in case.facts.school_rows
        if one not in case.family
    ]
    counted = [figure for figure in others if figure.get("denominator")]
    k0, n0 = (sum(figure[name] for figure in counted) for name in ("numerator", "denominator"))
    if len(counted) < SMALLEST[0] or n0 < SMALLEST[1]:
        return
    if more(k, n, k0, n0):
        yield Found({"k": k, "n": n, "town": share(k0, n0), "K": k0, "N": n0})


def two_marks(case: Case) -> Iterator[Found]:
    for side, word in (("lower", "ниже"), ("higher", "выше")):
        for one in apart_from_the_register(side)(case):
            if one.lines[0].key not in case.signed:
                yield Found(one.values | {"side": word}, one.lines)


def few_families(case: Case) -> Iterator[Found]:
    """Parents who took part, beside the target of the programme."""
    for row in case.facts.rows("answers", case.school_id) or []:
        k, n = row["numerator"], row["denominator"]
        if _is_of_families(row) and row["state"] == "part" and n and n >= ENOUGH:
            yield Found({"title": shortened(row["title"]), "k": k, "n": n, "target": row["goal"]})


def _is_of_families(row: dict) -> bool:
    words = row["title"].lower()
    return "родител" in words and "участ" in words


def from_fourth_to_fifth(case: Case) -> Iterator[Found]:
    for one in same_children(case):
        if isinstance(one, Found) and one.lines[0].key.grade == 5:
            yield one


RULES = (
    Rule(
        code="PA-1",
        addressee=Addressee.PARENTS,
        points=40,
        gate=Gate.SUM,
        find=asked(hard_exam),
        head=("Ниже минимума на экзамене: ",),
        reason=("{p}{years} — {low_bare}",),
        sentence="Рассказать на собрании {grade} класса, из чего состоит экзамен, "
        "и назвать дни консультаций.",
        term=by(1, 11),
        counts_if="названы дата собрания и дни консультаций",
        check=Check.SCHOOL,
        effect="E-L",
    ),
    Rule(
        code="PA-2",
        addressee=Addressee.PARENTS,
        points=45,
        find=asked(absences),
        reads=("absent_pupils",),
        reason=(
            "Пропуски без уважительной причины у {k} из {n}, в других школах муниципалитета "
            "у {town}",
        ),
        sentence="Договориться с каждой из этих семей, кто и когда звонит, если ребёнка нет "
        "на первом уроке.",
        term=by(15, 10),
        counts_if="названо число семей",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если таких учеников стало меньше и разница больше случайной",
        forms=("ППС",),
    ),
    Rule(
        code="PA-3",
        addressee=Addressee.PARENTS,
        points=30,
        find=asked(two_marks),
        reason=("{p}: отметка за ВПР {side} журнала у {j} из {jn}",),
        sentence="Показать родителям критерии одной работы и объяснить, почему две отметки "
        "могут различаться.",
        term=quarter(2),
        counts_if="названа дата встречи",
        check=Check.SCHOOL,
        effect="E-N",
    ),
    Rule(
        code="PA-4",
        addressee=Addressee.PARENTS,
        points=35,
        gate=Gate.TWO,
        find=asked(from_fourth_to_fifth),
        reason=("{p}: в 5 классе трудности у {k} из {n}, в 4 классе были у {k1} из {n1}",),
        sentence="Провести встречу родителей 5 класса: что изменилось и чем помочь дома "
        "за 15 минут в день.",
        term=by(1, 11),
        counts_if="названа дата встречи",
        check=Check.SCHOOL,
        effect="E-C",
    ),
    Rule(
        code="PA-5",
        addressee=Addressee.TEAM,
        points=30,
        find=asked(few_families),
        reason=("{title}: {k} из {n}, в программе {target}",),
        sentence="Спросить семьи об удобном времени и провести одну встречу по видеосвязи.",
        term=quarter(2),
        counts_if="названы дата и число семей",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если в следующем периоде цель по этому показателю достигнута",
    ),
)
