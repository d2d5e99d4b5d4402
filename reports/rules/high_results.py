"""HI: high results."""

from collections.abc import Iterator

from schools.russian import share

from .case import Case
from .chance import less
from .facts import key_of
from .gates import on_lines, passed
from .lines import EXAMS, Line
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter

MOSTLY_WELL, MANY_LOW, HALF, ENOUGH = 15, 20, 50, 15
POINTS = 1500  # of shares without counts, in hundredths of a percent


def few_high(line: Line) -> bool:
    if line.low_reaches(MOSTLY_WELL):
        return False
    if line.can_count_gap:
        return line.h > 0 and line.gap_high <= -2 and line.less_high()
    known = line.shared and not line.is_empty_pair and line.peers.share_high is not None
    return known and line.peers.share_high - line.share_high >= POINTS


def none_high(line: Line) -> bool:
    counted = line.can_count_gap and line.h == 0 and not line.low_reaches(30)
    return counted and line.gap_high <= -2


def few_beside_the_region(case: Case) -> Iterator[Found | Silence]:
    """More than sixty points, of the exams that are marked in points."""
    for line in case.told:
        if line.key.kind != "EGE" or line.key.variant == "база" or not line.counted:
            continue
        answer = passed(case, line, Gate.SUM)
        if isinstance(answer, Silence):
            yield answer
            continue
        n, h = _of_region(case, answer)
        if n and less(answer.h, answer.n, h, n):
            yield Found({"region": share(h, n)}, (answer,))


def _of_region(case: Case, line: Line) -> tuple[int, int]:
    """Of the same years; nothing where one of them is not known."""
    rows = case.facts.rows("region", None) or []
    same = {row["academic_year"]: row for row in rows if key_of(row) == line.key}
    if any(year not in same for year in line.years):
        return 0, 0
    return tuple(sum(same[year][name] for year in line.years) for name in ("n", "h"))


def two_halves(line: Line) -> bool:
    counted = line.counted and line.n >= ENOUGH and line.low_reaches(MANY_LOW)
    return counted and 100 * line.h >= HALF * line.n


def few_at_base(line: Line) -> bool:
    return line.can_count_gap and line.less_high()


HIGH = (
    "{p}{years}: высокий результат у {high_bare}",
    "; при доле {of_peers} было бы на {gap_high} больше",
    ", {peers_plain_high}",
)
RULES = (
    Rule(
        code="HI-1",
        addressee=Addressee.TEACHERS,
        points=35,
        gate=Gate.SUM,
        find=on_lines(("VPR", *EXAMS), Gate.SUM, few_high, needs_peers=True),
        reason=(*HIGH, ". Ниже минимума {k}"),
        sentence="Включать в каждую тему {by_subject} одно задание повышенного уровня и разбирать "
        "ход решения вслух.",
        term=quarter(2),
        counts_if="на заседании ШМО показаны три таких задания",
        check=Check.SCHOOL,
        effect="E-H",
        forms=("РМО", "СП"),
    ),
    Rule(
        code="HI-2",
        addressee=Addressee.TEAM,
        points=40,
        gate=Gate.SUM,
        find=on_lines(("VPR", *EXAMS), Gate.SUM, none_high, needs_peers=True),
        reason=("{p}{years}: высоких результатов нет ({high_bare}), ниже минимума {k}",),
        sentence="Узнать у учителей, кому посильны сложные задания {by_subject}, "
        "и предложить этим ученикам кружок, заочную школу или занятия школы-партнёра.",
        term=by(15, 10),
        counts_if="названы число учеников и где они занимаются",
        check=Check.SCHOOL,
        effect="E-H",
        forms=("ШП",),
    ),
    Rule(
        code="HI-3",
        addressee=Addressee.TEAM,
        points=40,
        gate=Gate.SUM,
        find=few_beside_the_region,
        reason=("{p}{years}: больше 60 баллов у {high_bare}, по региону {region}",),
        sentence="Спросить одиннадцатиклассников, какой балл им нужен для поступления, "
        "и по ответам собрать группу для заданий второй части.",
        term=by(15, 10),
        counts_if="названо число учеников в группе",
        check=Check.SCHOOL,
        effect="E-H",
        forms=("ШП",),
    ),
    Rule(
        code="HI-4",
        addressee=Addressee.TEACHERS,
        points=45,
        gate=Gate.YEAR,
        find=on_lines(("VPR", *EXAMS), Gate.YEAR, two_halves),
        reason=("{p}: высокий результат у {h} и ниже минимума {k} из {n}; середины почти нет",),
        sentence="Давать раз в неделю задания двух уровней по выбору ученика; "
        "группы не закреплять.",
        term=by(1, 10),
        counts_if="назван день недели",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("СП",),
    ),
    Rule(
        code="HI-5",
        addressee=Addressee.TEACHERS,
        points=45,
        gate=Gate.SUM,
        find=on_lines(("KDR",), Gate.SUM, few_at_base, needs_peers=True),
        reason=("{p}{years}: {good} у {high}", ", {peers_high}"),
        sentence="Договориться на педсовете об одном приёме работы с текстом и применять его "
        "на всех предметах одну четверть.",
        term=by(1, 11),
        counts_if="назван приём",
        check=Check.SCHOOL,
        effect="E-H",
        forms=("РМО",),
    ),
)
