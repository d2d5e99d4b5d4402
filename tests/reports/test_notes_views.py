from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from reports import services
from reports.models import Note
from reports.noting.files import NAMES, place
from tests.factories import AT, make_municipality, make_result, make_run, make_school, make_verdicts


@pytest.fixture
def run(municipality, school):
    make_result(school=school, low_n=6, high_n=0)
    return make_verdicts(municipality=municipality)


@pytest.fixture
def note(run, coordinator):
    """Made, with something on the disk for its files."""
    made = Note.objects.create(
        municipality=run.municipality,
        run=run,
        academic_year=run.academic_year,
        kind="identification",
        title="Аналитическая справка",
        fingerprint=run.fingerprint,
        created_by=coordinator,
        state=Note.State.DONE,
        finished_at=AT,
    )
    for field in NAMES:
        default_storage.save(place(made, field), ContentFile(b"paper"))
    return made


@pytest.fixture
def foreign_note(foreign_school):
    make_result(school=foreign_school)
    run = make_verdicts(municipality=foreign_school.municipality)
    return Note.objects.create(
        municipality=run.municipality,
        run=run,
        academic_year=run.academic_year,
        kind="identification",
        state=Note.State.DONE,
    )


def addresses(note):
    names = ("note", "note-pdf", "note-docx", "note-workbook")
    return [reverse(f"reports:{name}", args=[note.pk]) for name in names]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 200),
        ("head", 200),
        ("coordinator", 200),
        ("region_operator", 200),
        ("superuser", 200),
        ("curator", 404),
        ("director", 404),
        ("school_coordinator", 404),
        ("outsider", 404),
    ],
)
def test_a_note_is_read_by_the_people_of_its_municipality(client, request, note, who, status):
    client.force_login(request.getfixturevalue(who))

    found = [client.get(url) for url in addresses(note)]

    assert [response.status_code for response in found] == [status] * 4
    if status == 200:
        assert [response.getvalue() for response in found[1:]] == [b"paper"] * 3


@pytest.mark.parametrize("who", ["director", "curator", "school_coordinator"])
def test_people_of_schools_have_no_list_of_notes(client, request, note, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("reports:notes")).status_code == 404


@pytest.mark.parametrize("who", ["admin", "coordinator", "superuser"])
def test_who_keeps_the_municipality_asks_for_a_note(
    client, request, run, who, django_capture_on_commit_callbacks
):
    client.force_login(request.getfixturevalue(who))

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("reports:note-create", args=[run.pk]))

    note = Note.objects.get()
    assert response.url == note.get_absolute_url()
    assert note.state == Note.State.DONE


@pytest.mark.parametrize(
    "who", ["head", "region_operator", "director", "school_coordinator", "curator", "outsider"]
)
def test_who_reads_asks_for_none(client, request, run, who):
    client.force_login(request.getfixturevalue(who))

    response = client.post(reverse("reports:note-create", args=[run.pk]))

    assert (response.status_code, Note.objects.count()) == (404, 0)


def test_a_note_is_asked_for_by_post_alone(client, coordinator, run):
    client.force_login(coordinator)

    response = client.get(reverse("reports:note-create", args=[run.pk]))

    assert (response.status_code, Note.objects.count()) == (405, 0)


def test_a_run_that_failed_says_why_it_has_no_note(client, coordinator, municipality):
    run = make_run(municipality=municipality, state="failed")
    client.force_login(coordinator)

    response = client.post(reverse("reports:note-create", args=[run.pk]), follow=True)

    assert "Идентификация не удалась, поэтому справки о ней нет." in response.content.decode()
    assert Note.objects.count() == 0


def test_files_are_handed_out_under_a_russian_name(client, head, note):
    client.force_login(head)
    title = "Аналитическая справка о результатах идентификации"
    titles = (title, title, f"{title}, таблицы")
    names = dict(zip(("note-pdf", "note-docx", "note-workbook"), titles, strict=True))

    for name, title in names.items():
        response = client.get(reverse(f"reports:{name}", args=[note.pk]))
        assert response.getvalue() == b"paper"
        disposition = response["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=utf-8''")
        assert f"{title}, {note.municipality}, 2025-2026 учебный год." in unquote(disposition)
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_note_that_is_being_made_has_no_files_yet(client, head, run, coordinator):
    note = services.start_note(run, by=coordinator)
    client.force_login(head)

    page, *files = [client.get(url) for url in addresses(note)]

    assert "data-poll" in page.content.decode()
    assert [response.status_code for response in files] == [404] * 3


def test_a_file_that_is_gone_is_made_again(client, head, note):
    default_storage.delete(place(note, "pdf"))
    client.force_login(head)

    assert client.get(addresses(note)[1]).getvalue().startswith(b"%PDF")


def test_a_note_tells_what_it_was_made_of(client, head, note):
    client.force_login(head)

    page = client.get(note.get_absolute_url()).content.decode()

    assert note.fingerprint in page
    assert "Данные изменились после формирования" not in page
    assert "Подготовить заново" not in page


def test_a_note_says_that_the_data_have_changed_since(client, coordinator, note, school):
    make_result(school=school, low_n=1, high_n=1)
    client.force_login(coordinator)

    page = client.get(note.get_absolute_url()).content.decode()

    assert "Данные изменились после формирования" in page
    assert "Подготовить заново" in page


def test_a_note_names_the_run_that_came_after_it(client, head, note):
    newer = make_verdicts(municipality=note.municipality)
    client.force_login(head)

    page = client.get(note.get_absolute_url()).content.decode()

    assert f"проведение №&nbsp;{newer.pk}" in page
    assert "Подготовить заново" not in page


@pytest.mark.parametrize("notes", [1, 3])
def test_the_list_takes_as_many_queries_for_one_note_as_for_three(
    client, head, note, foreign_note, notes, django_assert_num_queries
):
    for _more in range(notes - 1):
        Note.objects.create(
            municipality=note.municipality,
            run=note.run,
            academic_year=note.academic_year,
            kind="identification",
            created_by=note.created_by,
            state=Note.State.DONE,
        )
    client.force_login(head)

    with django_assert_num_queries(10):
        page = client.get(reverse("reports:notes")).content.decode()

    assert page.count("<tr class") == notes
    assert str(foreign_note.municipality) not in page


def test_the_list_is_that_of_the_chosen_year(client, head, note):
    client.force_login(head)
    client.post(reverse("schools:place"), {"academic_year": "2020"})

    page = client.get(reverse("reports:notes")).content.decode()

    assert "Таких справок пока нет" in page
    assert note.get_absolute_url() not in page


def test_the_list_offers_a_note_to_who_may_ask_for_one(client, coordinator, head, run):
    create = reverse("reports:note-choose")
    offered = []
    for user in (coordinator, head):
        client.force_login(user)
        offered.append(create in client.get(reverse("reports:notes")).content.decode())

    assert offered == [True, False]


def test_a_hostile_name_stays_text_on_the_pages(client, coordinator, municipality):
    school = make_school(municipality=municipality, short_name="<script>alert(1)</script>")
    make_result(school=school)
    note = services.start_note(make_verdicts(municipality=municipality), by=coordinator)
    client.force_login(coordinator)

    assert "<script>alert" not in client.get(note.get_absolute_url()).content.decode()


def test_the_list_is_that_of_the_municipality_in_the_header(client, region_operator, note):
    neighbour = make_school(municipality=make_municipality(region=note.municipality.region))
    make_result(school=neighbour)
    theirs = services.start_note(make_verdicts(municipality=neighbour.municipality), by=None)
    client.force_login(region_operator)

    lists = []
    for municipality in (note.municipality, neighbour.municipality):
        client.post(reverse("schools:place"), {"municipality": municipality.pk})
        page = client.get(reverse("reports:notes")).content.decode()
        lists.append([n.get_absolute_url() in page for n in (note, theirs)])

    assert lists == [[True, False], [False, True]]
