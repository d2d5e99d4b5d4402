"""What proves a task, a value or a finding: who adds it, who reads it, what it stands behind."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from roadmap.evidence_list import evidence_of
from roadmap.models import Evidence, Task, Value
from roadmap.services.evidence import add_file, add_link, withdraw_evidence
from schools.errors import PortalError
from tests.factories import AT, make_school, make_user
from tests.roadmap.making import (
    make_campaign,
    make_file,
    make_indicator,
    make_pdf,
    make_period,
    make_programme,
    make_site_check,
    make_task,
    make_value,
)

URL = "https://school.example/plan.pdf"


@pytest.fixture
def task(school):
    return make_task(school=school)


@pytest.fixture
def value(municipality, school):
    programme = make_programme(municipality)
    indicator = make_indicator(programme, level="school")
    return make_value(indicator, make_period(programme), school)


def stored_files() -> list[Path]:
    folder = Path(default_storage.path("evidence"))
    return sorted(folder.iterdir()) if folder.exists() else []


# adding


def test_a_file_is_kept_whole_under_a_name_of_ours(task, director):
    before, content = set(stored_files()), make_pdf()

    added = make_file(task=task, by=director, name="../Приказ № 5.pdf", content=content)

    (path,) = set(stored_files()) - before
    assert path.read_bytes() == content
    assert added.file.name == f"evidence/{path.name}"
    assert "Приказ" not in path.name
    assert (added.name, added.content_type) == ("Приказ № 5.pdf", "application/pdf")
    assert (added.size, len(added.sha256), added.added_by) == (len(content), 64, director)


def test_of_a_file_that_is_refused_nothing_is_left(task, director):
    before = stored_files()
    make_file(task=task, by=director)
    kept = stored_files()

    for name, content in (("a.pdf", b"MZ"), ("a.exe", b"MZ"), ("b.pdf", make_pdf(2))):
        if name == "b.pdf":
            Task.objects.update(state=Task.State.CANCELLED)
        with pytest.raises(PortalError):
            add_file(task, name=name, content=content, by=director, at=AT)

    assert (len(kept), stored_files()) == (len(before) + 1, kept)
    assert Evidence.objects.count() == 1


def test_a_file_that_is_too_large_is_refused(task, director, settings):
    settings.EVIDENCE_MAX_MB = 1

    with pytest.raises(PortalError, match="больше 1 МБ"):
        add_file(task, name="a.pdf", content=bytes(2**20 + 1), by=director, at=AT)


def test_a_link_is_kept_in_one_spelling(task, director):
    added = add_link(task, url=" HTTPS://Школа.РФ:443/план ", title="План", by=director, at=AT)

    assert added.url == "https://xn--80atdl2c.xn--p1ai/%D0%BF%D0%BB%D0%B0%D0%BD"
    assert (added.host, added.check_at) == ("xn--80atdl2c.xn--p1ai", AT)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("javascript:alert(1)", "должен начинаться с http"),
        ("ftp://school.example/", "должен начинаться с http"),
        ("https://", "нет имени сайта"),
        ("https://user:pass@school.example/", "имя или пароль"),
        ("https://school.example:22/", "необычный порт 22"),
        ("https://school.example/a b", "пробелы"),
        (f"https://school.example/{'a' * 1000}", "слишком длинный"),
    ],
)
def test_an_address_that_cannot_be_looked_at_is_refused(task, director, url, why):
    with pytest.raises(PortalError, match=why):
        add_link(task, url=url, by=director, at=AT)


@pytest.mark.parametrize("proof", ["link", "page"])
def test_where_a_link_is_asked_for_a_file_is_not_taken(school, director, proof):
    task = make_task(school=school, proof=proof)

    with pytest.raises(PortalError, match="нужна ссылка"):
        make_file(task=task, by=director)


def test_where_a_file_is_asked_for_a_link_is_not_taken(school, director):
    with pytest.raises(PortalError, match="нужен файл"):
        add_link(make_task(school=school, proof="file"), url=URL, by=director, at=AT)


def test_the_same_is_not_added_twice_to_one_thing(task, director):
    first = add_link(task, url=URL, by=director, at=AT)
    with pytest.raises(PortalError, match="уже есть"):
        add_link(task, url=f"{URL} ", by=director, at=AT)

    withdraw_evidence(first, by=director, at=AT)
    add_link(task, url=URL, by=director, at=AT)

    assert task.evidence.standing().count() == 1


# until when


def test_what_is_withdrawn_is_kept_and_counts_no_more(task, director):
    added = make_file(task=task, by=director)
    withdraw_evidence(added, by=director, at=AT)

    added.refresh_from_db()
    assert (added.withdrawn_by, added.withdrawn_at) == (director, AT)
    assert not task.evidence.standing().exists()
    assert added.file.storage.exists(added.file.name)
    with pytest.raises(PortalError, match="уже отозвано"):
        withdraw_evidence(added, by=director, at=AT)


def test_nothing_is_taken_back_from_under_a_check(task, director):
    added = add_link(task, url=URL, by=director, at=AT)
    finish(task, Task.State.SUBMITTED, director)

    with pytest.raises(PortalError, match="на\xa0проверке"):
        withdraw_evidence(Evidence.objects.get(pk=added.pk), by=director, at=AT)
    add_link(task, url=f"{URL}?2", by=director, at=AT)


def finish(task, state, by):
    Task.objects.filter(pk=task.pk).update(state=state, done_by=by, done_at=AT)


def test_to_what_was_accepted_only_those_who_accept_add(task, director, coordinator):
    finish(task, Task.State.DONE, director)

    with pytest.raises(PortalError, match="Поручение выполнено"):
        add_link(task, url=URL, by=director, at=AT)
    add_link(task, url=URL, by=coordinator, at=AT)


def test_an_accepted_value_and_a_closed_campaign_take_no_more(value, director, coordinator):
    Value.objects.update(state=Value.State.ACCEPTED)
    with pytest.raises(PortalError, match="Значение принято"):
        add_link(value, url=URL, by=director, at=AT)

    Value.objects.update(state=Value.State.DRAFT)
    programme = value.indicator.programme
    campaign = make_campaign(programme, value.period, schools=[value.school], phase="processing")
    with pytest.raises(PortalError, match="показатели обрабатываются"):
        add_link(value, url=URL, by=director, at=AT)
    add_link(value, url=URL, by=coordinator, at=AT)

    type(campaign).objects.update(phase="report")
    with pytest.raises(PortalError, match="больше не меняются"):
        add_link(value, url=f"{URL}?2", by=coordinator, at=AT)


# the same behind several things


def also(owner, user) -> str:
    (item,) = evidence_of(owner, user=user)["items"]
    return item.also


def test_the_same_file_behind_several_things_is_pointed_out(value, task, school, director):
    programme, content = value.indicator.programme, make_pdf()
    for _indicator in range(4):
        another = make_value(make_indicator(programme, level="school"), value.period, school)
        make_file(value=another, by=director, content=content, name="под другим именем.pdf")
    for owner in ({"value": value}, {"task": task}):
        make_file(**owner, by=director, content=content)

    assert also(value, director) == "Этот файл приложен ещё к\xa04 показателям и 1 поручению."
    assert also(task, director) == "Этот файл приложен ещё к\xa05 показателям."


def test_values_of_one_indicator_are_one_indicator(value, municipality, coordinator):
    add_link(value, url=URL, by=coordinator, at=AT)
    for _school in range(2):
        school = make_school(municipality=municipality)
        another = make_value(value.indicator, value.period, school)
        add_link(another, url=URL, by=coordinator, at=AT)

    assert also(value, coordinator) == "Эта ссылка приложена ещё к\xa01 показателю."


def test_what_a_reader_may_not_see_is_not_counted(task, director, coordinator, municipality):
    add_link(task, url=URL, by=director, at=AT)
    neighbour = make_task(school=make_school(municipality=municipality))
    add_link(neighbour, url=URL, by=coordinator, at=AT)

    assert also(task, director) == ""
    assert also(task, coordinator) == "Эта ссылка приложена ещё к\xa01 поручению."


def test_another_municipality_is_another_matter(task, director, superuser, foreign_school):
    add_link(task, url=URL, by=director, at=AT)
    add_link(make_task(school=foreign_school), url=URL, by=superuser, at=AT)

    assert also(task, superuser) == ""


def test_what_was_withdrawn_stands_behind_nothing(task, value, director):
    add_link(task, url=URL, by=director, at=AT)
    withdraw_evidence(add_link(value, url=URL, by=director, at=AT), by=director, at=AT)

    assert also(task, director) == ""


@pytest.mark.parametrize("kind", ["task", "value"])
def test_a_list_asks_as_often_for_one_as_for_three(
    kind, task, value, director, django_assert_num_queries
):
    owner = {"task": task, "value": value}[kind]
    for n in (1, 3):
        while owner.evidence.count() < n:
            add_link(owner, url=f"{URL}?{owner.evidence.count()}", by=director, at=AT)
        owner.refresh_from_db()
        with django_assert_num_queries(QUERIES[kind]):
            told = evidence_of(owner, user=director)
            assert len([(item.also, str(item.evidence.owner)) for item in told["items"]]) == n


QUERIES = {"task": 7, "value": 11}


# the pages


def add(client, user, owner, kind="task", follow=True, **data):
    client.force_login(user)
    url = reverse("roadmap:evidence-add", args=[kind, owner.pk])
    return client.post(url, data, follow=follow)


def uploaded(name="Приказ.pdf", content=None):
    return SimpleUploadedFile(name, make_pdf() if content is None else content)


def test_one_comes_back_to_the_page_where_the_form_stood(client, task, director):
    home = reverse("schools:notifications")

    answer = add(client, director, task, url="school.example/план", next=home, follow=False)

    assert answer.url == home
    assert task.evidence.get().url == "https://school.example/%D0%BF%D0%BB%D0%B0%D0%BD"
    stranger = add(client, director, task, url=URL, next="https://evil.example/", follow=False)
    assert stranger.url == task.get_absolute_url()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Укажите ссылку или выберите файл."),
        ({"url": "javascript:alert(1)"}, "должен начинаться с http"),
        ({"url": URL, "file": "pdf"}, "Укажите что-то одно"),
        ({"file": "html"}, "Внутри не PDF"),
        ({"file": "empty"}, "Файл пуст"),
        ({"file": "large"}, "больше 1 МБ"),
        ({"url": URL, "title": "я" * 301}, "Не больше 300 знаков."),
    ],
)
def test_bad_input_gets_one_sentence_at_its_place(client, task, director, settings, data, sentence):
    settings.EVIDENCE_MAX_MB = 1
    files = {
        "pdf": uploaded(),
        "html": uploaded(content=b"<html>"),
        "empty": uploaded(content=b""),
        "large": uploaded(content=bytes(2 * 2**20)),
    }
    data = {name: files.get(told, told) for name, told in data.items()}

    said = add(client, director, task, **data).content.decode()

    assert sentence in said
    assert not task.evidence.exists()


def test_the_form_offers_what_is_asked_for(client, school, director):
    client.force_login(director)
    for proof, there, absent in (
        ("file", 'name="file"', 'name="url"'),
        ("page", 'name="url"', 'name="file"'),
    ):
        task = make_task(school=school, proof=proof)
        said = client.get(reverse("roadmap:evidence-add", args=["task", task.pk])).content.decode()
        assert there in said
        assert absent not in said


def test_a_file_comes_as_an_attachment_that_runs_nothing(client, task, director):
    hostile = '../Приказ\r\nX-Evil: 1\u202efdp.exe"; x=".pdf'
    content = make_pdf()
    added = make_file(task=task, by=director, name=hostile, content=content)
    client.force_login(director)

    answer = client.get(reverse("roadmap:evidence-file", args=[added.pk]))

    assert answer.getvalue() == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    told = answer["Content-Disposition"]
    assert told.startswith("attachment; filename*=utf-8''%D0%9F%D1%80")
    assert not set("\r\n\u202e/") & set(told)
    assert "X-Evil" not in answer.headers
    assert "no-store" in answer["Cache-Control"]


def test_a_file_is_for_those_who_see_what_it_proves(client, school, director, curator, outsider):
    indicator = make_indicator(make_programme(school.municipality), level="school", sensitive=True)
    value = make_value(indicator, make_period(indicator.programme), school)
    url = reverse("roadmap:evidence-file", args=[make_file(value=value, by=director).pk])

    seen = {}
    for person in (director, curator, outsider):
        client.force_login(person)
        answer = client.get(url)
        seen[person] = answer.status_code
        answer.getvalue()

    assert seen == {director: 200, curator: 404, outsider: 404}


def test_withdrawing_on_the_page(client, task, director):
    added = add_link(task, url=URL, by=director, at=AT)
    client.force_login(director)

    client.post(reverse("roadmap:evidence-withdraw", args=[added.pk]))
    said = client.get(added.get_absolute_url()).content.decode()

    assert "Отозвано и&nbsp;больше не&nbsp;учитывается" in said
    assert "Отозвать" not in said


def test_the_page_of_a_file_names_what_else_it_proves(client, task, value, director):
    content = make_pdf()
    make_file(value=value, by=director, content=content)
    added = make_file(task=task, by=director, content=content)
    client.force_login(director)

    said = client.get(added.get_absolute_url()).content.decode()

    assert "Этот файл приложен ещё к\xa01 показателю." in said
    assert str(value.indicator) in said


def test_a_finding_is_proved_by_those_who_look_at_sites(
    client, school, municipality, director, coordinator
):
    check = make_site_check(municipality, schools=[school])
    finding = check.findings.get()

    assert add(client, director, finding, "finding", url=URL).status_code == 404
    add(client, coordinator, finding, "finding", url=URL)

    assert finding.evidence.get().url == URL


def test_two_people_add_the_same_at_once_it_is_there_once(task, director, school):
    other = make_user("SCHOOL_COORDINATOR", school)
    stale = Task.objects.get(pk=task.pk)
    add_link(task, url=URL, by=director, at=AT)

    with pytest.raises(PortalError, match="уже есть"):
        add_link(stale, url=URL, by=other, at=AT)
