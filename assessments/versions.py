"""Two people at one result: what each of them saw, and what the second is told."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from django.db.models import Q

from .collection import Cell
from .models import WITHDRAWN, Result, ResultChange
from .results import NewResult, figures_of
from .wording import parts_of


def figures_seen(results: Mapping[int, Result], versions: Mapping[int, int]) -> dict[int, Mapping]:
    """School → the figures as they stood in the version that the author of a row saw.

    What is typed is held against them, so that the change of somebody else is not taken for
    one's own. One query for all that have changed since, none where nothing has.
    """
    seen, passed = {}, {}
    for school, version in versions.items():
        there = results.get(school)
        if there and version == there.version:
            seen[school] = figures_of(there)
        elif there and 0 < version < there.version:
            passed[there.pk] = school
    wanted = Q()
    for result, school in passed.items():
        wanted |= Q(result=result, version=versions[school])
    if passed:
        for change in ResultChange.objects.filter(wanted):
            seen[passed[change.result_id]] = change.after
    return {school: told for school, told in seen.items() if told["no_data"] != WITHDRAWN}


def stamp_of(cells: Iterable[Cell]) -> str:
    """Of all that a page has shown one short word: another version of one result changes it."""
    shown = []
    for cell in cells:
        told = [cell.result.pk, cell.result.version] if cell.result else []
        shown.append([cell.school.pk, cell.sitting.pk, *told])
    return hashlib.sha256(json.dumps(sorted(shown)).encode()).hexdigest()[:16]


def conflict_of(theirs: Result, mine: NewResult, labels: Mapping) -> dict:
    """Both values side by side. The answer names the version it saw; a withdrawn one has none."""
    ours, stored = (parts_of(told, labels) for told in (mine.figures, figures_of(theirs)))
    return {
        "change": theirs.changes.select_related("by").get(version=theirs.version),
        "version": 0 if theirs.is_withdrawn else theirs.version,
        "theirs": _marked(stored, ours),
        "mine": _marked(ours, stored),
    }


def _marked(parts: dict, others: dict) -> list[tuple[str, str, bool]]:
    return [(label, value, others.get(label) != value) for label, value in parts.items()]
