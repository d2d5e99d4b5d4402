import json
import sys

from django.core.management.base import BaseCommand

from .errors import PortalError, WrongArgument
from .middleware import YEARS
from .models import Municipality

REFUSED, WRONG = 1, 2


class PortalCommand(BaseCommand):
    """A refusal is one sentence and an exit code; with --json it is a document as well."""

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="один документ JSON на выходе")

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except PortalError as error:
            if options["json"]:
                self.print_json(self.refusal(str(error)))
            self.stderr.write(str(error))
            sys.exit(WRONG if isinstance(error, WrongArgument) else REFUSED)

    def refusal(self, sentence: str) -> dict:
        """The document of a refusal. A command that loads a file has one shape for all it says."""
        return {"error": sentence}

    def print_json(self, document: dict) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))


def municipality_named(slug: str) -> Municipality:
    if found := Municipality.objects.filter(slug=slug).select_related("region").first():
        return found
    raise WrongArgument(f"Муниципалитета «{slug}» в портале нет.")


def checked_year(year: int) -> int:
    if year in YEARS:
        return year
    raise WrongArgument(
        f"Учебный год называют годом, в котором он заканчивается: от {YEARS[0]} до {YEARS[-1]}."
    )
