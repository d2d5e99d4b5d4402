import sys
from pathlib import Path

from django.utils import timezone

from identification.methodologies import import_methodology
from identification.methodology_files import MOST_BYTES, read_file
from schools.commands import PortalCommand, municipality_named
from schools.errors import PortalError, WrongArgument


class Command(PortalCommand):
    help = "Читает файл методики: новая методика муниципалитета или следующая её редакция"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--municipality", required=True, metavar="SLUG")

    def refusal(self, sentence):
        return {"stored": False, "problems": [sentence]}

    def handle(self, *, file, municipality, **options):
        place, content = municipality_named(municipality), content_of(file)
        try:
            document = read_file(content)
            found, is_new = import_methodology(place, document, by=None, at=timezone.now())
        except PortalError as refusal:
            problems = str(refusal).splitlines()
            if options["json"]:
                self.print_json({"stored": False, "problems": problems})
            self.stderr.write("\n".join(problems))
            sys.exit(1)
        if options["json"]:
            self.print_json(
                {
                    "municipality": place.slug,
                    "methodology": found.slug,
                    "version": found.version,
                    "method": found.method,
                    "stored": is_new,
                    "problems": [],
                }
            )
            return
        said = "записана" if is_new else "уже такая, ничего не изменилось"
        name = f"{found.title} ({found.slug}), редакция {found.version}"
        self.stdout.write(f"{place}: {name}: {said}")


def content_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise WrongArgument(f"Файл «{file}» не открыть: {error.strerror}.") from error
