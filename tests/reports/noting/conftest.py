import pytest

from reports import services, tasks
from reports.models import Note
from tests.factories import make_result, make_school, make_verdicts
from tests.roadmap.making import make_site_check

from .making import fresh, made


@pytest.fixture
def note(municipality, school, coordinator):
    make_result(school=school, low_n=6, high_n=0)
    other = make_school(municipality=municipality, short_name="СОШ 7", cluster="сельские школы")
    make_result(school=other, low_n=0, high_n=12)
    return made(make_verdicts(municipality=municipality), coordinator)


@pytest.fixture
def of_sites(municipality, school, coordinator):
    """A kind that names no results of schools: it may be shown to everybody."""
    check = make_site_check(municipality, schools=[school])
    about = {"kind": "sites", "academic_year": 2026, "check_round": check}
    begun = services.start(Note(municipality=municipality, **about), by=coordinator)
    tasks.make_note(begun.pk)
    return fresh(begun)
