"""The page «почему»: how a school came to its score, line by line, in figures to show. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.shares import SMALL
from schools.charts.bars import Bar, contribution_bars
from schools.russian import NB, compact, num, percent

from .methods.cells import WHOLE
from .methods.wording.weighted_score import status_in_words

WITHIN = {
    "cluster": "в кластере",
    "kind": "среди школ того же вида",
    "municipality": "в муниципалитете",
}
HEADINGS = {
    "low": "почему школа в списке",
    "at_risk": "почему школа в зоне риска",
    "leader": "почему школа — лидер",
    "resilient": "почему школа резильентная",
    "underused": "почему условия не использованы",
    "improved": "почему динамика положительная",
    "biased_signs": "какие признаки замечены",
    "social": "почему условия сложные",
    "none": "почему школа вне перечней",
    "no_data": "почему у школы нет статуса",
}
LISTED = {
    "да": "школа названа",
    "нет": "школы в перечне нет",
    "не установлено": (
        "не установлено: перечень объявляет больше школ, чем называет, и среди неназванных "
        "может быть и эта"
    ),
}


@dataclass(frozen=True)
class Line:
    reason: dict
    bar: Bar
    high: str  # «25 %» with its count, «» in a gap
    low: str
    one_pupil: str  # «1 ученик = 25 %» where that is much

    @property
    def is_gap(self) -> bool:
        return self.reason["share_high"] is None

    @property
    def without_count(self) -> bool:
        return not self.is_gap and self.reason["participants"] is None


@dataclass(frozen=True)
class Why:
    lines: tuple[Line, ...]
    least: int  # the ends of the scale of the bars
    most: int
    sum: str  # «65 + 8,90 − 2,60»; «65 + 35 − 35 : 25 × 10,30» where losses are spread
    spread: str  # what the numbers of the sum are
    equals: str  # «≈» where shares of counts leave more than two decimals
    sources: tuple[str, ...]  # all documents that the figures come from
    decided_by: str  # the rule that gave the status

    @property
    def scale(self) -> str:
        """«от −2 до +5»."""
        return f"от{NB}{f'−{-self.least}' if self.least else 0} до{NB}+{self.most}"

    @property
    def without_counts(self) -> bool:
        return any(line.without_count for line in self.lines)

    @property
    def marks_only(self) -> bool:
        """Procedures whose high and low results are marks or points everybody knows."""
        return {line.reason["kind"] for line in self.lines} <= {"VPR", "OGE", "EGE"}


def why(reasons: list[dict], parameters: dict, *, status: str) -> Why:
    gained, taken = [_gained(r) for r in reasons], [_taken(r) for r in reasons]
    limits = [Decimal(str(r["limit"])) for r in reasons]
    bars, least, most = contribution_bars(list(zip(gained, taken, limits, strict=True)))
    return Why(
        lines=tuple(_line(reason, bar) for reason, bar in zip(reasons, bars, strict=True)),
        least=least,
        most=most,
        **_sum(reasons, parameters, sum(gained), sum(taken)),
        sources=tuple(dict.fromkeys(r["source"] for r in reasons if r["source"])),
        decided_by=next(
            (status_in_words(r) for r in parameters["statuses"] if r["status"] == status), ""
        ),
    )


def _sum(reasons: list[dict], parameters: dict, gained: Decimal, taken: Decimal) -> dict:
    base = compact(parameters["base"])
    full = sum(Decimal(str(r["weight"])) for r in reasons)
    held = sum(Decimal(str(r["weight"])) for r in reasons if r["share_high"] is not None)
    if parameters["gaps"] == "zero" or held in (0, full):
        told, ends = f"{base} + {_exact(gained)} − {_exact(taken)}", (gained, taken)
        spread = (
            f"{base} — баллы, которые есть у каждой школы; {_exact(gained)} — сумма прибавок, "
            f"{_exact(taken)} — сумма потерь по всем линиям."
        )
        return {"sum": told, "spread": spread, "equals": "=" if all(map(_is_short, ends)) else "≈"}
    lost, whole, there = held - gained + taken, compact(full), compact(held)
    ends = lost, full * lost / held
    return {
        "sum": f"{base} + {whole} − {whole} : {there} × {_exact(lost)}",
        "spread": (
            f"По линиям с данными потеряно {_exact(lost)} из {there}; методика переносит "
            f"эту потерю на все линии, то есть на {whole}."
        ),
        "equals": "=" if all(map(_is_short, ends)) else "≈",
    }


def _is_short(points: Decimal) -> bool:
    return points == round(points, 2)


def _exact(points: Decimal) -> str:
    return num(points) if _is_short(points) else compact(points)


def _gained(reason: dict) -> Decimal:
    return Decimal(str(reason["weight"])) * (reason["share_high"] or 0) / WHOLE


def _taken(reason: dict) -> Decimal:
    return Decimal(str(reason["low_weight"])) * (reason["share_low"] or 0) / WHOLE


def _line(reason: dict, bar: Bar) -> Line:
    participants = reason["participants"]
    small = participants is not None and participants < SMALL
    return Line(
        reason=reason,
        bar=bar,
        high=_part(reason, "high"),
        low=_part(reason, "low"),
        one_pupil=f"1{NB}ученик = {num(Decimal(100) / participants, 0)}{NB}%" if small else "",
    )


def _part(reason: dict, side: str) -> str:
    share, count, whole = reason[f"share_{side}"], reason[f"{side}_n"], reason["participants"]
    if share is None:
        return ""
    return percent(share) if whole is None else f"{count}{NB}из{NB}{whole}, {percent(share)}"
