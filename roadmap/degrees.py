"""The six steps of implementation of Мотыгино, and which of them a percent is. Pure.

The steps of the document touch («менее чем на 25 %» and «на 25–50 %») and leave a gap between 50
and 51. So the exact percent is kept wherever it is known, and a border belongs to the step that
names it: 25 and 50 to «на 25–50 %», 75 to «на 51–75 %»; what lies between 50 and 51 to the latter.
"""

import re
from decimal import Decimal
from typing import NamedTuple


class Step(NamedTuple):
    """`low` and `high`: the percents that it may stand for, both included."""

    label: str
    short: str
    low: int
    high: int


DEGREES = {
    "none": Step("не\xa0реализовывался", "не реализовывался", 0, 0),
    "under_25": Step("менее чем на\xa025\xa0%", "менее 25 %", 0, 25),
    "25_50": Step("на\xa025–50\xa0%", "25–50 %", 25, 50),
    "51_75": Step("на\xa051–75\xa0%", "51–75 %", 50, 75),
    "over_75": Step("более чем на\xa075\xa0%", "более 75 %", 75, 100),
    "full": Step("в\xa0полном объёме", "в полном объёме", 100, 100),
}
WORDS = re.compile(r"реализован\w*|чем|на|%|\s|\.")


def degree_of(percent: Decimal) -> str:
    if percent <= 0:
        return "none"
    if percent < 25:
        return "under_25"
    if percent <= 50:
        return "25_50"
    if percent <= 75:
        return "51_75"
    return "over_75" if percent < 100 else "full"


def read_degree(text: str) -> str:
    """The code of a step that is named, however its sign of «менее» and its dash are typed."""
    words = text.casefold().replace("ё", "е")
    if words.startswith("не реализов"):
        return "none"
    if "полно" in words:
        return "full"
    key = WORDS.sub("", re.sub(r"[–—−]", "-", words)).replace("менее", "<").replace("более", ">")
    return {"<25": "under_25", "25-50": "25_50", "51-75": "51_75", ">75": "over_75"}.get(key, "")
