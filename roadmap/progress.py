"""How far the schools of a campaign are: what each was asked, what is there, what is lacking."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists

from roadmap.circle import Circle
from roadmap.kinds import Reading, sentence
from roadmap.models import Campaign, Indicator, Level, Programme, Submission, Value
from roadmap.proofs import lacks_proof, not_mended, proofs_of
from schools.models import User
from schools.russian import out_of

State = Submission.State
NO_VALUE, NO_PROOF, HIDDEN = "нет значения", "нет подтверждения", "внесено"
NOT_MENDED = "возвращено и\xa0не\xa0исправлено"
NARROW_REMARK = "комментарий открыт узкому кругу"
# how a cell is marked: a drawing with its colour, and the same in words
MARKS = {
    "unproved": ("link-45deg op-part", NO_PROOF),
    "submitted": ("hourglass-split op-part", "ждёт проверки"),
    "returned": ("arrow-return-left op-miss", "возвращено"),
    "accepted": ("check2 op-got", "принято"),
    "nothing": ("dash-circle op-muted", "нечего сдавать"),
}


@dataclass(frozen=True)
class Cell:
    """`words`: the value; `lacks`: what is still to be done, empty when it may be sent."""

    indicator: Indicator
    value: Value | None
    words: str = ""
    lacks: str = ""
    is_asked: bool = True  # False: the school has nothing to give

    @property
    def address(self) -> str:
        """Of the page of the value; a figure of a narrow circle has none for the others."""
        seen = self.value is not None and self.words != HIDDEN
        return self.value.get_absolute_url() if seen else ""

    @property
    def comment(self) -> str:
        """Of who checks; it may tell the figure, and so is for whoever sees that."""
        return self.value.comment if self.address else ""

    @property
    def mark(self) -> str:
        """empty, nothing (to give), unproved, or the state of the value."""
        if self.value is None:
            return "empty" if self.is_asked else "nothing"
        if self.lacks == NO_PROOF:
            return "unproved"
        return self.value.state

    @property
    def icon(self) -> str:
        return MARKS.get(self.mark, ("", ""))[0]

    @property
    def said(self) -> str:
        return MARKS.get(self.mark, ("", ""))[1]


@dataclass(frozen=True)
class Row:
    """`remark`: what the reader may know of the comment on all that the school has sent."""

    submission: Submission
    cells: list[Cell]
    remark: str = ""

    @property
    def whole(self) -> int:
        return len(self.cells)

    @property
    def filled(self) -> int:
        return sum(cell.value is not None for cell in self.cells)

    @property
    def lacking(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.lacks]

    @property
    def ready(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.lacks]

    @property
    def lacks(self) -> str:
        """«3 значений, 1 подтверждения, 2 исправлений»: not enough of them."""
        told = {
            "значения,значений": self.whole - self.filled,
            "подтверждения,подтверждений": self.unproved,
            "исправления,исправлений": self.returned,
        }
        return ", ".join(out_of(n, forms) for forms, n in told.items() if n)

    @property
    def unproved(self) -> int:
        return sum(cell.lacks == NO_PROOF for cell in self.cells)

    @property
    def returned(self) -> int:
        return sum(cell.mark == Value.State.RETURNED for cell in self.cells)


@dataclass(frozen=True)
class Board:
    campaign: Campaign
    indicators: list[Indicator]
    rows: list[Row]

    @property
    def waiting(self) -> int:
        """Those of whom an answer is awaited; «нечего сдавать» is one."""
        return self._in(State.WAITING, State.RETURNED)

    @property
    def done(self) -> int:
        return len(self.rows) - self.waiting

    @property
    def to_check(self) -> int:
        return self._in(State.SENT)

    @property
    def filled(self) -> int:
        return sum(row.filled for row in self.rows)

    @property
    def whole(self) -> int:
        return sum(row.whole for row in self.rows)

    @property
    def lines(self):
        """Indicator → the cells of the schools."""
        return zip(
            self.indicators, zip(*(row.cells for row in self.rows), strict=True), strict=False
        )

    def _in(self, *states: str) -> int:
        return sum(row.submission.state in states for row in self.rows)


def asked_indicators(programme: Programme):
    """What schools fill: those of their level that the portal does not compute itself."""
    own = programme.indicators.current().filter(level=Level.SCHOOL, source="")
    return own.select_related("goal").order_by("goal__order", "order")


def board_of(
    campaign: Campaign, submissions: Iterable[Submission] | None = None, *, reader: User | None
) -> Board:
    """Figures of a narrow circle are told to it only: others see that they are there."""
    programme = campaign.programme
    asked = asked_indicators(programme).annotate(is_among_narrow=Exists(narrow_of(programme)))
    indicators = list(asked)
    if submissions is None:
        submissions = campaign.submissions.select_related("school", "by")
        submissions = submissions.order_by("school__short_name")
    submissions = list(submissions)
    schools = [one.school_id for one in submissions]
    values = list(
        Value.objects.filter(
            indicator__in=indicators, period=campaign.period_id, school__in=schools
        )
    )
    known = {one.pk: one for one in indicators}
    for value in values:
        value.indicator = known[value.indicator_id]
    proofs, told, as_before = proofs_of(values), _told_to(reader, values), not_mended(values)
    there = {(value.indicator_id, value.school_id): value for value in values}
    is_told = any(one.comment for one in submissions)
    is_narrow = is_told and any(one.is_among_narrow for one in indicators)
    circle = Circle(reader) if reader and is_narrow else None
    rows = []
    for one in submissions:
        cells = [
            _cell(one, indicator, there.get((indicator.pk, one.school_id)), proofs, told, as_before)
            for indicator in indicators
        ]
        rows.append(Row(one, cells, _remark(one, circle)))
    return Board(campaign, indicators, rows)


def row_of(submission: Submission, *, reader: User | None) -> Row:
    return board_of(submission.campaign, [submission], reader=reader).rows[0]


def narrow_of(programme: Programme):
    """Figures of surveys among what is, or ever was, asked of its schools."""
    return Indicator.objects.filter(programme=programme, level=Level.SCHOOL, sensitive=True)


def _remark(submission: Submission, circle: Circle | None) -> str:
    """A comment may quote any figure of the campaign: with figures of a narrow circle among them
    it is for that circle.
    """
    home = submission.school.municipality_id
    if submission.comment and circle and not circle.reads(home, submission.school):
        return NARROW_REMARK
    return submission.comment


def _cell(
    submission: Submission,
    indicator: Indicator,
    value: Value | None,
    proofs: dict,
    told: set[int],
    as_before: set[int],
) -> Cell:
    if value is None:
        asked = submission.state != State.NOTHING
        return Cell(indicator, None, lacks=NO_VALUE, is_asked=asked)
    reading = Reading.of(value)
    unproved = lacks_proof(indicator.proof, reading, proofs.get(value.pk, ()))
    seen = not indicator.sensitive or value.pk in told
    words = sentence(indicator.kind, reading) if seen else HIDDEN
    lacks = NOT_MENDED if value.pk in as_before else NO_PROOF if unproved else ""
    return Cell(indicator, value, words, lacks)


def _told_to(reader: User | None, values: list[Value]) -> set[int]:
    narrow = [value.pk for value in values if value.indicator.sensitive]
    if reader is None or not narrow:
        return set()
    visible = Value.objects.visible_to(reader).filter(pk__in=narrow)
    return set(visible.values_list("pk", flat=True))
