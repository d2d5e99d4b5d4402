from pathlib import Path

from django.utils import timezone

from schools.backup.files import listed
from schools.backup.making import make_backup
from schools.commands import PortalCommand
from schools.russian import count


class Command(PortalCommand):
    help = "Записывает резервную копию всей установки, базы и файлов, в новую папку."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("directory", metavar="DIR", type=Path, help="новая или пустая папка")

    def handle(self, *, directory, **options):
        manifest = make_backup(directory, at=timezone.now())
        if options["json"]:
            self.print_json(
                {"directory": str(directory), "made_at": manifest.made_at, **manifest.totals}
                | {"links": manifest.links}
            )
            return
        rows = count(manifest.totals["rows"], "строка,строки,строк")
        files = count(manifest.totals["files"], "файл,файла,файлов")
        self.stdout.write(f"Копия записана в папку «{directory}»: {rows}, {files}.")
        if manifest.links:
            self.stdout.write(f"Ссылки портал не копирует: {listed(manifest.links)}.")
        self.stdout.write("В ней адреса людей и хеши паролей: храните её там, где нет посторонних.")
