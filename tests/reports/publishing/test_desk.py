"""«Публикация»: who works there, what stands on it, and the acts of showing and taking back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import Publication
from reports.publishing.desk import desk_of
from reports.publishing.rules import CHANGED, NOT_AGREED
from reports.publishing.services import seen
from schools.models import Document
from tests.factories import make_document, make_order, publish

DESK = reverse("reports:publishing")


def said(order, **fields):
    told = {
        "title": "О поддержке",
        "kind_words": "Приказ",
        "slug": "Prikaz-63",
        "seen": seen(order),
    }
    return told | fields


def publish_url(document):
    return reverse("reports:publish", args=[document.pk])


@pytest.fixture
def linked(open_page):
    return make_order(open_page, title="О поддержке школ", url="https://example.com/63.pdf")


@pytest.mark.parametrize("who", ["admin", "head", "coordinator", "superuser"])
def test_the_head_and_who_keeps_the_papers_publish(client, request, linked, who):
    user = request.getfixturevalue(who)
    client.force_login(user)

    assert linked.title in client.get(DESK).content.decode()
    answer = client.post(publish_url(linked), said(linked))

    assert (answer.status_code, answer.url) == (302, DESK)
    publication = Publication.objects.get()
    assert (publication.published_by, publication.slug) == (user, "prikaz-63")


@pytest.mark.parametrize("who", ["region_operator", "curator", "director", "outsider"])
def test_nobody_else_does(client, request, linked, who):
    client.force_login(request.getfixturevalue(who))

    assert client.post(publish_url(linked), said(linked)).status_code == 404
    assert Publication.objects.count() == 0


def test_the_desk_says_what_is_shown_what_may_be_and_why_the_rest_may_not(order, open_page):
    publication = publish(order)
    ready = make_order(open_page)
    draft = make_document(municipality=open_page)
    on = timezone.localdate()

    desk = desk_of(open_page, on=on)
    Document.objects.filter(pk=order.pk).update(number="9")
    hidden = desk_of(open_page, on=on).shown[0]

    assert [one.publication for one in desk.shown] == [publication]
    assert [one.document for one in desk.ready] == [ready]
    assert [(one.document, one.why_not) for one in desk.barred] == [(draft, NOT_AGREED)]
    assert (hidden.standing.why_hidden, hidden.may_again) == (CHANGED, True)


def test_papers_of_schools_are_not_even_named(client, coordinator, open_page, school):
    paper = make_order(open_page, school=school, title="Письмо школе")
    client.force_login(coordinator)

    assert "Письмо школе" not in client.get(DESK).content.decode()
    assert client.get(publish_url(paper)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_the_same_for_one_as_for_three(client, coordinator, open_page, rows):
    for _ in range(rows):
        publish(make_order(open_page))
        make_order(open_page)
        make_document(municipality=open_page)
    client.force_login(coordinator)

    with CaptureQueriesContext(connection) as asked:
        client.get(DESK)

    assert len(asked) == 11


def test_what_was_changed_meanwhile_is_looked_at_again(client, coordinator, linked):
    client.force_login(coordinator)
    told = said(linked)
    Document.objects.filter(pk=linked.pk).update(title="Другой")

    page = client.post(publish_url(linked), told).content.decode()

    assert "документ изменился" in page
    assert Publication.objects.count() == 0
    assert seen(Document.objects.get(pk=linked.pk)) in page


@pytest.mark.parametrize(
    "wrong",
    [{"slug": "../../x"}, {"slug": "приказ"}, {"slug": ""}, {"title": ""}, {"seen": "x"}],
    ids=["folders", "cyrillic", "no address", "no title", "forged"],
)
def test_a_wrong_form_publishes_nothing(client, coordinator, linked, wrong):
    client.force_login(coordinator)

    assert client.post(publish_url(linked), said(linked, **wrong)).status_code == 200
    assert Publication.objects.count() == 0


def test_a_file_that_is_too_big_is_not_even_read(client, coordinator, linked, settings, tmp_path):
    settings.EVIDENCE_MAX_MB = 0
    client.force_login(coordinator)
    path = tmp_path / "приказ.pdf"
    path.write_bytes(b"%PDF-1.7")

    with path.open("rb") as file:
        page = client.post(publish_url(linked), said(linked, file=file)).content.decode()

    assert "Уменьшите" in page


def test_taking_back_asks_why(client, head, order):
    publication = publish(order)
    client.force_login(head)
    url = reverse("reports:withdraw", args=[publication.pk])

    client.post(url, {"because": ""})
    publication.refresh_from_db()
    kept = publication.withdrawn_at
    client.post(url, {"because": "Ошибка в файле"})
    publication.refresh_from_db()

    assert kept is None
    assert (publication.withdrawn_by, publication.withdrawn_because) == (head, "Ошибка в файле")
    assert client.get(url).status_code == 404


def test_the_page_and_the_search_engines_are_switched(client, head, municipality):
    client.force_login(head)
    url = reverse("reports:publishing-switch")

    states = []
    for data in ({"is_public": "on", "is_indexed": "on"}, {}):
        client.post(url, data)
        municipality.refresh_from_db()
        states.append((municipality.is_public, municipality.is_indexed))

    assert states == [(True, True), (False, False)]


def test_the_preview_is_what_visitors_will_see(client, head, order, open_page):
    publish(order)
    open_page.is_public = False
    open_page.save()
    client.force_login(head)

    page = client.get(reverse("reports:publishing-preview")).content.decode()

    assert "Предпросмотр" in page
    assert order.title in page
    assert "ссылки на ней заработают" in page.replace("\xa0", " ")
    assert reverse("public:municipality", args=[open_page.slug]) not in page


def test_the_preview_of_an_open_page_leads_where_a_visitor_goes(client, head, order, open_page):
    publication = publish(order)
    client.force_login(head)

    page = client.get(reverse("reports:publishing-preview")).content.decode()

    assert publication.get_absolute_url() in page


def test_the_menu_names_it_to_those_who_publish(client, head, director, linked):
    named = []
    for user in (head, director):
        client.force_login(user)
        named.append(DESK in client.get(reverse("reports:home")).content.decode())

    assert named == [True, False]
