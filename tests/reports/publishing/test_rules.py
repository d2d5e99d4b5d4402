"""What may be shown to everybody, and what takes it off the page by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from reports import services as services_of_notes
from reports.models import Note, Publication
from reports.noting.editing import edit_section, leave_out
from reports.publishing import rules, services
from reports.publishing.rules import documents, publications, standing, why_not
from reports.publishing.services import (
    Shown,
    publish_document,
    seen,
    suggested_slug,
    withdraw_publication,
)
from reports.tasks import make_note
from schools.errors import PortalError
from schools.models import Document, SchoolAlias, SchoolStatus
from schools.services.approvals import (
    agree,
    content_hash,
    return_for_correction,
    void_if_changed,
    withdraw_approval,
)
from tests.factories import (
    AT,
    make_document,
    make_external_list,
    make_municipality,
    make_order,
    make_pdf,
    make_protocol,
    make_user,
    publish,
)
from tests.roadmap.making import make_meeting, make_period, make_programme, make_site_check

from .conftest import approve, begin

ON = date(2026, 8, 15)
LATER = AT + timedelta(hours=1)


def refusal(document):
    return why_not(documents(ON).get(pk=document.pk))


def stands(publication):
    return standing(publications(ON).get(pk=publication.pk))


def files():
    folder = Path(settings.MEDIA_ROOT, "publications")
    return set(folder.iterdir()) if folder.exists() else set()


def test_a_signed_order_and_an_agreed_note_may_be_shown(order, agreed):
    assert (refusal(order), refusal(agreed)) == ("", "")


@pytest.mark.parametrize("missing", ["number", "dated_on"])
def test_what_nobody_agreed_to_and_nobody_signed_may_not(open_page, missing):
    draft = make_order(open_page, **{missing: "" if missing == "number" else None})

    assert refusal(draft) == rules.NOT_AGREED


def test_an_agreed_order_without_its_number_is_still_a_draft(open_page, coordinator, head):
    order = make_order(open_page, number="")
    approve(order, by=coordinator, head=head)

    assert refusal(order) == rules.NO_REQUISITES


def test_a_consent_that_runs_was_refused_taken_back_or_became_void_is_none(
    order, coordinator, head
):
    told = []
    first = begin(order, by=coordinator, head=head)
    told.append(refusal(order))
    return_for_correction(first.steps.get(), remark="Нет срока", by=head, at=AT)
    told.append(refusal(order))
    second = begin(order, by=coordinator, head=head, at=LATER)
    withdraw_approval(second, at=LATER)
    told.append(refusal(order))

    assert told == [rules.APPROVAL[state] for state in ("running", "returned", "withdrawn")]


def test_papers_of_schools_and_decisions_on_statuses_are_never_shown(
    open_page, school, coordinator, head
):
    of_school = make_order(open_page, school=school)
    approve(of_school, by=coordinator, head=head)
    order = make_order(open_page)
    protocol = make_protocol(open_page, by=coordinator, low=[school])
    protocol.document, protocol.number = order, "1"
    protocol.approved_at, protocol.approved_by, protocol.state = AT, head, "approved"
    protocol.save()
    listed = make_order(open_page, kind=Document.Kind.PROTOCOL)
    SchoolStatus.objects.create(
        school=school, kind="low", since=2026, given_on=ON, given_by=head, document=listed
    )

    told = [refusal(one) for one in (of_school, order, listed)]

    assert told == [rules.OF_SCHOOL, rules.OF_STATUSES, rules.OF_STATUSES]


@pytest.mark.parametrize(("kind", "told"), [("dynamics", rules.OF_RESULTS), ("sites", "")])
def test_a_note_that_names_schools_with_their_results_is_shown_to_nobody(open_page, kind, told):
    about = {"check_round": make_site_check(open_page, schools=[])} if kind == "sites" else {}
    signed = make_order(open_page)
    Note.objects.create(
        municipality=open_page, kind=kind, academic_year=2026, document=signed, **about
    )

    assert refusal(signed) == told


@pytest.fixture
def of_progress(open_page, school, coordinator):
    """A note on the progress of a programme, made; what it says of a school is told by hand."""
    programme = make_programme(open_page)
    make_period(programme, 2026)
    started = services_of_notes.start(
        Note(
            kind="progress",
            municipality=open_page,
            academic_year=2026,
            programme=programme,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
        ),
        by=coordinator,
    )
    make_note(started.pk)
    signed = make_order(open_page, title="О ходе программы", kind="note")
    Note.objects.filter(pk=started.pk).update(document=signed)
    return Note.objects.get(pk=started.pk)


@pytest.mark.parametrize(
    "name",
    ["СОШ № 5", "СОШ №5", "в школе № 12", "МБОУ «Лесная школа»", "МБОУ Лесная школа", "Луговой"],
)
def test_a_note_of_a_programme_is_shown_while_it_names_no_school(
    name, of_progress, school, coordinator
):
    school.full_name = 'МБОУ "Лесная школа"'
    school.save()
    SchoolAlias.objects.create(
        municipality=school.municipality, school=school, kind="name", value="Луговой"
    )
    assert refusal(of_progress.document) == ""

    one = of_progress.sections.get(code="conclusions")
    html = f"<p>Опаздывает {name}.</p>"
    edit_section(one, html=html, version=one.version, by=coordinator, at=AT)
    assert refusal(of_progress.document) == rules.OF_SCHOOLS

    leave_out(one, is_left_out=True, at=AT)
    assert refusal(of_progress.document) == ""


def test_lists_of_schools_and_minutes_are_never_shown(open_page, school, coordinator, head):
    listed, ended, minutes = (make_order(open_page, kind="protocol") for _ in range(3))
    make_external_list(open_page, school, document=listed)
    SchoolStatus.objects.create(
        school=school,
        kind="low",
        since=2025,
        until=2026,
        given_on=ON,
        given_by=head,
        source="решение",
        ended_document=ended,
        ended_on=ON,
        ended_reason="решение",
    )
    make_meeting(open_page, by=coordinator, document=minutes)

    told = [refusal(one) for one in (listed, ended, minutes)]

    assert told == [rules.OF_LIST, rules.OF_STATUSES, rules.OF_MEETING]


def test_what_becomes_a_list_of_schools_later_is_shown_no_more(open_page, school):
    paper = make_order(open_page, kind="list")
    publication = publish(paper)
    make_external_list(open_page, school, document=paper)

    assert stands(publication).why_hidden == rules.OF_LIST


def test_what_was_repealed_is_not_shown_anew(order, open_page):
    make_order(open_page, repeals=order)

    assert refusal(order) == rules.REPEALED


def test_an_act_of_tomorrow_repeals_nothing_today(order, open_page):
    make_order(open_page, repeals=order, dated_on=ON + timedelta(days=1))

    assert refusal(order) == ""


def test_a_publication_is_a_copy_with_the_fingerprint_of_its_file(order, coordinator):
    publication = publish(order, by=coordinator)

    assert (publication.year, publication.slug) == (2026, "prikaz-63-od")
    assert (publication.approval, publication.published_by) == (None, coordinator)
    assert publication.said["number"] == "63-од"
    assert (len(publication.sha256), publication.ending) == (64, "pdf")
    assert "приказ" not in publication.file.name
    assert stands(publication).is_shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Другое название"),
        ("number", "64-од"),
        ("dated_on", date(2026, 3, 10)),
        ("url", "https://example.com/other"),
        ("kind", "note"),
    ],
    ids=["title", "number", "day", "link", "kind"],
)
def test_a_document_that_changed_is_shown_no_more(order, field, value):
    publication = publish(order)

    Document.objects.filter(pk=order.pk).update(**{field: value})

    assert stands(publication).why_hidden == rules.CHANGED


def test_a_consent_that_became_void_takes_the_paper_off_and_a_new_one_does_not_bring_it_back(
    agreed, head
):
    publication = publish(agreed)
    assert stands(publication).is_shown

    new = void_if_changed(agreed, content_hash(2), at=LATER)
    hidden = stands(publication).why_hidden
    agree(new.steps.get(), by=head, at=LATER)

    assert hidden == rules.NOT_THAT_CONSENT
    assert stands(publication).why_hidden == rules.NOT_THAT_CONSENT
    again = publish(agreed)
    assert (again.approval, stands(again).is_shown) == (new, True)
    publication.refresh_from_db()
    assert publication.withdrawn_because == services.REPLACED
    assert again.slug == publication.slug


def test_an_approval_begun_on_a_signed_order_takes_it_off(order, coordinator, head):
    publication = publish(order)

    begin(order, by=coordinator, head=head)

    assert stands(publication).why_hidden == rules.NOT_THAT_CONSENT


def test_a_repealed_order_stays_and_says_by_what(order, open_page):
    publication = publish(order)
    act = make_order(open_page, repeals=order)

    told = stands(publication)

    assert (told.is_shown, told.repealed_by) == (True, act)


def test_a_document_given_to_a_school_or_another_municipality_is_shown_no_more(order, school):
    publication = publish(order)
    Document.objects.filter(pk=order.pk).update(school=school)
    assert stands(publication).why_hidden == rules.OF_SCHOOL

    Document.objects.filter(pk=order.pk).update(school=None, municipality=make_municipality())
    assert stands(publication).why_hidden == rules.OF_SCHOOL


def test_one_document_is_shown_once(order):
    publish(order)

    with pytest.raises(PortalError, match="уже опубликован"):
        publish(order, slug="drugoy")
    assert Publication.objects.count() == 1


def test_the_database_keeps_one_publication_of_a_document_and_one_of_an_address(order):
    first = publish(order)

    for changed in ({"slug": "other"}, {"document": make_order(order.municipality)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Publication.objects.create(
                **{
                    "municipality": first.municipality,
                    "document": order,
                    "year": first.year,
                    "slug": first.slug,
                    "title": "Копия",
                    "kind_words": "Приказ",
                    "published_at": AT,
                    "published_by": first.published_by,
                }
                | changed
            )


def test_a_second_paper_of_the_same_number_gets_an_address_of_its_own(open_page):
    first = publish(make_order(open_page, number="5", dated_on=date(2026, 3, 1)))
    second = make_order(open_page, number="5", dated_on=date(2026, 4, 1))

    assert suggested_slug(second, on=ON) == "prikaz-5-2"
    with pytest.raises(PortalError, match="уже опубликован другой"):
        publish(second, slug=first.slug)


def test_what_was_read_is_what_is_published(order, coordinator):
    read = seen(order)
    Document.objects.filter(pk=order.pk).update(title="Совсем другой приказ")
    shown = Shown("О поддержке школ", "Приказ", "prikaz")

    with pytest.raises(PortalError, match="изменился"):
        publish_document(order, shown, seen_as=read, by=coordinator, on=ON, at=AT)


def test_a_refused_publication_leaves_no_file(order):
    before = files()

    for wrong in ({"slug": "2026"}, {"title": " \x00\x01 "}):
        with pytest.raises(PortalError):
            publish(order, **wrong)
    publish(order)
    with pytest.raises(PortalError):
        publish(order)

    assert len(files() - before) == 1


def test_a_stranger_s_file_is_looked_into(order):
    told = Shown("О поддержке школ", "Приказ", "prikaz", ("приказ.pdf", b"MZ\x90 not a pdf"))

    with pytest.raises(PortalError, match="Внутри не PDF"):
        publish_document(order, told, seen_as=seen(order), by=make_user(), on=ON, at=AT)
    assert not Publication.objects.exists()


def test_there_must_be_something_to_open(order, open_page):
    with pytest.raises(PortalError, match="нечего будет открыть"):
        publish(order, file=None)

    linked = make_order(open_page, url="https://example.com/order.pdf")
    assert publish(linked, file=None).file.name == ""


def test_what_the_portal_has_printed_is_shown_as_it_was(order):
    order.file.save("приказ.pdf", ContentFile(make_pdf()))
    publication = publish(order, file=None)
    with publication.file.open("rb") as file:
        assert file.read() == make_pdf()

    order.file.save("другой.pdf", ContentFile(make_pdf()))
    assert stands(publication).why_hidden == rules.CHANGED


def test_a_link_that_leads_to_no_site_is_refused(open_page):
    hostile = make_order(open_page, url="javascript:alert(1)")

    with pytest.raises(PortalError, match="не\xa0ведёт"):
        publish(hostile)


def test_a_title_loses_what_nobody_sees(order):
    publication = publish(order, title="О\x0bподдержке\u202e\x01 школ\n\n")

    assert publication.title == "О поддержке школ"


def test_withdrawn_once_and_says_why(order, coordinator):
    publication = publish(order)

    withdraw_publication(publication, because="Ошибка в файле", by=coordinator, at=AT)

    publication.refresh_from_db()
    assert (publication.withdrawn_by, publication.withdrawn_because) == (
        coordinator,
        "Ошибка в файле",
    )
    with pytest.raises(PortalError, match="уже снят"):
        withdraw_publication(publication, because="Ещё раз", by=coordinator, at=AT)
    with pytest.raises(PortalError, match="почему"):
        withdraw_publication(publish(order), because=" ", by=coordinator, at=AT)


@pytest.mark.django_db(transaction=True)
def test_of_those_who_publish_at_once_one_does():
    order = make_order(make_municipality())
    person = make_user("COORDINATOR", order.municipality)
    barrier = Barrier(4, timeout=20)

    def press(_):
        connection.ensure_connection()
        try:
            barrier.wait()
            publish(order, by=person)
        except PortalError as error:
            return str(error)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(press, range(4)))

    assert told == ["", *[services.SHOWN] * 3]
    assert Publication.objects.count() == 1


def test_documents_of_everybody_are_nobody_s_to_publish(coordinator):
    common = make_document(number="7", dated_on=ON)

    assert not documents(ON).publishable_by(coordinator).filter(pk=common.pk).exists()
