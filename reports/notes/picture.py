"""The dot plot of a note: groups of schools into drawings. Pure."""

from collections.abc import Sequence

from identification.methods.statuses import NAMES as STATUS_NAMES
from identification.methods.wording.weighted_score import status_in_words
from schools.charts.paper import Dot, Key, Limit, dot_plots

from .places import Group
from .standings import exact


def figures_of(groups: Sequence[Group], rules: Sequence[dict], *, alt: str) -> list[str]:
    """`rules`: those on scores; each becomes a line across the drawing."""
    dots = [
        (
            group.title,
            [
                Dot(s.name, s.score, s.verdict.adjusted_score, s.verdict.status)
                for s in group.members
                if s.score is not None
            ],
        )
        for group in groups
    ]
    dots = [(title, members) for title, members in dots if members]
    occurring = {dot.status for _title, members in dots for dot in members}
    return dot_plots(
        dots,
        limits=[_limit(rule) for rule in sorted(rules, key=lambda rule: rule["value"])],
        key=Key(
            {status: words for status, words in STATUS_NAMES.items() if status in occurring},
            arrow="к индексу с поправкой",
        ),
        alt=alt,
    )


def _limit(rule: dict) -> Limit:
    words = status_in_words(rule).removeprefix("индекс ")
    return Limit(exact(rule["value"]), f"{words}: {STATUS_NAMES[rule['status']]}", rule["status"])
