"""The kinds of notes: what each is about, what it is composed of, whether its data have changed.

A kind whose composer is not there yet is not offered. docs/adding-a-note.md is the checklist.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reports.models import Note

from . import papers
from .section import Composed


@dataclass(frozen=True)
class Kind:
    code: str
    about: str  # the field of Note that holds its subject; empty: the municipality in a year
    compose: Callable[[Note], Composed]
    lead: str  # what it tells, for whoever chooses
    has_period: bool = False
    # whether other data would be read today; None: too dear to ask on every page
    is_out_of_date: Callable[[Note], bool] | None = None

    @property
    def title(self) -> str:
        return Note.Kind(self.code).label


_ALL = [
    Kind(
        code=Note.Kind.IDENTIFICATION,
        about="run",
        compose=lambda note: papers.compose(note.run),
        lead="Каким школам нужна поддержка, почему и\xa0насколько надёжен этот вывод.",
        is_out_of_date=lambda note: papers.is_out_of_date(note.run),
    ),
]
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}
