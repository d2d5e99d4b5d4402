"""Order № 546 of Strezhevoy: too many pupils below the minimum, twice or two years running."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessments.naming import line_title

from .cells import GAP, Cells, cells_of, key_of, keys_of, years_in_row
from .facts import Facts
from .flips import FAR
from .hits import Years
from .method import Method, figures_of, verdicts
from .schema import Choice, Number, Procedure, Rows, Switch, exactly
from .statuses import STATUS, codes
from .wording.share_below import in_words


@dataclass(frozen=True, kw_only=True)
class ShareBelow(Method):
    """Low results: at least `threshold` percent of all participants did not reach the minimum.

    Such a procedure is a hit. A school is on the list if the year that is judged has at least
    `hits_last_year` hits, or if each of the last `years` years has at least `hits_each_year`; with
    `same_procedure` the same procedures must be hits in every one of these years. Either half of
    the rule may be switched off. Counts are compared where they are known: 29.9 % that is printed
    as 30 is no hit. A procedure is one kind, grade, subject and variant. A gap is no hit; a school
    that is not on the list and has nothing usable in the year that is judged has no data. A year
    in which none of the procedures was held is passed over, or ends the row (`not_held`). That
    goes for the year that is judged too: the `years` before it make up the row, so a school may be
    on the list without a result in that year; hits of the last year are those of no other year.
    """

    procedures: list[dict]
    threshold: float = 30
    hits_last_year: int | None = 2
    hits_each_year: int | None = 1
    years: int = 2
    same_procedure: bool = False
    min_participants: int = 0
    not_held: str = "skip"
    statuses: list[dict] | tuple[dict, ...] = ({"status": "low"},)

    name = "share_below"
    title = "доля не достигших минимума"
    reads_high = False
    schema = (
        Rows(
            name="procedures",
            title="Процедуры",
            row="процедура",
            least=1,
            columns=(Procedure(name="", title="Процедура"),),
            help="Без класса — все классы, каждый сам по себе.",
        ),
        Number(
            name="threshold",
            title="Порог, % участников",
            initial=30,
            least=0.01,
            most=100,
            places=2,
            help="Порог входит в правило: ровно столько — уже низкий результат.",
        ),
        Number(
            name="hits_last_year",
            title="Процедур за последний год",
            initial=2,
            least=1,
            most=60,
            nullable=True,
            help=(
                "Столько низких результатов за один год достаточно для статуса. "
                "Если оставить пусто, этого условия в правиле не будет."
            ),
        ),
        Number(
            name="hits_each_year",
            title="Процедур в каждом году подряд",
            initial=1,
            least=1,
            most=60,
            nullable=True,
            help=(
                "Второе условие: столько низких результатов в каждом из лет подряд тоже "
                "достаточно. Если оставить пусто, этого условия в правиле не будет."
            ),
        ),
        Number(name="years", title="Лет подряд", initial=2, least=1, most=5),
        Switch(
            name="same_procedure",
            title="Подряд — по одной и той же процедуре",
            initial=False,
        ),
        Number(
            name="min_participants",
            title="Участников не меньше",
            initial=0,
            least=0,
            most=1000,
            help="Если участников меньше, процедура не учитывается. 0 — учитываются все.",
        ),
        Choice(
            name="not_held",
            title="Год, когда процедуры не проводились",
            initial="skip",
            options={"skip": "пропускается", "break": "прерывает ряд"},
        ),
        Rows(
            name="statuses",
            title="Статус",
            row="статус",
            least=1,
            most=1,
            initial=[{"status": "low"}],
            columns=(STATUS,),
        ),
    )

    @classmethod
    def further_problems(cls, parameters: dict) -> list[str]:
        keys = [key_of(procedure) for procedure in parameters["procedures"]]
        found = [
            f"procedures, строка {number}: процедура «{line_title(*key)}» уже стоит выше"
            for number, key in enumerate(keys, start=1)
            if key in keys[: number - 1]
        ]
        if parameters["hits_last_year"] is None and parameters["hits_each_year"] is None:
            found.append("Нужно хотя бы одно условие: за последний год или подряд")
        return found

    def in_words(self) -> str:
        return in_words(vars(self))

    def cells(self, facts: Facts) -> Cells:
        keys, year = keys_of(self.procedures, facts), facts.academic_year
        count = 0 if self.hits_each_year is None else self.years
        row = years_in_row(facts, keys, count, last=year, skip=self.not_held == "skip")
        return cells_of(facts, keys, dict.fromkeys([year, *row]))

    @property
    def years_compared(self) -> int:
        return 1 if self.hits_each_year is None else self.years

    def uncounted(self, facts: Facts, cells: Cells) -> np.ndarray:
        # earlier years matter in an unbroken row only
        unbroken = len({line.academic_year for line in cells.lines}) >= self.years
        matters = cells.of_year(facts.academic_year) | unbroken
        return (cells.known & ~cells.counted & matters).any(axis=-1)

    def decide(self, facts: Facts, cells: Cells) -> np.ndarray:
        usable, hits = self._usable(cells), self._hits(cells)
        last = cells.of_year(facts.academic_year)
        low = self._is_low(self._by_year(cells, hits))
        return codes(low, self._status, usable[..., last].any(axis=-1))

    def holds(self, reasons: Sequence[dict], met: Sequence[bool]) -> bool:
        years = len({reason["academic_year"] for reason in reasons})
        return bool(self._is_low(np.reshape(np.array(met, dtype=bool), (max(years, 1), -1))))

    def _is_low(self, hits: np.ndarray) -> np.ndarray:
        """… × year × procedure, the year that is judged first, whether it is in the row or not."""
        low = np.zeros(hits.shape[:-2], dtype=bool)
        if self.hits_last_year is not None:
            low |= hits[..., 0, :].sum(axis=-1) >= self.hits_last_year
        if self.hits_each_year is not None and hits.shape[-2] >= self.years:
            row = hits[..., -self.years :, :]
            if self.same_procedure:
                low |= row.all(axis=-2).sum(axis=-1) >= self.hits_each_year
            else:
                low |= (row.sum(axis=-1) >= self.hits_each_year).all(axis=-1)
        return low

    def judge(self, facts: Facts) -> pd.DataFrame:
        cells = self.cells(facts)
        found = self.decide(facts, cells)
        usable, hits, costs = self._usable(cells), self._hits(cells), self._costs(cells)
        unknown = self.uncounted(facts, cells)
        reasons = [
            [
                self._reason(figures, usable[n, line], hits[n, line], costs[n, line])
                for line, figures in enumerate(own)
            ]
            for n, own in enumerate(figures_of(facts, cells))
        ]
        flips = [
            None if unknown[n] else self._flip(facts, cells, hits[n], costs[n])
            for n in range(len(cells.schools))
        ]
        return verdicts(cells, found, reasons, flips)

    @property
    def _status(self) -> str:
        return self.statuses[0]["status"]

    @property
    def _limit(self) -> int:
        """Hundredths of a percent."""
        return int(exactly(self.threshold) * 100)

    def _usable(self, cells: Cells) -> np.ndarray:
        """Counts of enough participants, or a share of a number that nobody told."""
        told = cells.participants > GAP
        return cells.known & (~told | (cells.participants >= max(1, self.min_participants)))

    def _hits(self, cells: Cells) -> np.ndarray:
        counted = cells.low * 10_000 >= self._limit * cells.participants
        shares = cells.share_low >= self._limit
        return self._usable(cells) & np.where(cells.counted, counted, shares)

    @staticmethod
    def _by_year(cells: Cells, hits: np.ndarray) -> np.ndarray:
        """… × school × year × procedure: lines stand year by year."""
        years = len({line.academic_year for line in cells.lines})
        return hits.reshape(*hits.shape[:-1], years, -1) if years else hits[..., None, :]

    def _costs(self, cells: Cells) -> np.ndarray:
        """How many marks make a hit of a line, or no hit of it; FAR where nothing can."""
        needed = -(-self._limit * cells.participants // 10_000)  # the least low_n of a hit
        cost = np.where(self._hits(cells), cells.low - needed + 1, needed - cells.low)
        return np.where(self._usable(cells) & cells.counted, cost, FAR)

    def _flip(self, facts, cells, hits: np.ndarray, costs: np.ndarray) -> int | None:
        """The fewest changed marks for another status, in whatever years they are."""
        last = cells.of_year(facts.academic_year)
        is_silent = not (costs[last] < FAR).any()
        hits, costs = self._by_year(cells, hits), self._by_year(cells, costs)
        if is_silent and not self._is_low(hits):
            return None
        same = self.same_procedure
        if len(hits) > self.years:
            # nothing was held in the first year, so nothing can change in it
            return Years(hits[1:], costs[1:]).fewest(None, self.hits_each_year, same=same)
        each = self.hits_each_year if len(hits) == self.years else None
        return Years(hits, costs).fewest(self.hits_last_year, each, same=same)

    def _reason(self, figures: dict, usable: bool, hit: bool, cost: int) -> dict:
        """One procedure of one year: its figures, whether it is a hit, and how far it is off."""
        return figures | {
            "figure": "share_low",
            "value": figures["share_low"],
            "limit": self._limit,
            "op": ">=",
            "met": bool(hit) if usable else None,
            "too_few": figures["share_low"] is not None and not usable,
            "pupils": int(cost) if cost < FAR else None,
        }
