"""MU: what the municipality and its methodists do themselves."""

from collections.abc import Iterator

from .case import Case
from .facts import records
from .gaps import RULES as DATA
from .leaders import troubles
from .levels import STEADY, verdict_figures
from .rule import Addressee, Check, Found, Rule
from .terms import MEETING, by, quarter, within

MANY, THIRD, BIG = 3, 3, 6
SOON = 60  # days before an agreement ends
# «0 и 0» is not among them: what it means the school alone can say
COLUMNS = {
    "DQ-3": "причина, по которой нет результата",
    "DQ-4": "число участников и контингент",
    "DQ-5": "сколько учеников не писали работу",
    "DQ-6": "числа по отметкам",
}


def shared_difficulty(case: Case) -> Iterator[Found]:
    for line in case.told:
        if line.key not in troubles(case):
            continue
        schools, hard = _with_trouble(case, line.key)
        near = [*case.likes["cluster"], case.school_id]
        in_cluster = [one for one in hard if one in near]
        is_third = len(near) >= BIG and len(in_cluster) * THIRD >= len(near)
        if len(hard) >= MANY or is_third:
            yield Found({"m": len(hard), "M": len(schools)}, (line,))


def _with_trouble(case: Case, key) -> tuple[list, list]:
    """Schools that told of the line, and those of them that have trouble with it."""
    memo = case.facts.memo.setdefault("trouble", {})
    if (key, case.year) not in memo:
        schools = [one for one in case.facts.school_rows if _has(case, one, key)]
        hard = [one for one in schools if key in troubles(case.other(one))]
        memo[key, case.year] = schools, hard
    return memo[key, case.year]


def _has(case: Case, school_id, key) -> bool:
    line = case.other(school_id).line(key)
    return line is not None and (line.counted or line.shared)


def without_curator(case: Case) -> Iterator[Found]:
    if case.is_low and case.is_decided and case.facts.rows("curators", case.school_id) == []:
        yield Found()


def without_partner(case: Case) -> Iterator[Found]:
    rows = case.facts.rows("partnerships", case.school_id)
    if rows is None or not (case.is_low and case.is_decided):
        return
    if not rows:
        yield Found(reason=("Школы-партнёра у школы нет",))
    elif all(row["days_left"] is not None and row["days_left"] <= SOON for row in rows):
        last = max(rows, key=lambda row: row["days_left"])
        yield Found({"partner": last["partner"], "ends_on": last["ends_on"]})


def shaky(case: Case) -> Iterator[Found]:
    """Only of a verdict on which somebody may be put on the list, or be left off it."""
    verdict = case.verdict
    flip, stability = verdict.get("pupils_to_flip"), verdict.get("stability")
    differ = verdict.get("adjusted_status") not in (None, "", verdict.get("status"))
    at_stake = "low" in (verdict.get("status"), verdict.get("adjusted_status"))
    loose = stability is not None and float(stability) < STEADY
    if case.is_decided or not at_stake:
        return
    if loose or differ or (flip is not None and flip <= 1):
        yield Found(verdict_figures(case))


def same_gap_in_many(case: Case) -> Iterator[Found]:
    for rule in DATA:
        found = _schools_with(case, rule)
        if len(found) < MANY or case.school_id not in found:
            continue
        if rule.code == "DQ-2":
            asked = (
                "Прислать школе таблицу, в которую достаточно внести число участников "
                "по каждой строке."
            )
            words = ("По {m:школе,школам} известны только доли, числа участников нет",)
            yield Found({"m": len(found), "of_rule": rule.code}, (), asked, words)
        elif rule.code in COLUMNS:
            yield Found({"m": len(found), "column": COLUMNS[rule.code], "of_rule": rule.code})


def _schools_with(case: Case, rule: Rule) -> set:
    """With a gap in their lines: what is asked of a group of schools is another question."""
    memo = case.facts.memo.setdefault("gaps", {})
    if (rule.code, case.year) not in memo:
        schools = case.facts.school_rows
        memo[rule.code, case.year] = {
            one for one in schools if any(found.lines for found in rule.find(case.other(one)))
        }
    return memo[rule.code, case.year]


def list_is_short(case: Case) -> Iterator[Found]:
    """Told to those whom it may concern: who is missing from the list nobody knows."""
    if not case.is_low:
        return
    for row in records(case.facts.external):
        declared, named = row["declared_count"], row["named_count"]
        if row["academic_year"] == case.year and declared is not None and declared != named:
            yield Found({"issuer": row["issuer"], "declared": declared, "named": named})


def twice_not_done(case: Case) -> Iterator[Found]:
    past = case.facts.rows("past", case.school_id) or []
    missed = [row for row in past if row["is_done"] is False]
    for row in missed:
        again = any(
            one["code"] == row["code"] and one["academic_year"] == case.year - 2 for one in missed
        )
        if row["academic_year"] == case.year - 1 and again:
            yield Found({"text": row["text"].rstrip(".")})


def _rule(code: str, points: int, **words) -> Rule:
    defaults = {"addressee": Addressee.METHODISTS, "check": Check.AUTO, "effect": "E-N"}
    return Rule(code=code, points=points, **defaults | words)


RULES = (
    _rule(
        "MU-1",
        60,
        find=shared_difficulty,
        reason=("{p}: трудность общая для {m:школы,школ} из {M}",),
        sentence="Провести одно занятие РМО по двум темам, которые назвали школы; "
        "учителя приносят работы без фамилий.",
        term=quarter(1),
        counts_if="на занятии были учителя этих школ",
        effect="E-L",
        effect_words="Эффект виден, если хотя бы в половине этих школ результат стал лучше, "
        "чем может дать случай",
        forms=("РМО", "СП"),
    ),
    _rule(
        "MU-2",
        75,
        find=without_curator,
        reason=("Куратора у школы нет",),
        sentence="Назначить куратора и дату первого разговора со школой.",
        term=within(10),
        counts_if="куратор назначен, дата первого разговора названа",
        forms=("КУР",),
    ),
    _rule(
        "MU-3",
        65,
        find=without_partner,
        reason=("Договор со школой-партнёром «{partner}» действует до {ends_on}",),
        sentence="Предложить школе двух партнёров на выбор с указанием, почему они подходят, "
        "и продлить или заключить договор.",
        term=within(20),
        counts_if="договор действует",
        forms=("ШП",),
    ),
    _rule(
        "MU-4",
        70,
        find=shaky,
        reason=(
            "{doubt}. ",
            "До другого вывода — {flip:ученик,ученика,учеников}. ",
            "Индекс {score:2}, с поправкой {adjusted:2}",
        ),
        sentence="Вынести школу на отдельное обсуждение и записать основание решения.",
        term=MEETING,
        counts_if="решение с основанием внесено в протокол",
    ),
    _rule(
        "MU-5",
        55,
        find=same_gap_in_many,
        reason=("Одни и те же сведения нужно уточнить {m:школе,школам}: {column}",),
        sentence="Прислать школе пример заполнения этих сведений и уточнить подсказку в форме.",
        term=within(5, in_summer=True),
        counts_if="пример или таблица отправлены школам",
        effect="E-D",
    ),
    _rule(
        "MU-6",
        50,
        reason=("В {quarter} консультаций не было",),
        sentence="Согласовать со школой один вопрос и дату выезда консультационного пункта.",
        term=within(10),
        counts_if="дата выезда названа",
        forms=("МКП",),
        waits_for="консультации",
    ),
    _rule(
        "MU-7",
        40,
        reason=("Группа {group}: ресурсного центра нет",),
        sentence="Предложить роль центра школе с сильной строкой или разделить нагрузку "
        "между двумя.",
        term=by(1, 10),
        counts_if="у группы есть центр, у школы не больше двух подопечных",
        forms=("РЦ",),
        waits_for="группы школ-партнёров",
    ),
    _rule(
        "MU-8",
        50,
        find=list_is_short,
        reason=(
            "{issuer}: объявлено {declared:школа,школы,школ}, "
            "в\u00a0перечне {named:=названа,названо} {named}",
        ),
        sentence="Запросить у составителя полный перечень до заседания.",
        term=within(5, in_summer=True),
        counts_if="числа сходятся или приложен ответ",
    ),
    _rule(
        "MU-9",
        70,
        find=twice_not_done,
        reason=("Рекомендация «{text}» не выполнена второй год",),
        sentence="Спросить школу, чего не хватило — времени, человека или ясности, — "
        "и изменить рекомендацию.",
        term=within(20),
        counts_if="причина выбрана",
        check=Check.CURATOR,
        forms=("КУР",),
    ),
)
