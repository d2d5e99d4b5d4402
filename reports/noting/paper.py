"""A note as it is printed: requisites, sections with their numbers, signature, approval sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.models import Note
from reports.notes.about import foot
from reports.notes.dress import dress
from reports.notes.numbering import Numbers, lost, numbers_of, renumbered
from reports.notes.plain import figures_of, plain
from reports.notes.section import SOURCES, Composed
from schools.approval_sheet import Sheet, last_sheet
from schools.models import Approval, Municipality

HEAD = "Руководитель"
EARLIER = "прежние данные {}: {}"


@dataclass(frozen=True)
class Part:
    """One section; `edited` is plain, `generated` is that of the templates."""

    code: str
    title: str
    generated: str
    edited: str = ""
    number: str = ""

    @property
    def figures(self) -> dict[str, str]:
        return figures_of(self.generated)

    @property
    def plain(self) -> str:
        return self.edited or plain(self.generated)

    @property
    def printed(self) -> str:
        return dress(self.edited, self.figures) if self.edited else self.generated


@dataclass(frozen=True)
class NotePaper:
    kind_title: str
    subject: str
    description: str
    municipality: Municipality
    parts: Sequence[Part]
    trace: str
    is_draft: bool = True
    number: str = ""
    dated_on: date | None = None
    approval: Sheet | None = None

    @property
    def title(self) -> str:
        subject = " ".join(self.subject.split())
        if subject.startswith("О "):
            subject = f"о {subject[2:]}"
        return f"{self.kind_title} {subject}".strip() + f": {self.municipality}"

    @property
    def author(self) -> str:
        return self.municipality.authority or self.municipality.name

    @property
    def post(self) -> str:
        return self.municipality.head_title or HEAD

    @property
    def numbers(self) -> Numbers:
        return numbers_of([part.plain for part in self.parts])

    @property
    def body(self) -> list[tuple[Part, str]]:
        numbers = self.numbers
        return [
            (part, renumbered(part.printed, numbers)) for part in self.parts if part.code != SOURCES
        ]

    @property
    def lost(self) -> list[tuple[Part, list[str]]]:
        """Sections that name a table or a figure which is not printed."""
        numbers = self.numbers
        found = [(part, lost(part.plain, numbers)) for part in self.parts]
        return [(part, names) for part, names in found if names]

    @property
    def sources(self) -> list[str]:
        numbers = self.numbers
        return [renumbered(part.printed, numbers) for part in self.parts if part.code == SOURCES]


def paper_of(note: Note) -> NotePaper:
    """As it stands: what was left out is not printed, what was edited is printed so."""
    sections = [one for one in note.sections.all() if not one.is_left_out]
    document = note.document
    sheet = document and last_sheet(document)
    return NotePaper(
        kind_title=note.title,
        subject=note.subject,
        description=note.description,
        municipality=note.municipality,
        parts=_numbered([Part(one.code, one.title, one.generated, one.edited) for one in sections]),
        trace=_trace(note, sections),
        is_draft=not (sheet and sheet.approval.state == Approval.State.AGREED),
        number=document.number if document else "",
        dated_on=document and document.dated_on,
        approval=sheet or None,
    )


def paper_of_composed(composed: Composed, municipality: Municipality) -> NotePaper:
    """Of a note that is kept nowhere."""
    parts = [Part(one.code, one.title, one.html) for one in composed.sections]
    return NotePaper(
        kind_title=composed.kind_title,
        subject=composed.subject,
        description=composed.description,
        municipality=municipality,
        parts=_numbered(parts),
        trace=foot(composed.trace, composed.fingerprint),
    )


def _numbered(parts: Sequence[Part]) -> list[Part]:
    """Sections with a heading are numbered as they are printed."""
    found, number = [], 0
    for part in parts:
        has_heading = bool(part.title) and part.code != SOURCES
        number += has_heading
        said = str(number) if has_heading else ""
        found.append(Part(part.code, part.title, part.generated, part.edited, said))
    return found


def _trace(note: Note, sections) -> str:
    """Sections whose older text was kept are not of the data that the foot names."""
    older = {}
    for one in sections:
        if one.fingerprint != note.fingerprint:
            older.setdefault(one.fingerprint, []).append(f"«{one}»")
    said = [EARLIER.format(key[:12], ", ".join(names)) for key, names in older.items()]
    first, *demo = foot(note.trace, note.fingerprint).split("\n")
    return "\n".join([" · ".join([first, *said]), *demo])
