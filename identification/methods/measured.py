"""Figures that are not results: of a school, or of a place. Pure."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from .facts import Facts
from .method import text, whole
from .ratios import Ratios, of_numbers
from .schema import exactly

NOT_OF_A_PROCEDURE = (
    *("grade", "participants", "low_n", "high_n", "share_low", "share_high", "mean"),
    *("result", "source_row"),
)


class Measured:
    """The measured figures of facts by code, about whom, and year."""

    def __init__(self, facts: Facts):
        rows = facts.measured.to_dict("records")
        self.rows = {(row["measure"], _about(row), int(row["academic_year"])): row for row in rows}
        self.titles = facts.titles | {row["measure"]: row["title"] for row in rows}
        self.units = {row["measure"]: row["unit"] for row in rows}

    def number(self, code: str, about, year: int) -> Fraction | None:
        """In hundredths of a percent where it is a part of a number, of its unit otherwise."""
        row = self.rows.get((code, about, year))
        if row is None or (pd.isna(row["value"]) and pd.isna(row["denominator"])):
            return None
        if pd.isna(row["denominator"]):
            return 100 * Fraction(exactly(row["value"]))
        of = int(row["denominator"])
        return Fraction(10_000 * int(row["numerator"]), of) if of else None

    def numbers(self, code: str, schools: Sequence, year: int) -> Ratios:
        return of_numbers([self.number(code, school, year) for school in schools])

    def reason(self, code: str, school, year: int) -> dict:
        """The same keys as a result has, and what only a measure has."""
        row, title = self.rows.get((code, school, year)), self.titles.get(code, code)
        numerator, denominator = (row and whole(row[n]) for n in ("numerator", "denominator"))
        unit = self.units.get(code) or ("%" if denominator else "")
        return dict.fromkeys(NOT_OF_A_PROCEDURE) | {
            "line": title,
            "title": title,
            "kind": "",
            "academic_year": year,
            "numerator": numerator,
            "denominator": denominator,
            "unit": unit,
            "label": text(row, "label"),
            "no_data": self._gap(row, known=self.number(code, school, year) is not None),
            "source": text(row, "source"),
        }

    @staticmethod
    def _gap(row: dict | None, *, known: bool) -> str:
        """Why there is no number; a part of nobody is none."""
        if known:
            return ""
        return text(row, "no_data") or ("no_participants" if row else "unknown")


def _about(row: dict):
    return row["place"] if pd.isna(row["school_id"]) else row["school_id"]
