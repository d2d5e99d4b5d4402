"""Invented figures of the municipality: most reach the target of the document, every fifth not."""

from roadmap.kinds import Reading
from roadmap.models import Indicator, Target
from roadmap.sets import MATHEMATICS, PRIMARY, RUSSIAN

SUBJECTS = ("", MATHEMATICS, RUSSIAN, PRIMARY)
# of how many, by the set of the indicator
WHOLES = {
    "schools": 15,
    "supported": 6,
    "teachers_supported": 84,
    "maths_supported": 10,
    "russian_supported": 12,
    "primary_supported": 22,
}
FEW = 5


def municipal_reading(indicator: Indicator, target: Target) -> Reading:
    misses = (indicator.order + target.period.order) % FEW == 0
    if indicator.kind == Indicator.Kind.YES_NO:
        return Reading(yes=not misses)
    if indicator.kind == Indicator.Kind.NUMBER:
        return Reading(number=max(target.number - misses, 0))
    whole = WHOLES[indicator.denominator]
    part = -(-target.number * whole // 100)
    return Reading(numerator=int(max(part - misses, 0)), denominator=whole)
