"""A programme as visitors read it: goals, indicators with their targets, the roadmap. No values."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from roadmap.content import content_of
from roadmap.models import Edition, Programme
from roadmap.targets import Aim, Measured, in_words


@dataclass(frozen=True)
class Indicator:
    number: str
    title: str
    is_part: bool
    targets: list[tuple[str, str]]  # of each period its name, and the words of the target if any


@dataclass(frozen=True)
class Activity:
    number: str
    title: str
    responsible: str
    works: list[tuple[str, str]]  # what is done, and when


@dataclass(frozen=True)
class Part:
    title: str
    indicators: list[Indicator]
    activities: list[Activity]


@dataclass(frozen=True)
class Told:
    title: str
    purpose: str
    years: str
    periods: list[str]
    parts: list[Part]

    @property
    def indicator_count(self) -> int:
        return sum(len(part.indicators) for part in self.parts)

    @property
    def has_activities(self) -> bool:
        return any(part.activities for part in self.parts)


def shown_content(programme: Programme, edition: Edition | None) -> dict:
    """What was adopted, or what stands where the portal keeps no edition; surveys are nobody's."""
    content = edition.content if edition else content_of(programme)
    shown = [one for one in content["indicators"] if not one.get("sensitive")]
    return content | {"indicators": shown}


def told(content: dict) -> Told:
    aimed = {key for one in content["indicators"] for key in one["targets"]}
    periods = [one for one in content["periods"] if str(one["id"]) in aimed]
    indicators, activities = defaultdict(list), defaultdict(list)
    known = {one["id"] for one in content["indicators"]}
    for one in content["indicators"]:
        indicators[one["goal"]].append(_indicator(one, periods, known))
    works = defaultdict(list)
    for one in content["works"]:
        works[one["activity"]].append((one["text"], one["when"]))
    for one in content["activities"]:
        # the same work of several periods is said once
        done = list(dict.fromkeys(works[one["id"]]))
        line = Activity(one["number"], one["title"], one["responsible"], done)
        activities[one["goal"]].append(line)
    parts = (
        Part(f"{one['number']}. {one['title']}", indicators[one["id"]], activities[one["id"]])
        for one in content["goals"]
    )
    labels = [one["label"] for one in periods]
    return Told(
        content["title"],
        content["purpose"],
        Programme(**_days(content)).years,
        labels,
        [one for one in parts if one.indicators or one.activities],
    )


def is_in_force(programme: Programme, content: dict, on: date) -> bool:
    """Not repealed by now, and by the days that were published."""
    begins, ends = _days(content).values()
    begun, lasts = begins is None or begins <= on, ends is None or on <= ends
    return programme.state == Programme.State.IN_FORCE and begun and lasts


def _days(content: dict) -> dict[str, date | None]:
    return {
        name: content[name] and date.fromisoformat(content[name])
        for name in ("starts_on", "ends_on")
    }


def _indicator(one: dict, periods: list[dict], known: set) -> Indicator:
    of = Measured(one["kind"], one["direction"], one["unit"])
    targets = [
        (period["label"], _target(one["targets"].get(str(period["id"])), of)) for period in periods
    ]
    return Indicator(one["number"], one["title"], one["whole"] in known, targets)


def _target(target: dict | None, of: Measured) -> str:
    if target is None:
        return ""
    number = target["number"]
    number = None if number is None else Decimal(number)
    return in_words(Aim(target["kind"], target["op"], number, target["words"]), of)
