"""MG: the programme of the school, its tasks, its own assessment."""

from collections.abc import Iterator

from schools.russian import joined, school_year

from .case import Case
from .gates import title_of
from .lines import Line
from .phrases import named, shortened
from .rule import Addressee, Check, Found, Rule
from .terms import by, within

LONG = 3
SEVERAL, MANY_LATE = 2, 3
MOST_GOALS, MOST_INDICATORS = 5, 10
STEM = 6  # letters by which a subject is known in any case: «матема», «русски»
OWN_ASSESSMENT = "всоко"
ONE_LATE = ("Поручение {title} просрочено: срок был {due}",)


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


def misses_the_lines(case: Case) -> Iterator[Found]:
    """A programme is there, and nothing in it speaks of what brought the school onto the list."""
    plans = case.facts.rows("plans", case.school_id) or []
    lines = case.blamed[:2] if case.is_low else []
    if plans and lines and not any(_speaks_of(plan, line) for plan in plans for line in lines):
        titles = joined([f"«{title_of(line)}»" for line in lines])
        yield Found({"lines": titles}, (lines[0],))


def _speaks_of(plan: dict, line: Line) -> bool:
    """By the procedure of an indicator, or by the name of the subject in any title."""
    counted = any(
        (row["kind"], row["subject"].lower()) == (line.key.kind, line.subject)
        and row.get("grade") in (None, line.key.grade)
        for row in plan["lines"]
    )
    return counted or line.subject[:STEM] in plan["words"]


def behind_targets(case: Case) -> Iterator[Found]:
    rows = case.facts.rows("answers", case.school_id) or []
    missed = [row["title"] for row in rows if row["state"] == "part"]
    if len(missed) >= SEVERAL:
        told = sum(row["state"] in ("part", "got") for row in rows)
        yield Found({"m": len(missed), "M": told, "names": named(missed)})


def late(case: Case) -> Iterator[Found]:
    rows = case.facts.rows("tasks", case.school_id) or []
    if len(rows) < MANY_LATE and not any(row["is_long"] for row in rows):
        return
    told = {"m": len(rows), "title": shortened(rows[0]["title"]), "due": rows[0]["due_on"]}
    yield Found(told, reason=ONE_LATE if len(rows) == 1 else ())


def unproved(case: Case) -> Iterator[Found]:
    rows = case.facts.rows("answers", case.school_id) or []
    names = [row["title"] for row in rows if row["lacks_proof"]]
    if names:
        yield Found({"m": len(names), "names": named(names)})


def too_much_at_once(case: Case) -> Iterator[Found]:
    for plan in case.facts.rows("plans", case.school_id) or []:
        if plan["goals"] > MOST_GOALS or plan["indicators"] > MOST_INDICATORS:
            yield Found({"goals": plan["goals"], "indicators": plan["indicators"]})
            return


def not_on_the_site(case: Case) -> Iterator[Found]:
    rows = case.facts.rows("sites", case.school_id) or []
    if rows:
        yield Found({"items": named([row["title"] for row in rows])})


def without_own_measuring(case: Case) -> Iterator[Found]:
    """The school said «нет» of its own assessment, and one of its lines asks for it."""
    rows = case.facts.rows("answers", case.school_id) or []
    said_no = [row for row in rows if row["yes"] is False and OWN_ASSESSMENT in _words(row)]
    fallen = [line for line in case.told if line.has_fallen()]
    lines = case.blamed or fallen
    if said_no and lines:
        yield Found(lines=(lines[0],))


def _words(row: dict) -> str:
    return row["title"].lower()


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
        reason=("В список привели {lines}; в программе целей по ним нет",),
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
        effect_words="Эффект виден, если на конец четверти просроченных не больше одного",
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
            "Показателей качества во внутренней оценке (ВСОКО), по ответу школы, нет. "
            "{p}: ниже минимума {low}",
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
