"""What stands before the papers of a protocol: sources, schools and decisions, in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from identification.board import KINDS, Board, board_of
from identification.models import Decision, Protocol
from identification.opinions import Considered, Opinion, Source
from identification.protocols import action_of, held_by
from schools.russian import NB, joined, out_of, school_name

Action = Decision.Action
DONE = {
    Action.ENTER: "включить",
    Action.STAY: "оставить",
    Action.LEAVE: "исключить",
    Action.NONE: "не\xa0включать",
}
SHORT = {"no_data": "нет данных", "unknown": "не\xa0уст."}


@dataclass(frozen=True)
class Line:
    """One school and all that was decided on it."""

    row: Considered
    decisions: list[tuple[Decision, str]]  # with what each means

    @property
    def said(self) -> list[str]:
        return [short(opinion) for opinion in self.row.opinions]

    @property
    def answers(self) -> str:
        """«да — 1.1, 1.3», an answer a line: for more sources than there is room for columns."""
        sides = defaultdict(list)
        for number, answer in enumerate(self.said, start=1):
            sides[answer].append(f"1.{number}")
        return "\n".join(f"{answer} — {', '.join(numbers)}" for answer, numbers in sides.items())

    @property
    def told(self) -> list[tuple[Decision, str]]:
        """What was refused is told where nothing was given."""
        return [pair for pair in self.decisions if pair[1] != Action.NONE] or self.decisions[:1]

    @property
    def decided(self) -> str:
        return "; ".join(f"{KINDS[one.status]} — {DONE[action]}" for one, action in self.told)

    @property
    def reason(self) -> str:
        """The group's own, once; where there is none, who agrees, as the approval will keep it."""
        reasons = (
            one.reason
            or ("" if one.action else self.row.grounds(one.status, is_given=one.assigned))
            for one, _action in self.told
        )
        return " ".join(dict.fromkeys(filter(None, reasons)))


@dataclass(frozen=True)
class Group:
    """The schools of one status: who comes, who stays, who leaves."""

    kind: str
    enter: list[str]
    stay: list[str]
    leave: list[str]

    @property
    def listed(self) -> list[str]:
        return [*self.enter, *self.stay]

    @property
    def parts(self) -> str:
        """«включить — А и Б; оставить — В»."""
        named = [("включить", self.enter), ("оставить", self.stay), ("исключить", self.leave)]
        return "; ".join(f"{word} — {joined(names)}" for word, names in named if names)


@dataclass(frozen=True)
class Content:
    protocol: Protocol
    board: Board
    lines: list[Line]
    groups: list[Group]

    @property
    def undecided(self) -> int:
        return len(self.board.rows) - len(self.lines)

    @property
    def disputed(self) -> list[Line]:
        return [line for line in self.lines if line.row.is_disputed]


def content(protocol: Protocol) -> Content:
    """Of an approved protocol, with what stood before the group then."""
    board = board_of(protocol.municipality, protocol.academic_year, until=protocol.approved_at)
    decisions = list(protocol.decisions.select_related("school"))
    decisions.sort(key=lambda one: list(KINDS).index(one.status))
    held = held_by(decisions) if protocol.state == Protocol.State.DRAFT else {}
    by_school, by_kind = defaultdict(list), defaultdict(lambda: defaultdict(list))
    for one in decisions:
        by_school[one.school_id].append((one, action_of(one, held)))
    lines = [
        Line(row, by_school[row.school.pk]) for row in board.rows if row.school.pk in by_school
    ]
    for line in lines:
        for one, action in line.decisions:
            by_kind[one.status][action].append(school_name(one.school.short_name))
    groups = [
        Group(
            kind,
            enter=by_kind[kind][Action.ENTER],
            stay=by_kind[kind][Action.STAY],
            leave=by_kind[kind][Action.LEAVE],
        )
        for kind in KINDS
    ]
    return Content(protocol, board, lines, [group for group in groups if group.parts])


def short(opinion: Opinion) -> str:
    """An answer for a narrow column: «да» and «нет» on low results, else the status."""
    if opinion.status in SHORT:
        return SHORT[opinion.status]
    answer = opinion.says("low")
    if answer is None:
        return opinion.words
    if answer:
        return "да"
    return "нет" if opinion.status == "none" or not opinion.source.run else f"нет, {opinion.words}"


def about(source: Source) -> str:
    """What a source is and what it rests on."""
    if not source.run:
        return f"Внешний перечень «{source.title}»."
    run = source.run
    paper = run.methodology.document
    rests = f", {paper.reference}" if paper else ""
    main = "Основная методика" if source.is_main else "Методика"
    return f"{main} «{source.title}», редакция {run.snapshot['version']}{rests}."


def outcome(rows: Sequence[Considered], number: int) -> str:
    """«Низкие результаты — 4 из 15 школ: …», or the statuses of a source of another kind."""
    said = [(row.name, row.opinions[number]) for row in rows]
    source = said[0][1].source if said else None
    if source and "low" not in source.kinds:
        groups = defaultdict(list)
        for name, opinion in said:
            if opinion.status not in ("none", "no_data", "unknown"):
                groups[opinion.words].append(name)
        told = "; ".join(f"{words} — {joined(names)}" for words, names in groups.items())
        return f"{told[:1].upper()}{told[1:]}." if told else "Статуса нет ни\xa0у\xa0одной школы."
    low = [name for name, opinion in said if opinion.says("low")]
    silent = sum(opinion.says("low") is None for _name, opinion in said)
    names = f": {joined(low)}" if low else ""
    whom = "об\xa0одной школе" if silent == 1 else f"о\xa0{out_of(silent, 'школе,школах')}"
    rest = f"; {whom} сказать нельзя" if silent else ""
    return (
        f"Низкие результаты — {len(low)}{NB}из{NB}{out_of(len(said), 'школы,школ')}{names}{rest}."
    )
