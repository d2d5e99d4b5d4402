"""What a verdict on signs rests on: a reason per rule and procedure that could be told. Pure."""

from collections.abc import Sequence

import numpy as np

from .cells import share
from .method import figures_of
from .sign_rules import Finding, Town
from .wording.signs import (
    BELOW_REGISTER,
    FEDERAL_LIST,
    OVER_ENROLMENT,
    REVERSAL,
    UNEQUAL_COUNTS,
    sentence,
)

MEASURE = {"figure": "measure", "limit": None, "op": ">", "unit": ""}


def reasons_of(town: Town, findings: Sequence[Finding], excess: int) -> list[list[dict]]:
    """School by school, what rules on figures have told, seen or not."""
    known = figures_of(town.facts, town.cells)
    return [
        [
            _told(finding.rule, own[finding.line] | more, met=bool(finding.met[school]))
            for finding in findings
            if finding.usable[school]
            for more in [_beside(town, finding, school, own, excess)]
        ]
        for school, own in enumerate(known)
    ]


def listed(town: Town, marked: np.ndarray) -> list[list[dict]]:
    """School by school, where the federal list has marked its results: schools × lines."""
    found = MEASURE | {"value": 1, "unit": "отметка в перечне", "op": ""}
    return [
        [_told(FEDERAL_LIST, own[line] | found, met=True) for line in np.flatnonzero(marks)]
        for own, marks in zip(figures_of(town.facts, town.cells), marked, strict=True)
    ]


def _told(rule: str, figures: dict, *, met: bool) -> dict:
    before = figures.get("before")
    results = [one["result"] for one in (figures, before) if one and one["result"]]
    said = sentence(rule, figures) if met else ""
    return figures | {"rule": rule, "met": met, "pupils": None, "results": results, "found": said}


def _beside(town: Town, finding: Finding, school: int, own: list[dict], excess: int) -> dict:
    line = finding.line
    if finding.rule == BELOW_REGISTER:
        return _of_register(town, line, school, excess)
    if finding.rule in (OVER_ENROLMENT, UNEQUAL_COUNTS):
        value, limit = int(town.cells.participants[school, line]), int(town.pupils[school, line])
        if finding.rule == UNEQUAL_COUNTS:
            value, limit = int(town.register[1][school, line]), value
        return MEASURE | {"value": value, "limit": limit}
    now, then = own[line], own[finding.before]
    figures = {"figure": finding.figure, "value": now[finding.figure], "limit": None, "op": ""}
    if finding.rule == REVERSAL:
        figures["average"] = _average(town, line, "share_low")
        then = then | {"average": _average(town, finding.before, "share_high")}
        return figures | {"before": then | {"value": then["share_high"]}}
    value = then[finding.figure]
    change = figures["value"] - value
    return figures | {"before": then | {"value": value}, "change": change}


def _of_register(town: Town, line: int, school: int, excess: int) -> dict:
    """In percent: the part of this school, and from which on it would be a sign."""
    lower, whole = town.register
    part, n = int(lower[school, line]), int(whole[school, line])
    average = int(share(lower[:, line].sum(), whole[:, line].sum()))
    figures = {"numerator": part, "denominator": n, "average": average, "unit": "%"}
    return MEASURE | figures | {"value": share(part, n) / 100, "limit": (average + excess) / 100}


def _average(town: Town, line: int, figure: str) -> int:
    return town.own_share(line, figure).rounded()[0]
