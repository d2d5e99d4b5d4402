"""What schools have objected to, and the results that wait for the answer."""

from collections import defaultdict

from identification.models import Run
from reports.models import Recommendation
from reports.rules.lines import Key

State = Recommendation.State


def objected_lines(run: Run) -> dict[int, set[Key]]:
    """Lines to whose figures a school has objected: they wait."""
    rows = Recommendation.objects.filter(
        letter__school__municipality=run.municipality_id,
        letter__academic_year=run.academic_year,
    )
    # what a school doubts stands in the question that it was asked then
    asked = rows.filter(place=Recommendation.Place.AFTER, state__in=Recommendation.UNDER_WAY)
    found = defaultdict(set)
    for letter, school, lines in asked.values_list("letter", "letter__school", "lines"):
        found[letter, school] |= keys_of(lines)
    doubted = rows.filter(state=State.OBJECTED)
    for letter, school, lines in doubted.values_list("letter", "letter__school", "lines"):
        if (letter, school) not in found:
            found[letter, school] = keys_of(lines)
    waiting = defaultdict(set)
    for (_letter, school), keys in found.items():
        waiting[school] |= keys
    return waiting


def keys_of(lines: list[dict]) -> set[Key]:
    return {Key.of(told) for told in lines}
