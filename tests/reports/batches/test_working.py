"""A batch over several workers: what is made once, what survives, what is stopped, what is kept."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from reports import tasks
from reports.batches import kinds, working
from reports.batches.kinds import Kind
from reports.batches.services import (
    KEEP,
    cancel_batch,
    forget_old,
    retry_failed,
    silent_batches,
    start_batch,
)
from reports.models import PaperBatch, PaperItem
from schools.errors import PortalError
from schools.jobs import BUG, GAVE_UP, MAX_ATTEMPTS, STALE_AFTER
from schools.models import School
from tests.factories import (
    AT,
    make_municipality,
    make_region,
    make_result,
    make_run,
    make_school,
    make_user,
    make_verdicts,
)

State = PaperBatch.State
ON = date(2026, 8, 15)


@pytest.fixture
def papers(monkeypatch):
    """A kind of papers that costs nothing. `broken`: what a school's paper ends with."""
    broken = {}

    def make(school, batch):
        if problem := broken.get(school.short_name):
            raise problem
        return [(f"Справка, {school.short_name}.pdf", f"бумага {school.short_name}".encode())]

    def schools(batch):
        where = {"municipality": batch.municipality_id}
        if batch.region_id:
            where = {"municipality__region": batch.region_id}
        return School.objects.filter(**where)

    kind = Kind("справка,справки,справок", schools, make)
    monkeypatch.setitem(kinds.KINDS, PaperBatch.Kind.WHY, kind)
    return broken


@pytest.fixture
def schools(municipality):
    return [make_school(municipality=municipality, short_name=f"СОШ {n}") for n in range(1, 8)]


@pytest.fixture
def person(municipality):
    return make_user("COORDINATOR", municipality)


def begun(where, by, **fields):
    told = {"academic_year": 2026, "on": ON, "at": timezone.now()} | fields
    return start_batch("why", where, by=by, **told)[0]


def done(batch):
    tasks.make_papers.delay(batch.pk)
    batch.refresh_from_db()
    return batch


def archive_of(batch):
    with batch.archive.open("rb") as file:
        archive = ZipFile(io.BytesIO(file.read()))
    return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def files(batch):
    folder = Path(default_storage.path(f"batches/{batch.pk}"))
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def silence(rows, **fields):
    rows.update(heartbeat_at=timezone.now() - STALE_AFTER - timedelta(seconds=1), **fields)


def test_one_paper_of_each_school_in_one_archive(papers, schools, municipality, person):
    batch = done(begun(municipality, person))

    assert (batch.state, batch.items.count()) == (State.DONE, 7)
    assert archive_of(batch) == {f"Справка, СОШ {n}.pdf": f"бумага СОШ {n}" for n in range(1, 8)}
    assert files(batch) == [Path(batch.archive.name).name]


def test_names_in_cyrillic_are_marked_for_windows(papers, schools, municipality, person):
    batch = done(begun(municipality, person))

    with batch.archive.open("rb") as file:
        flags = {info.flag_bits & 0x800 for info in ZipFile(io.BytesIO(file.read())).infolist()}
    assert flags == {0x800}


def test_of_a_region_each_municipality_has_its_folder(db, papers):
    region = make_region()
    for name in ("Западный район", "Восточный: район"):
        make_school(municipality=make_municipality(region=region, name=name), short_name="СОШ 1")
    make_school(municipality=make_municipality())

    batch = done(begun(region, make_user("REGION", region)))

    assert sorted(archive_of(batch)) == [
        "Восточный район/Справка, СОШ 1.pdf",
        "Западный район/Справка, СОШ 1.pdf",
    ]


def test_two_schools_of_one_name_are_two_files(papers, municipality, person):
    for name in ("СОШ 1", "СОШ: 1"):
        make_school(municipality=municipality, short_name=name)

    assert sorted(archive_of(done(begun(municipality, person)))) == [
        "Справка, СОШ 1 (2).pdf",
        "Справка, СОШ 1.pdf",
    ]


def test_a_broken_school_is_named_and_the_rest_is_there(papers, schools, municipality, person):
    papers["СОШ 2"] = PortalError("Нет\xa0результатов.")
    papers["СОШ 4"] = ZeroDivisionError()

    batch = done(begun(municipality, person))
    told = archive_of(batch)

    assert batch.state == State.DONE
    assert len(told) == 6
    assert told["Не вошли.txt"].split("\r\n")[2:] == [
        "СОШ 2: Нет результатов.",
        f"СОШ 4: {BUG}",
        "",
    ]


def test_where_nothing_came_about_there_is_no_archive(papers, municipality, person):
    make_school(municipality=municipality, short_name="СОШ 1")
    papers["СОШ 1"] = PortalError("Нет результатов.")

    batch = done(begun(municipality, person))

    assert (batch.state, batch.error, files(batch)) == (State.FAILED, working.NONE_MADE, [])


def test_only_what_failed_is_made_again(papers, schools, municipality, person):
    papers["СОШ 2"] = PortalError("Нет результатов.")
    batch = done(begun(municipality, person))
    first, kept = batch.archive.name, set(batch.items.values_list("school", "token"))
    papers.clear()

    retry_failed(batch, at=timezone.now())
    batch = done(batch)

    assert len(archive_of(batch)) == 7
    assert len(kept & set(batch.items.values_list("school", "token"))) == 6
    assert not default_storage.exists(first)
    with pytest.raises(PortalError, match="готовить нечего"):
        retry_failed(batch, at=timezone.now())


def test_who_asks_for_the_same_gets_what_is_being_made(papers, schools, municipality, person):
    first = begun(municipality, person)
    again, is_new = start_batch(
        "why", municipality, academic_year=2026, by=make_user(), on=ON, at=timezone.now()
    )
    other = begun(municipality, person, academic_year=2025)

    assert (again, is_new, other == first) == (first, False, False)
    assert done(first) != begun(municipality, person)


@pytest.mark.django_db(transaction=True)
def test_of_those_who_begin_at_once_all_get_one(papers):
    school = make_school()
    person = make_user("COORDINATOR", school.municipality)
    barrier = Barrier(4, timeout=20)

    def press(_):
        connection.ensure_connection()
        try:
            barrier.wait()
            return begun(school.municipality, person).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        told = set(pool.map(press, range(4)))

    assert (len(told), PaperBatch.objects.count(), PaperItem.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_each_paper_is_made_by_one(papers, monkeypatch):
    municipality = make_municipality()
    for n in range(12):
        make_school(municipality=municipality, short_name=f"СОШ {n}")
    batch = begun(municipality, make_user("COORDINATOR", municipality))
    barrier, made = Barrier(4, timeout=20), []
    make = kinds.KINDS["why"].make

    def counted(school, of):
        made.append(school.pk)
        return make(school, of)

    monkeypatch.setitem(kinds.KINDS, "why", Kind("", kinds.KINDS["why"].schools, counted))

    def work(_):
        connection.ensure_connection()
        try:
            barrier.wait()
            tasks.make_papers(batch.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))

    batch.refresh_from_db()
    assert (len(made), len(set(made))) == (12, 12)
    assert (batch.state, len(archive_of(batch))) == (State.DONE, 12)


def test_nothing_to_make_is_said_at_once(papers, municipality, person):
    with pytest.raises(PortalError, match="не\xa0готовится"):
        begun(municipality, person)
    assert not PaperBatch.objects.exists()


def test_the_archive_waits_for_the_last_paper(papers, schools, municipality, person):
    batch = begun(municipality, person)
    slow = PaperItem.claim_next(batch.pk)

    tasks.make_papers.delay(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.items.filter(state=State.DONE).count()) == (State.QUEUED, 6)
    with slow.running():
        working.make_item(slow)
    assert done(batch).state == State.DONE


def test_a_worker_takes_a_few_papers_and_lets_others_pass(papers, schools, municipality, person):
    batch = begun(municipality, person)

    left = working.make_some(batch.pk)

    assert left
    assert batch.items.filter(state=State.DONE).count() == working.CHUNK


def test_of_a_killed_worker_the_paper_goes_to_another(papers, schools, municipality, person):
    batch = begun(municipality, person)
    killed = PaperItem.claim_next(batch.pk)
    silence(PaperItem.objects.filter(pk=killed.pk))

    assert silent_batches() == [batch.pk]
    assert done(batch).state == State.DONE
    # it was not dead after all: what it made is nobody's
    with killed.running():
        working.make_item(killed)
    assert len(archive_of(batch)) == 7
    assert files(batch) == [Path(batch.archive.name).name]


def test_papers_in_line_are_not_taken_for_lost(papers, schools, municipality, person):
    batch = begun(municipality, person)
    silence(batch.items)

    assert silent_batches() == []
    assert batch.items.filter(state=State.QUEUED).count() == 7


def test_a_batch_where_nothing_moves_is_rung_for(papers, schools, municipality, person):
    batch = begun(municipality, person)
    silence(PaperBatch.objects.filter(pk=batch.pk))

    tasks.sweep.delay()

    batch.refresh_from_db()
    assert batch.state == State.DONE


def test_a_worker_killed_over_the_archive_leaves_it_to_another(
    papers, schools, municipality, person
):
    batch = begun(municipality, person)
    working.make_some(batch.pk), working.make_some(batch.pk)
    PaperBatch.claim(batch.pk)
    silence(PaperBatch.objects.filter(pk=batch.pk))

    tasks.sweep.delay()

    batch.refresh_from_db()
    assert (batch.state, batch.attempt, len(archive_of(batch))) == (State.DONE, 2, 7)


def test_a_paper_that_kills_its_workers_is_left_out(papers, schools, municipality, person):
    batch = begun(municipality, person)
    item = PaperItem.claim_next(batch.pk)
    silence(PaperItem.objects.filter(pk=item.pk), attempt=MAX_ATTEMPTS)

    tasks.sweep.delay()
    silence(PaperBatch.objects.filter(pk=batch.pk))
    tasks.sweep.delay()

    batch.refresh_from_db()
    assert (batch.state, len(archive_of(batch))) == (State.DONE, 7)
    assert GAVE_UP in archive_of(batch)["Не вошли.txt"]


def test_a_stopped_batch_keeps_nothing(papers, schools, municipality, person):
    batch = begun(municipality, person)
    working.make_some(batch.pk)
    held = PaperItem.claim_next(batch.pk)

    cancel_batch(batch, by=person)
    with held.running():
        working.make_item(held)
    tasks.make_papers.delay(batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.cancelled_by) == (State.FAILED, person)
    assert batch.error == f"Отменено: {person}."
    assert (batch.items.count(), files(batch)) == (0, [])
    for act in (lambda: cancel_batch(batch, by=person), lambda: retry_failed(batch, at=AT)):
        with pytest.raises(PortalError):
            act()


def test_stopped_while_the_archive_is_put_together(
    papers, schools, municipality, person, monkeypatch
):
    batch = begun(municipality, person)
    pack, packed = working._pack, []

    def pack_and_stop(archive, item, source, name):
        pack(archive, item, source, name)
        packed.append(name)
        if len(packed) == 3:
            cancel_batch(batch, by=person)

    monkeypatch.setattr(working, "_pack", pack_and_stop)
    done(batch)

    assert (batch.state, batch.is_cancelled, len(packed)) == (State.FAILED, True, 3)
    assert (batch.archive.name, files(batch)) == ("", [])


def test_stopped_after_the_last_paper_was_packed(
    papers, schools, municipality, person, monkeypatch
):
    batch = begun(municipality, person)
    finish = PaperBatch.finish

    def stopped_before(self, **fields):
        cancel_batch(batch, by=person)
        finish(self, **fields)

    monkeypatch.setattr(PaperBatch, "finish", stopped_before)
    done(batch)

    assert (batch.is_cancelled, batch.archive.name, files(batch)) == (True, "", [])


def test_files_go_when_their_time_is_over(papers, schools, municipality, person):
    batch = done(begun(municipality, person))
    going = begun(municipality, person, academic_year=2025)

    forget_old(at=timezone.now() + KEEP - timedelta(minutes=1))
    kept = files(batch)
    forget_old(at=timezone.now() + KEEP + timedelta(minutes=1))

    batch.refresh_from_db()
    assert (len(kept), files(batch), batch.archive.name, batch.is_gone) == (1, [], "", True)
    assert (batch.items.count(), going.items.count()) == (0, 7)


def test_what_a_late_worker_left_of_a_stopped_batch_goes(papers, schools, municipality, person):
    batch = begun(municipality, person)
    cancel_batch(batch, by=person)
    orphan = Path(default_storage.path(f"batches/{batch.pk}/x.part"))
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"%PDF")

    tasks.forget_batches.delay()

    assert files(batch) == []


def test_papers_on_an_identification_are_of_that_one(municipality, person):
    school = make_school(municipality=municipality, short_name="СОШ 7")
    make_result(school=school)
    run = make_verdicts(municipality=municipality)
    make_verdicts(municipality=municipality)

    batch = done(begun(municipality, person, run=run))

    assert batch.state == State.DONE
    with batch.archive.open("rb") as file:
        archive = ZipFile(io.BytesIO(file.read()))
        assert archive.namelist() == ["Справка для школы, СОШ № 7, 2025-2026.pdf"]
        assert archive.read(archive.namelist()[0]).startswith(b"%PDF")


def test_of_a_region_each_school_is_told_of_its_newest_verdict(db):
    region = make_region()
    school = make_school(municipality=make_municipality(region=region), short_name="СОШ 7")
    make_school(municipality=make_municipality(region=region))
    make_result(school=school)
    for _ in range(2):
        make_verdicts(municipality=school.municipality)

    batch = begun(region, make_user("REGION", region))

    assert [item.school for item in batch.items.all()] == [school]
    assert done(batch).state == State.DONE


def test_a_run_that_is_not_finished_has_no_papers(municipality, person):
    run = make_run(municipality=municipality)

    with pytest.raises(PortalError, match="ещё не закончена"):
        begun(municipality, person, run=run)
