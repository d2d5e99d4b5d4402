from identification.methodology_files import file_of
from identification.services import own_methodology
from schools.commands import PortalCommand, municipality_named
from schools.errors import WrongArgument


class Command(PortalCommand):
    help = "Печатает методику муниципалитета одним документом JSON"

    def create_parser(self, prog_name, subcommand, **kwargs):
        # --version is here the one of the methodology, not Django's
        kwargs["conflict_handler"] = "resolve"
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("slug", nargs="?", metavar="SLUG", help="то же, что --methodology")
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--methodology", metavar="SLUG", help="без неё берётся своя методика")
        parser.add_argument("--version", type=int, help="без неё берётся последняя редакция")

    def handle(self, *, municipality, slug, methodology, version, **options):
        found = own_methodology(municipality_named(municipality), methodology or slug)
        if version is not None:
            found = found.versions.select_related("document").filter(version=version).first()
            if not found:
                raise WrongArgument(f"Редакции {version} у этой методики нет.")
        self.stdout.write(file_of(found), ending="")
