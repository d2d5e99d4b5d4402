"""The page of a programme: indicators with their targets, what was reached, what proves it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from schools.models import Municipality, School, User

from .board import Board
from .columns import Column, Gate, current_period, periods_of, schools_asked
from .kinds import told
from .models import Campaign, Evidence, Indicator, Level, Period, Programme, Proof, Value
from .overview_lines import WAITING, Line, Shown, Tally

State = Value.State
RETURNED, MISSING, THERE, NOT_ASKED = "back", "none", "ok", "free"
INDICATORS, QUESTIONS = "показатель,показателя,показателей", "вопрос,вопроса,вопросов"
PROOF_STATES = [(WAITING, "ждёт проверки"), (RETURNED, "возвращено"), (MISSING, "нет")]


@dataclass
class Overview:
    """What its reader sees of a programme in one period; without a reader, what a paper tells."""

    programme: Programme
    periods: list[Period]
    period: Period | None
    reader: User | None
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def of(
        cls, programme: Programme, *, reader: User | None, on: date, period: str = ""
    ) -> "Overview":
        periods = periods_of(programme)
        chosen = next((one for one in periods if str(one.pk) == period), None)
        made = cls(programme, periods, chosen or current_period(periods, on), reader)
        made._read()
        return made

    def _read(self) -> None:
        writes = None if self.reader else False
        gate = Gate(self.programme, self.periods, self.reader, keeps_home=writes)
        self.campaign = self.period and gate.campaigns.get(self.period.counted_as)
        self.keeps_home = gate.keeps_home
        self.may_write = self._may_write(gate, self.programme.school)
        columns = [Column(self.period, self.programme.school, "")] if self.period else []
        schools = self._schools()
        columns += [Column(self.period, school, "") for school in schools]
        self.schools_may_write = any(self._may_write(gate, one) for one in schools)
        self.board = Board(
            self.programme,
            columns,
            reader=self.reader,
            periods=self.periods,
            keeps_home=gate.keeps_home,
        )
        self.others = [one for one in self.periods if one != self.period]
        self.proofs = self._proofs()
        many = [one for one in self.board.indicators if self._is_of_many(one)]
        self.tallies = {one.pk: self._tally(one) for one in many}
        self.gathered = {one.pair_id: self.tallies[one.pk] for one in reversed(many)}
        self.lines = [self._line(indicator) for indicator in self.board.indicators]

    def _may_write(self, gate: Gate, school: School | None) -> bool:
        return bool(self.reader and self.period) and not gate.why_closed(self.period, school)

    def _schools(self) -> list[School]:
        if self.programme.school_id or not self.period:
            return []
        asked = self.programme.indicators.current().filter(level=Level.SCHOOL)
        if not asked.exists():
            return []
        return schools_asked(self.programme, self.period, self.reader)

    def _proofs(self) -> Counter:
        values = [told.pk for told in self.board.values.values()]
        standing = Evidence.objects.standing().filter(value__in=values)
        return Counter(standing.values_list("value", flat=True))

    def _line(self, indicator: Indicator) -> Line:
        board, own = self.board, self.board.columns[:1]
        is_many = self._is_of_many(indicator)
        asked = board.columns[1:] if is_many else own
        hidden = bool(asked) and all(board.is_hidden(indicator, column) for column in asked)
        tally = self.tallies.get(indicator.pk)
        shown = self._shown(indicator, own[0]) if own and not is_many else None
        proof, proof_words = self._proof(indicator, shown, tally)
        return Line(
            indicator=indicator,
            goal=board.aim_in_words(indicator, self.period) if self.period else "",
            targets=[board.aim_in_words(indicator, one) for one in self.others],
            shown=shown,
            tally=tally,
            gathered=self._gathered(indicator, shown),
            is_hidden=hidden,
            proof=proof,
            proof_words=proof_words,
        )

    def _shown(self, indicator: Indicator, column: Column) -> Shown | None:
        value = self.board.value(indicator, column)
        if value is None:
            return None
        return Shown(
            value, *told(indicator.kind, value.reading), self.board.standing(indicator, column)
        )

    def _is_of_many(self, indicator: Indicator) -> bool:
        return indicator.is_of_schools and not self.programme.school_id

    def _gathered(self, indicator: Indicator, shown: Shown | None) -> Tally | None:
        """Told while schools are missing: a hundred per cent of one school is not of all."""
        tally = self.gathered.get(indicator.pk)
        if tally is None or shown is None or shown.value.reading.no_data:
            return None
        if not shown.value.is_of_portal or not self.sees_all:
            return None
        return tally if tally and tally.accepted < tally.of else None

    @cached_property
    def sees_all(self) -> bool:
        """To a school the other schools of the value are not told of; in a paper all count."""
        if self.reader is None:
            return True
        seen = Municipality.objects.visible_to(self.reader)
        return seen.filter(pk=self.programme.municipality_id).exists()

    def _tally(self, indicator: Indicator) -> Tally:
        columns = self.board.columns[1:]
        values = [(self.board.value(indicator, column), column) for column in columns]
        states = Counter(value.state for value, _column in values if value)
        reached = sum(
            self.board.standing(indicator, column).reached is True
            for value, column in values
            if value
        )
        return Tally(
            of=len(columns),
            filled=states.total(),
            reached=reached,
            waiting=states[State.SUBMITTED],
            returned=states[State.RETURNED],
            accepted=states[State.ACCEPTED],
        )

    def _proof(self, indicator: Indicator, shown, tally) -> tuple[str, str]:
        """How the proof stands, and in words: of the municipality, or of all its schools."""
        waiting = tally.waiting if tally else bool(shown) and shown.value.state == State.SUBMITTED
        returned = tally.returned if tally else bool(shown) and shown.value.state == State.RETURNED
        if returned:
            return RETURNED, f"возвращено: {tally.returned}" if tally else "возвращено"
        if waiting:
            return WAITING, f"ждёт проверки: {tally.waiting}" if tally else "ждёт проверки"
        if indicator.proof == Proof.NONE:
            return NOT_ASKED, "не\xa0требуется"
        if tally:
            return (THERE, "все приняты") if 0 < tally.of == tally.accepted else (MISSING, "нет")
        count = self.proofs[shown.value.pk] if shown else 0
        if not count:
            return MISSING, "нет"
        return THERE, indicator.get_proof_display() if count == 1 else f"подтверждений: {count}"

    @property
    def is_asked(self) -> bool:
        return self.programme.kind == Programme.Kind.QUESTIONNAIRE

    @property
    def noun(self) -> str:
        return QUESTIONS if self.is_asked else INDICATORS

    @property
    def has_goals(self) -> bool:
        """Whether the document sets any targets: else there are no columns for them."""
        return bool(self.board.targets)

    @property
    def width(self) -> int:
        return 4 + self.has_goals * len(self.periods)

    # the figures above the table

    @property
    def own(self) -> list[Line]:
        """Of whoever's programme it is; indicators of schools are counted beside."""
        return [line for line in self.lines if line.tally is None]

    @property
    def of_schools(self) -> int:
        return len(self.tallies)

    @property
    def aimed(self) -> list[Line]:
        return [line for line in self.own if line.goal]

    @property
    def reached(self) -> int:
        return sum(bool(line.shown and line.shown.standing.reached) for line in self.aimed)

    @property
    def filled(self) -> int:
        return sum(line.has_value for line in self.own)

    @property
    def filled_by_schools(self) -> int:
        return sum(tally.filled for tally in self.tallies.values())

    @property
    def asked_of_schools(self) -> int:
        return sum(tally.of for tally in self.tallies.values())

    @property
    def waiting(self) -> int:
        return self._in_state(State.SUBMITTED)

    @property
    def returned(self) -> int:
        return self._in_state(State.RETURNED)

    @property
    def missing(self) -> int:
        return sum(not line.has_value and not line.is_hidden for line in self.own)

    @property
    def due_on(self) -> date | None:
        if self.campaign and self.campaign.phase != Campaign.Phase.REPORT:
            return self.campaign.entry_until
        return self.period and self.period.ends_on

    def _in_state(self, state: str) -> int:
        """Values, not indicators: of an indicator of schools each school counts."""
        many = [line.tally for line in self.lines if line.tally]
        counted = {
            State.SUBMITTED: sum(tally.waiting for tally in many),
            State.RETURNED: sum(tally.returned for tally in many),
        }
        return counted[state] + sum(
            bool(line.shown and line.shown.value.state == state) for line in self.own
        )

    def groups(self, lines: Collection[Line]) -> list[tuple]:
        kept = {line.indicator.pk: line for line in lines}
        found = [
            (goal, [kept[one.pk] for one in own if one.pk in kept])
            for goal, own in self.board.goals
        ]
        return [(goal, own) for goal, own in found if own]
