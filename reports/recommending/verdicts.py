"""Verdicts of a run as the rules read them, with what the working group has decided since."""

from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from identification.models import Decision, Protocol, Run, Verdict
from reports.rules.facts import VERDICTS

HUNDREDTH = Decimal("0.01")
WHOLE = 10_000  # hundredths of a percent
AMONG = {
    "cluster": ("в кластере", "cluster"),
    "kind": ("среди школ того же вида", "kind_of_school"),
    "municipality": ("в муниципалитете", "municipality"),
}


def verdicts_frame(run: Run) -> pd.DataFrame:
    """Of the run, and of the year before it by the same methodology."""
    runs = [run, *filter(None, [_run_before(run)])]
    decided = _decided(run.municipality_id, [one.academic_year for one in runs])
    verdicts = Verdict.objects.filter(run__in=runs).order_by("run__academic_year", "pk")
    by_run = {one.pk: one for one in runs}
    told = list(verdicts)
    rows = [_row(one, by_run[one.run_id], told, decided) for one in told]
    return pd.DataFrame(rows, columns=VERDICTS).astype(object)


def _run_before(run: Run) -> Run | None:
    runs = Run.objects.of_standings().filter(
        municipality=run.municipality_id, academic_year=run.academic_year - 1
    )
    own = runs.filter(methodology__slug=run.snapshot["slug"]).order_by("-created_at", "-pk")
    return own.first() or runs.main_first().first()


def _decided(municipality_id: int, years: list[int]) -> dict[tuple, bool]:
    """(school, year) → whether the group put it on the list; a later protocol corrects."""
    rows = Decision.objects.filter(
        protocol__municipality=municipality_id,
        protocol__academic_year__in=years,
        protocol__state=Protocol.State.APPROVED,
        status="low",
    ).order_by("protocol_id", "pk")
    return {
        (school, year): assigned
        for school, year, assigned in rows.values_list(
            "school_id", "protocol__academic_year", "assigned"
        )
    }


def _row(verdict: Verdict, run: Run, told: list[Verdict], decided: dict) -> dict:
    was = decided.get((verdict.school_id, run.academic_year))
    status = _status(verdict.status, was)
    # what was said of another status says nothing of this one
    is_same = status == verdict.status
    return {
        "school_id": verdict.school_id,
        "academic_year": run.academic_year,
        "method": run.snapshot["method"],
        "status": status,
        "adjusted_status": verdict.adjusted_status or None,
        "score": verdict.score,
        "adjusted_score": verdict.adjusted_score,
        "place": verdict.place,
        "adjusted_place": verdict.adjusted_place,
        "pupils_to_flip": verdict.pupils_to_flip if is_same else None,
        "stability": verdict.stability if is_same else None,
        "reasons": verdict.reasons,
        "is_decided": was is not None,
        "proposed": verdict.status,
        "flip_to": None,
    } | _of_score(verdict, run, told)


def _status(status: str, was_assigned: bool | None) -> str:
    """People decide: a method only proposes."""
    if was_assigned is None:
        return status
    if was_assigned:
        return "low"
    return "none" if status == "low" else status


def _of_score(verdict: Verdict, run: Run, told: list[Verdict]) -> dict:
    if verdict.score is None or run.snapshot["method"] != "weighted_score":
        return dict.fromkeys(("of", "among", "most", "score_if_nobody"))
    words, field = AMONG[run.parameters["rank_within"]]
    group = verdict.snapshot.get(field)
    return {
        "of": sum(
            one.run_id == run.pk and one.place is not None and one.snapshot.get(field) == group
            for one in told
        ),
        "among": words,
        "most": _most(verdict, run),
        "score_if_nobody": _if_nobody(verdict, run),
    }


def _most(verdict: Verdict, run: Run) -> Decimal | None:
    """The highest score that the school could have with the lines that it has."""
    if run.parameters["gaps"] != "zero":
        return None
    return _base(run) + sum(
        Decimal(str(reason["weight"])) for reason in verdict.reasons if not reason["no_data"]
    )


def _if_nobody(verdict: Verdict, run: Run) -> Decimal | None:
    """The adjusted score, if nobody took part where both shares are zero: docs of the method."""
    known = [r for r in verdict.reasons if not r["no_data"] and not r.get("two_zeros")]
    if len(known) == len([r for r in verdict.reasons if not r["no_data"]]) or not known:
        return None
    high, low = (
        [Decimal(str(reason[name])) for reason in known] for name in ("weight", "low_weight")
    )
    lost = sum(
        h * (WHOLE - reason["share_high"]) / WHOLE + x * reason["share_low"] / WHOLE
        for h, x, reason in zip(high, low, known, strict=True)
    )
    every = sum(Decimal(str(reason["weight"])) for reason in verdict.reasons)
    score = _base(run) + every - every / sum(high) * lost
    return score.quantize(HUNDREDTH, ROUND_HALF_UP)


def _base(run: Run) -> Decimal:
    return Decimal(str(run.parameters["base"]))
