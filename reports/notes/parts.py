"""A section before it is rendered, and the one sequence of numbers through a note. Pure."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Part:
    """`tables` and `figures`: names of those that stand in it, in their order."""

    code: str
    title: str
    told: dict = field(default_factory=dict)
    tables: Sequence[str] = ()
    figures: Sequence[str] = ()
    template: str = ""  # where several sections share one


def numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, start=1)}


def fingerprint_of(sheets: Iterable, *others) -> str:
    """Of the values behind a note: the tables, and what stands in no table.

    Notes of the same day are compared: what is late today was not yesterday.
    """
    told = [[sheet.title, list(map(list, sheet.rows))] for sheet in sheets]
    text = json.dumps([told, *others], ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()
