"""An indicator with its values: by period, and where schools answer it, by school in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schools.models import School, User
from schools.russian import school_name

from .board import Board, Told
from .columns import Column, Gate, current_period, periods_of, schools_asked
from .kinds import told
from .models import Indicator, Period, Value
from .proofs import proofs_of
from .targets import Standing

SHARED = "Значения общие с\xa0показателем программы муниципалитета"
COUNTS_ALSO = "Засчитывается и\xa0в\xa0программе школы"


@dataclass(frozen=True)
class Cell:
    """One place: a period of the programme, or a school in the chosen period."""

    head: str
    column: Column
    goal: str
    words: str  # of the document, where it has its own
    value: Told | None
    figure: tuple[str, str]
    standing: Standing
    is_hidden: bool
    proofs: int
    may_enter: bool

    @property
    def state(self) -> str:
        return Value.State(self.value.state).label if self.value else ""

    @property
    def waits(self) -> bool:
        return bool(self.value) and self.value.state == Value.State.SUBMITTED

    @property
    def tick(self) -> str:
        return f"{self.value.pk}-{self.value.version}"


class IndicatorPage:
    def __init__(self, indicator: Indicator, *, reader: User, on: date, period: str = ""):
        self.indicator, self.reader = indicator, reader
        programme = indicator.programme
        self.periods = periods_of(programme)
        chosen = next((one for one in self.periods if str(one.pk) == period), None)
        self.period = chosen or current_period(self.periods, on)
        self.gate = Gate(programme, self.periods, reader)
        self.is_of_many = indicator.is_of_schools and not programme.school_id
        columns = self._schools() if self.is_of_many else self._periods(programme.school)
        self.board = Board(
            programme, columns, reader=reader, periods=self.periods, only=[indicator.pk]
        )
        values = [told.pk for told in self.board.values.values()]
        self.proofs = proofs_of(values)
        self.cells = [self._cell(column) for column in columns] if self.board.indicators else []

    @property
    def waiting(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.waits]

    @property
    def may_accept(self) -> bool:
        return self.gate.keeps_home and any(not c.column.why_closed for c in self.waiting)

    @property
    def targets(self) -> Sequence[tuple[Period, str, str]]:
        """Of an indicator of many schools its targets stand by themselves."""
        own = self.board.targets
        return [
            (period, self.board.aim_in_words(self.indicator, period), own[key].words)
            for period in self.periods
            if (key := (self.indicator.pk, period.pk)) in own
        ]

    @property
    def below(self) -> list[tuple[str, Indicator]]:
        """Its parts, and what schools answer to it."""
        parts = [("Из\xa0них", one) for one in self.indicator.parts.current()]
        answers = self.indicator.school_indicators.current()
        return [*parts, *(("Показатель школ", one) for one in answers), *self._sharing()]

    def _sharing(self) -> list[tuple[str, Indicator]]:
        """Of a copy the indicator under which its values are kept; of that the reader's copies."""
        seen = Indicator.objects.visible_to(self.reader).current()
        if self.indicator.origin_id:
            return [(SHARED, one) for one in seen.filter(pk=self.indicator.origin_id)]
        own = self.reader.memberships.current().values("school")
        copies = seen.filter(origin=self.indicator, programme__school__in=own)
        return [(COUNTS_ALSO, one) for one in copies]

    def _periods(self, school: School | None) -> list[Column]:
        return [
            Column(period, school, period.label, self.gate.why_closed(period, school))
            for period in self.periods
        ]

    def _schools(self) -> list[Column]:
        if not self.period:
            return []
        return [
            Column(
                self.period,
                school,
                school_name(school.short_name),
                self.gate.why_closed(self.period, school),
            )
            for school in schools_asked(self.indicator.programme, self.period, self.reader)
        ]

    def _cell(self, column: Column) -> Cell:
        board, indicator = self.board, self.board.indicators[0]
        value = board.value(indicator, column)
        target = board.targets.get((indicator.pk, column.period.pk))
        return Cell(
            head=column.head,
            column=column,
            goal=board.aim_in_words(indicator, column.period),
            words=target.words if target and target.kind != "words" else "",
            value=value,
            figure=told(indicator.kind, value.reading) if value else ("", ""),
            standing=board.standing(indicator, column),
            is_hidden=board.is_hidden(indicator, column),
            proofs=len(self.proofs.get(value.pk, ())) if value else 0,
            may_enter=value is None and not column.why_closed,
        )
