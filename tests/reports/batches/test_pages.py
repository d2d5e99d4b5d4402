"""The pages of archives: who begins, follows, stops and takes them."""

import io
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.batches.services import start_batch
from reports.models import PaperBatch, PaperItem
from reports.tasks import make_papers
from tests.factories import AT, make_municipality, make_result, make_school, make_verdicts

LIST = reverse("reports:batches")


@pytest.fixture
def run(municipality, school):
    make_result(school=school)
    return make_verdicts(municipality=municipality)


@pytest.fixture
def batch(run, coordinator):
    about = {"academic_year": run.academic_year, "on": AT.date(), "at": timezone.now()}
    return start_batch("why", run.municipality, run=run, by=coordinator, **about)[0]


def url(name, pk):
    return reverse(f"reports:{name}", args=[pk])


@pytest.mark.parametrize("who", ["admin", "head", "coordinator", "region_operator", "superuser"])
def test_begun_followed_and_taken_by_who_sees_the_run(
    client, request, run, who, django_capture_on_commit_callbacks
):
    client.force_login(request.getfixturevalue(who))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("batch-of-run", run.pk))
    batch = PaperBatch.objects.get()
    page = client.get(answer.url).content.decode()
    response = client.get(url("batch-archive", batch.pk))

    assert answer.url == batch.get_absolute_url()
    assert "1 справка из" in page.replace("\xa0", " ")
    archive = ZipFile(io.BytesIO(b"".join(response)))
    assert len(archive.namelist()) == 1
    assert "Справки для школ, Иланский район" in unquote(response["Content-Disposition"])


def test_passports_of_all_schools_of_a_place_come_in_one_archive(
    client, run, coordinator, region_operator, django_capture_on_commit_callbacks
):
    make_school(municipality=run.municipality, short_name="СОШ 8")
    region = run.municipality.region_id
    for user, posted in (
        (coordinator, (reverse("reports:batch-of-passports"), {})),
        (region_operator, (url("batch-of-region", region), {"kind": "passports"})),
    ):
        client.force_login(user)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(*posted)
        batch = PaperBatch.objects.latest("pk")
        archive = ZipFile(io.BytesIO(b"".join(client.get(url("batch-archive", batch.pk)))))

        assert batch.kind == "passports"
        names = archive.namelist()
        assert [("СОШ 5" in one, "СОШ № 8" in one or "СОШ 8" in one) for one in names] == [
            (True, False),
            (False, True),
        ]
        assert all(archive.read(name).startswith(b"%PDF") for name in names)
    assert client.post(url("batch-of-region", region), {"kind": "secrets"}).status_code == 404


@pytest.mark.parametrize("who", ["director", "school_coordinator", "curator", "outsider"])
def test_hidden_from_the_others(client, request, run, batch, who):
    client.force_login(request.getfixturevalue(who))
    posts = [url("batch-of-run", run.pk), url("batch-cancel", batch.pk)]

    told = [client.get(url(name, batch.pk)).status_code for name in ("batch", "batch-archive")]
    told += [client.post(post).status_code for post in posts]

    assert told == [404] * 4
    assert PaperBatch.objects.get().is_under_way


def test_a_region_s_archive_is_its_operator_s(client, region_operator, coordinator, run):
    post = url("batch-of-region", run.municipality.region_id)
    client.force_login(coordinator)
    refused = client.post(post).status_code
    client.force_login(region_operator)
    place = reverse("schools:place")
    client.post(place, {"academic_year": "2026"})
    begun = client.post(post)
    batch = PaperBatch.objects.get()
    client.force_login(coordinator)

    assert (refused, begun.url) == (404, batch.get_absolute_url())
    assert client.get(begun.url).status_code == 404


def test_the_page_says_how_far_it_is_and_asks_to_be_looked_at_again(client, coordinator, batch):
    client.force_login(coordinator)

    page = client.get(batch.get_absolute_url()).content.decode()

    assert "Готово 0\xa0справок из&nbsp;1" in page
    assert "data-poll" in page
    assert "Отменить" in page


def test_a_school_that_failed_is_named_with_its_reason(client, coordinator, batch, school):
    batch.items.update(state=PaperItem.State.FAILED, error="Нет <b>данных")
    client.force_login(coordinator)

    page = client.get(batch.get_absolute_url()).content.decode()

    assert "Нет &lt;b&gt;данных" in page
    assert "СОШ" in page


def test_stopped_and_said_so(client, coordinator, batch):
    client.force_login(coordinator)

    page = client.post(url("batch-cancel", batch.pk), follow=True).content.decode()

    assert "Отменено:" in page
    assert client.get(url("batch-archive", batch.pk)).status_code == 404
    assert "нечего" in client.post(url("batch-retry", batch.pk), follow=True).content.decode()


def test_an_archive_that_was_put_back_without_its_file_says_so(client, coordinator, batch):
    make_papers(batch.pk)
    batch.refresh_from_db()
    batch.archive.storage.delete(batch.archive.name)
    client.force_login(coordinator)

    assert "архив удалён" in client.get(batch.get_absolute_url()).content.decode()
    assert client.get(url("batch-archive", batch.pk)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_for_one_as_for_three(client, coordinator, run, rows):
    about = {"on": AT.date(), "at": timezone.now(), "by": coordinator, "run": run}
    for n in range(rows):
        start_batch("why", run.municipality, academic_year=2020 + n, **about)
    client.force_login(coordinator)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(LIST).content.decode()

    assert page.count("готовится") == rows
    assert len(asked) == 10


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_for_one_school_as_for_three(
    client, coordinator, municipality, rows
):
    for _ in range(rows):
        make_result(school=make_school(municipality=municipality))
    run = make_verdicts(municipality=municipality)
    about = {"academic_year": 2026, "on": AT.date(), "at": timezone.now(), "by": coordinator}
    batch, _new = start_batch("why", municipality, run=run, **about)
    batch.items.update(state="failed", error="Нет данных")
    client.force_login(coordinator)

    with CaptureQueriesContext(connection) as asked:
        client.get(batch.get_absolute_url())

    assert len(asked) == 10


def test_archives_of_another_municipality_are_not_listed(client, coordinator, batch):
    abroad = make_municipality(region=batch.municipality.region)
    PaperBatch.objects.filter(pk=batch.pk).update(municipality=abroad)
    client.force_login(coordinator)

    assert "Архивов пока нет" in client.get(LIST).content.decode()
