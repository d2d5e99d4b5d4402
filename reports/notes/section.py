"""A note is made of sections; the one representation of a section is HTML of our own templates."""

from dataclasses import dataclass

SOURCES = "sources"  # the section that stands in small type behind the signature
KEY = "key"  # main figures, above the first heading


@dataclass(frozen=True)
class Section:
    code: str  # stable within the kind: "results"
    # without a number, which is given at printing; empty: main figures, sources
    title: str
    html: str  # rendered from templates/reports/notes/<kind>/_<code>.html, autoescaped


@dataclass(frozen=True)
class Composed:
    """What a kind of note says of its subject, before anybody edits it."""

    kind_title: str  # «Аналитическая справка»
    subject: str  # «О результатах мониторинга школ … за 2024 год»
    description: str  # of the PDF
    sections: list[Section]
    sheets: list  # the tables behind, for schools.workbooks.write_sheets
    fingerprint: str  # a hash of the data it was made from (values, not bytes)
    # what stands at the foot of every page, before the fingerprint: «методика «…», редакция 1»
    trace: str = ""
