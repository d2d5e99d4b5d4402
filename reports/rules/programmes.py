"""What the programme, the duties and the site of a school say: cases of MG. Pure."""

from collections.abc import Iterator

from schools.russian import joined

from .case import Case
from .gates import title_of
from .lines import Line
from .phrases import named, shortened
from .rule import Found

SEVERAL, MANY_LATE = 2, 3
MOST_GOALS, MOST_INDICATORS = 5, 10
STEM = 6  # letters by which a subject is known in any case: «матема», «русски»
OWN_ASSESSMENT = "всоко"
FINISH = "Выполнить поручение или согласовать с куратором новый срок."
ONE_LATE = ("Поручение {title} просрочено: срок был {due}",)


def misses_the_lines(case: Case) -> Iterator[Found]:
    """A programme is there, and nothing in it speaks of what brought the school onto the list."""
    plans = case.facts.rows("plans", case.school_id) or []
    lines = case.blamed[:2] if case.is_low and case.is_decided else []
    if plans and lines and not any(_speaks_of(plan, line) for plan in plans for line in lines):
        titles = joined([f"«{title_of(line)}»" for line in lines])
        yield Found({"lines": titles, "m": len(lines)}, (lines[0],))


def _speaks_of(plan: dict, line: Line) -> bool:
    """By the procedure of an indicator, or by the name of the subject in any title."""
    counted = any(
        (row["kind"], row["subject"].lower()) == (line.key.kind, line.subject)
        and row.get("grade") in (None, line.key.grade)
        for row in plan["lines"]
    )
    return counted or line.subject[: min(STEM, len(line.subject) - 1)] in plan["words"]


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
    if len(rows) == 1:
        yield Found(told, sentence=FINISH, reason=ONE_LATE)
    else:
        yield Found(told)


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
    lines = [line for line in case.blamed or fallen if line.counted]
    if said_no and lines:
        line = lines[0]
        told = f"ниже минимума {line.k}" if line.k else f"высокий результат у {line.h}"
        yield Found({"told": f"{told} из {line.n}"}, (line,))


def _words(row: dict) -> str:
    return row["title"].lower()
