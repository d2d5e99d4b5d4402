import os
from pathlib import Path

from identification.models import Run
from reports.models import Note
from reports.services import note_file, write_whole
from schools.commands import PortalCommand, checked_year, municipality_named
from schools.errors import PortalError, WrongArgument
from schools.russian import school_year

SUFFIXES = (".pdf", ".docx", ".xlsx")


class Command(PortalCommand):
    help = "Печатает справку по идентификации года: по основной методике, без неё — по последней"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--year", required=True, type=int, help="год окончания учебного года")
        parser.add_argument("--kind", required=True, choices=Note.Kind.values)
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")

    def handle(self, *, municipality, year, kind, output, **options):
        check_output(output)
        run = finished_run(municipality, year)
        content = note_file(run, output.suffix.lower())
        try:
            write_whole(output, content)
        except OSError as error:
            raise PortalError(unwritable(output)) from error
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
            self.print_json(said)
        else:
            self.stdout.write(f"{output}: {Note.Kind(kind).label}, {run.municipality}")


def check_output(output: Path) -> None:
    """Refused before the long work, not after it."""
    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise WrongArgument(f"Файл «{output.name}» должен оканчиваться на .pdf, .docx или .xlsx.")
    if output.is_dir() or not output.parent.is_dir() or not os.access(output.parent, os.W_OK):
        raise PortalError(unwritable(output))


def unwritable(output: Path) -> str:
    return f"Файл «{output}» записать нельзя: папки нет или в неё нельзя писать."


def finished_run(slug: str, year: int) -> Run:
    municipality, year = municipality_named(slug), checked_year(year)
    runs = municipality.runs.filter(academic_year=year).exclude(origin=Run.Origin.REHEARSAL)
    if run := runs.of_standings().main_first().first() or runs.standing().first():
        return run
    # of those that are not done the last tells why there is no note
    if run := runs.first():
        return run
    raise PortalError(
        f"За {school_year(year)} учебный год у муниципалитета «{municipality}» "
        "идентификация ещё не проводилась."
    )
