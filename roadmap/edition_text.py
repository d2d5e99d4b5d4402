"""An edition as it is read before it is agreed on: goals, targets by period, works. Pure.

It tells the frozen copy, not the living rows: what one signs is what one has read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .edition_changes import Reader


@dataclass(frozen=True)
class Row:
    """`targets` and `works` of an activity: each with its period."""

    item: Mapping
    kind: str = ""
    targets: tuple[tuple[str, str], ...] = ()
    works: tuple[tuple[str, Mapping], ...] = ()


@dataclass(frozen=True)
class Section:
    goal: Mapping
    indicators: list[Row]
    activities: list[Row]


def periods_of(content: Mapping) -> list[str]:
    return [one["label"] for one in content.get("periods", ())]


def sections_of(content: Mapping, labels: Mapping[str, Mapping]) -> list[Section]:
    """`labels`: field → code → how a person reads it."""
    reader = Reader(content, labels)
    periods = [(one["label"], str(one["id"])) for one in content.get("periods", ())]

    def indicator(item):
        targets = tuple(
            (label, reader.target(item, period) if period in item.get("targets", {}) else "")
            for label, period in periods
        )
        return Row(item, kind=reader.told(item, "kind"), targets=targets)

    def activity(item):
        own = [one for one in content.get("works", ()) if one["activity"] == item["id"]]
        return Row(item, works=tuple((reader.told(one, "period"), one) for one in own))

    return [
        Section(
            goal,
            [indicator(one) for one in content.get("indicators", ()) if one["goal"] == goal["id"]],
            [activity(one) for one in content.get("activities", ()) if one["goal"] == goal["id"]],
        )
        for goal in content.get("goals", ())
    ]
