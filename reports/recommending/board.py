"""What the lists of letters show: which run they are of, and what came of last year's."""

from collections import Counter, defaultdict

from identification.models import Run
from reports.models import Letter, Recommendation
from reports.rules.follow_up import Outcome, in_total
from schools.models import Municipality

State = Recommendation.State
ENOUGH = 10  # answers to one rule, from which its table is told


def chosen_run(runs: list[Run], asked: str | None) -> Run | None:
    """The one that was asked for; else that of which letters were made; else the main one."""
    named = next((run for run in runs if str(run.pk) == asked), None)
    if named or not runs:
        return named or None
    made = set(Letter.objects.filter(run__in=runs).values_list("run", flat=True))
    return next((run for run in runs if run.pk in made), runs[0])


def last_year(rows, municipality: Municipality, academic_year: int) -> dict:
    """`rows`: recommendations that the reader sees."""
    given = rows.filter(
        letter__school__municipality=municipality,
        letter__academic_year=academic_year - 1,
        letter__state=Letter.State.SENT,
    ).exclude(state__in=Recommendation.NEVER_GIVEN)
    given = list(given.in_order().select_related("letter__school"))
    by_school = defaultdict(list)
    for one in sorted(given, key=lambda one: (one.letter.school.short_name, one.letter_id)):
        by_school[one.letter.school].append(one)
    answered = [one for one in given if one.state in (State.DONE, State.PARTLY, State.NOT_DONE)]
    return {
        "academic_year": academic_year,
        "schools": list(by_school.items()),
        "total": in_total([(one.is_done, _outcome(one)) for one in answered]),
        "given": len(given),
        "waiting": sum(one.state in (*Recommendation.UNDER_WAY, State.OBJECTED) for one in given),
        "withdrawn": sum(one.state == State.WITHDRAWN for one in given),
        "rules": _by_rule(answered),
    }


def _outcome(one: Recommendation) -> Outcome:
    return Outcome(one.outcome) if one.outcome else Outcome.NOT_COMPARED


def _by_rule(answered: list[Recommendation]) -> list[dict]:
    """Done or not beside better or not; only where the cases are enough to be compared."""
    told = defaultdict(Counter)
    for one in answered:
        is_better = _outcome(one) is Outcome.BETTER
        told[one.rule or "без правила"][one.is_done, is_better] += 1
    return [
        {
            "rule": rule,
            "text": next(one.text for one in answered if (one.rule or "без правила") == rule),
            "done": n[True, True] + n[True, False],
            "done_better": n[True, True],
            "left": n[False, True] + n[False, False],
            "left_better": n[False, True],
        }
        for rule, n in sorted(told.items())
        if n.total() >= ENOUGH
    ]
