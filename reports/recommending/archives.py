"""All letters of a run in one file. A letter that fails is named, and the others are there."""

import logging
import zipfile
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction

from identification.models import Run
from reports.models import LetterArchive
from schools.errors import PortalError
from schools.files import written_whole
from schools.models import User
from schools.russian import school_name

from .paper import file_name, file_of

log = logging.getLogger(__name__)
NOTHING = "Писем по\xa0этой идентификации ещё нет: сначала составьте их."
NONE_MADE = "Ни\xa0одно письмо не\xa0удалось напечатать. Сообщите администратору портала."
SUFFIXES = ("pdf", "docx")


def start_archive(run: Run, *, by: User) -> LetterArchive:
    """Whoever presses twice gets the one that is being made."""
    if not run.letters.exists():
        raise PortalError(NOTHING)
    with transaction.atomic():
        Run.objects.select_for_update().get(pk=run.pk)
        under_way = run.letter_archives.filter(state__in=LetterArchive.UNDER_WAY)
        return under_way.first() or LetterArchive.objects.create(
            municipality=run.municipality, run=run, created_by=by
        )


def make_archive(archive: LetterArchive, *, at: datetime) -> None:
    """Letter after letter into the file: memory holds one of them, however many there are."""
    letters = archive.run.letters.select_related(
        *("school__municipality", "run__methodology", "document")
    ).order_by("school__short_name")
    pks, broken, made = list(letters.values_list("pk", flat=True)), [], 0
    name = f"letters/{archive.pk}/letters.zip"
    with written_whole(Path(default_storage.path(name))) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
            for number, pk in enumerate(pks, start=1):
                letter = letters.get(pk=pk)
                try:
                    for suffix in SUFFIXES:
                        box.writestr(file_name(letter, suffix), file_of(letter, suffix))
                    made += 1
                except Exception:
                    log.exception("the letter %s could not be printed", pk)
                    broken.append(school_name(letter.school.short_name))
                archive.advance(number, len(pks) + 1)
            if broken:
                box.writestr("Не напечатаны.txt", _said(broken))
        if not made:
            raise PortalError(NONE_MADE)
    archive.finish(file=name, letters=made, broken=broken, finished_at=at)


def _said(broken: list[str]) -> str:
    return "Письма этих школ напечатать не\xa0удалось:\n" + "\n".join(broken) + "\n"
