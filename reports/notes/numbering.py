"""Tables and figures of a note numbered in one sequence, whatever sections are left out. Pure."""

import re
from collections.abc import Mapping, Sequence

TABLE = re.compile(r"<p>Таблица[ \xa0](\d+)(?:,[^—<]*)? — .*?</p>\n<table>", re.S)
FIGURE = re.compile(r"<p>\[\[Рисунок[ \xa0](\d+)[^\]]*\]\]</p>")
NAMED = re.compile(r"\b([Тт]аблиц[аеуы]|[Рр]исун(?:ок|ка|ке|ку|ком))([ \xa0])(\d+)")

Numbers = Mapping[str, Mapping[str, str]]


def numbers_of(plains: Sequence[str]) -> Numbers:
    """Old number → new one, as the tables and figures stand in these plain sections."""
    return {
        "т": _sequence(number for html in plains for number in TABLE.findall(html)),
        "р": _sequence(number for html in plains for number in FIGURE.findall(html)),
    }


def renumbered(html: str, numbers: Numbers) -> str:
    """A number that nothing bears here is left as it is: see `lost`."""

    def mend(match):
        word, blank, number = match.groups()
        return f"{word}{blank}{numbers[word[0].lower()].get(number, number)}"

    return NAMED.sub(mend, html)


def lost(plain: str, numbers: Numbers) -> list[str]:
    """Tables and figures that a section names and that are not printed: «таблица 3»."""
    names = {"т": "таблица", "р": "рисунок"}
    found = [
        f"{names[word[0].lower()]}\xa0{number}"
        for word, _blank, number in NAMED.findall(plain)
        if number not in numbers[word[0].lower()]
    ]
    return list(dict.fromkeys(found))


def _sequence(found) -> dict[str, str]:
    return {old: str(new) for new, old in enumerate(dict.fromkeys(found), start=1)}
