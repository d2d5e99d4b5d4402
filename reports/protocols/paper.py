"""A paper as a list of blocks: made once, set as PDF by a template and as DOCX by docx.py. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

BLANK = "________"
SHORT = "_____"
VOTED = f"Голосовали: «за» {SHORT}, «против» {SHORT}, воздержались {SHORT}."


@dataclass(frozen=True)
class Title:
    name: ClassVar[str] = "title"
    organisation: str
    kind: str
    subject: str
    town: str = ""
    number: str = ""
    dated_on: date | None = None
    subject_below: bool = False  # an order names its subject under its date and number
    is_numbered: bool = True


@dataclass(frozen=True)
class Letterhead:
    """Who writes, on the left; to whom, on the right; below them what about."""

    name: ClassVar[str] = "letterhead"
    organisation: str
    addressee: Sequence[str]
    subject: str
    number: str = ""
    dated_on: date | None = None


@dataclass(frozen=True)
class Field:
    """«Председатель: ______», or what is known."""

    name: ClassVar[str] = "field"
    label: str
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Section:
    name: ClassVar[str] = "section"
    title: str
    number: str = ""


@dataclass(frozen=True)
class Text:
    name: ClassVar[str] = "text"
    text: str
    lead: str = ""  # «Слушали:»
    is_item: bool = True  # stands at the indent


@dataclass(frozen=True)
class Table:
    name: ClassVar[str] = "table"
    number: int
    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]  # parts of the line; a row of one cell is a heading across
    note: str = ""
    style: str = "decisions"  # of print.css


@dataclass(frozen=True)
class Signature:
    name: ClassVar[str] = "signature"
    post: str


@dataclass(frozen=True)
class Paper:
    title: str
    description: str
    author: str
    trace: str
    is_draft: bool
    blocks: Sequence = field(default_factory=list)
    is_sheet: bool = False  # one page, in smaller type
    # who has agreed to it, printed on the last leaf; see schools.approval_sheet
    approval: object | None = None
