"""VO: ВПР against ОГЭ and the class register. A sign asks for a look, never for other marks."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from schools.russian import school_year, share

from .case import Case
from .chance import less, more
from .dynamics import alike
from .gates import passed, title_of
from .lines import Key, Line
from .peers import SMALLEST
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter, within

TWENTY = 20
LEAP, JUMP, WAS = 1500, 2500, 20  # hundredths of a percent; percent
SIGN = "Признак, требует дополнительного анализа: "
GOOD_WORK = ". Причиной может быть и удачная работа школы"
CONCLUSIONS = {"confirmed": "результаты подтверждены", "doubtful": "результаты вызывают сомнение"}


def well_then_badly(case: Case) -> Iterator[Found]:
    """Good at ВПР-4, and others of the school poor at ОГЭ in the same subject."""
    for line in case.told:
        if (line.key.kind, line.key.grade) != ("VPR", 4) or not line.counted:
            continue
        exam = case.line(Key("OGE", 9, line.key.subject))
        if exam is None or not exam.counted:
            continue
        young, old = (passed(case, one, Gate.SUM, needs_peers=True) for one in (line, exam))
        known = isinstance(young, Line) and isinstance(old, Line)
        if known and young.more_high() and old.more_low():
            yield Found({"s": line.subject, "k9": old.k, "n9": old.n}, (young,))


def same_children_at_the_exam(case: Case) -> Iterator[Found]:
    for line in case.told:
        if line.key.kind != "OGE" or not line.counted:
            continue
        younger = case.line(Key("VPR", 8, line.key.subject), case.year - 1)
        if younger is None or not younger.counted or min(line.n, younger.n) < TWENTY:
            continue
        beside = line.beside(younger)
        leap = beside.rise_low >= 3 and line.low - younger.low >= LEAP
        if alike(line, younger) and leap and more(line.k, line.n, younger.k, younger.n):
            yield Found(lines=(beside,))


def apart_from_the_register(side: str) -> Callable[[Case], Iterator[Found]]:
    def find(case: Case) -> Iterator[Found]:
        for line in case.lines:
            part, whole = _compared(line.journal, side)
            if whole < TWENTY:
                continue
            others, of, schools = _of_the_others(case, line.key, side)
            enough = schools >= SMALLEST[0] and of >= SMALLEST[1]
            if enough and more(part, whole, others, of):
                told = {"j": part, "jn": whole, "J": others, "JN": of}
                yield Found(told | {"town": share(others, of)}, (line,))

    return find


def _compared(journal: dict | None, side: str) -> tuple[int, int]:
    journal = journal or {}
    return journal.get(side) or 0, sum(journal.get(x) or 0 for x in ("lower", "same", "higher"))


def _of_the_others(case: Case, key: Key, side: str) -> tuple[int, int, int]:
    """How many, of how many, in how many schools."""
    rows = [
        case.facts.result_rows.get((school, key, case.year))
        for school in case.facts.school_rows
        if school not in case.family
    ]
    compared = [_compared(row["journal"], side) for row in rows if row is not None]
    told = [(part, whole) for part, whole in compared if whole]
    return sum(part for part, _ in told), sum(whole for _, whole in told), len(told)


def jump(case: Case) -> Iterator[Found | Silence]:
    for line in case.told:
        answer = passed(case, line, Gate.TWENTY)
        if not isinstance(answer, Line) or line.is_watched:
            continue
        was = line.before
        fewer = was.low_reaches(WAS) and less(line.k, line.n, was.k, was.n)
        better = line.high - was.high >= JUMP and more(line.h, line.n, was.h, was.n)
        if fewer and better:
            yield Found(lines=(line,))


def marked(case: Case) -> Iterator[Found]:
    """In the last list, or in two of the last three."""
    rows = case.facts.rows("markers", case.school_id) or []
    years = defaultdict(list)
    for row in rows:
        if case.year - 3 < row["academic_year"] <= case.year:
            years[row["academic_year"]].append(row)
    every = case.facts.memo["markers"].values()  # of all schools, by school
    told = (row["academic_year"] for own in every for row in own)
    last = max((year for year in told if year <= case.year), default=None)
    if not years or (last not in years and len(years) < 2):
        return
    newest = max(years)
    titles = sorted({title_of(_blank(row)) for row in years[newest]})
    issuer = years[newest][0].get("source") or "Федеральный перечень"
    told = {"titles": "; ".join(titles), "marked": len(titles)}
    yield Found(told | {"issuer": issuer, "year": school_year(newest)})


def _blank(row: dict) -> Line:
    return Line(Key(row["kind"], row["grade"], row["subject"], row.get("variant") or ""), ())


def concluded(case: Case) -> Iterator[Found]:
    for row in case.facts.rows("signs", case.school_id, year=case.year) or []:
        if row.get("conclusion"):
            conclusion = CONCLUSIONS.get(row["conclusion"], row["conclusion"])
            told = {"title": title_of(_blank(row)), "year": school_year(row["academic_year"])}
            told["which"] = row.get("title")
            yield Found(told | {"conclusion": conclusion}, (_blank(row),))


RULES = (
    Rule(
        code="VO-1",
        addressee=Addressee.TEAM,
        points=60,
        gate=Gate.SUM,
        find=well_then_badly,
        reason=(
            SIGN + "{p} — высокий результат у {h} из {n}; ОГЭ, {s} — ниже минимума {k9} из {n9}. "
            "Это разные дети",
            GOOD_WORK,
        ),
        sentence="Взять по пять работ 4 и 9 классов и обсудить критерии проверки "
        "на одном заседании.",
        term=quarter(1),
        counts_if="пояснение к признаку внесено",
        check=Check.CURATOR,
        effect="E-O",
        forms=("ШП",),
    ),
    Rule(
        code="VO-2",
        addressee=Addressee.TEAM,
        points=65,
        gate=Gate.TWENTY,
        find=same_children_at_the_exam,
        reason=(
            SIGN + "{subject}, те же дети: ВПР-8 — ниже минимума {k1} из {n1}, ОГЭ — {k} из {n}",
        ),
        sentence="Выяснить, какие разделы ОГЭ не входили в ВПР-8, и сверить критерии проверки "
        "двух работ.",
        term=quarter(1),
        counts_if="пояснение к признаку внесено",
        check=Check.CURATOR,
        effect="E-O",
        forms=("РМО",),
    ),
    Rule(
        code="VO-3",
        addressee=Addressee.TEAM,
        points=45,
        find=apart_from_the_register("lower"),
        reason=(
            SIGN + "{p} — отметка за ВПР ниже журнала у {j} из {jn}, "
            "в других школах муниципалитета у {town}",
        ),
        sentence="Выбрать две темы и сверить на ШМО критерии текущих отметок и критерии ВПР.",
        term=quarter(1),
        counts_if="названы две темы",
        check=Check.SCHOOL,
        effect="E-J",
        forms=("СП",),
    ),
    Rule(
        code="VO-4",
        addressee=Addressee.TEAM,
        points=45,
        find=apart_from_the_register("higher"),
        reason=(
            SIGN + "{p} — отметка за ВПР выше журнала у {j} из {jn}, "
            "в других школах муниципалитета у {town}",
            GOOD_WORK,
        ),
        sentence="Пригласить на следующую проверку ВПР учителя школы-партнёра и сверить "
        "с ним критерии.",
        term=quarter(2),
        counts_if="участие учителя согласовано",
        check=Check.CURATOR,
        effect="E-J",
        forms=("ШП",),
        needs_form=True,
    ),
    Rule(
        code="VO-5",
        addressee=Addressee.TEAM,
        points=70,
        gate=Gate.TWENTY,
        find=jump,
        reason=(
            SIGN + "{p} — ниже минимума {k} из {n} (было {k1} из {n1}), "
            "высокий результат у {h} (был у {h1})",
            GOOD_WORK,
        ),
        sentence="Сообщить, что изменилось за год и как шла проверка. По желанию школы — "
        "перепроверить десять работ вместе с учителем школы-партнёра.",
        term=within(10),
        counts_if="пояснение внесено",
        check=Check.CURATOR,
        effect="E-O",
        forms=("ШП",),
    ),
    Rule(
        code="VO-6",
        addressee=Addressee.TEAM,
        points=65,
        find=marked,
        reason=(SIGN + "{issuer}, {year} — маркер по {marked:=строке,строкам}: {titles}",),
        sentence="Пригласить на следующую ВПР наблюдателя из школы другой группы и проверить "
        "работы общей комиссией двух школ.",
        term=by(1, 3),
        counts_if="обе школы договорились",
        check=Check.CURATOR,
        effect="E-O",
        forms=("ШП", "РЦ"),
        needs_form=True,
    ),
    Rule(
        code="VO-7",
        addressee=Addressee.METHODISTS,
        points=0,
        find=concluded,
        reason=(
            "Признак {year}",
            " («{which}»)",
            " по строке «{title}» разобран: {conclusion}",
        ),
        sentence="",
        term=within(0),
        counts_if="",
        check=Check.AUTO,
        effect="E-N",
    ),
)
