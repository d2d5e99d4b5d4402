"""Иланский 2019 as the order prints it: shares, and nobody told of how many."""

import csv
from decimal import Decimal
from pathlib import Path

from reports.rules.lines import Key

from .imagined import Town

DATA = Path(__file__).parents[3] / "reports/demo/data"
KINDS = {"ВПР": "VPR", "ОГЭ": "OGE", "ЕГЭ": "EGE"}
SCHOOL_KINDS = {"СОШ": "secondary", "ООШ": "basic", "НОШ": "primary"}
YEAR, THRESHOLD = 2019, Decimal(72)


def town() -> Town:
    town = Town(peers=False, year=YEAR)
    for row in _rows("schools"):
        town.school(
            row["short_name"],
            cluster=row["cluster"],
            kind_of_school=SCHOOL_KINDS[row["kind"]],
            legal_status=row["legal_status"],
            parent_id=row["parent_short_name"] or None,
        )
    scores = {}
    for row in _rows("results_2019"):
        if not row["share_high"]:
            continue
        high, low = (round(100 * Decimal(row[name])) for name in ("share_high", "share_low"))
        key = Key(KINDS[row["procedure"]], int(row["grade"]), row["subject"], row["variant"])
        town.shares(row["school"], key, low, high)
        was = scores.get(row["school"], Decimal(65))
        scores[row["school"]] = was + Decimal(5 * high - 10 * low) / 100
    for name, score in scores.items():
        status = "low" if score < THRESHOLD else "none"
        town.verdict(name, status, method="weighted_score", score=str(score))
    return town


def _rows(name: str) -> list[dict]:
    with (DATA / f"ilansky_{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
