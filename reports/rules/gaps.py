"""DQ: what is missing in the data, or contradicts itself."""

from collections.abc import Iterator, Sequence

from assessments.naming import line_title
from schools.russian import joined, percent

from .case import Case
from .gates import title_of
from .lines import Key, Line
from .rule import Addressee, Check, Found, Rule
from .terms import within

DATA_FIRST = ("DQ-1", "DQ-3", "DQ-4", "DQ-5", "DQ-6")
NOT_TOLD = ("not_given", "unknown")
WROTE, MISSING, ENOUGH = 70, 3, 10
SOON = within(5, in_summer=True)
GROUPS = {"quality_group": "группа качества", "social_group": "группа социального благополучия"}
TOO_HIGH = {"primary": (9, 11), "basic": (11,)}
KINDS = {"primary": "начальная школа", "basic": "основная школа"}


def waiting_lines(case: Case) -> set[Key]:
    """Lines of which nothing is concluded until their data are confirmed."""
    rules = [rule for rule in RULES if rule.code in DATA_FIRST and rule.find]
    return {line.key for rule in rules for found in rule.find(case) for line in found.lines}


def two_zeros(case: Case) -> Iterator[Found]:
    lines = [line for line in case.lines if line.is_empty_pair]
    if lines:
        scores = ("score", "score_if_nobody")
        told = {name: case.verdict.get(name) for name in scores}
        yield Found(told | _listed(lines), tuple(lines))


def shares_alone(case: Case) -> Iterator[Found]:
    lines = [line for line in case.lines if line.shared and not line.is_empty_pair]
    if len(lines) == 1:
        told = {"share": percent(lines[0].share_low)}
        yield Found(told | _listed(lines), tuple(lines))
    elif lines:
        yield Found({"count": len(lines)} | _listed(lines), tuple(lines))


def not_given(case: Case) -> Iterator[Found]:
    lines = [line for line in case.lines if line.no_data in NOT_TOLD and _was_held(case, line)]
    told = [line for line in lines if case.pupils(line.key.grade)]
    unknown = [line for line in lines if case.pupils(line.key.grade) is None]
    if told:
        grades = [f"«{title_of(line)}» ({case.pupils(line.key.grade)})" for line in told]
        yield Found({"in_grades": joined(grades)} | _listed(told), tuple(told))
    if unknown:
        asked = "Внести число учеников по {of_lines}."
        yield Found(_listed(unknown), tuple(unknown), asked, ("Результата нет: {p}",))


def group_is_unknown(case: Case) -> Iterator[Found]:
    missing = [GROUPS[m] for m in GROUPS if case.measured(m).get("no_data") in NOT_TOLD]
    if missing:
        what = joined(missing)
        asked = "Внести сведения: {missing}, или выбрать причину, по которой их нет."
        yield Found({"missing": what}, (), asked, ("Нет информации: {missing}",))


def no_answer(case: Case) -> Iterator[Found]:
    yield from not_given(case)
    yield from group_is_unknown(case)


def more_than_pupils(case: Case) -> Iterator[Found]:
    for line in case.lines:
        pupils = case.pupils(line.key.grade)
        if line.n is not None and pupils is not None and line.n > pupils:
            yield Found({"E": pupils, "n": line.n, "p": title_of(line)}, (line,))


def few_took_part(case: Case) -> Iterator[Found]:
    for line in case.lines:
        pupils = case.pupils(line.key.grade) or 0
        # of mathematics at ЕГЭ each takes one of two
        if line.n is None or line.key.variant or pupils < ENOUGH:
            continue
        if 100 * line.n < WROTE * pupils and pupils - line.n >= MISSING:
            yield Found({"E": pupils, "n": line.n, "p": title_of(line)}, (line,))


def sums_differ(case: Case) -> Iterator[Found]:
    for line in case.lines:
        if line.n is None:
            continue
        together = sum(line.counts.values()) if line.counts else line.n
        parts = (line.k or 0) + (line.h or 0)
        if together != line.n or parts > line.n:
            told = {"n": line.n, "p": title_of(line)}
            if together != line.n:
                told |= {"what": "сумма отметок", "sum": together}
            else:
                told |= {"what": "ниже минимума и с высоким результатом вместе", "sum": parts}
            yield Found(told, (line,))


def kind_contradicts(case: Case) -> Iterator[Found]:
    kind = case.school.get("kind_of_school")
    for line in case.lines:
        grade = line.key.grade
        if grade in TOO_HIGH.get(kind, ()) and not line.no_data:
            fact = f"результат по строке «{title_of(line)}»"
            yield Found({"kind": KINDS[kind], "fact": fact}, (line,))
            return
        if line.no_data == "no_stage" and case.pupils(grade):
            told = {"grade": grade, "pupils": case.pupils(grade), "p": title_of(line)}
            words = (
                "По строке «{p}» указано «нет ступени», но в {grade} классе "
                "{pupils:ученик,ученика,учеников}",
            )
            yield Found(told, (line,), reason=words)
            return


def _was_held(case: Case, line: Line) -> bool:
    return case.year in case.facts.years_held.get(line.key, ())


def _listed(lines: list[Line]) -> dict:
    return listed([line.key for line in lines])


def listed(keys: Sequence[Key]) -> dict:
    """Lines by their names, and «по строкам …»."""
    names = joined([f"«{line_title(*key)}»" for key in keys])
    return {"p": names, "of_lines": f"{'строке' if len(keys) == 1 else 'строкам'} {names}"}


def _rule(code: str, points: int, **words) -> Rule:
    defaults = {"term": SOON, "check": Check.AUTO, "effect": "E-D", "addressee": Addressee.TEAM}
    return Rule(code=code, points=points, **defaults | words)


RULES = (
    _rule(
        "DQ-1",
        90,
        find=two_zeros,
        reason=(
            "Доли «0 и 0»: это «все получили 3» или «никто не сдавал»",
            ". Сейчас индекс {score:2}; если никто не сдавал, с поправкой {score_if_nobody:2}",
        ),
        sentence="Подтвердить число участников по {of_lines}.",
        counts_if="внесено число участников или причина, по которой их нет",
    ),
    _rule(
        "DQ-2",
        75,
        find=shares_alone,
        reason=(
            "{p}: известна доля ниже минимума {share}, число участников не указано",
            "Известны только доли: {count:строка,строки,строк}",
        ),
        sentence="Внести число участников и число ниже минимума по сводной ведомости без фамилий.",
        counts_if="внесены оба числа",
    ),
    _rule(
        "DQ-3",
        90,
        find=no_answer,
        reason=("Результата нет, а в параллели есть ученики: {in_grades}",),
        sentence="Внести результат по {of_lines} или выбрать причину, по которой его нет.",
        counts_if="внесены числа или причина",
        forms=("КУР",),
    ),
    _rule(
        "DQ-4",
        80,
        find=more_than_pupils,
        reason=("{p}: участников {n}, учеников {E}",),
        sentence="Сверить число участников и контингент на день работы.",
        counts_if="участников не больше, чем учеников, или указано, откуда остальные",
    ),
    _rule(
        "DQ-5",
        55,
        find=few_took_part,
        reason=("{p}: {n:=писал,писали} {n} из {E}",),
        sentence="Указать, почему не писали остальные: болезнь, другой срок, "
        "другая форма экзамена.",
        term=within(10, in_summer=True),
        counts_if="указано число учеников по каждой причине, без фамилий",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если в следующем году писали почти все",
    ),
    _rule(
        "DQ-6",
        80,
        find=sums_differ,
        reason=("{p}: {what} {sum}, участников {n}",),
        sentence="Исправить строку в таблице; портал покажет, где расхождение.",
        counts_if="суммы сходятся",
    ),
    _rule(
        "DQ-7",
        80,
        addressee=Addressee.METHODISTS,
        find=kind_contradicts,
        reason=("Вид школы — {kind}, но есть {fact}",),
        sentence="Уточнить вид школы или строку и записать решение в реестре.",
        counts_if="противоречия больше нет",
    ),
)
