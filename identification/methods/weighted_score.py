"""Order 63-од of 09.03.2021 (Ilansky district): S = 65 + 5·ΣQ − 10·ΣL over seven lines."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from operator import ge, gt, le, lt

import pandas as pd

from assessments.naming import ONLY_GRADE, line_name, line_title, lowered

OPERATORS = {"<=": le, "<": lt, ">=": ge, ">": gt}
GROUPS = {"cluster": "cluster", "kind": "kind_of_school", "municipality": "municipality"}
WHOLE = 10_000  # shares are hundredths of a percent
FIGURES = ("participants", "low_n", "high_n", "share_low", "share_high")


def weighted_score(
    results: pd.DataFrame,
    *,
    base: int = 65,
    lines: list[dict],
    gaps: str = "zero",
    rank_within: str = "cluster",
    statuses: tuple[dict, ...] = (),
) -> pd.DataFrame:
    """Score every school and give it a place among those it is compared with.

    `results` has a row per school and procedure, and one empty row for a school with none.
    The order counts a gap as zero, which takes `high` points from a primary school for every
    exam it does not hold; `adjusted_score` spreads the losses of the lines that are there over
    all lines. With gaps "left_out" the adjusted score is the score. A school without a single
    line has no score. Scores are exact, rounded half up to 0.01 before ranking; equals share
    a place. Statuses: all that apply, the first of them is `status`; `adjusted_status` is what
    the same rules give to the adjusted score and place.
    """
    group = GROUPS[rank_within]
    rows = [
        {"school_id": school, group: own[group].iloc[0]} | _score(own, base, lines)
        for school, own in results.groupby("school_id")
    ]
    verdicts = pd.DataFrame(rows).astype(object)
    if gaps == "left_out":
        verdicts["score"] = verdicts["adjusted_score"]
    size = verdicts.groupby(group, dropna=False)["score"].transform("count")
    for prefix in ("", "adjusted_"):
        score, place = verdicts[f"{prefix}score"], _places(verdicts, f"{prefix}score", group)
        # objects: a school without a place has None, where a column of integers would have NaN
        verdicts[f"{prefix}place"] = pd.Series(place, dtype=object)
        verdicts[f"{prefix}statuses"] = [
            statuses_of(*row, rules=statuses) for row in zip(score, place, size, strict=True)
        ]
        verdicts[f"{prefix}status"] = [
            "no_data" if value is None else (found[0] if found else "none")
            for value, found in zip(score, verdicts[f"{prefix}statuses"], strict=True)
        ]
    return verdicts.drop(columns=[group, "adjusted_statuses"])


def statuses_of(score, place, size, *, rules) -> list[str]:
    """All statuses whose rule holds for a score and a place among `size` schools."""
    if score is None:
        return []
    where = {"score": score, "place": place, "share_of_cluster": Fraction(100 * place, int(size))}
    return [
        rule["status"]
        for rule in rules
        # as printed: the float 75.45 is a little more than the score 75.45
        if OPERATORS[rule["op"]](where[rule["where"]], Decimal(str(rule["value"])))
    ]


def half_up(score: Fraction) -> Decimal:
    exact = Decimal(score.numerator) / Decimal(score.denominator)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def adjusted(reasons: list[dict], base: int) -> Decimal | None:
    """The mean loss of the lines with numbers spread over all lines; None without any."""
    there = [reason for reason in reasons if reason["share_high"] is not None]
    if not there:
        return None
    full = sum(exact(reason["weight"]) for reason in reasons)
    held = sum(exact(reason["weight"]) for reason in there)
    return half_up(exact(base) + full - full / held * (held - sum(map(_points, there))))


def exact(number) -> Fraction:
    """As written: the float 2.675 of a methodology file is a little less than 2,675."""
    return Fraction(str(number))


def _points(reason: dict) -> Fraction:
    """What a line gives: its part of the score, nothing for a gap."""
    if reason["share_high"] is None:
        return Fraction(0)
    high = exact(reason["weight"]) * reason["share_high"]
    return (high - exact(reason["low_weight"]) * reason["share_low"]) / WHOLE


def _score(own: pd.DataFrame, base: int, lines: list[dict]) -> dict:
    found = {
        (row.kind, row.grade, lowered(row.subject), row.variant): row
        for row in own.itertuples()
        if row.kind is not None and not pd.isna(row.kind)
    }
    reasons = [_reason(found.get(key_of(line["procedure"])), line) for line in lines]
    score = None
    if any(reason["share_high"] is not None for reason in reasons):
        score = half_up(exact(base) + sum(map(_points, reasons)))
    return {"score": score, "adjusted_score": adjusted(reasons, base), "reasons": reasons}


def key_of(procedure: dict) -> tuple:
    """A subject is the same with a capital letter and without."""
    grade = procedure.get("grade") or ONLY_GRADE.get(procedure["kind"])
    return procedure["kind"], grade, lowered(procedure["subject"]), procedure.get("variant") or ""


def _reason(result, line: dict) -> dict:
    """One line of the page «почему»: its figures, weights, what it gave and could have given."""
    reason = {name: _whole(getattr(result, name, None)) for name in FIGURES}
    high = reason["share_high"]
    key = key_of(line["procedure"])
    reason |= {
        "line": line_name(*key),
        "title": line_title(*key),
        "kind": key[0],
        "value": None if high is None else high / WHOLE,
        "no_data": (_text(result, "no_data") or "unknown") if high is None else "",
        "weight": line["high"],
        "low_weight": line["low"],
        "limit": line["high"],
        # without a count nobody can tell «all got 3» from «nobody took part»
        "two_zeros": high == 0 and reason["share_low"] == 0 and reason["participants"] is None,
        "result": _whole(getattr(result, "result_id", None)),
        "source": _text(result, "source"),
        "source_row": _whole(getattr(result, "source_row", None)),
    }
    return reason | {"contribution": float(_points(reason))}


def _text(result, name: str) -> str:
    value = getattr(result, name, None)
    return "" if value is None or pd.isna(value) else str(value)


def _whole(value) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _places(verdicts: pd.DataFrame, score: str, within: str) -> list[int | None]:
    # as floats only to compare: rounded to 0.01, equal scores are equal floats
    groups = verdicts[score].astype(float).groupby(verdicts[within], dropna=False)
    return [_whole(place) for place in groups.rank(method="min", ascending=False)]
