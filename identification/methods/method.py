"""What every method of identification is: its parameters are its fields. Pure.

A method is made of a methodology's parameters and judges facts: one verdict per school. `decide`
is the rule itself, on arrays with any number of worlds in front, so that one rule serves the
verdict, its stability and the question «what if».
"""

from collections.abc import Sequence
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from .cells import GAP, Cells, Line
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
    # a score and a place for every school; else each line is met or not
    is_scored: ClassVar[bool] = False
    schema: ClassVar[tuple[Field, ...]]
    # the reasons of every school are the same lines in the same order
    same_lines: ClassVar[bool] = True
    # frames of Facts that are read beside schools, results and not_held; «journal»: also results
    # of which nothing but a comparison with the class register is known
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
    def years_compared(self) -> int:
        """How many of them the rule holds against one another; a half switched off has none."""
        return self.years

    @property
    def measures(self) -> tuple[str, ...]:
        """Codes of the figures that are read beside results."""
        return ()

    @property
    def reads_results(self) -> bool:
        """Whether results of procedures are needed, or figures of schools alone decide."""
        return True

    @property
    def gives(self) -> tuple[str, ...]:
        """The statuses that it can give, in the order of the methodology."""
        return tuple(dict.fromkeys(row["status"] for row in self.statuses))

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

    def holds(self, reasons: Sequence[dict], met: Sequence[bool]) -> bool | None:
        """Whether the rule would hold if these lines were met; None: they do not decide alone."""
        return None

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


TOLD = (
    *("participants", "low_n", "high_n", "share_low", "share_high", "mean"),
    *("no_data", "result_id", "source", "source_row"),
)


def figures_of(facts: Facts, cells: Cells) -> list[list[dict]]:
    """School by school and line by line: what was known, or why nothing is, and where it stands."""
    used = cells.row[cells.row > GAP]
    taken = facts.results.iloc[used]
    # row by row through plain lists: a tenth of what `to_dict` takes
    told = zip(*(taken[name].tolist() for name in TOLD), strict=True)
    records = {
        row: dict(zip(TOLD, values, strict=True))
        for row, values in zip(used.tolist(), told, strict=True)
    }
    return [
        [
            _figures(line, records.get(row))
            for line, row in zip(cells.lines, rows.tolist(), strict=True)
        ]
        for rows in cells.row
    ]


def _figures(line: Line, result: dict | None) -> dict:
    result = result or dict.fromkeys(TOLD)
    found = {
        name: whole(result[name])
        for name in ("participants", "low_n", "high_n", "share_low", "share_high")
    }
    mean = None if unknown(result["mean"]) else float(result["mean"])
    has_numbers = found["share_high"] is not None or mean is not None
    return found | {
        "mean": mean,
        "line": line.name,
        "title": line.title,
        "kind": line.kind,
        "grade": line.grade,
        "academic_year": line.academic_year,
        "no_data": "" if has_numbers else (text(result, "no_data") or "unknown"),
        "result": whole(result["result_id"]),
        "source": text(result, "source"),
        "source_row": whole(result["source_row"]),
    }


def unknown(value) -> bool:
    """None or NaN: asked of every cell, so without pandas."""
    return value is None or value != value


def text(row: dict | None, name: str) -> str:
    return "" if row is None or unknown(row[name]) else str(row[name])


def whole(value) -> int | None:
    return None if unknown(value) else int(value)
