import sys

from django.utils import timezone

from schools.commands import PortalCommand, municipality_named
from schools.errors import WrongArgument
from schools.models import School
from schools.readers import read_register
from schools.russian import count
from schools.services.register_file import import_register
from schools.services.register_plan import Plan, plan_register
from schools.sheets import Problem, read_rows

FORMAT = "register"


class Command(PortalCommand):
    help = (
        "Загружает реестр школ муниципалитета из файла .xlsx, .xls, .ods или .csv. "
        "Если в файле есть что исправить, печатает всё сразу и ничего не записывает."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="файл реестра")
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="только проверить")
        super().add_arguments(parser)

    def handle(self, *, file, municipality, dry_run, **options):
        plan, stored, unknown = load(file, municipality, dry_run=dry_run)
        if options["json"]:
            self.print_json(as_json(plan, stored=stored, unknown=unknown))
        else:
            self.tell(plan, stored=stored, unknown=unknown)
        if plan.problems:
            for problem in plan.problems:
                self.stderr.write(in_a_line(problem))
            sys.exit(1)

    def refusal(self, sentence: str) -> dict:
        """What cannot be read at all has one problem, told like all others."""
        return as_json(Plan([], [Problem(0, "", "", sentence)], []), stored=False, unknown=[])

    def tell(self, plan, *, stored, unknown):
        for title in unknown:
            self.stdout.write(f"Столбец «{title}» порталу не известен и пропущен.")
        for note in plan.notes:
            self.stdout.write(in_a_line(note))
        if plan.problems:
            return
        created, updated, unchanged = plan.counts.values()
        self.stdout.write(
            f"В файле {count(len(plan.rows), 'школа,школы,школ')}: новых {created}, "
            f"с изменениями {updated}, без изменений {unchanged}."
        )
        self.stdout.write("Записано." if stored else "Это проверка, ничего не записано.")


def load(path: str, slug: str, *, dry_run: bool) -> tuple[Plan, bool, list[str]]:
    """The plan, whether it was carried out, and the columns that nobody knows."""
    municipality = municipality_named(slug)
    try:
        with open(path, "rb") as opened:
            file = read_register(read_rows(opened))
    except OSError as error:
        raise WrongArgument(f"Файла {path} нет или его нельзя прочесть.") from error
    year = municipality.academic_year
    plan = plan_register(municipality, file, academic_year=year)
    stored = not dry_run and not plan.problems
    if stored:
        plan = import_register(municipality, file, academic_year=year, by=None, at=timezone.now())
    return plan, stored, file.unknown_columns


def in_a_line(problem: Problem) -> str:
    place = f"Строка {problem.row}, столбец «{problem.column}»" if problem.row else ""
    value = f", «{problem.value}»" if problem.value else ""
    return f"{place}{value}: {problem.message}" if place else problem.message


def as_json(plan: Plan, *, stored: bool, unknown: list[str]) -> dict:
    return {
        "format": FORMAT,
        "rows": len(plan.rows),
        "matched": plan.matched,
        **plan.counts,
        "stored": stored,
        "problems": [vars(problem) for problem in plan.problems],
        "notes": [vars(note) for note in plan.notes],
        "unknown_columns": unknown,
        "schools": [school_as_json(planned) for planned in plan.rows],
    }


def school_as_json(planned) -> dict:
    """What the file says of the school; what it leaves out of a known school is not repeated."""
    row = planned.row
    return {
        "school": row.short_name,
        "row": row.row,
        "outcome": planned.outcome,
        "full_name": row.full_name,
        "cluster": row.cluster,
        "kind": School.Kind(planned.kind).label,
        "legal_status": School.LegalStatus(planned.status).label,
        "parent": row.parent or None,
        "settlement": row.settlement,
        "fis_oko": list(row.fis_oko),
        "ris_gia": list(row.ris_gia),
        "names": list(row.names),
    }
