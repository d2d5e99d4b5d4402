"""The programmes of the documents: their figures from the tables, their words shortened by us."""

from datetime import datetime

from django.db import transaction

from roadmap.models import Programme
from schools.models import Municipality

from . import ilansky, leninogorsk, motygino, strezhevoy
from .year import SLUG, Year

LOADERS = {
    "ilansky": ilansky.load,
    "strezhevoy": strezhevoy.load,
    "leninogorsk": leninogorsk.load,
    "motygino": motygino.load,
}


def load_programme(municipality: Municipality) -> None:
    if load := LOADERS.get(municipality.slug):
        load(municipality)


def live_through_a_year(*, at: datetime) -> None:
    """A year of Иланский район, unless it was lived through, or somebody has begun another."""
    programme = Programme.objects.municipal().get(municipality__slug=SLUG, title=ilansky.TITLE)
    if programme.campaigns.exists() or programme.editions.exists():
        return
    with transaction.atomic():
        Year(programme, at=at).live()
