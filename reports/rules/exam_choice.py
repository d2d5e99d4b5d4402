"""EG: ЕГЭ, the choice of the level of mathematics. The choice itself is never a goal."""

from collections.abc import Iterator

from schools.russian import NB, joined, school_year

from .case import Case
from .gates import passed
from .lines import Key, Line
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter, within

BASE, PROFILE = (Key("EGE", 11, "Математика", variant) for variant in ("база", "профиль"))
SOME, PART, WELL, FEW, ENOUGH = 2, 15, 70, 30, 10


def does_not_add_up(case: Case) -> Iterator[Found]:
    base, profile, pupils = case.line(BASE), case.line(PROFILE), case.pupils(11)
    if None in (base, profile, pupils) or None in (base.n, profile.n):
        return
    if base.n + profile.n != pupils:
        yield Found({"nb": base.n, "np": profile.n, "E": pupils}, (profile, base))


def fails_the_profile(case: Case) -> Iterator[Found | Silence]:
    line = case.line(PROFILE)
    if line is None or not line.counted:
        return
    answer = passed(case, line, Gate.SUM)
    if isinstance(answer, Silence):
        yield answer
    elif answer.k >= SOME and answer.low_reaches(PART):
        yield Found(_numbers(case, answer), (answer,))


def base_is_easy(case: Case) -> Iterator[Found]:
    if all(_chooses_the_easy_one(case, year) for year in (case.year, case.year - 1)):
        base, profile = case.line(BASE), case.line(PROFILE)
        told = {"hb": base.h, "nb": base.n, "np": profile.n, "E": case.pupils(11)}
        yield Found(told, (profile,))


def _chooses_the_easy_one(case: Case, year: int) -> bool:
    base, profile, pupils = case.line(BASE, year), case.line(PROFILE, year), case.pupils(11, year)
    if None in (base, profile) or not (base.counted and pupils) or profile.n is None:
        return False
    well = base.n >= ENOUGH and 100 * base.h >= WELL * base.n
    return well and 100 * profile.n < FEW * pupils


def families_choose(case: Case) -> Iterator[Found]:
    profile = case.line(PROFILE)
    reasons = [*fails_the_profile(case), *base_is_easy(case)]
    if any(isinstance(one, Found) for one in reasons) and profile.k is not None:
        yield Found(_numbers(case, profile) | {"k": profile.k}, (profile,))


def nobody_above_sixty(case: Case) -> Iterator[Found]:
    line = case.line(PROFILE)
    if line is None or not line.can_count_change:
        return
    n = line.n + line.before.n
    if line.h + line.before.h == 0 and n >= ENOUGH:
        years = joined(school_year(year) for year in (line.before.years[0], line.years[0]))
        yield Found({"n": n, "h": 0, "two_years": years}, (line,))


def _numbers(case: Case, profile: Line) -> dict:
    base = case.line(BASE)
    nb = base.n if base is not None else None
    own = case.line(PROFILE)
    return {"nb": nb, "np": own.n, "k_now": own.k, "n": profile.n, "k": profile.k}


RULES = (
    Rule(
        code="EG-1",
        addressee=Addressee.TEAM,
        points=60,
        find=does_not_add_up,
        reason=("Базу {nb:=сдавал,сдавали} {nb}, профиль {np}, выпускников {E}",),
        sentence="Уточнить, какой экзамен по математике сдавал каждый выпускник, "
        "и внести два числа.",
        term=within(5, in_summer=True),
        counts_if="сумма сходится или указано, почему нет",
        check=Check.AUTO,
        effect="E-D",
    ),
    Rule(
        code="EG-2",
        addressee=Addressee.TEAM,
        points=60,
        gate=Gate.SUM,
        find=fails_the_profile,
        reason=("Профиль: ниже минимума {k} из {n}{years}",),
        sentence="Провести до выбора экзамена пробную работу профильного уровня и обсудить "
        "итог с каждым. Решение остаётся за учеником и родителями.",
        term=by(15, 12),
        counts_if="названы дата и число учеников",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("ШП",),
    ),
    Rule(
        code="EG-3",
        addressee=Addressee.TEAM,
        points=35,
        find=base_is_easy,
        reason=(
            f"База: «4» и{NB}«5» у {{hb}} из {{nb}}; ",
            "профиль {np:=выбрал,выбрали} {np} из {E}",
        ),
        sentence="Рассказать в 10 классе, где нужен профиль, и дать попробовать два занятия "
        "его второй части.",
        term=quarter(2),
        counts_if="названа дата",
        check=Check.SCHOOL,
        effect="E-N",
        forms=("ШП",),
    ),
    Rule(
        code="EG-4",
        addressee=Addressee.PARENTS,
        points=40,
        find=families_choose,
        reason=(
            "Базу {nb:=сдавал,сдавали} {nb}, профиль {np}; ",
            "ниже минимума по профилю {k} из {n}",
        ),
        sentence="Объяснить на собрании 11 класса, чем различаются два экзамена, где нужен "
        "каждый и до какого дня можно выбрать.",
        term=by(1, 12),
        counts_if="названы дата и число семей",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если по профилю ниже минимума стало меньше",
    ),
    Rule(
        code="EG-5",
        addressee=Addressee.TEACHERS,
        points=40,
        find=nobody_above_sixty,
        reason=("Профиль: больше 60 баллов — 0 из {n} за {two_years} годы",),
        sentence="Договориться со школой-партнёром о шести общих онлайн-занятиях "
        "по заданиям второй части.",
        term=by(1, 11),
        counts_if="даты занятий согласованы",
        check=Check.CURATOR,
        effect="E-H",
        forms=("ШП", "РМО"),
        needs_form=True,
    ),
)
