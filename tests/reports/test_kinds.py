"""What every kind of note keeps, of municipalities of every shape."""

import io
from datetime import date

import openpyxl
import pytest
from weasyprint import HTML

from assessments.models import Result
from reports.notes import dynamics, monitoring, passport, progress, sites
from reports.pdf import STATIC, OwnFilesFetcher
from roadmap.models import SiteCheck
from schools.models import School
from schools.workbooks import write_sheets
from tests.factories import make_municipality, make_result, make_school, make_sitting
from tests.roadmap.making import (
    make_indicator,
    make_period,
    make_programme,
    make_site_check,
    make_target,
    make_value,
)

from .kinds import HOSTILE, ON, SECRET, YEAR, cells_of, html_of, make_lively, read_well, words_in
from .test_identification_note import LOOSE, RIGHT

QUARTER = (date(2026, 10, 1), date(2026, 12, 31))


def passport_of(municipality):
    return passport.compose(municipality.schools.first(), YEAR, ON)


def monitoring_of(municipality):
    return monitoring.compose(municipality, YEAR, ON)


def progress_of(municipality):
    return progress.compose(municipality.programmes.first(), *QUARTER, ON)


def dynamics_of(municipality):
    return dynamics.compose(municipality, YEAR, ON)


def sites_of(municipality):
    return sites.compose(municipality.site_checks.first(), ON)


KINDS = [passport_of, monitoring_of, progress_of, dynamics_of, sites_of]
NAMES = [kind.__name__ for kind in KINDS]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=NAMES)


@every_kind
@pytest.mark.parametrize("schools", [1, 4, 60], ids=["one", "four", "sixty"])
def test_a_note_reads_well_however_many_schools_there_are(db, kind, schools):
    read_well(kind(make_lively(schools)))


@pytest.mark.parametrize("kind", [passport_of, monitoring_of, dynamics_of])
def test_a_note_of_a_municipality_without_data_reads_well_and_promises_nothing(db, kind):
    municipality = make_municipality(name="Район Пустой")
    make_school(municipality=municipality)

    note = kind(municipality)

    read_well(note)
    assert "достигнут" not in words_in(note)


@every_kind
def test_figures_of_a_narrow_circle_are_in_no_note_and_in_no_table_behind(db, kind):
    note = kind(make_lively())

    assert str(SECRET) not in html_of(note) + cells_of(note)


@every_kind
def test_what_people_typed_is_printed_as_text(db, kind):
    municipality = make_lively(2, names=[f"СОШ {HOSTILE}"[:100], "СОШ 2"], name=HOSTILE)
    municipality.programmes.update(title=HOSTILE)
    SiteCheck.objects.update(title=HOSTILE)

    html = html_of(kind(municipality))

    assert "<script" not in html
    assert "{{ settings }}" in html


@every_kind
def test_the_same_data_give_the_same_fingerprint_and_other_data_another(db, kind):
    municipality = make_lively()
    before = kind(municipality).fingerprint

    assert kind(municipality).fingerprint == before

    school = municipality.schools.first()
    # each kind rests on something of its own
    Result.objects.filter(school=school).update(low_n=11, share_low=2750)
    municipality.tasks.filter(title="Впереди").update(title="Другое")
    municipality.site_checks.first().findings.update(found="partly", at="2026-10-10T00:00Z")
    assert kind(municipality).fingerprint != before


@every_kind
def test_schools_add_no_queries(db, kind, django_assert_max_num_queries):
    few, many = make_lively(2), make_lively(12)
    kind(make_lively(1))

    with django_assert_max_num_queries(60) as counted:
        kind(few)
    with django_assert_max_num_queries(len(counted)):
        kind(many)


@every_kind
def test_the_tables_behind_open_in_excel_and_stand_before_what_they_are_about(db, kind):
    note = kind(make_lively())

    book = openpyxl.load_workbook(io.BytesIO(write_sheets(note.sheets)))

    assert book.sheetnames[-1] == "О справке"
    assert len(book.sheetnames) > 1


@every_kind
@pytest.mark.parametrize("schools", [1, 30], ids=["one", "thirty"])
def test_pages_are_set_without_holes_and_nothing_leaves_them(db, kind, schools, caplog):
    names = ["Верхнесолёновская средняя школа с углублённым изучением предметов № 117"]
    names += [f"СОШ {n}" for n in range(1, schools)]

    html = html_of(kind(make_lively(schools, names=names)))
    document = HTML(string=html, base_url=STATIC, url_fetcher=OwnFilesFetcher()).render()

    assert not caplog.records
    boxes = [b for page in document.pages for b in page._page_box.descendants()]
    right = max(b.position_x + b.width for b in boxes if type(b).__name__ == "TextBox")
    assert right < RIGHT + 1
    spaces = [(getattr(b, "justification_spacing", 0) * 0.75, b) for b in boxes]
    assert [b.text for points, b in spaces if points > LOOSE] == []


def test_a_passport_is_of_two_to_four_pages(db):
    school = School.objects.get(pk=make_lively().schools.first().pk)

    html = html_of(passport.compose(school, YEAR, ON))
    document = HTML(string=html, base_url=STATIC, url_fetcher=OwnFilesFetcher()).render()

    assert 2 <= len(document.pages) <= 4


def without_periods():
    programme = make_programme()
    make_indicator(programme)
    return progress.compose(programme, *QUARTER, ON)


def a_stage_without_dates():
    programme = make_programme()
    stage = {"kind": "stage", "starts_on": None, "ends_on": None}
    before = make_period(programme, label="Исходные", is_baseline=True, **stage)
    now = make_period(programme, label="Стартовый", **stage)
    indicator = make_indicator(programme, kind="number")
    make_target(indicator, now, number=2, kind="delta")
    make_value(indicator, before, number=3, state="accepted")
    make_value(indicator, now, number=4, state="accepted")
    return progress.compose(programme, *QUARTER, ON)


def a_round_of_no_site():
    return sites.compose(make_site_check(make_municipality()), ON)


def only_shares():
    municipality = make_municipality()
    for year in (YEAR - 1, YEAR):
        make_result(
            school=municipality.schools.first() or make_school(municipality=municipality),
            sitting=make_sitting(academic_year=year),
            share_low=1000,
            share_high=3000,
        )
    return dynamics.compose(municipality, YEAR, ON)


def no_school():
    return monitoring.compose(make_municipality(), YEAR, ON)


def a_branch_with_a_gap():
    branch = make_school(parent=make_school(), short_name="Верхний филиал")
    make_result(school=branch, no_data="not_given")
    return passport.compose(branch, YEAR, ON)


ODD = [
    *(without_periods, a_stage_without_dates, a_round_of_no_site),
    *(only_shares, no_school, a_branch_with_a_gap),
]


@pytest.mark.parametrize("odd", ODD, ids=[one.__name__ for one in ODD])
def test_what_is_odd_reads_well(db, odd):
    note = odd()

    read_well(note)
    assert write_sheets(note.sheets)
