import os
from datetime import date
from pathlib import Path

from django.utils import timezone

from reports.notes.kinds import KINDS
from reports.noting.asking import asked
from reports.noting.composing import local_day
from reports.noting.files import file_of_composed
from reports.services import refuse_unfinished
from schools.commands import PortalCommand, checked_year, municipality_named
from schools.errors import PortalError, WrongArgument
from schools.files import write_whole

SUFFIXES = (".pdf", ".docx", ".xlsx")


class Command(PortalCommand):
    help = "Печатает справку года; об идентификации — по основной методике, без неё по последней"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--year", required=True, type=int, help="год окончания учебного года")
        parser.add_argument("--kind", required=True, choices=list(KINDS))
        parser.add_argument("--school", default="", help="паспорт школы: её краткое название")
        for name, words in (("starts-on", "начало"), ("ends-on", "конец")):
            parser.add_argument(f"--{name}", type=date.fromisoformat, help=f"{words} периода")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")

    def handle(self, *, municipality, year, kind, output, **options):
        check_output(output)
        note = asked(
            KINDS[kind],
            municipality_named(municipality),
            checked_year(year),
            school=options["school"],
            period=(options["starts_on"], options["ends_on"]),
        )
        if note.run:
            refuse_unfinished(note.run)
        composed = KINDS[kind].compose(note, local_day(note.municipality, timezone.now()))
        content = file_of_composed(composed, note.municipality, output.suffix.lower())
        try:
            write_whole(output, content)
        except OSError as error:
            raise PortalError(unwritable(output)) from error
        said = {
            "municipality": municipality,
            "academic_year": year,
            "kind": kind,
            "run": note.run and note.run.pk,
            "fingerprint": composed.fingerprint,
            "output": str(output),
            "bytes": len(content),
        }
        if options["json"]:
            self.print_json(said)
        else:
            self.stdout.write(f"{output}: {note}, {note.municipality}")


def check_output(output: Path) -> None:
    """Refused before the long work, not after it."""
    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise WrongArgument(f"Файл «{output.name}» должен оканчиваться на .pdf, .docx или .xlsx.")
    if output.is_dir() or not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
        raise PortalError(unwritable(output))


def unwritable(output: Path) -> str:
    return f"Файл «{output}» записать нельзя: папки нет или в неё нельзя писать."
