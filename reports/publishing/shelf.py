"""The one door to what visitors see: everything a public page, the feed or a file shows is here."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from reports.models import Publication
from schools.models import Municipality

from .programme import Told, is_in_force, told
from .rules import publications, standing

NEWEST = 10


@dataclass(frozen=True)
class Paper:
    """A publication that is shown. `repealed_by`: what put it out of force, in words and as a link
    where that act is shown too.
    """

    publication: Publication
    on: date
    repealed_by: str = ""
    repealed_url: str = ""

    @property
    def is_repealed(self) -> bool:
        return bool(self.repealed_by)

    @property
    def dated_on(self) -> date | None:
        day = self.publication.said["dated_on"]
        return day and date.fromisoformat(day)

    @property
    def requisites(self) -> str:
        """«от 09.03.2021 № 63-од»; nothing where it has neither."""
        number, day = self.publication.said["number"], self.dated_on
        date_words = f"от\xa0{day:%d.%m.%Y}" if day else ""
        return f"{date_words} №\xa0{number}".strip() if number else date_words

    @property
    def has_programme_in_force(self) -> bool:
        programme, content = self.publication.programme, self.publication.programme_content
        return bool(programme and not self.is_repealed) and is_in_force(programme, content, self.on)

    @property
    def programme(self) -> Told | None:
        content = self.publication.programme_content
        return told(content) if content else None


@dataclass(frozen=True)
class Shelf:
    """All shown papers of a municipality, the newest publication first."""

    municipality: Municipality
    papers: list[Paper]

    @property
    def newest(self) -> list[Paper]:
        return self.papers[:NEWEST]

    @property
    def programmes(self) -> list[Paper]:
        return [one for one in self.papers if one.has_programme_in_force]

    @property
    def years(self) -> list[tuple[int, int]]:
        """Each year with how many papers it has, the newest first."""
        years = [one.publication.year for one in self.papers]
        return [(year, years.count(year)) for year in sorted(set(years), reverse=True)]

    def of(self, year: int) -> list[Paper]:
        """By their days, the latest first; undated ones behind."""
        own = [one for one in self.papers if one.publication.year == year]
        return sorted(own, key=lambda one: one.publication.said["dated_on"] or "", reverse=True)


def public_municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.filter(is_public=True)


def shelf_of(municipality: Municipality, *, on: date) -> Shelf:
    return Shelf(municipality, _papers(publications(on).filter(municipality=municipality), on))


def paper_at(municipality: Municipality, year: int, slug: str, *, on: date) -> Paper | None:
    rows = publications(on).filter(municipality=municipality, year=year, slug=slug)
    return next(iter(_papers(rows, on)), None)


def _papers(rows, on: date) -> list[Paper]:
    found = [(row, standing(row)) for row in rows.order_by("-published_at", "-pk")]
    shown = [(row, stands) for row, stands in found if stands.is_shown]
    acts = {stands.repealed_by.pk for _row, stands in shown if stands.repealed_by}
    repealing = publications(on).filter(document__in=acts) if acts else []
    links = {one.document_id: one for one in repealing if standing(one).is_shown}
    return [_paper(row, stands.repealed_by, links, on) for row, stands in shown]


def _paper(row: Publication, act, links: dict, on: date) -> Paper:
    if act is None:
        return Paper(row, on)
    link = links.get(act.pk)
    # an act that is not shown is named by its requisites alone: its title is not public
    words = act.reference if act.number and act.dated_on else act.get_kind_display()
    same = link is not None and link.municipality_id == row.municipality_id
    return Paper(row, on, words, link.get_absolute_url() if same else "")
