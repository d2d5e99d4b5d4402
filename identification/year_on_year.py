"""A line that is held against the year before: how much it changed, what turns it. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from identification.methods.cells import WHOLE
from schools.russian import NB, compact

COUNTS = {"share_low": "low_n", "share_high": "high_n"}


def change_in_words(reason: Mapping) -> str:
    """«стало на 4,35 п. п. больше, нужно больше чем на 5»: for the better, and yet too little."""
    by, needed = abs(Decimal(str(reason["change"]))), abs(_step(reason))
    if reason["figure"] in COUNTS:
        by, needed, unit = by / 100, needed / 100, f"п.{NB}п."
    else:
        unit = "балла" if reason["figure"] == "mean" else reason.get("unit") or ""
    told = f"{compact(round(by, 2))}{NB}{unit}".rstrip()
    side = "больше" if reason["op"] == ">" else "меньше"
    return f"стало на{NB}{told} {side}, нужно больше чем на{NB}{compact(round(needed, 2))}"


def turns_by_its_own_year(reason: Mapping) -> bool:
    """The fewest marks are told of two years together: whether all may be of the later one."""
    before, counted = reason["before"], COUNTS[reason["figure"]]
    whole, were = reason["participants"], before.get("participants")
    if None in (reason.get(counted), before.get(counted), reason.get("limit"), reason["pupils"]):
        return False
    rises = reason["op"] in (">", ">=")
    pupils = reason[counted] + reason["pupils"] * (1 if rises != bool(reason["met"]) else -1)
    if not whole or not were or not 0 <= pupils <= whole:
        return False
    now = Fraction(pupils, whole)
    goal = Fraction(before[counted], were) + Fraction(_step(reason)) / WHOLE
    return (now > goal if rises else now < goal) != reason["met"]


def _step(reason: Mapping) -> Decimal:
    """The tolerance: from the year before to where a change begins."""
    return Decimal(str(reason["limit"])) - Decimal(str(reason["before"]["value"]))
