"""SM: small schools and branches."""

from collections.abc import Iterator

from schools.russian import school_name, share

from .case import APART, Case
from .chance import more
from .gaps import waiting_lines
from .gates import title_of
from .levels import verdict_figures
from .lines import ENOUGH, Line
from .phrases import figures, years_in_words
from .rule import Addressee, Check, Found, Rule, Silence
from .terms import MEETING, by

FEW, GRADES = 5, range(1, 10)
STEM, SHORTEST = 6, 4
# words that any school may bear
COMMON = (
    *("школ", "начальн", "основн", "средн", "общеобразоват", "филиал", "детск", "сельск"),
    *("посёлк", "поселк", "деревн", "мбоу", "мкоу", "маоу", "сад"),
)
OF_BRANCH = (
    "Филиал «{branch}». {p} за {span}: в филиале ниже минимума {k} из {n}, "
    "в головной школе {kp} из {np}",
)
NEEDY = {"low": "низкие результаты", "at_risk": "зона риска"}
WITH_NEIGHBOURS = (
    "Договориться с соседней школой о двух общих онлайн-уроках в месяц: детям нужны собеседники."
)
KINDS = {"evening": "вечерняя школа", "special": "коррекционная школа"}


def is_tiny(case: Case) -> bool:
    """Every line of it has fewer than ten participants."""
    known = [line for line in case.told if line.counted or line.shared]
    return bool(known) and all(line.counted and line.n < ENOUGH for line in known)


def only_few(case: Case) -> Iterator[Found | Silence]:
    if not is_tiny(case):
        return
    sizes = [line.n for line in case.told if line.counted]
    least, most = min(sizes), max(sizes)
    span = f"от {least} до {most}" if least < most else f"по {most}"
    yield Found({"span": span, "part": share(1, least)})


def verdict_on_few(case: Case) -> Iterator[Found]:
    lines = [line for line in case.blamed if line.counted and line.low_reaches(30)]
    if not case.is_low or case.is_decided or not lines:
        return
    if all(line.n < ENOUGH for line in lines):
        bases = ", ".join(f"{title_of(line)} — {line.k} из {line.n}" for line in lines)
        yield Found(verdict_figures(case) | {"bases": bases}, tuple(lines))


def tiny_grades(case: Case) -> Iterator[Found]:
    grades = [grade for grade in GRADES if 0 < (case.pupils(grade) or 0) <= FEW]
    if len(grades) > 1:
        yield Found({"grades": grades}, sentence="" if _has_centre(case) else WITH_NEIGHBOURS)


def _has_centre(case: Case) -> bool:
    offered = case.facts.rows("support", None) or []
    return case.facts.support is None or any(row["form"] == "РЦ" for row in offered)


def branch_behind(case: Case) -> Iterator[Found | Silence]:
    """Said to the branch without the figures of its head school, which are not for its people; to
    the head school with both.
    """
    parent = case.school.get("parent_id")
    if case.kind == "branch" and parent in case.facts.school_rows:
        yield from _behind_its_head(case, case.other(parent))
    for branch in _branches_of(case):
        name = school_name(case.facts.school_rows[branch]["short_name"])
        own = case.other(branch)
        for one in _behind_its_head(own.but(waiting_lines(own)), case):
            if isinstance(one, Found):
                # the figures are of the branch: next year those of the head school say nothing
                told = figures(one.lines[0]) | one.values | {"branch": name}
                yield Found(told, reason=OF_BRANCH)


def _branches_of(case: Case) -> list:
    rows = case.facts.school_rows.items()
    return [one for one, row in rows if _is_branch_of(row, case.school_id)]


def _behind_its_head(case: Case, head: Case) -> Iterator[Found | Silence]:
    for line in case.told:
        if not line.counted:
            continue
        own = case.summed(line, ENOUGH)
        if own is None:
            yield Silence("T2" if line.n >= FEW else "T1", line)
            continue
        theirs = [head.line(line.key, year) for year in own.years]
        yield from _behind(own, [one for one in theirs if one is not None and one.counted])


def _behind(own: Line, theirs: list[Line]) -> Iterator[Found]:
    k, n = sum(line.k for line in theirs), sum(line.n for line in theirs)
    if n and more(own.k, own.n, k, n):
        span = years_in_words(own.years)
        yield Found({"kp": k, "np": n, "span": span}, (own,))


def branch_forgotten(case: Case) -> Iterator[Found]:
    """A branch that needs help, and nothing of its head school's programme names it."""
    plans = [row for row in case.facts.rows("plans", case.school_id) or [] if row["activities"]]
    if not plans:
        return
    for branch in _branches_of(case):
        name = case.facts.school_rows[branch]["short_name"]
        status = case.other(branch).verdict.get("status")
        if status in NEEDY and not any(_names(plan["words"], name) for plan in plans):
            yield Found({"branch": school_name(name), "status": NEEDY[status]})


def _is_branch_of(row: dict, head) -> bool:
    return row.get("parent_id") == head and row.get("legal_status") == "branch"


def _names(words: str, branch: str) -> bool:
    """«для филиала», or a word of its own name in whatever case it stands."""
    own = [word.strip('«»".,()') for word in branch.lower().split()]
    proper = [word for word in own if len(word) >= SHORTEST and not word.startswith(COMMON)]
    return "филиал" in words or any(word[: min(STEM, len(word) - 1)] in words for word in proper)


def of_another_kind(case: Case) -> Iterator[Found]:
    kind = case.school.get("kind_of_school")
    if case.is_low and not case.is_decided and kind in APART:
        yield Found({"kind": KINDS[kind]})


RULES = (
    Rule(
        code="SM-1",
        addressee=Addressee.TEAM,
        points=55,
        find=only_few,
        reason=("По всем строкам участников меньше десяти ({span}); 1 ученик — до {part}",),
        sentence="Обсудить с учителями не доли, а каждого ученика: что получается, что мешает, "
        "кто поможет. Записи остаются в школе.",
        term=by(1, 10),
        counts_if="названа дата разговора",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Сложим три года: за один год по таким числам эффект не виден",
        forms=("КУР", "РЦ"),
    ),
    Rule(
        code="SM-2",
        addressee=Addressee.METHODISTS,
        points=80,
        find=verdict_on_few,
        reason=(
            "Вывод основан на малых числах: {bases}",
            "; до другого вывода — {flip:ученик,ученика,учеников}",
            ". {doubt}",
        ),
        sentence="Рассмотреть вывод отдельно и до решения узнать у школы обстоятельства.",
        term=MEETING,
        counts_if="решение с основанием внесено в протокол",
        check=Check.AUTO,
        effect="E-N",
        forms=("КУР",),
    ),
    Rule(
        code="SM-3",
        addressee=Addressee.TEAM,
        points=45,
        find=tiny_grades,
        reason=("В {grades} классах не больше пяти учеников",),
        sentence="Договориться с ресурсным центром группы о двух общих онлайн-уроках в месяц: "
        "детям нужны собеседники.",
        term=by(15, 10),
        counts_if="первый общий урок прошёл",
        check=Check.CURATOR,
        effect="E-N",
        forms=("РЦ", "ШП"),
        needs_form=True,
    ),
    Rule(
        code="SM-4",
        addressee=Addressee.TEAM,
        points=60,
        find=branch_behind,
        reason=(
            "{p} за {span}: в филиале ниже минимума {k} из {n}, и это чаще, чем в головной школе",
        ),
        sentence="Проводить раз в неделю в филиале урок учителя головной школы — очно "
        "или по видеосвязи.",
        term=by(1, 10),
        counts_if="назван день недели",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("РЦ",),
    ),
    Rule(
        code="SM-5",
        addressee=Addressee.TEAM,
        points=50,
        find=branch_forgotten,
        reason=("Филиал «{branch}»: {status}. В программе школы мероприятий для него нет",),
        sentence="Добавить в программу одно мероприятие для филиала и назвать ответственного "
        "на месте.",
        term=by(15, 10),
        counts_if="в программе есть мероприятие филиала",
        check=Check.AUTO,
        effect="E-V",
        forms=("КУР",),
    ),
    Rule(
        code="SM-6",
        addressee=Addressee.METHODISTS,
        points=70,
        find=of_another_kind,
        reason=("Вид школы — {kind}. Сравнение с обычными школами не проводится",),
        sentence="Решить, применяется ли к школе общая методика, и записать основание в протокол.",
        term=MEETING,
        counts_if="решение с основанием внесено в протокол",
        check=Check.AUTO,
        effect="E-N",
    ),
)
