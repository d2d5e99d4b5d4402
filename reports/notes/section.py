"""A note is made of sections; the one representation of a section is HTML of our own templates."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    code: str  # stable within the kind: "results"
    title: str  # without a number: numbers are given at printing
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
