import hashlib
import io
import sys
from pathlib import Path

from django.utils import timezone

from assessments.imports import stages, storing
from assessments.imports.plan import CHANGED, NEW, SAME, Plan, Planned
from assessments.models import ImportBatch
from assessments.naming import line_name
from assessments.readers import READERS
from assessments.rules import WHOLE
from schools.children import MAX_UPLOAD
from schools.commands import PortalCommand, checked_year, municipality_named
from schools.errors import PortalError, WrongArgument
from schools.models import Membership, Municipality, Role, User
from schools.sheets import Problem, read_book

AUTO = "auto"
NOTHING_READ = {
    "format": None,
    "rows": 0,
    "matched": 0,
    "created": 0,
    "updated": 0,
    "unchanged": 0,
    "left_out": 0,
    "markers": 0,
    "benchmarks": 0,
    "stored": False,
    "problems": [],
    "notes": [],
    "results": [],
}
COLUMNS = ("row", "column", "value", "message", "sheet")


class Command(PortalCommand):
    help = (
        "Загружает результаты муниципалитета из файла .xlsx, .xls, .ods или .csv. "
        "Если в файле есть что исправить, печатает всё сразу и ничего не записывает."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="файл с результатами")
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--year", required=True, type=int, help="год окончания учебного года")
        parser.add_argument("--format", default=AUTO, choices=[AUTO, *READERS], help="вид файла")
        parser.add_argument("--dry-run", action="store_true", help="только проверить")
        parser.add_argument(
            "--skip-unknown",
            action="store_true",
            help="не загружать строки школ, которых в реестре нет",
        )
        parser.add_argument(
            "--by", metavar="LOGIN", help="от чьего имени; без него — от имени администратора"
        )
        super().add_arguments(parser)

    def handle(self, *, file, municipality, year, format, dry_run, **options):
        home, year = municipality_named(municipality), checked_year(year)
        by = None if dry_run else author(home, options["by"])
        path = Path(file)
        code, reading, mapping = read_file(path, home, year, format)
        answers = {"without_strangers": options["skip_unknown"]}
        plan = stages.look(home, reading, answers)
        problems = problems_of(plan)
        if stored := plan.may_be_stored and not dry_run:
            batch = batch_of(path, home, year, code, answers, by)
            batch.mapping = mapping
            storing.store_at_once(batch, reading, plan, by=by, at=timezone.now())
        if options["json"]:
            self.print_json(as_json(code, plan, problems, stored=stored))
        else:
            self.tell(code, plan, stored=stored)
        for problem in problems:
            self.stderr.write(in_a_line(problem))
        if problems:
            sys.exit(1)

    def refusal(self, sentence: str) -> dict:
        """What cannot be read at all has one problem, told like all others."""
        return NOTHING_READ | {"problems": [problem_as_json(Problem(0, "", "", sentence))]}

    def tell(self, code: str, plan: Plan, *, stored: bool):
        for note in plan.notes:
            self.stdout.write(note)
        self.stdout.write(
            f"{READERS[code].TITLE}: новых {plan.counts[NEW]}, изменится {plan.counts[CHANGED]}, "
            f"без изменений {plan.counts[SAME]}, не загружается {len(plan.without)}."
        )
        self.stdout.write("Записано." if stored else "Ничего не записано.")


def author(municipality: Municipality, login: str | None) -> User:
    """Every change has a person behind it: the one who is named, else who keeps the place."""
    people = User.objects.filter(is_active=True)
    if login:
        named = people.filter(username=login).first()
        if not named or not Municipality.objects.editable_by(named).filter(pk=municipality.pk):
            raise WrongArgument(f"«{login}» не может вносить результаты этого муниципалитета.")
        return named
    keepers = Membership.objects.current().filter(municipality=municipality, role=Role.ADMIN)
    keeper = keepers.filter(user__is_active=True).order_by("pk").first()
    found = keeper.user if keeper else people.filter(is_superuser=True).order_by("pk").first()
    if not found:
        raise PortalError("У муниципалитета нет администратора. Укажите логин: --by LOGIN.")
    return found


def read_file(path: Path, municipality: Municipality, year: int, code: str):
    try:
        with path.open("rb") as file:
            book = read_book(file)
    except OSError as error:
        raise WrongArgument(f"Файла {path} нет или его нельзя прочесть.") from error
    today = timezone.localdate()
    return stages.read_known(municipality, book, academic_year=year, on=today, code=code)


def batch_of(path: Path, municipality, year: int, code: str, answers, by: User) -> ImportBatch:
    content = path.read_bytes()[: MAX_UPLOAD + 1]
    return ImportBatch(
        municipality=municipality,
        academic_year=year,
        uploaded_by=by,
        name=path.name[-255:],
        size=len(content),
        sha256=hashlib.file_digest(io.BytesIO(content), "sha256").hexdigest(),
        format=code,
        answers=answers,
        expires_at=timezone.now(),
    )


def problems_of(plan: Plan) -> list[Problem]:
    """A school that nobody knows is a question on the page; here it is one more problem."""
    unknown = [
        Problem(
            stranger.line.row,
            getattr(stranger.line, "column", ""),
            stranger.line.name or stranger.line.login or getattr(stranger.line, "code", ""),
            stranger.why,
            getattr(stranger.line, "sheet", ""),
        )
        for stranger in plan.strangers.values()
    ]
    found = sorted([*plan.problems, *unknown], key=lambda problem: problem.row)
    if not found and not plan.may_be_stored:
        found.append(Problem(0, "", "", "В файле нет результатов школ этого муниципалитета."))
    return found


def in_a_line(problem: Problem) -> str:
    sheet = f"лист «{problem.sheet}», " if problem.sheet else ""
    place = f"{sheet}строка {problem.row}" if problem.row else ""
    place += f", столбец {problem.column}" if problem.row and problem.column else ""
    value = f", «{problem.value}»" if problem.value not in ("", None) else ""
    said = f"{place}{value}: {problem.message}" if place else problem.message
    return said[:1].upper() + said[1:]


def as_json(code: str, plan: Plan, problems: list[Problem], *, stored: bool) -> dict:
    return {
        "format": code,
        "rows": len(plan.rows) + plan.asked + len(plan.without),
        "matched": len(plan.rows),
        "created": plan.counts[NEW],
        "updated": plan.counts[CHANGED],
        "unchanged": plan.counts[SAME],
        "left_out": len(plan.without),
        "markers": len(plan.markers),
        "benchmarks": len(plan.benchmarks),
        "stored": stored,
        "problems": [problem_as_json(problem) for problem in problems],
        "notes": plan.notes,
        "results": [result_as_json(plan, planned) for planned in plan.rows],
    }


def problem_as_json(problem: Problem) -> dict:
    told = {name: getattr(problem, name) for name in COLUMNS}
    is_plain = isinstance(problem.value, int | float | None)
    return told | {"value": problem.value if is_plain else str(problem.value)}


def result_as_json(plan: Plan, planned: Planned) -> dict:
    work, after = planned.line.work, planned.after

    def fraction(share):
        return None if share is None else share / WHOLE

    return {
        "school": plan.directory.names[planned.school],
        "procedure": line_name(work.kind, work.grade, work.subject, work.variant),
        "academic_year": work.academic_year,
        "row": planned.line.row,
        "outcome": planned.outcome,
        "participants": after.participants,
        "counts": after.counts and dict(after.counts),
        "share_high": fraction(after.share_high),
        "share_low": fraction(after.share_low),
        "mean": None if after.mean is None else float(after.mean),
        "journal": after.journal and dict(after.journal),
        "no_data": after.no_data or None,
    }
