import pytest

from reports.models import Letter
from reports.recommending.drafting import make_letters
from tests.factories import AT, make_user
from tests.reports.rules import twelve

from .rows import rows_of


@pytest.fixture
def run(db):
    """The weak school of the twelve, and its neighbours; letters are not made yet."""
    return rows_of(twelve.weak())


@pytest.fixture
def methodist(run):
    return make_user("COORDINATOR", run.municipality)


@pytest.fixture
def letter(run, methodist) -> Letter:
    """The draft of the weak school."""
    make_letters(run, by=methodist, at=AT)
    return run.letters.get(school__short_name="Школа")


@pytest.fixture
def director_of(letter):
    return make_user("DIRECTOR", letter.school)
