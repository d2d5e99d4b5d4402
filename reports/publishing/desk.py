"""The page «Публикация»: what is shown, what may be, and why the rest may not."""

from dataclasses import dataclass
from datetime import date

from reports.models import Publication
from schools.models import Document, Municipality

from .rules import Standing, documents, publications, standing, why_not


@dataclass(frozen=True)
class Shown:
    publication: Publication
    standing: Standing
    # it may be shown again, as the document is now
    may_again: bool


@dataclass(frozen=True)
class Candidate:
    document: Document
    why_not: str


@dataclass(frozen=True)
class Desk:
    shown: list[Shown]
    candidates: list[Candidate]

    @property
    def ready(self) -> list[Candidate]:
        return [one for one in self.candidates if not one.why_not]

    @property
    def barred(self) -> list[Candidate]:
        return [one for one in self.candidates if one.why_not]


def desk_of(municipality: Municipality, *, on: date) -> Desk:
    """Papers of schools are not even named here: nobody publishes them."""
    found = {one.pk: one for one in documents(on).filter(municipality=municipality, school=None)}
    rows = publications(on).filter(municipality=municipality).defer("programme_content")
    shown = [
        Shown(row, standing(row), row.document_id in found and not why_not(found[row.document_id]))
        for row in rows
    ]
    there = {row.publication.document_id for row in shown}
    candidates = [Candidate(one, why_not(one)) for pk, one in found.items() if pk not in there]
    return Desk(shown, candidates)
