"""MG: the programme of the school, its tasks, its own assessment."""

from collections.abc import Iterator

from schools.russian import school_year

from .case import Case
from .programmes import (
    behind_targets,
    late,
    misses_the_lines,
    not_on_the_site,
    too_much_at_once,
    unproved,
    without_own_measuring,
)
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
    Rule(
        code="MG-2",
        addressee=Addressee.TEAM,
        points=55,
        find=misses_the_lines,
        reason=(
            "В список {m:=привела строка,привели строки} {lines}; целей по {m:=ней,ним} "
            "в программе нет",
        ),
        sentence="Заменить одну цель программы целью по строке «{p}».",
        term=by(1, 10),
        counts_if="в программе есть цель по этой строке",
        check=Check.AUTO,
        effect="E-V",
        forms=("КУР",),
    ),
    Rule(
        code="MG-3",
        addressee=Addressee.TEAM,
        points=50,
        find=behind_targets,
        reason=("Цель не достигнута по {m:показателю,показателям} из {M}: {names}",),
        also=("Цель не достигнута по {m:показателю,показателям} из {M}",),
        sentence="Выбрать из них один показатель и заменить по нему меру, которая не помогла.",
        term=within(20),
        counts_if="мера в программе изменена",
        check=Check.AUTO,
        effect="E-F",
        effect_words="Эффект виден, если в следующем периоде цель по этому показателю достигнута",
        forms=("ШАК", "КУР"),
    ),
    Rule(
        code="MG-4",
        addressee=Addressee.TEAM,
        points=55,
        find=late,
        reason=(
            "Просрочено {m:поручение,поручения,поручений}; дольше всего — {title}, срок был {due}",
        ),
        sentence="Снять с куратором лишние поручения и назначить новые сроки остальным.",
        term=within(10),
        counts_if="просроченных нет",
        check=Check.AUTO,
        effect="E-F",
        effect_words="Эффект виден, если на конец четверти просроченных поручений нет",
        forms=("КУР",),
    ),
    Rule(
        code="MG-5",
        addressee=Addressee.TEAM,
        points=45,
        find=unproved,
        reason=("Нет подтверждения: {names}",),
        also=("Нет подтверждения: {names}",),
        sentence="Приложить ссылки на то, что уже есть; чего нет, отметить «нет».",
        term=within(10),
        counts_if="ответ есть по каждому показателю",
        check=Check.AUTO,
        effect="E-D",
    ),
    Rule(
        code="MG-6",
        addressee=Addressee.TEAM,
        points=75,
        find=low_for_long,
        reason=(
            "Статус «низкие результаты» {years}\u2011й год, с {since} учебного года",
            ". Из рекомендаций, о которых школа ответила, выполнено {done} из {all}",
        ),
        sentence="Провести встречу школы, куратора и управления: от какой меры отказаться, "
        "какая одна мера новая.",
        term=by(1, 10),
        counts_if="названы мера, от которой отказались, и одна новая",
        check=Check.CURATOR,
        effect="E-V",
        forms=("НАСТ",),
    ),
    Rule(
        code="MG-7",
        addressee=Addressee.TEAM,
        points=40,
        find=too_much_at_once,
        reason=("В программе школы на этот год целей — {goals}, показателей — {indicators}",),
        sentence="Оставить на этот год до трёх целей, остальные перенести.",
        term=by(1, 10),
        counts_if="целей этого года не больше трёх",
        check=Check.AUTO,
        effect="E-N",
        forms=("КУР",),
    ),
    Rule(
        code="MG-8",
        addressee=Addressee.TEAM,
        points=35,
        find=not_on_the_site,
        reason=("На сайте не найдено: {items}",),
        sentence="Разместить на сайте школы то, чего не нашли, если оно уже есть; новых документов "
        "для этого не готовить.",
        term=within(10),
        counts_if="при следующем просмотре всё на месте",
        check=Check.AUTO,
        effect="E-D",
    ),
    Rule(
        code="MG-9",
        addressee=Addressee.TEAM,
        points=45,
        find=without_own_measuring,
        reason=(
            "Показателей качества во внутренней оценке (ВСОКО), по ответу школы, нет. {p}: {told}",
        ),
        sentence="Назначить во внутренней оценке одно измерение по этой строке в середине года.",
        term=by(1, 11),
        counts_if="назван месяц",
        check=Check.SCHOOL,
        effect="E-F",
        effect_words="Эффект виден, если в следующем году школа ответит «да»",
        forms=("ШАК", "МАК"),
    ),
)
