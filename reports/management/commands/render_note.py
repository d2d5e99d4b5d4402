import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from identification.models import Run
from reports.models import Note
from reports.services import note_file, write_whole
from schools.errors import PortalError
from schools.models import Municipality
from schools.russian import school_year

SUFFIXES = (".pdf", ".xlsx")


class Command(BaseCommand):
    help = "Печатает справку по последней проведённой идентификации учебного года"

    def add_arguments(self, parser):
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--year", required=True, type=int, help="год окончания учебного года")
        parser.add_argument("--kind", required=True, choices=Note.Kind.values)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument("--json", action="store_true", help="один документ JSON на выходе")

    def handle(self, *, municipality, year, kind, output, **options):
        try:
            check_output(output)
            run = finished_run(municipality, year)
            content = note_file(run, output.suffix.lower())
            write_whole(output, content)
        except PortalError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(unwritable(output)) from error
        said = {
            "municipality": municipality,
            "academic_year": year,
            "kind": kind,
            "run": run.pk,
            "fingerprint": run.fingerprint,
            "output": str(output),
            "bytes": len(content),
        }
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(f"{output}: {Note.Kind(kind).label}, {run.municipality}")


def check_output(output: Path) -> None:
    """Refused before the long work, not after it."""
    suffix = output.suffix.lower()
    if suffix == ".docx":
        raise PortalError("Справка в DOCX пока не печатается. Укажите файл .pdf или .xlsx.")
    if suffix not in SUFFIXES:
        raise PortalError(f"Файл «{output.name}» должен оканчиваться на .pdf или .xlsx.")
    if output.is_dir() or not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
        raise PortalError(unwritable(output))


def unwritable(output: Path) -> str:
    return f"Файл «{output}» записать нельзя: папки нет или в неё нельзя писать."


def finished_run(slug: str, year: int) -> Run:
    municipality = Municipality.objects.filter(slug=slug).first()
    if not municipality:
        raise PortalError(f"Муниципалитета «{slug}» в портале нет.")
    runs = municipality.runs.filter(academic_year=year)
    if run := runs.filter(state=Run.State.DONE).first():
        return run
    # of those that are not done the last tells why there is no note
    if run := runs.first():
        return run
    raise PortalError(
        f"За {school_year(year)} учебный год у муниципалитета «{municipality}» "
        "идентификация ещё не проводилась."
    )
