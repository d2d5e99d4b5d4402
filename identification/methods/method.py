"""What every method of identification is: its parameters are its fields. Pure.

A method is made of a methodology's parameters and judges facts: one verdict per school. `decide`
is the rule itself, on arrays with any number of worlds in front, so that one rule serves the
verdict, its stability and the question «what if».
"""

from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from .cells import GAP, Cells
from .facts import Facts
from .schema import Field
from .statuses import names

VERDICT = [
    *("school_id", "score", "adjusted_score", "place", "adjusted_place", "adjusted_status"),
    *("status", "statuses", "reasons", "pupils_to_flip"),
]


class Method:
    name: ClassVar[str]
    title: ClassVar[str]
    schema: ClassVar[tuple[Field, ...]]
    # frames of Facts that are read beside schools, results and not_held
    reads: ClassVar[tuple[str, ...]] = ()
    # whether high results matter to the rule, or low ones alone
    reads_high: ClassVar[bool] = True

    @classmethod
    def of(cls, parameters: dict) -> Self:
        """Made of parameters that are possible and complete."""
        return cls(**parameters)

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        """What is wrong with parameters that are each possible."""
        return []

    @property
    def years(self) -> int:
        """How many school years are read, not counting those that are passed over."""
        return 1

    @property
    def measures(self) -> tuple[str, ...]:
        """Codes of the figures that are read beside results."""
        return ()

    def in_words(self) -> str:
        """The rule as one Russian paragraph."""
        raise NotImplementedError

    def cells(self, facts: Facts) -> Cells:
        """The results that matter."""
        raise NotImplementedError

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        """The code of the status of every school, in every world."""
        raise NotImplementedError

    def judge(self, facts: Facts) -> pd.DataFrame:
        """A row per school with the columns of VERDICT; in `reasons` all that «почему» shows."""
        raise NotImplementedError

    def uncounted(self, facts: Facts, cells: Cells) -> np.ndarray:
        """Schools of which some figure that matters has no number of pupils behind it."""
        return (cells.known & ~cells.counted).any(axis=-1)


def verdicts(
    cells: Cells,
    found: np.ndarray,
    reasons: Sequence[list[dict]],
    flips: Sequence[int | None],
    **columns: Sequence,
) -> pd.DataFrame:
    """Of a method that gives one status and no score, unless columns say otherwise."""
    given = names(found)
    unscored = dict.fromkeys(("score", "adjusted_score", "place", "adjusted_place"))
    table = {
        "school_id": list(cells.schools),
        **{name: [value] * len(given) for name, value in unscored.items()},
        "adjusted_status": [""] * len(given),
        "status": given,
        "statuses": [[] if name in ("none", "no_data") else [name] for name in given],
        "reasons": list(reasons),
        "pupils_to_flip": list(flips),
    }
    # objects: None stays None, where a column of integers would have NaN
    return pd.DataFrame(
        {name: pd.Series(values, dtype=object) for name, values in (table | columns).items()}
    )


def figures_of(facts: Facts, cells: Cells) -> list[list[dict]]:
    """School by school and line by line: what was known, or why nothing is, and where it stands."""
    used = cells.row[cells.row > GAP]
    records = dict(zip(used.tolist(), facts.results.iloc[used].to_dict("records"), strict=True))
    return [
        [
            _figures(line, records.get(row))
            for line, row in zip(cells.lines, rows.tolist(), strict=True)
        ]
        for rows in cells.row
    ]


def _figures(line, result: dict | None) -> dict:
    found = {
        name: whole(result[name]) if result else None
        for name in ("participants", "low_n", "high_n", "share_low", "share_high")
    }
    mean = result["mean"] if result else None
    has_numbers = found["share_high"] is not None or not pd.isna(mean)
    return found | {
        "mean": None if pd.isna(mean) else float(mean),
        "line": line.name,
        "title": line.title,
        "kind": line.kind,
        "grade": line.grade,
        "academic_year": line.academic_year,
        "no_data": "" if has_numbers else (text(result, "no_data") or "unknown"),
        "result": whole(result["result_id"]) if result else None,
        "source": text(result, "source"),
        "source_row": whole(result["source_row"]) if result else None,
    }


def text(row: dict | None, name: str) -> str:
    value = row and row[name]
    return "" if value is None or pd.isna(value) else str(value)


def whole(value) -> int | None:
    return None if value is None or pd.isna(value) else int(value)
