from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from reports import services, tasks
from reports.models import Note
from reports.noting.files import place
from reports.pdf import IncompletePaper
from schools.errors import PortalError
from schools.jobs import STALE_AFTER, JobLost
from tests.factories import AT, make_result, make_run, make_verdicts


@pytest.fixture
def run(municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    return make_verdicts(municipality=municipality)


def stored():
    return sorted(str(path) for path in Path(default_storage.location).rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("queued", "Идентификация ещё не закончена. Справку можно подготовить после неё."),
        ("running", "Идентификация ещё не закончена. Справку можно подготовить после неё."),
        ("failed", "Идентификация не удалась, поэтому справки о ней нет."),
    ],
)
def test_a_run_that_is_not_done_has_no_note(municipality, coordinator, state, sentence):
    run = make_run(municipality=municipality, state=state)

    with pytest.raises(PortalError, match=f"^{sentence}$"):
        services.start_note(run, by=coordinator)

    assert Note.objects.count() == 0


def test_a_note_is_made_in_the_background_and_kept_with_the_fingerprint_of_its_run(
    run, coordinator, caplog
):
    note = services.start_note(run, by=coordinator)

    tasks.make_note(note.pk)

    note.refresh_from_db()
    assert (note.state, note.progress, note.error) == (Note.State.DONE, 100, "")
    assert note.fingerprint == run.fingerprint
    assert note.created_by == coordinator
    assert note.finished_at is not None
    for field, start in (("pdf", b"%PDF"), ("workbook", b"PK")):
        with default_storage.open(place(note, field)) as file:
            assert file.read().startswith(start)
    assert not caplog.records


def test_whoever_presses_twice_gets_the_note_that_is_being_made(run, coordinator, head):
    first = services.start_note(run, by=coordinator)

    assert services.start_note(run, by=head) == first

    tasks.make_note(first.pk)
    assert services.start_note(run, by=coordinator) != first


def test_done_twice_is_done_once(run, coordinator):
    note = services.start_note(run, by=coordinator)
    tasks.make_note(note.pk)
    note.refresh_from_db()
    default_storage.delete(place(note, "pdf"))

    tasks.make_note(note.pk)

    assert not default_storage.exists(place(note, "pdf"))


def test_a_worker_that_lost_the_job_tells_nothing_of_its_files(run, coordinator):
    note = services.start_note(run, by=coordinator)
    lost = Note.claim(note.pk)
    Note.objects.update(heartbeat_at=timezone.now() - 2 * STALE_AFTER)
    mine = Note.claim(note.pk)

    with pytest.raises(JobLost):
        services.make_note(lost, at=AT)

    note.refresh_from_db()
    assert (note.state, note.token) == (Note.State.RUNNING, mine.token)
    assert (note.sections.count(), stored()) == (0, [])


def test_a_second_attempt_replaces_the_files_of_the_first(run, coordinator):
    note = services.start_note(run, by=coordinator)
    services.write_whole(Path(default_storage.path(place(note, "pdf"))), b"half")

    tasks.make_note(note.pk)

    assert [Path(path).name for path in stored()] == ["note.pdf", "tables.xlsx"]
    with default_storage.open(place(note, "pdf")) as file:
        assert file.read(4) == b"%PDF"


def test_a_note_whose_paper_lacks_something_fails_and_leaves_no_file(run, coordinator, settings):
    settings.STATICFILES_FINDERS = []
    note = services.start_note(run, by=coordinator)

    with pytest.raises(IncompletePaper, match=r"A paper may not load static:css/print\.css"):
        tasks.make_note(note.pk)

    note.refresh_from_db()
    assert (note.state, stored()) == (Note.State.FAILED, [])
    assert note.error == (
        "Работа прервалась из-за ошибки портала. Запись о ней есть в журнале администратора."
    )


def test_the_sweeper_makes_what_went_silent(run, coordinator):
    note = services.start_note(run, by=coordinator)
    Note.objects.update(heartbeat_at=timezone.now() - 2 * STALE_AFTER)

    tasks.sweep()

    note.refresh_from_db()
    assert note.state == Note.State.DONE


def test_a_note_is_out_of_date_when_its_run_would_read_other_results(run, coordinator, school):
    note = services.start_note(run, by=coordinator)
    assert not services.has_other_data(note)

    make_result(school=school, low_n=5, high_n=1)

    assert services.has_other_data(note)


def test_a_note_is_out_of_date_when_no_result_is_left(run, coordinator, school):
    note = services.start_note(run, by=coordinator)

    make_result(school=school, no_data="hidden")

    assert services.has_other_data(note)


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "deep" / "note.pdf"

    services.write_whole(path, b"first")
    services.write_whole(path, b"second")

    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


def test_who_reads_a_file_that_is_being_replaced_reads_the_old_one_to_its_end(tmp_path):
    path = tmp_path / "note.pdf"
    services.write_whole(path, b"first")

    with path.open("rb") as file:
        services.write_whole(path, b"second")

        assert file.read() == b"first"
