"""MG: the programme of the school, its tasks, its own assessment."""

from collections.abc import Iterator

from schools.russian import school_year

from .case import Case
from .rule import Addressee, Check, Found, Rule
from .terms import by, within

LONG = 3


def without_programme(case: Case) -> Iterator[Found]:
    """Once the group has decided; None: nobody keeps programmes yet."""
    if case.is_low and case.is_decided and case.facts.rows("programmes", case.school_id) == []:
        since = _low_since(case)
        yield Found({"since": school_year(since) if since else None})


def low_for_long(case: Case) -> Iterator[Found]:
    since = _low_since(case)
    if not case.is_low or since is None or case.year - since + 1 < LONG or case.is_new:
        return
    past = case.facts.rows("past", case.school_id) or []
    told = {"done": sum(bool(row["is_done"]) for row in past), "all": len(past)} if past else {}
    yield Found({"years": case.year - since + 1, "since": school_year(since)} | told)


def _low_since(case: Case) -> int | None:
    rows = case.facts.rows("statuses", case.school_id) or []
    open_ones = [row["since"] for row in rows if row["kind"] == "low" and row["until"] is None]
    return min(open_ones, default=None)


def _declared(code: str, points: int, waits_for: str, **words) -> Rule:
    defaults = {"addressee": Addressee.TEAM, "check": Check.AUTO, "forms": ("КУР",)}
    return Rule(code=code, points=points, waits_for=waits_for, **defaults | words)


RULES = (
    Rule(
        code="MG-1",
        addressee=Addressee.TEAM,
        points=75,
        find=without_programme,
        reason=(
            "Статус «низкие результаты»",
            " с {since} учебного года",
            "; действующей программы нет",
        ),
        sentence="Взять макет программы и заполнить три места: одна–три цели, меры, "
        "срок первого измерения.",
        term=by(1, 10),
        counts_if="программа утверждена",
        check=Check.AUTO,
        effect="E-V",
        forms=("МАК", "КУР"),
    ),
    _declared(
        "MG-2",
        55,
        "цели школьных программ",
        reason=("В список привели {lines}; в программе целей по ним нет",),
        sentence="Заменить одну цель программы целью по строке «{p}».",
        term=by(1, 10),
        counts_if="в программе есть цель по этой строке",
        effect="E-V",
    ),
    _declared(
        "MG-3",
        50,
        "показатели школьных программ",
        reason=("Не достигнуты {m} из {M}: {names}",),
        sentence="Выбрать из них один показатель и заменить по нему меру, которая не помогла.",
        term=within(20),
        counts_if="мера в программе изменена",
        effect="E-F",
    ),
    _declared(
        "MG-4",
        55,
        "задачи школьных программ",
        reason=(
            "Просрочено {m}; дольше всего «{title}», на {days:рабочий день,рабочих дня,"
            "рабочих дней}",
        ),
        sentence="Снять с куратором лишние поручения и назначить новые сроки остальным.",
        term=within(10),
        counts_if="просроченных нет",
        effect="E-F",
    ),
    _declared(
        "MG-5",
        45,
        "подтверждения показателей",
        reason=("Нет подтверждения: {names}",),
        sentence="Приложить ссылки на то, что уже есть; чего нет, отметить «нет».",
        term=within(10),
        counts_if="ответ есть по каждому показателю",
        effect="E-D",
        forms=(),
    ),
    Rule(
        code="MG-6",
        addressee=Addressee.TEAM,
        points=75,
        find=low_for_long,
        reason=(
            "Статус «низкие результаты» {years}\u2011й год, с {since} учебного года",
            ". Выполнено рекомендаций: {done} из {all}",
        ),
        sentence="Провести встречу школы, куратора и управления: от какой меры отказаться, "
        "какая одна мера новая.",
        term=by(1, 10),
        counts_if="названы мера, от которой отказались, и одна новая",
        check=Check.CURATOR,
        effect="E-V",
        forms=("НАСТ",),
    ),
    _declared(
        "MG-7",
        40,
        "цели школьных программ",
        reason=("В программе целей {goals}, показателей {indicators}",),
        sentence="Оставить на этот год до трёх целей, остальные перенести.",
        term=by(1, 10),
        counts_if="целей этого года не больше трёх",
        effect="E-N",
    ),
    _declared(
        "MG-8",
        35,
        "проверка сайтов школ",
        reason=("На сайте не найдено: {items}",),
        sentence="Разместить на странице программы уже подписанные документы: {items}.",
        term=within(10),
        counts_if="ссылка отвечает",
        effect="E-D",
        forms=(),
    ),
    _declared(
        "MG-9",
        45,
        "показатели внутренней оценки",
        reason=("Во внутренней оценке нет измерения по строке «{p}»",),
        sentence="Назначить во внутренней оценке одно измерение по этой строке в середине года.",
        term=by(1, 11),
        counts_if="назван месяц",
        check=Check.SCHOOL,
        effect="E-F",
        forms=("ШАК", "МАК"),
    ),
)
