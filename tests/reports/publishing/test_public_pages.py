"""The pages for everybody: what they show, what they never show, and how they may be kept."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.publishing.services import withdraw_publication
from reports.publishing.shelf import paper_at
from schools.models import Document
from schools.services.approvals import content_hash, void_if_changed
from tests.factories import AT, make_document, make_order, make_pdf, make_user, publish
from tests.roadmap.making import (
    make_activity,
    make_goal,
    make_indicator,
    make_period,
    make_programme,
    make_target,
    make_work,
)

from .conftest import approve, begin

HOSTILE = '<script>alert("1")</script> & {{ settings }}'


def url_of(municipality):
    return reverse("public:municipality", args=[municipality.slug])


def addresses(publication):
    """Every page that could show it."""
    place = [publication.municipality.slug]
    return [
        reverse("public:municipality", args=place),
        reverse("public:feed", args=place),
        reverse("public:year", args=[*place, publication.year]),
        publication.get_absolute_url(),
        publication.file_url,
    ]


def body(response):
    return b"".join(response) if response.streaming else response.content


def read(client, url):
    """Its status and its headers; a file is read to its end."""
    response = client.get(url)
    body(response)
    return response


def statuses(client, urls):
    return [read(client, url).status_code for url in urls]


def assert_gone(client, publication):
    """Its own addresses answer like what does not exist, and no other page names it."""
    page, feed, year, own, file = addresses(publication)
    assert statuses(client, (year, own, file)) == [404] * 3
    for url in (page, feed):
        assert publication.title not in client.get(url).content.decode()


def test_the_page_shows_what_was_published_and_nothing_else(client, order, agreed, open_page):
    shown = publish(order)
    make_order(open_page, title="Ещё не показан")
    client.get(url_of(open_page))

    text = client.get(url_of(open_page)).content.decode()

    assert ("О поддержке школ" in text, shown.get_absolute_url() in text) == (True, True)
    assert "№\xa063-од" in text
    assert ("Ещё не показан" in text, agreed.title in text) == (False, False)


def test_addresses_can_be_read_aloud(order):
    publication = publish(order)

    assert publication.get_absolute_url() == "/dokumenty/ilansky/2026/prikaz-63-od/"
    assert publication.file_url == "/dokumenty/ilansky/2026/prikaz-63-od.pdf"


def test_before_it_is_published_no_address_of_a_paper_answers(client, order, open_page):
    place = "/dokumenty/ilansky/2026/prikaz-63-od"

    assert [client.get(place + end).status_code for end in ("/", ".pdf")] == [404, 404]


def test_a_page_that_is_off_answers_like_one_that_does_not_exist(client, order, open_page):
    publication = publish(order)
    open_page.is_public = False
    open_page.save()

    told = [client.get(url) for url in [*addresses(publication), "/dokumenty/nobody/"]]

    assert {answer.status_code for answer in told} == {404}
    assert not any(publication.title in answer.content.decode() for answer in told)
    assert open_page.name not in client.get(reverse("public:index")).content.decode()


def test_what_was_taken_back_is_gone_with_its_file(client, order, coordinator):
    publication = publish(order)
    assert statuses(client, addresses(publication)) == [200] * 5

    withdraw_publication(publication, because="Ошибка", by=coordinator, at=AT)

    assert_gone(client, publication)


def test_a_consent_that_became_void_takes_page_and_file_off_at_once(client, agreed):
    publication = publish(agreed)
    assert statuses(client, addresses(publication)) == [200] * 5

    void_if_changed(agreed, content_hash(2), at=AT + timedelta(hours=1))

    assert_gone(client, publication)


def test_while_it_is_agreed_on_again_it_is_not_shown(client, order, coordinator, head):
    publication = publish(order)
    begin(order, by=coordinator, head=head)

    assert_gone(client, publication)


def test_a_paper_that_became_a_school_s_is_not_shown(client, order, school):
    publication = publish(order)
    Document.objects.filter(pk=order.pk).update(school=school)

    assert_gone(client, publication)


def test_the_papers_of_one_municipality_are_not_at_the_address_of_another(client, order, abroad):
    publication = publish(order)
    abroad.is_public = True
    abroad.save()

    own = publication.get_absolute_url()

    assert client.get(own.replace("ilansky", abroad.slug)).status_code == 404
    assert client.get(publication.file_url.replace("ilansky", abroad.slug)).status_code == 404
    assert publication.title not in client.get(url_of(abroad)).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/dokumenty/ilansky/02026/",
        "/dokumenty/ilansky/0000/",
        "/dokumenty/ilansky/2026/prikaz-63-od.docx",
        "/dokumenty/ilansky/2026/prikaz-63-od.PDF",
        "/dokumenty/ilansky/2026/..%2f..%2fetc/",
        "/dokumenty/ilansky/2026/" + "a" * 3000 + "/",
        "/dokumenty/ILANSKY/",
    ],
    ids=["five digits", "no year", "another ending", "capitals", "folders", "long", "place"],
)
def test_a_page_has_one_address(client, order, path):
    publish(order)

    assert client.get(path).status_code == 404


def test_a_repealed_order_says_so_and_leads_to_what_repealed_it(client, order, open_page):
    publication = publish(order)
    act = make_order(open_page, repeals=order, number="70-од", dated_on=date(2026, 5, 5))

    before = client.get(publication.get_absolute_url()).content.decode()
    newer = publish(act)
    after = client.get(publication.get_absolute_url()).content.decode()

    assert "Утратил силу" in before
    assert "приказ от\xa005.05.2026 №\xa070-од" in before.replace("от 05", "от\xa005")
    assert newer.get_absolute_url() not in before
    assert newer.get_absolute_url() in after
    assert "Утратил силу" in client.get(url_of(open_page)).content.decode()


def test_the_title_of_an_act_that_is_not_shown_is_told_to_nobody(client, order, open_page):
    publication = publish(order)
    make_order(open_page, repeals=order, title="Тайное намерение", number="", dated_on=None)

    assert "Тайное" not in client.get(publication.get_absolute_url()).content.decode()


def test_words_of_people_are_words(client, open_page):
    order = make_order(open_page, title=HOSTILE, issuer=HOSTILE, number="<b>1")
    publication = publish(order, kind_words=HOSTILE)

    for url in addresses(publication)[:4]:
        text = client.get(url).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_the_file_is_the_one_that_was_published(client, order):
    publication = publish(order)

    response = client.get(publication.file_url)

    assert body(response) == make_pdf()
    assert response["Content-Type"] == "application/pdf"
    assert "prikaz-63-od.pdf" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_nothing_is_set_and_everything_may_be_kept_for_a_while(client, order):
    publication = publish(order)
    for url in [*addresses(publication), "/dokumenty/", "/robots.txt"]:
        first = client.get(url)
        body(first)
        again = client.get(url, headers={"If-None-Match": first["ETag"]})

        assert (first.status_code, again.status_code, body(again)) == (200, 304, b"")
        assert "public" in first["Cache-Control"]
        assert (dict(client.cookies), "Set-Cookie" in first.headers) == ({}, False)
        assert "sessionid" not in str(first.cookies)


def test_who_is_signed_in_keeps_nothing(client, order, coordinator):
    publication = publish(order)
    client.force_login(coordinator)

    kept = client.get(publication.get_absolute_url())["Cache-Control"]

    assert ("no-store" in kept, "public" in kept) == (True, False)


def test_a_change_is_seen_by_who_has_the_page(client, order, agreed, open_page):
    publish(order)
    etag = client.get(url_of(open_page))["ETag"]

    publish(agreed)

    assert client.get(url_of(open_page), headers={"If-None-Match": etag}).status_code == 200


def test_the_view_for_weak_eyes_is_chosen_without_a_token(client, order, open_page):
    page = client.get(url_of(open_page)).content.decode()
    assert "csrfmiddlewaretoken" not in page
    strict = type(client)(enforce_csrf_checks=True)

    answer = strict.post(
        reverse("schools:display"), {"contrast": "high", "next": url_of(open_page)}
    )

    assert (answer.status_code, answer.url) == (302, url_of(open_page))
    assert 'data-contrast="high"' in strict.get(url_of(open_page)).content.decode()


@pytest.mark.parametrize("indexed", [False, True])
def test_search_engines_are_led_by_the_switch(client, order, open_page, indexed):
    open_page.is_indexed = indexed
    open_page.save()
    publication = publish(order)
    pages = addresses(publication)

    headers = {read(client, url).headers.get("X-Robots-Tag") for url in pages}
    robots = client.get("/robots.txt").content.decode()

    assert headers == ({None} if indexed else {"noindex, nofollow"})
    assert ('name="robots"' in client.get(pages[0]).content.decode()) is not indexed
    assert ("Allow: /dokumenty/ilansky/" in robots) is indexed
    assert robots.endswith("Disallow: /\n")


def test_robots_name_no_page_that_is_off(client, municipality):
    municipality.is_indexed = True
    municipality.save()

    assert "ilansky" not in client.get("/robots.txt").content.decode()


def test_the_feed_is_a_feed(client, order, agreed, open_page):
    open_page.authority = "Управление\x01 образования"
    open_page.save()
    first = publish(order)
    second = publish(agreed, at=AT + timedelta(days=1), title=HOSTILE)

    response = client.get(reverse("public:feed", args=[open_page.slug]))
    channel = ET.fromstring(response.content).find("channel")
    items = channel.findall("item")

    assert response["Content-Type"].startswith("application/rss+xml")
    assert [one.findtext("title") for one in items] == [HOSTILE, first.title]
    assert [one.findtext("link") for one in items] == [
        f"http://testserver{one.get_absolute_url()}" for one in (second, first)
    ]
    assert items[1].findtext("description") == "Приказ от 09.03.2026 № 63-од"
    assert channel.findtext("language") == "ru"
    assert channel.findtext("description") == "Управление образования"


def test_an_empty_feed_is_a_feed(client, open_page):
    response = client.get(reverse("public:feed", args=[open_page.slug]))

    assert ET.fromstring(response.content).findall("channel/item") == []


@pytest.fixture
def programme(open_page):
    programme = make_programme(open_page, title="Помощь школам", purpose="Помочь")
    goal = make_goal(programme, title="Управление")
    period = make_period(programme)
    told = make_indicator(programme, goal=goal, title="Доля школ с программой", kind="percent")
    make_target(told, period, number=80)
    secret = make_indicator(programme, goal=goal, title="Выгорание", sensitive=True)
    make_target(secret, period, number=1)
    activity = make_activity(programme, goal=goal, title="Семинары", responsible="Методист")
    make_work(activity, period, text="Провести семинар", when="июнь")
    return programme


def test_a_programme_is_told_with_its_order_without_values_and_surveys(
    client, order, open_page, programme
):
    programme.document = order
    programme.save()
    publication = publish(order, file=None)

    page = client.get(publication.get_absolute_url()).content.decode()
    home = client.get(url_of(open_page)).content.decode()

    for words in ("Доля школ с программой", "80\xa0%", "Семинары", "Провести семинар", "Методист"):
        assert words in page
    assert "Выгорание" not in page
    assert "Действующие программы" in home
    assert "Помощь школам" in home


def test_what_changes_in_a_living_programme_is_not_public(client, order, open_page, programme):
    programme.document = order
    programme.save()
    publication = publish(order)
    programme.title = "Ещё не утверждено"
    programme.save()
    make_indicator(programme, goal=programme.goals.get(), title="Новый показатель")

    texts = [
        client.get(u).content.decode() for u in (publication.get_absolute_url(), url_of(open_page))
    ]

    assert not any("Новый показатель" in t or "Ещё не утверждено" in t for t in texts)


@pytest.mark.parametrize(
    "change",
    [{"state": "repealed"}, {"state": "draft"}],
    ids=["repealed", "draft again"],
)
def test_a_programme_that_is_not_in_force_is_not_among_those_in_force(
    client, order, open_page, programme, change
):
    programme.document = order
    programme.save()
    publish(order)
    type(programme).objects.filter(pk=programme.pk).update(**change)

    assert "Действующие программы" not in client.get(url_of(open_page)).content.decode()


def test_the_plan_of_a_draft_programme_is_not_published_with_its_order(client, order, programme):
    programme.document, programme.state = order, "draft"
    programme.save()

    publication = publish(order)

    assert publication.programme_content is None


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_same_number_of_questions_for_one_as_for_three(client, open_page, rows):
    cache.clear()
    for n in range(rows):
        repealed = make_order(open_page, title=f"Старый {n}")
        publish(repealed)
        publish(make_order(open_page, repeals=repealed))
        publication = publish(agreed_note(open_page, n))
    counted = []
    for url in addresses(publication):
        with CaptureQueriesContext(connection) as asked:
            body(client.get(url))
        counted.append(len(asked))

    assert counted == [5, 5, 5, 3, 3]


def agreed_note(municipality, n):
    document = make_document(municipality=municipality, title=f"Справка {n}", kind="note")
    people = {"by": make_user("COORDINATOR", municipality), "head": make_user("HEAD", municipality)}
    approve(document, **people)
    return document


def test_one_door(order, open_page):
    """A publication is read by the shelf; what it hides is nowhere."""
    publication = publish(order)
    found = paper_at(open_page, publication.year, publication.slug, on=AT.date())
    assert found.publication == publication

    Document.objects.filter(pk=order.pk).update(number="9")
    assert paper_at(open_page, publication.year, publication.slug, on=AT.date()) is None
