"""LV: the level of results."""

from collections.abc import Iterator

from schools.russian import NB, count

from .case import Case
from .gates import passed, title_of
from .lines import Line
from .phrases import titled
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter

FEW_LINES, PART = 3, (3, 4)
MORE = "ученика,ученика,учеников"
FLIP = 2
STEADY, EVEN = 0.8, 0.5  # stability of a verdict: firm, and rather another one than this
METHODS = {
    "weighted_score": "Взвешенный индекс",
    "share_below": "Доля ниже минимума",
    "matrix": "Качество и социальные условия",
    "against_average": "Сравнение со средними",
    "dynamics": "Динамика",
    "ranking": "Рейтинг показателей",
}
# ours, after document 003: low groups of quality, and social groups that are not low
LOW_QUALITY, LOW_SOCIAL, HIGH_QUALITY = 5, 4, 7


def verdict_figures(case: Case) -> dict:
    verdict = case.verdict
    stability = verdict.get("stability")
    return {
        "method": METHODS.get(verdict.get("method"), "Вывод"),
        "flip": verdict.get("pupils_to_flip"),
        "stability": None if stability is None else round(float(stability) * 100),
        "doubt": _doubt(stability),
        "score": verdict.get("score"),
        "adjusted": verdict.get("adjusted_score"),
    }


def _doubt(stability) -> str | None:
    """Nothing of a verdict that other children would hardly change."""
    if stability is None or float(stability) >= STEADY:
        return None
    if float(stability) < EVEN:
        return "При других детях той же подготовки вывод вероятнее был бы другим"
    return f"Устойчивость вывода {round(float(stability) * 100)}{NB}%"


def is_near(case: Case, line: Line) -> bool:
    """Two pupils would change the verdict, and this line speaks for it."""
    flip = case.verdict.get("pupils_to_flip")
    return flip is not None and flip <= FLIP and line.key in {one.key for one in case.blamed}


def on_the_list(case: Case) -> Iterator[Found | Silence]:
    if not case.is_low:
        return
    answers = [passed(case, line, Gate.SUM) for line in case.blamed]
    lines = [one for one in answers if isinstance(one, Line) and one.counted]
    shared = [one for one in answers if isinstance(one, Line) and one.shared]
    # «0 и 0» waits for an answer of the school, and says nothing until then
    yield from (Silence("T3", one) for one in shared if not one.is_empty_pair)
    if lines:
        blamed = [f"{title_of(line)} ({_of_line(case, line)})" for line in lines[:2]]
        told = {"blamed": ", ".join(blamed), "lines": len(blamed)}
        yield Found(verdict_figures(case) | told, tuple(lines[:2]))


def _of_line(case: Case, line: Line) -> str:
    """A score counts both sides."""
    if case.verdict.get("method") != "weighted_score":
        return f"{line.k} из {line.n}"
    return f"ниже минимума {line.k} из {line.n}, высокий результат у {line.h}"


def on_the_border(case: Case) -> Iterator[Found]:
    verdict, flip = case.verdict, case.verdict.get("pupils_to_flip")
    towards_low = (verdict.get("flip_to") or "low") == "low" and verdict.get(
        "method"
    ) == "share_below"
    answers = [passed(case, line, Gate.SUM) for line in case.told if line.counted and line.k]
    lines = [one for one in answers if isinstance(one, Line)]
    if verdict.get("status") not in ("at_risk", "none") or flip is None or flip > FLIP:
        return
    if towards_low and lines:
        worst = max(lines, key=lambda line: line.low)
        yield Found(verdict_figures(case) | {"p": title_of(worst)}, (worst,))


def below_the_region(case: Case) -> Iterator[Found | Silence]:
    for line in case.told:
        if line.mean is None or not line.counted:
            continue
        means = [_mean_of_region(case, line.key, year) for year in (case.year, case.year - 1)]
        if means[0] is None:
            continue
        answer = passed(case, line, Gate.TWO)
        if isinstance(answer, Silence):
            yield answer
        elif _is_below(line, means):
            told = {"mean": line.mean, "mean1": line.before.mean}
            yield Found(told | {"bench": means[0], "bench1": means[1]}, (line,))


def _is_below(line: Line, means: list) -> bool:
    own = (line.mean, line.before.mean)
    return None not in (*own, *means) and all(a < b for a, b in zip(own, means, strict=True))


def _mean_of_region(case: Case, key, year: int):
    for row in case.facts.rows("benchmarks", None, year=year) or []:
        same = (row["kind"], row["grade"], row["subject"].lower()) == (
            key.kind,
            key.grade,
            key.subject.lower(),
        )
        if same and row["place"] == "region" and row["figure"] == "mean":
            return row["value"]
    return None


def low_quality_in_fair_conditions(case: Case) -> Iterator[Found]:
    quality, social = group_of(case, "quality_group"), group_of(case, "social_group")
    if None not in (quality, social) and quality <= LOW_QUALITY and social > LOW_SOCIAL:
        yield Found({"quality": quality, "social": social})


def group_of(case: Case, measure: str, year: int | None = None) -> int | None:
    return case.measured(measure, year).get("value")


def behind_everywhere(case: Case) -> Iterator[Found | Silence]:
    answers = [passed(case, line, Gate.SUM, needs_peers=True) for line in case.told]
    lines = [one for one in answers if isinstance(one, Line) and one.can_count_gap]
    behind = sorted((x for x in lines if x.gap_low >= 1), key=lambda x: -x.gap_low)
    enough = len(behind) >= FEW_LINES and len(behind) * PART[1] >= len(lines) * PART[0]
    if enough and sum(line.more_low() for line in behind) >= 2:
        listed = ", ".join(
            f"{titled(line)} — на{NB}{count(line.gap_low, MORE)}" for line in behind[:3]
        )
        yield Found({"m": len(behind), "M": len(lines), "listed": listed}, tuple(behind))


RULES = (
    Rule(
        code="LV-1",
        addressee=Addressee.TEAM,
        points=80,
        gate=Gate.SUM,
        find=on_the_list,
        reason=(
            "{method}: результаты низкие. Больше всего {lines:=повлияла,повлияли}: {blamed}",
            ". Вывод был бы другим, если бы ниже минимума было "
            "на {flip:ученика,ученика,учеников} меньше",
        ),
        sentence="Выбрать для школьной программы не больше трёх целей — по строкам, "
        "которые больше всего повлияли на вывод.",
        term=by(15, 9),
        counts_if="в программе есть одна–три цели с исходным значением",
        check=Check.AUTO,
        effect="E-V",
        forms=("КУР", "ШАК"),
        also=(
            "Больше всего {lines:=повлияла,повлияли}: {blamed}",
            ". Вывод был бы другим, если бы ниже минимума было "
            "на {flip:ученика,ученика,учеников} меньше",
        ),
    ),
    Rule(
        code="LV-2",
        addressee=Addressee.TEAM,
        points=60,
        find=on_the_border,
        reason=(
            "Вывод на границе: до другого вывода — {flip:ученик,ученика,учеников}",
            ". {doubt}",
        ),
        sentence="Провести до зимних каникул одну внутреннюю работу по строке «{p}» "
        "и обсудить с куратором, кому нужна помощь.",
        term=quarter(2),
        counts_if="по этой теме прошла консультация",
        check=Check.CURATOR,
        effect="E-V",
        effect_words="Эффект виден, если запас до другого вывода — три ученика или больше",
        forms=("КУР", "МКП"),
    ),
    Rule(
        code="LV-3",
        addressee=Addressee.TEAM,
        points=40,
        gate=Gate.TWO,
        find=below_the_region,
        reason=(
            "{p}: средний балл {mean:2}, по региону {bench:2}; годом раньше {mean1:2} "
            "и {bench1:2}. Участников {n}",
        ),
        sentence="Сопоставить распределение баллов с региональным и решить, где потери: "
        "в базовой части или в сложной.",
        term=by(1, 11),
        counts_if="названы часть работы, базовая или сложная, и одна тема",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если средний балл два года подряд не ниже регионального",
        forms=("РМО",),
    ),
    Rule(
        code="LV-4",
        addressee=Addressee.TEAM,
        points=55,
        find=low_quality_in_fair_conditions,
        reads=("quality_group", "social_group"),
        reason=(
            "Группа качества {quality} — ниже средней, группа социального благополучия {social}: "
            "условия лучше, чем результат",
        ),
        sentence="Обсудить на педсовете, что зависит от самой школы: пропуски, обратная связь "
        "ученикам, время на повторение. Выбрать одно.",
        term=by(1, 11),
        counts_if="названо одно, что выбрали",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если группа качества стала выше",
        forms=("ШАК", "НАСТ"),
    ),
    Rule(
        code="LV-5",
        addressee=Addressee.TEAM,
        points=70,
        gate=Gate.SUM,
        find=behind_everywhere,
        reason=("Ниже минимума больше, чем у {of_peers}, по {m:строке,строкам} из {M}: {listed}",),
        sentence="Выбрать одно общее умение — понимание условия, вычисления или самопроверку — "
        "и работать над ним на всех предметах одну четверть.",
        term=by(1, 10),
        counts_if="названы умение и четверть",
        check=Check.SCHOOL,
        effect="E-L",
        forms=("ШП", "РМО"),
    ),
)
