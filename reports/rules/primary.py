"""PR: primary school."""

from collections.abc import Iterator

from schools.russian import compact

from .case import Case
from .gates import on_lines
from .levels import verdict_figures
from .lines import ENOUGH, Key, Line
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .subjects import MATHS, RUSSIAN
from .terms import MEETING, by, within

PART, SOME = 15, 5


def behind(line: Line) -> bool:
    return line.low_reaches(PART) and line.is_behind()


def _is_reading(key: Key) -> bool:
    return key.grade == 4 and (key.kind == "KDR" or key.subject == RUSSIAN)


def _is_counting(key: Key) -> bool:
    return key.grade == 4 and key.subject == MATHS


reads_badly = on_lines(("VPR", "KDR"), Gate.SUM, behind, needs_peers=True, of=_is_reading)
counts_badly = on_lines(("VPR",), Gate.SUM, behind, needs_peers=True, of=_is_counting)


def cannot_reach_more(case: Case) -> Iterator[Found]:
    """On the list only because it has fewer lines than others."""
    verdict = case.verdict
    fair = verdict.get("adjusted_status") not in (None, "low", "no_data")
    is_short = case.school.get("kind_of_school") in ("primary", "basic")
    if case.is_low and not case.is_decided and is_short and fair and verdict.get("most"):
        told = {"most": compact(verdict["most"]), "lines": len(case.told)}
        yield Found(verdict_figures(case) | told)


def goes_elsewhere(case: Case) -> Iterator[Found | Silence]:
    ends = case.school.get("kind_of_school") == "primary" or _is_branch_without_fifth(case)
    if not ends:
        return
    lines = [x for x in case.told if (x.key.kind, x.key.grade) == ("VPR", 4) and x.counted]
    for line in sorted(lines, key=lambda one: -one.k):
        if line.n < SOME:
            yield Silence("T1", line)
        elif line.k >= 1:
            told = {"receiving": case.school.get("receiving"), "told": _of_how_many(line)}
            yield Found(told, (line,))


def _of_how_many(line: Line) -> str:
    """One child of a few would be known by name."""
    if line.k == 1 and line.n < ENOUGH:
        return "часть тем далась не всем"
    return f"трудности были у {line.k} из {line.n}"


def _is_branch_without_fifth(case: Case) -> bool:
    known = case.kind == "branch" and case.pupils(4)
    return bool(known) and not case.pupils(5)


def without_specialists(case: Case) -> Iterator[Found | Silence]:
    told = [case.measured(m) for m in ("speech_therapists", "special_teachers")]
    none = [figure for figure in told if figure and figure.get("value") == 0]
    if len(none) == len(told):
        for answer in reads_badly(case):
            if isinstance(answer, Found):
                yield answer


LOW = ("{p}{years}: ниже минимума {low}", ", {peers_low}")
RULES = (
    Rule(
        code="PR-1",
        addressee=Addressee.METHODISTS,
        points=80,
        find=cannot_reach_more,
        reason=(
            "Индекс {score:2}; при {lines:строке,строках} он не может превысить {most}. "
            "С поправкой {adjusted:2}",
        ),
        sentence="Рассмотреть школу отдельно и записать в протокол, какой индекс взят за основу.",
        term=MEETING,
        counts_if="решение с основанием внесено в протокол",
        check=Check.AUTO,
        effect="E-N",
    ),
    Rule(
        code="PR-2",
        addressee=Addressee.TEACHERS,
        points=55,
        gate=Gate.SUM,
        find=reads_badly,
        reason=LOW,
        sentence="Отводить каждый день пять минут чтению и пересказу своими словами; "
        "раз в месяц отмечать, кому стало легче.",
        term=by(1, 10),
        counts_if="указано, в скольких классах это начато",
        check=Check.SCHOOL,
        effect="E-C",
        forms=("РМО", "ППС"),
    ),
    Rule(
        code="PR-3",
        addressee=Addressee.TEACHERS,
        points=55,
        gate=Gate.SUM,
        find=counts_badly,
        reason=LOW,
        sentence="Начинать урок математики с пяти минут устного счёта и пересказа условия "
        "одной задачи.",
        term=by(1, 10),
        counts_if="указано, в скольких классах это начато",
        check=Check.SCHOOL,
        effect="E-C",
        forms=("РМО",),
    ),
    Rule(
        code="PR-4",
        addressee=Addressee.TEAM,
        points=35,
        find=goes_elsewhere,
        head=("Дети 4 класса перешли в {receiving}. ",),
        reason=("{p}: {told}",),
        sentence="Пригласить учителей 5 класса принимающей школы на один урок и назвать им "
        "трудные темы без фамилий.",
        term=by(1, 4),
        counts_if="названа дата урока",
        check=Check.SCHOOL,
        effect="E-C",
        forms=("РЦ",),
    ),
    Rule(
        code="PR-5",
        addressee=Addressee.METHODISTS,
        points=45,
        gate=Gate.SUM,
        find=without_specialists,
        reads=("speech_therapists", "special_teachers"),
        reason=("{p}{years}: ниже минимума {low_bare}; логопеда и дефектолога в штате нет",),
        sentence="Предложить школе выездные или онлайн-консультации логопеда центра ППМС.",
        term=within(20),
        counts_if="назначена дата консультации",
        check=Check.AUTO,
        effect="E-C",
        forms=("ППС",),
    ),
)
