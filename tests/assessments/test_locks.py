from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier

import pytest
from django.db import connection, transaction

from assessments.locks import lock, locked_pairs
from assessments.models import Result
from assessments.results import NewResult, Outcome, store_results
from tests.aside import Aside
from tests.factories import (
    AT,
    make_lock,
    make_municipality,
    make_result,
    make_school,
    make_sitting,
    make_user,
)


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


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_waits_for_those_who_write():
    sitting, school = make_sitting(), make_school()
    writer = coordinator = make_user()
    where = {"sitting": sitting, "academic_year": 2026, "by": coordinator, "at": AT}

    with Aside() as aside:
        with transaction.atomic():
            store(NewResult(school.pk, sitting.pk, no_data="hidden"), writer)
            confirming = aside(lock, school.municipality, **where)
            assert not wait([confirming], timeout=0.5).done
            assert Result.objects.get().version == 1
        confirming.result(timeout=20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("past_locks", [False, True])
def test_who_writes_waits_for_a_confirmation_and_then_knows_of_it(past_locks):
    sitting, school = make_sitting(), make_school()
    writer = coordinator = make_user()
    where = {"sitting": sitting, "academic_year": 2026, "by": coordinator, "at": AT}
    row = NewResult(school.pk, sitting.pk, no_data="hidden")

    with Aside() as aside:
        with transaction.atomic():
            lock(school.municipality, **where)
            writing = aside(store, row, writer, past_locks=past_locks)
            assert not wait([writing], timeout=0.5).done
        outcome = writing.result(timeout=20)

    assert outcome == (Outcome(created=1) if past_locks else Outcome(locked=(row.key,)))


@pytest.mark.django_db(transaction=True)
def test_those_who_write_do_not_wait_for_each_other_nor_for_a_confirmation_elsewhere():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")
    sitting, school, elsewhere = make_sitting(), make_school(), make_municipality()
    neighbour, by = make_school(municipality=school.municipality), make_user()
    where = {"sitting": sitting, "academic_year": 2026, "by": by, "at": AT}

    with Aside() as aside, transaction.atomic():
        store(NewResult(school.pk, sitting.pk, no_data="hidden"), by)
        row = NewResult(neighbour.pk, sitting.pk, no_data="hidden")

        assert aside(store, row, by).result(timeout=20) == Outcome(created=1)
        assert aside(lock, elsewhere, **where).result(timeout=20)[1]


@pytest.mark.django_db(transaction=True)
def test_what_stood_at_the_confirmation_stands_after_it():
    school, by = make_school(), make_user()
    sittings = [make_sitting(academic_year=year) for year in range(2010, 2030)]
    barrier, stood = Barrier(2, timeout=20), {}

    def write(sitting):
        store(NewResult(school.pk, sitting.pk, no_data="hidden"), by)

    def confirm(sitting):
        where = {"sitting": sitting, "academic_year": sitting.academic_year}
        lock(school.municipality, **where, by=by, at=AT)
        stood[sitting.pk] = Result.objects.filter(sitting=sitting).count()

    def each(do):
        connection.ensure_connection()
        try:
            for sitting in sittings:
                barrier.wait()
                do(sitting)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(each, [write, confirm]))

    assert stood == {one.pk: one.results.count() for one in sittings}
