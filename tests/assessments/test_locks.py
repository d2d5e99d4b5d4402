import pytest

from assessments.locks import locked_pairs
from assessments.models import Result
from assessments.results import NewResult, Outcome, store_results
from tests.factories import AT, make_lock, make_result, make_school, make_sitting


@pytest.fixture
def sitting(db):
    return make_sitting()


def store(row, by, **fields):
    return store_results([row], by=by, at=AT, origin="form", **fields)


def test_a_confirmed_procedure_is_closed_in_its_municipality_only(school, foreign_school, sitting):
    make_lock(sitting=sitting, municipality=school.municipality)
    other = make_sitting(subject="Математика")
    pairs = [(s.pk, t.pk) for s in (school, foreign_school) for t in (sitting, other)]

    assert locked_pairs(pairs) == {(school.pk, sitting.pk)}


def test_a_confirmed_school_is_closed_for_all_procedures_of_that_year(school, sitting):
    make_lock(school=school, academic_year=2026)
    neighbour = make_school(municipality=school.municipality)
    maths, last_year = make_sitting(subject="Математика"), make_sitting(academic_year=2025)
    pairs = [(s.pk, t.pk) for s in (school, neighbour) for t in (sitting, maths, last_year)]

    assert locked_pairs(pairs) == {(school.pk, sitting.pk), (school.pk, maths.pk)}


def test_what_was_opened_again_is_open(school, sitting, coordinator):
    lock = make_lock(school=school)
    lock.unlocked_by, lock.unlocked_at = coordinator, AT
    lock.save()

    assert locked_pairs([(school.pk, sitting.pk)]) == set()


def test_a_confirmed_result_stays_and_the_writer_is_told(school, sitting, director):
    make_result(school=school, sitting=sitting)
    make_lock(school=school)
    row = NewResult(school.pk, sitting.pk, no_data="hidden")

    assert store(row, director) == Outcome(locked=(row.key,))
    assert Result.objects.get().no_data == ""


def test_saying_of_a_confirmed_result_what_stands_there_is_no_change(school, sitting, director):
    result = make_result(school=school, sitting=sitting, no_data="hidden")
    make_lock(school=school)

    outcome = store(NewResult(school.pk, sitting.pk, no_data=result.no_data), director)

    assert outcome == Outcome(unchanged=1)


def test_a_coordinator_corrects_a_confirmed_result_knowingly(school, sitting, coordinator):
    make_result(school=school, sitting=sitting)
    make_lock(school=school)

    outcome = store(
        NewResult(school.pk, sitting.pk, no_data="hidden"), coordinator, past_locks=True
    )

    assert outcome == Outcome(updated=1)
