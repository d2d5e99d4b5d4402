from django.utils import timezone

from assessments.naming import REASONS
from identification import services
from identification.by_lines import line_row
from identification.methods import Method
from identification.methods.cells import WHOLE
from identification.models import Run
from schools.commands import PortalCommand, checked_year, municipality_named
from schools.errors import PortalError
from schools.russian import points, signed

HIGH, LOW = "high", "low"
INDENT = " " * 5


class Command(PortalCommand):
    help = "Проводит идентификацию школ муниципалитета за учебный год"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--year", required=True, type=int, help="год окончания учебного года")
        parser.add_argument("--methodology", metavar="SLUG", help="без неё берётся своя методика")

    def handle(self, *, municipality, year, methodology, **options):
        run = identify(municipality, year, methodology)
        verdicts = run.verdicts.in_order()
        if options["json"]:
            self.print_json(as_json(run, verdicts))
            return
        self.stdout.write(f"{run}, {run.municipality}: {run.methodology}")
        rule = run.rule
        for verdict in verdicts:
            self.stdout.write(f"{_columns(verdict) if rule.is_scored else ''}{verdict}")
            self.stdout.write(f"{INDENT}{_in_short(rule, verdict)}")


def identify(slug: str, year: int, methodology_slug: str | None) -> Run:
    municipality, year = municipality_named(slug), checked_year(year)
    methodology = services.own_methodology(municipality, methodology_slug)
    waiting = services.start_run(methodology, academic_year=year, by=None, at=timezone.now())
    # another worker may have been quicker: then its verdicts are as good as ours
    if run := Run.claim(waiting.pk):
        with run.running():
            services.identify_schools(run, at=timezone.now())
    waiting.refresh_from_db()
    if waiting.state != Run.State.DONE:
        raise PortalError(waiting.error or "Идентификацию проводит другой процесс.")
    return waiting


def _columns(verdict) -> str:
    place = "—" if verdict.place is None else verdict.place
    return f"{place!s:>3}  {points(verdict.score):>6}  "


def _in_short(rule: Method, verdict) -> str:
    """What every line gave to the score; else the lines that are met, or how many there are."""
    if not rule.is_scored:
        row = line_row(rule, verdict, ())
        return "; ".join(line.told for line in row.met) or row.lead
    return "; ".join(
        f"{reason['title']}: {_gap(reason) or signed(reason['contribution'])}"
        for reason in verdict.reasons
    )


def _gap(reason) -> str:
    return REASONS[reason["no_data"]] if reason["no_data"] else ""


def as_json(run: Run, verdicts) -> dict:
    return {
        "municipality": run.municipality.slug,
        "academic_year": run.academic_year,
        "methodology": run.methodology.slug,
        "method": run.methodology.method,
        "run": run.pk,
        "verdicts": [verdict_as_json(verdict) for verdict in verdicts],
    }


def verdict_as_json(verdict) -> dict:
    def number(value):
        return None if value is None else float(value)

    return {
        "school": verdict.snapshot["short_name"],
        "cluster": verdict.snapshot["cluster"],
        "score": number(verdict.score),
        "adjusted_score": number(verdict.adjusted_score),
        "place": verdict.place,
        "adjusted_place": verdict.adjusted_place,
        "status": verdict.status,
        "statuses": verdict.statuses,
        "reasons": [term for reason in verdict.reasons for term in terms_of(reason)],
        "pupils_to_flip": verdict.pupils_to_flip,
        "stability": number(verdict.stability),
    }


def terms_of(reason) -> list[dict]:
    """Both terms of a weighted line: value · weight is a contribution, all add up to the score.

    A line without numbers has one term, which says why there are none. A rule without weights
    has one term too: what is compared with what.
    """
    line = {"line": reason["line"], "no_data": reason["no_data"]}
    if "contribution" not in reason:
        return [line | _comparison(reason) | {"weight": None, "contribution": None}]
    if reason["no_data"]:
        return [
            line | {"share": HIGH, "value": None, "weight": reason["weight"], "contribution": 0}
        ]
    sides = ((HIGH, reason["weight"]), (LOW, -reason["low_weight"]))
    return [line | _term(share, reason[f"share_{share}"], weight) for share, weight in sides]


def _comparison(reason) -> dict:
    """Shares as parts of one, as in the terms of a weighted line; points and units as they are."""
    names = ("academic_year", "figure", "value", "limit", "op", "met", "participants", "low_n")
    told = {name: reason[name] for name in names if name in reason}
    if reason["figure"].startswith("share"):
        told |= {name: _part(reason[name]) for name in ("value", "limit")}
    return told


def _part(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / WHOLE


def _term(share: str, value: int, weight: int) -> dict:
    contribution = value * weight / WHOLE
    return {"share": share, "value": _part(value), "weight": weight, "contribution": contribution}
