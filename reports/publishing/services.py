"""A paper is shown to everybody by an act of a person, and taken back by another."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from reports.models import Publication
from reports.models.publication import publication_place
from roadmap.file_types import checked_type, ending_of, safe_name
from schools.errors import PortalError
from schools.files import write_whole
from schools.models import Approval, Document, Municipality, User
from schools.services.approvals import content_hash

from .programme import shown_content
from .rules import documents, programme_of, publications, requisites, standing, why_not
from .slugs import free_slug, printable, slug_of

MEGABYTE = 2**20
SHOWN = "Этот документ уже опубликован."
MOVED = "Пока вы\xa0смотрели, документ изменился. Проверьте его ещё раз."
NO_WORDS = "Укажите, как назвать документ и\xa0что это за\xa0документ."
NOTHING = "Приложите файл: посетителям нечего будет открыть."
NOT_WEB = "Ссылка документа не\xa0ведёт на\xa0сайт. Исправьте её или приложите файл."
TAKEN = "По\xa0этому адресу за\xa0{} год уже опубликован другой документ. Измените адрес."
AS_YEAR = "Адрес из\xa0одних цифр занят годами. Добавьте слово."
TOO_BIG = "Файл больше {}\xa0МБ. Уменьшите его."
REPLACED = "Опубликован заново"
WHY = "Напишите, почему документ снимается."
GONE = "Документ уже снят с\xa0публикации."


@dataclass(frozen=True)
class Shown:
    """What visitors will read. `file`: name and content; without it, what the portal printed."""

    title: str
    kind_words: str
    slug: str
    file: tuple[str, bytes] | None = None


def seen(document: Document) -> str:
    """What the person who publishes has read: another text is not published instead."""
    approval = document.approvals.order_by("-started_at", "-pk").values_list("pk", "state").first()
    found = programme_of(document)
    return content_hash([requisites(document), approval, found and shown_content(*found)])


def year_of(document: Document, *, on: date) -> int:
    return (document.dated_on or on).year


def suggested_slug(document: Document, *, on: date) -> str:
    """By the number where there is one, else by the title; free in its year."""
    kind = document.get_kind_display()
    slug = slug_of(f"{kind} {document.number}" if document.number else document.title)
    taken = Publication.objects.current().filter(
        municipality=document.municipality_id, year=year_of(document, on=on)
    )
    return free_slug(slug, set(taken.exclude(document=document).values_list("slug", flat=True)))


def publish_document(
    document: Document, shown: Shown, *, seen_as: str, by: User, on: date, at: datetime
) -> Publication:
    """Of two who press at once the second is told. What stood there before, but was no longer
    shown, is taken back in the same act.
    """
    title, kind_words = printable(shown.title), printable(shown.kind_words)
    if not (title and kind_words):
        raise PortalError(NO_WORDS)
    if shown.slug.isdecimal():
        raise PortalError(AS_YEAR)
    file = _stored(shown.file or _printed(document))
    try:
        with transaction.atomic():
            Document.objects.select_for_update().get(pk=document.pk)
            document = _publishable(document, seen_as, on=on)
            _replace(document, by=by, on=on, at=at)
            return Publication.objects.create(
                municipality=document.municipality,
                document=document,
                year=year_of(document, on=on),
                slug=_checked_slug(document, shown.slug, on=on),
                title=title,
                kind_words=kind_words,
                said=requisites(document),
                published_at=at,
                published_by=by,
                **_ground(document, has_file=bool(file)),
                **file,
            )
    except BaseException:
        if file:
            Path(default_storage.path(file["file"])).unlink(missing_ok=True)
        raise


def withdraw_publication(publication: Publication, *, because: str, by: User, at: datetime) -> None:
    """The address answers «нет такой страницы» from now on; who showed it and why not stays."""
    because = printable(because)
    if not because:
        raise PortalError(WHY)
    current = Publication.objects.current().filter(pk=publication.pk)
    if not current.update(withdrawn_at=at, withdrawn_by=by, withdrawn_because=because[:500]):
        raise PortalError(GONE)


def switch_page(municipality: Municipality, *, is_public: bool, is_indexed: bool) -> None:
    Municipality.objects.filter(pk=municipality.pk).update(
        is_public=is_public, is_indexed=is_indexed
    )


def _publishable(document: Document, seen_as: str, *, on: date) -> Document:
    """As it is now, and so until we are done."""
    document = documents(on).get(pk=document.pk)
    if why := why_not(document):
        raise PortalError(why)
    if seen(document) != seen_as:
        raise PortalError(MOVED)
    return document


def _replace(document: Document, *, by: User, on: date, at: datetime) -> None:
    before = publications(on).filter(document=document).first()
    if before and standing(before).is_shown:
        raise PortalError(SHOWN)
    if before:
        withdraw_publication(before, because=REPLACED, by=by, at=at)


def _checked_slug(document: Document, slug: str, *, on: date) -> str:
    year = year_of(document, on=on)
    # whoever else publishes here waits: of two papers one takes an address
    Municipality.objects.select_for_update().get(pk=document.municipality_id)
    there = Publication.objects.current().filter(
        municipality=document.municipality_id, year=year, slug=slug
    )
    if there.exists():
        raise PortalError(TAKEN.format(year))
    return slug


def _ground(document: Document, *, has_file: bool) -> dict:
    """The consent, and of an act its programme: a file, a link or a programme must be there."""
    found = programme_of(document)
    if not (has_file or document.url or found):
        raise PortalError(NOTHING)
    if document.url and not document.url.lower().startswith(("http://", "https://")):
        raise PortalError(NOT_WEB)
    newest = document.newest_approval
    ground = {"approval": newest and Approval.objects.get(pk=newest)}
    if found:
        ground |= {"programme": found[0], "programme_content": shown_content(*found)}
    return ground


def _printed(document: Document) -> tuple[str, bytes] | None:
    """The paper of the document, where it is on the disk."""
    file = document.file
    if not file or not file.storage.exists(file.name):
        return None
    with file.open("rb") as opened:
        return Path(file.name).name, opened.read()


def _stored(file: tuple[str, bytes] | None) -> dict:
    """On the disk before its row: a row never names a file that is not there whole."""
    if file is None:
        return {}
    name, content = file
    if len(content) > settings.EVIDENCE_MAX_MB * MEGABYTE:
        raise PortalError(TOO_BIG.format(settings.EVIDENCE_MAX_MB))
    name = safe_name(name)
    told = {
        "file": publication_place(),
        "ending": ending_of(name),
        "content_type": checked_type(name, content),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    write_whole(Path(default_storage.path(told["file"])), content)
    return told
