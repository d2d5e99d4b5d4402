"""One value as its page shows it: how it stands, how it came about, what may be done with it."""

from functools import cached_property

from schools.models import Municipality, School, User

from .board import Board
from .circle import Circle
from .columns import Column, Gate, periods_of
from .kinds import Reading, sentence
from .models import Indicator, Level, Target, Value, ValueChange
from .proofs import lacks_proof, proofs_of
from .services.desk import ACCEPTED
from .targets import Standing

State = Value.State


class ValuePage:
    def __init__(self, value: Value, reader: User):
        self.value, self.reader = value, reader
        self.indicator, self.programme = value.indicator, value.indicator.programme
        periods = periods_of(self.programme)
        self.gate = Gate(self.programme, periods, reader)
        self.column = Column(
            value.period, value.school, "", self.gate.why_closed(value.period, value.school)
        )
        self.board = Board(self.programme, [self.column], reader=reader, periods=periods)

    @property
    def words(self) -> str:
        return sentence(self.indicator.kind, Reading.of(self.value))

    @property
    def goal(self) -> str:
        return self.board.aim_in_words(self._there, self.value.period)

    @property
    def standing(self) -> Standing:
        return self.board.standing(self._there, self.column)

    @cached_property
    def target(self) -> Target | None:
        return self.board.targets.get((self.indicator.pk, self.value.period_id))

    @property
    def is_in_words(self) -> bool:
        return bool(self.target and self.target.kind == Target.Kind.WORDS)

    @property
    def why_closed(self) -> str:
        """Why the reader may not change it; what the portal computes has a page of its own."""
        if self.column.why_closed:
            return self.column.why_closed
        accepted = self.value.state == State.ACCEPTED and not self.gate.keeps_home
        return ACCEPTED if accepted else ""

    @property
    def is_computed(self) -> bool:
        return self.value.origin != Value.Origin.ENTERED

    @property
    def may_enter(self) -> bool:
        is_left = self.is_computed and self.indicator.is_automatic
        return not self.why_closed and not is_left

    @property
    def may_submit(self) -> bool:
        mine = not self.column.why_closed and not self.gate.keeps_home
        return mine and self.value.state in (State.DRAFT, State.RETURNED)

    @property
    def lacks_proof(self) -> bool:
        there = proofs_of([self.value]).get(self.value.pk, ())
        return lacks_proof(self.indicator.proof, Reading.of(self.value), there)

    @property
    def may_accept(self) -> bool:
        return self._checks and self.value.state == State.SUBMITTED

    @property
    def may_return(self) -> bool:
        """What the municipality has entered itself is not sent back to anybody."""
        there = (State.SUBMITTED, State.ACCEPTED)
        return self._checks and self.value.school_id is not None and self.value.state in there

    @property
    def history(self) -> list[tuple[ValueChange, str, str]]:
        """The newest first; figures only where a step has changed them."""
        kind, told = self.indicator.kind, []
        for change in self.value.changes.select_related("by").order_by("-version"):
            before, after = (_words(kind, one) for one in (change.before, change.after))
            told.append((change, before, after if before != after else ""))
        return told

    @property
    def _checks(self) -> bool:
        return self.gate.keeps_home and not self.column.why_closed

    @property
    def _there(self) -> Indicator:
        """The indicator as the board knows it; what was dropped stands on no board."""
        return next((one for one in self.board.indicators if one == self.indicator), self.indicator)


def may_enter(indicator: Indicator, school: School | None, user: User) -> bool:
    """Whether a value of this place is the reader's to write: of a school for its indicators,
    of the municipality for its own; of a survey only within its narrow circle.
    """
    programme = indicator.programme
    if (indicator.level == Level.SCHOOL) is (school is None):
        return False
    if indicator.is_narrow and not Circle(user).reads(programme.municipality_id, school):
        return False
    if school is None:
        own = Municipality.objects.editable_by(user)
        return own.filter(pk=programme.municipality_id).exists()
    return School.objects.editable_by(user).filter(pk=school.pk).exists()


def _words(kind: str, told: dict) -> str:
    return sentence(kind, Reading.of_json(told)) if told else ""
