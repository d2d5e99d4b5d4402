import json
import sys

from django.core.management.base import BaseCommand

from .errors import PortalError


class PortalCommand(BaseCommand):
    """A refusal is one sentence and exit code 1; with --json it is a document as well."""

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="один документ JSON на выходе")

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except PortalError as error:
            if options["json"]:
                self.print_json({"error": str(error)})
            self.stderr.write(str(error))
            sys.exit(1)

    def print_json(self, document: dict) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=1))
