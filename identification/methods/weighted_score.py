"""Order 63-од of 09.03.2021 (Ilansky district): S = 65 + 5·ΣQ − 10·ΣL over seven lines."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessments.naming import line_title

from .cells import WHOLE, Cells, any_grade, cells_of, key_of, keys_of, share
from .facts import Facts
from .flips import greatest, moved, spread
from .method import Method, figures_of, verdicts
from .schema import Choice, Number, Procedure, Rows
from .scores import (
    UNSCORED,
    Weights,
    decimals,
    every_status,
    first_status,
    places,
    points_of,
    rivals_above,
)
from .statuses import BY_SCORE, names
from .wording.weighted_score import in_words

GROUPS = {"cluster": "cluster", "kind": "kind_of_school", "municipality": "municipality"}


@dataclass(frozen=True, kw_only=True)
class WeightedScore(Method):
    """Score every school and give it a place among those it is compared with.

    A line adds `high` · its share of high results and takes `low` · its share below the minimum.
    The order counts a gap as zero, which takes `high` points from a primary school for every exam
    it does not hold; the adjusted score spreads the losses of the lines that are there over all
    lines. With gaps "left_out" the adjusted score is the score. A school without a single line has
    no score. Scores are exact, rounded half up to 0.01 before ranking; equals share a place.
    Statuses: all that apply, the first of them is `status`; `adjusted_status` is what the same
    rules give to the adjusted score and place.
    """

    base: float = 65
    lines: list[dict]
    gaps: str = "zero"
    rank_within: str = "cluster"
    statuses: list[dict] | tuple[dict, ...] = ()

    name = "weighted_score"
    title = "взвешенный индекс"
    is_scored = True
    schema = (
        Number(
            name="base",
            title="Начальные баллы",
            initial=65,
            least=-1000,
            most=1000,
            places=3,
            help="С них начинает каждая школа.",
        ),
        Rows(
            name="lines",
            title="Линии",
            row="линия",
            least=1,
            most=30,
            help="Без класса — все классы, каждый сам по себе.",
            columns=(
                Procedure(name="procedure", title="Процедура"),
                Number(
                    name="high", title="Вес высоких", initial=5, least=0.001, most=100, places=3
                ),
                Number(name="low", title="Вес низких", initial=10, least=0, most=100, places=3),
            ),
        ),
        Choice(
            name="gaps",
            title="Линия без результатов",
            initial="zero",
            options={"zero": "считается нулём", "left_out": "не учитывается"},
        ),
        Choice(
            name="rank_within",
            title="Место определяется",
            initial="cluster",
            options={
                "cluster": "внутри кластера",
                "kind": "среди школ того же вида",
                "municipality": "среди всех школ",
            },
        ),
        BY_SCORE,
    )

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        keys = [key_of(line["procedure"]) for line in parameters["lines"]]
        return [
            f"lines, строка {number}: процедура «{line_title(*key)}» уже стоит выше"
            for number, key in enumerate(keys, start=1)
            if key in keys[: number - 1]
        ]

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        keys = keys_of([line["procedure"] for line in self.lines], facts)
        return cells_of(facts, keys, [facts.academic_year])

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        return self._statuses(self._scores(cells)[self.gaps], self._groups(facts))

    def judge(self, facts: Facts) -> pd.DataFrame:
        cells, groups = self.cells(facts), self._groups(facts)
        scores = self._scores(cells)
        score, adjusted = scores[self.gaps], scores["left_out"]
        found = self._statuses(score, groups)
        uncounted, lines = self.uncounted(facts, cells), self._lines(cells)
        flips = [
            None if unknown else self._flip(cells, score, found, groups, school)
            for school, unknown in enumerate(uncounted)
        ]
        return verdicts(
            cells,
            found,
            reasons=[
                [_reason(*told, flip, n) for n, told in enumerate(zip(own, lines, strict=True))]
                for own, flip in zip(figures_of(facts, cells), flips, strict=True)
            ],
            flips=[flip and flip.pupils for flip in flips],
            score=decimals(score),
            adjusted_score=decimals(adjusted),
            place=places(score, groups),
            adjusted_place=places(adjusted, groups),
            adjusted_status=names(self._statuses(adjusted, groups)),
            statuses=every_status(score, groups, self.statuses),
        )

    def _lines(self, cells: Cells) -> list[dict]:
        """The weights of every line; one without a grade stands for the grades not named."""
        own = {key_of(line["procedure"]): line for line in self.lines}
        return [own.get(line.key) or own[any_grade(line.key)] for line in cells.lines]

    def _weights(self, cells: Cells) -> Weights:
        return Weights.of(self.base, self._lines(cells))

    def _scores(self, cells: Cells) -> dict[str, np.ndarray]:
        """Hundredths of a point, by the treatment of gaps; UNSCORED without a single line."""
        weights = self._weights(cells)
        gains = weights.gains(cells.share_low, cells.share_high)
        total = gains.sum(axis=-1)
        held = np.where(cells.known, weights.high, 0).sum(axis=-1)
        return {gaps: weights.score(total, held, gaps) for gaps in ("zero", "left_out")}

    def _groups(self, facts: Facts) -> np.ndarray:
        """The number of the group in which a school is ranked."""
        return pd.factorize(facts.schools[GROUPS[self.rank_within]], use_na_sentinel=False)[0]

    def _statuses(self, score: np.ndarray, groups: np.ndarray) -> np.ndarray:
        return first_status(score, *rivals_above(score, groups), self.statuses)

    def _flip(self, cells, score, found, groups, school: int) -> "Flip | None":
        """The fewest changed marks for another status, the other schools staying as they are.

        Exact where better results never give a worse status and back.
        """
        if score[school] == UNSCORED:
            return None
        weights = self._weights(cells)
        held = np.where(cells.known, weights.high, 0)[school].sum()
        rivals = score[(groups == groups[school]) & (np.arange(len(score)) != school)]
        rivals = rivals[rivals != UNSCORED]
        nearest = []
        for better in (True, False):
            gains = self._gains(cells, weights, school, better=better)
            total = greatest(list(gains.values()))
            reached = weights.score(total if better else -total, held, self.gaps)
            above = (rivals[None, :] > reached[:, None]).sum(axis=1)
            size = np.full(len(reached), len(rivals) + 1)
            other = first_status(reached, above, size, self.statuses) != found[school]
            if other.any():
                pupils = int(other.argmax())
                shared = spread(list(gains.values()), pupils)
                nearest.append(Flip(pupils, better, dict(zip(gains, shared, strict=True))))
        return min(nearest, key=lambda flip: flip.pupils, default=None)

    @staticmethod
    def _gains(cells: Cells, weights: Weights, school: int, *, better: bool) -> dict:
        """Line → what 0, 1, 2 … changed marks make of it; losses count where all get worse."""
        sign, gains = (1 if better else -1), {}
        for line in np.flatnonzero(cells.known[school]):
            n = int(cells.participants[school, line])
            low, high = moved(
                int(cells.low[school, line]), int(cells.high[school, line]), n, better=better
            )
            gains[int(line)] = sign * weights.gain(share(low, n), share(high, n), line)
        return gains


class Flip(NamedTuple):
    """The cheapest way to another status: `by_line` adds up to `pupils`."""

    pupils: int
    better: bool
    by_line: dict[int, int]


def _reason(figures: dict, line: dict, flip: Flip | None, number: int) -> dict:
    """One line of the page «почему»: its figures, weights, what it gave and could have given."""
    high = figures["share_high"]
    reason = figures | {
        "value": None if high is None else high / WHOLE,
        "weight": line["high"],
        "low_weight": line["low"],
        "limit": line["high"],
        # without a count nobody can tell «all got 3» from «nobody took part»
        "two_zeros": high == 0 and figures["share_low"] == 0 and figures["participants"] is None,
        # of the changed marks that the nearest other status takes: those of this line
        "pupils": None if flip is None else flip.by_line.get(number, 0),
        "better": flip and flip.better,
    }
    return reason | {"contribution": float(points_of(reason))}
