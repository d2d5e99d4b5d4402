from pathlib import Path

from schools.backup.files import listed, missing, named
from schools.backup.restoring import restore_backup
from schools.commands import PortalCommand
from schools.russian import count


class Command(PortalCommand):
    help = "Восстанавливает установку из резервной копии в пустую базу: всё или ничего."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("directory", metavar="DIR", type=Path, help="папка с копией")

    def handle(self, *, directory, **options):
        manifest = restore_backup(directory)
        lost = missing(named())
        if options["json"]:
            self.print_json(
                {"directory": str(directory), "made_at": manifest.made_at, **manifest.totals}
                | {"equal": True, "missing": lost}
            )
            return
        rows = count(manifest.totals["rows"], "строка,строки,строк")
        files = count(manifest.totals["files"], "файл,файла,файлов")
        self.stdout.write(f"Восстановлено: {rows}, {files}. Контрольные суммы совпали.")
        if lost:
            self.stdout.write(f"В копии не было файлов, которые называет база: {listed(lost)}.")
