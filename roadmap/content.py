"""What a programme says now, as an edition keeps it. The living rows in, plain data out."""

from roadmap.models import Activity, Goal, Indicator, Level, Period, Programme, Proof, Target, Work
from schools.models import Role

PROGRAMME = ("title", "purpose", "starts_on", "ends_on")
PERIOD = ("kind", "label", "order", "starts_on", "ends_on", "is_baseline")
GOAL = ("number", "title", "order")
INDICATOR = ("number", "title", "order", "kind", "unit", "direction", "level", "denominator")
INDICATOR += ("source", "source_parameters", "proof", "method", "sensitive")
ACTIVITY = ("number", "title", "order", "kind", "level", "responsible", "proved_by", "proof")
WORK = ("order", "text", "when", "whom", "role")
TARGET = ("kind", "op", "number", "words")
# how a person reads the codes of an edition
LABELS = {
    "kind": dict(Indicator.Kind.choices),
    "direction": dict(Indicator.Direction.choices),
    "level": dict(Level.choices),
    "proof": dict(Proof.choices),
    "whom": dict(Work.Whom.choices),
    "role": dict(Role.choices),
}


def content_of(programme: Programme) -> dict:
    """Only what stands: what a correction has dropped is not in the next edition."""
    return _content(programme, lambda row: row.pk)


def content_by_template(programme: Programme) -> dict:
    """The same of a school's programme under the keys of its template, without its own lines."""
    return _content(programme, lambda row: row.origin_id)


def _content(programme: Programme, key) -> dict:
    goals = {one.pk: one for one in Goal.objects.filter(programme=programme)}
    periods = {one.pk: one for one in Period.objects.filter(programme=programme)}
    told = {
        "periods": [{"id": key(p), **_said(p, PERIOD)} for p in periods.values()],
        "goals": [{"id": key(g), **_said(g, GOAL)} for g in goals.values()],
        "indicators": _indicators(programme, goals, periods, key),
        **_roadmap(programme, goals, periods, key),
    }
    kept = {noun: [one for one in items if one["id"] is not None] for noun, items in told.items()}
    return {**_said(programme, PROGRAMME), **kept}


def _indicators(programme: Programme, goals: dict, periods: dict, key) -> list[dict]:
    standing = Indicator.objects.filter(programme=programme).current().order_by("order")
    rows = {one.pk: one for one in standing}
    targets = _targets(rows, periods, key)
    return [
        {
            "id": key(one),
            "goal": key(goals[one.goal_id]),
            "whole": _key_in(rows, one.whole_id, key),
            **_said(one, INDICATOR),
            "targets": targets.get(one.pk, {}),
        }
        for one in rows.values()
    ]


def _roadmap(programme: Programme, goals: dict, periods: dict, key) -> dict[str, list[dict]]:
    standing = Activity.objects.filter(programme=programme).current().order_by("order")
    rows = {one.pk: one for one in standing}
    return {
        "activities": [
            {"id": key(one), "goal": key(goals[one.goal_id]), **_said(one, ACTIVITY)}
            for one in rows.values()
        ],
        "works": [
            {
                "id": key(one),
                "activity": key(rows[one.activity_id]),
                "period": key(periods[one.period_id]),
                **_said(one, WORK),
            }
            for one in Work.objects.filter(activity__in=rows).current()
        ],
    }


def _key_in(rows: dict, pk: int | None, key):
    """Of what was dropped nothing is a part any more."""
    return key(rows[pk]) if pk in rows else None


def _targets(indicators: dict, periods: dict, key) -> dict[int, dict[str, dict]]:
    found: dict[int, dict[str, dict]] = {}
    for one in Target.objects.filter(indicator__in=indicators, period__in=periods):
        period = key(periods[one.period_id])
        if period is not None:
            found.setdefault(one.indicator_id, {})[str(period)] = _said(one, TARGET)
    return found


def _said(row, names) -> dict:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value):
    """What JSON holds: a day as its letters, a decimal so that 80 and 80.00 are one."""
    if value is None or isinstance(value, str | bool | int | dict):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return f"{value.normalize():f}"
