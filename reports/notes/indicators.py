"""A programme in one period for a note: indicators of the municipality beside those of its schools.

Nothing of a narrow circle is told (roadmap.circle). What the portal itself can count and nobody
has entered is told as such, and is no value.
"""

from collections.abc import Sequence
from datetime import date

from roadmap.comparison import together
from roadmap.ground import Ground
from roadmap.kinds import sentence
from roadmap.matrix import STATES
from roadmap.models import Indicator, Period, Programme, Value
from roadmap.overview import Line as Shown
from roadmap.overview import Overview
from roadmap.proofs import lacks_proof, proofs_of
from roadmap.sources import fact_of
from roadmap.targets import standing
from schools.models import Measure

from .picture import Group, Picture, Row


def picture_of(programme: Programme, *, on: date, period: Period | None = None) -> Picture:
    chosen = str(period.pk) if period else ""
    overview = Overview.of(programme, reader=None, on=on, period=chosen)
    if overview.period is None:
        return Picture(programme, None, overview)
    ground = Ground.of(programme.municipality, overview.period, on=on)
    narrow = narrow_of(overview.board.indicators)
    proofs = proofs_of([value.pk for value in overview.board.values.values()])
    groups = [
        Group(
            goal.number,
            goal.title,
            [_row(overview, ground, line, narrow, proofs) for line in lines],
        )
        for goal, lines in overview.groups(overview.lines)
    ]
    return Picture(programme, overview.period, overview, groups)


def secret_measures() -> set[str]:
    """Codes of figures of surveys, which a paper does not tell either."""
    return set(Measure.objects.filter(sensitive=True).values_list("code", flat=True))


def narrow_of(indicators: Sequence[Indicator]) -> set[int]:
    """Of a narrow circle, and those that are made of such."""
    secret = secret_measures()
    found = [
        one for one in indicators if one.is_narrow or one.source_parameters.get("measure") in secret
    ]
    return {one.pk for one in found} | {one.pair_id for one in found}


def _row(overview: Overview, ground: Ground, line: Shown, narrow: set[int], proofs: dict) -> Row:
    indicator = line.indicator
    name = {
        "number": indicator.number,
        "title": indicator.title,
        "goal": line.goal,
        "depth": indicator.depth,
    }
    if indicator.pk in narrow:
        return Row(**name, figure="", distance="", state="open", is_hidden=True)
    if line.tally:
        return _of_schools(overview, line, name, proofs)
    if line.shown:
        figure = " ".join(filter(None, (line.shown.light, line.shown.figure)))
        told, value = line.shown.standing, line.shown.value
        waits = "" if _is_checked(value) else STATES[Value.State(value.state)]
        distance = ", ".join(filter(None, (told.words, waits)))
        lacks = _lacks(indicator, value, proofs)
        return Row(**name, figure=figure, distance=distance, state=told.state, lacks_proof=lacks)
    return _computed(overview, ground, indicator, name)


def _lacks(indicator: Indicator, value, proofs: dict) -> bool:
    return lacks_proof(indicator.proof, value.reading, proofs.get(value.pk, ()))


def _of_schools(overview: Overview, line: Shown, name: dict, proofs: dict) -> Row:
    values = _values(overview, line.indicator)
    readings = [one.reading for one in values if _is_checked(one) and not one.reading.no_data]
    figure = together(line.indicator.kind, readings)[0] if readings else ""
    reached = _reached(overview, line.indicator)
    return Row(
        **name,
        figure=figure,
        distance="",
        state="open",
        is_of_schools=True,
        asked=line.tally.of,
        answered=line.tally.filled,
        counted=len(readings),
        judged=len(reached),
        reached=sum(reached),
        lacks_proof=any(_lacks(line.indicator, one, proofs) for one in values),
    )


def _reached(overview: Overview, indicator: Indicator) -> list[bool]:
    """Of each checked answer of a school, where that can be told."""
    board = overview.board
    values = [(board.value(indicator, column), column) for column in board.columns[1:]]
    checked = [column for value, column in values if value and _is_checked(value)]
    found = (board.standing(indicator, column).reached for column in checked)
    return [one for one in found if one is not None]


def _values(overview: Overview, indicator: Indicator) -> list:
    """What schools answered, where they did."""
    found = (overview.board.value(indicator, column) for column in overview.board.columns[1:])
    return [value for value in found if value]


def _is_checked(value) -> bool:
    return value.state == Value.State.ACCEPTED or value.is_of_portal


def _computed(overview: Overview, ground: Ground, indicator: Indicator, name: dict) -> Row:
    empty = Row(**name, figure="", distance="", state="open")
    if not indicator.source or overview.programme.school_id:
        return empty
    reading = fact_of(indicator, ground).reading
    if reading.no_data:
        return empty
    board = overview.board
    aim = board.aim(indicator, overview.period)
    told = standing(aim, reading, board.measured[indicator.pk])
    figure = sentence(indicator.kind, reading)
    return Row(**name, figure=figure, distance=told.words, state=told.state, is_computed=True)
