"""A round of looking at sites told by requirement and by school. Pure: the board is given.

Found is «yes», «partly», «no», or empty where nobody has looked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

YES, PARTLY, NO, UNSEEN = "yes", "partly", "no", ""
SHORT = {YES: "да", PARTLY: "не\xa0всё", NO: "нет", UNSEEN: "—"}


@dataclass(frozen=True)
class Requirement:
    """Of how many sites; `was` of `both`: of the sites that were looked at both times."""

    number: int
    title: str
    yes: int
    partly: int
    no: int
    unseen: int
    was: int
    still: int
    both: int

    @property
    def seen(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def lacking(self) -> int:
        return self.seen - self.yes


@dataclass(frozen=True)
class Lack:
    """What one school is to put right."""

    school: str
    missing: list[tuple[int, str, bool, str]]  # number, requirement, is partly there, remark


@dataclass(frozen=True)
class Turn:
    """Another thing was found than in the round before."""

    school: str
    requirement: str
    before: str
    now: str


def requirements_of(board) -> list[Requirement]:
    return [
        _requirement(number, one, [row.cells[number - 1] for row in board.rows])
        for number, one in enumerate(board.requirements, start=1)
    ]


def _requirement(number: int, requirement, cells: Sequence) -> Requirement:
    found = [cell.finding.found for cell in cells]
    both = [cell for cell in cells if cell.finding.found and cell.before and cell.before.found]
    return Requirement(
        number=number,
        title=str(requirement),
        yes=found.count(YES),
        partly=found.count(PARTLY),
        no=found.count(NO),
        unseen=found.count(UNSEEN),
        was=sum(cell.before.found == YES for cell in both),
        still=sum(cell.finding.found == YES for cell in both),
        both=len(both),
    )


def lacks_of(board) -> list[Lack]:
    numbers = {one.pk: number for number, one in enumerate(board.requirements, start=1)}
    return [
        Lack(
            row.name,
            [
                (
                    numbers[cell.finding.requirement_id],
                    str(cell.finding.requirement),
                    cell.finding.found == PARTLY,
                    cell.finding.note,
                )
                for cell in row.missing
            ],
        )
        for row in board.rows
        if row.missing
    ]


def turns_of(board) -> tuple[list[Turn], list[Turn]]:
    """What has come to sites since the round before, and what is there no more."""
    turns = list(_turns(board))
    came = [one for one in turns if one.now == SHORT[YES]]
    return came, [one for one in turns if one.before == SHORT[YES]]


def _turns(board) -> Iterator[Turn]:
    for row in board.rows:
        for cell in row.compared:
            before, now = cell.before.found, cell.finding.found
            if (before == YES) != (now == YES):
                title = str(cell.finding.requirement)
                yield Turn(row.name, title, SHORT[before], SHORT[now])
