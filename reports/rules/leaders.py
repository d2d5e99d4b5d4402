"""LD: leaders and resilient schools. Silent while a sign is open or a marker is new."""

from collections.abc import Callable, Iterator

from schools.russian import agree, joined, school_name

from .case import Case
from .gates import passed, title_of
from .levels import HIGH_QUALITY, LOW_SOCIAL, STEADY, group_of, verdict_figures
from .lines import Line
from .rule import Addressee, Check, Found, Gate, Rule, Silence
from .terms import by, quarter

MUCH, CLEAR, FEW, TWO_SUBJECTS = 3, -2, 2, 2
OFF = "По методике школа больше не относится к школам с низкими результатами"
STILL = f"{OFF}; статус пересматривает рабочая группа"


def trusted(find: Callable) -> Callable[[Case], Iterator[Found | Silence]]:
    def of_schools_without_signs(case: Case) -> Iterator[Found | Silence]:
        doubtful = case.signed | case.marked
        if not doubtful:
            yield from find(case)

    return of_schools_without_signs


def leads(case: Case) -> Iterator[Found | Silence]:
    verdict = case.verdict
    if not verdict.get("status") == verdict.get("adjusted_status") == "leader":
        return
    stability = verdict.get("stability")
    if stability is not None and float(stability) >= STEADY:
        told = {name: verdict.get(name) for name in ("place", "adjusted_place", "of")}
        told["among"] = verdict.get("among") or "в кластере"
        yield Found(verdict_figures(case) | told)


def resilient(case: Case) -> Iterator[Found]:
    groups = [
        (group_of(case, "quality_group", year), group_of(case, "social_group", year))
        for year in (case.year, case.year - 1)
    ]
    quality, social = groups[0]
    if all(_in_spite_of_it(*pair) for pair in groups):
        yield Found({"quality": quality, "social": social} | _guest(case, social))
    elif has_status(case, "resilient") and None in groups[0]:
        yield Found(_guest(case, social), reason=("Школе присвоен статус «резильентная»",))


def has_status(case: Case, kind: str) -> bool:
    rows = case.facts.rows("statuses", case.school_id) or []
    return any(row["kind"] == kind and row["until"] is None for row in rows)


def _in_spite_of_it(quality: int | None, social: int | None) -> bool:
    known = None not in (quality, social)
    return known and quality >= HIGH_QUALITY and social <= LOW_SOCIAL


def _guest(case: Case, social: int | None) -> dict:
    """A school of the group whose conditions are as hard, and which has a low status."""
    for one in case.group:
        other = case.other(one)
        theirs = group_of(other, "social_group")
        if social is not None and theirs is not None and theirs <= LOW_SOCIAL and other.is_low:
            name = school_name(other.school["short_name"])
            return {"peer": name, "team": f"школы «{name}»"}
    return {"team": "одной из школ группы"}


def strong_subject(case: Case) -> Iterator[Found | Silence]:
    strong = []
    for line in case.told:
        # the literacies of diagnostics are nobody's subject
        if line.key.kind == "KDR" or not line.can_count_gap or not _is_strong(line):
            continue
        answer = passed(case, line, Gate.TWO, needs_peers=True)
        if isinstance(answer, Silence):
            yield answer
        elif answer.before.can_count_gap and _is_strong(answer.before):
            strong.append(answer)
    chosen = _most_wanted(case, strong)
    asking = {one for line in chosen for one in _asking(case, line)}
    subjects = [line.subject for line in chosen]
    named = f"{agree(len(subjects), 'предмет,предметы')} — {joined(subjects)}"
    for line in chosen:
        yield Found({"asking": len(asking), "named": named}, (line,))


def _most_wanted(case: Case, lines: list[Line]) -> list[Line]:
    """Of a subject the strongest line; two subjects are enough for two lessons."""
    wanted = [line for line in lines if _asking(case, line)]
    wanted.sort(key=lambda line: (-len(_asking(case, line)), -line.gap_high, line.key.place))
    of_subjects = {line.key.subject: line for line in reversed(wanted)}
    return sorted(of_subjects.values(), key=wanted.index)[:TWO_SUBJECTS]


def _asking(case: Case, line: Line) -> list:
    """Schools of the group that have trouble with it."""
    return [one for one in case.group if line.key in troubles(case.other(one))]


def _is_strong(line: Line) -> bool:
    return line.gap_high >= MUCH and line.more_high() and line.gap_low <= 0


def troubles(case: Case) -> set:
    """Lines of a school of which a rule on the low tail speaks."""
    memo = case.facts.memo.setdefault("troubles", {})
    if (case.school_id, case.year) not in memo:
        answers = (passed(case, line, Gate.SUM) for line in case.told)
        found = {x.key for x in answers if isinstance(x, Line) and x.is_in_trouble()}
        memo[case.school_id, case.year] = found
    return memo[case.school_id, case.year]


def off_the_list(case: Case) -> Iterator[Found]:
    status = case.verdict.get("status")
    if case.is_new or case.is_proposed or not case.earlier.is_low:
        return
    if status in (None, "low", "no_data"):
        return
    flip, stability = case.verdict.get("pupils_to_flip"), case.verdict.get("stability")
    if (flip is not None and flip <= FEW) or (stability is not None and float(stability) < STEADY):
        return
    told = {"off": STILL if has_status(case, "low") else OFF}
    better = [x for x in case.told if x.can_count_change and x.rise_low < 0]
    best = max(better, key=lambda line: -line.rise_low, default=None)
    if best is not None and best.rise_low <= CLEAR:
        yield Found(told | {"title": title_of(best)}, (best,))
    else:
        yield Found(told, reason=("{off}",))


RULES = (
    Rule(
        code="LD-1",
        addressee=Addressee.TEAM,
        points=60,
        find=trusted(leads),
        reason=(
            "{place}\u2011е место из {of} {among}",
            ", с поправкой {adjusted_place}\u2011е",
            "; устойчивость вывода {stability}\u00a0%",
        ),
        sentence="Выбрать один приём, который коллеги могут повторить, и показать его "
        "на одном открытом уроке.",
        term=quarter(2),
        counts_if="открытый урок прошёл или приём описан",
        check=Check.AUTO,
        effect="E-K",
        forms=("СП",),
    ),
    Rule(
        code="LD-2",
        addressee=Addressee.TEAM,
        points=65,
        find=trusted(resilient),
        reads=("quality_group", "social_group"),
        reason=(
            "Группа качества {quality} при группе социального благополучия {social} второй год",
            ". У школы «{peer}» условия похожие",
        ),
        sentence="Принять на полдня команду {team}, которая работает в похожих условиях.",
        term=quarter(1),
        counts_if="встреча прошла",
        check=Check.CURATOR,
        effect="E-K",
        forms=("ШП",),
    ),
    Rule(
        code="LD-3",
        addressee=Addressee.TEACHERS,
        points=50,
        gate=Gate.TWO,
        find=trusted(strong_subject),
        reason=(
            "{p} — у {h} из {n} и у {h1} из {n1} годом раньше, "
            "это на {gap_high} больше, чем при доле {of_peers}",
        ),
        head=("Высокий результат: ",),
        tail=("Помощь в этом нужна {asking:школе,школам} группы",),
        sentence="Пригласить учителей школ группы на два урока и обсудить их вместе; {named}.",
        term=quarter(2),
        counts_if="прошли оба урока",
        check=Check.AUTO,
        effect="E-K",
        forms=("ШП", "РМО"),
    ),
    Rule(
        code="LD-4",
        addressee=Addressee.TEAM,
        points=45,
        find=trusted(off_the_list),
        reason=("{off}. {title}: ниже минимума {k} из {n}, годом раньше {k1} из {n1}",),
        sentence="Сохранить помощь ученикам в том же объёме до конца года: один год ещё "
        "не закрепляет результат.",
        term=by(1, 10),
        counts_if="названо, что сохранили",
        check=Check.SCHOOL,
        effect="E-K",
        forms=("КУР",),
    ),
)
