from django.utils import timezone

from reports.models import Recommendation
from reports.noting.asking import finished_run
from reports.recommending.drafting import Outcome, make_letters
from schools.commands import PortalCommand, checked_year, municipality_named
from schools.russian import count, school_name


class Command(PortalCommand):
    help = "Составляет проекты писем с рекомендациями по идентификации года; сделанное сохраняет"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--municipality", required=True, metavar="SLUG")
        parser.add_argument("--year", required=True, type=int, help="год окончания учебного года")

    def handle(self, *, municipality, year, **options):
        run = finished_run(municipality_named(municipality), checked_year(year))
        outcome = make_letters(run, by=None, at=timezone.now())
        letters = run.letters.select_related("school")
        told = [(letter, list(letter.recommendations.in_letter())) for letter in letters]
        if options["json"]:
            self.print_json(as_json(run, outcome, told))
            return
        self.stdout.write(
            f"{run}, {run.municipality}: составлено {outcome.made}, изменено {outcome.renewed}, "
            f"отправлено раньше {outcome.sent}"
        )
        for letter, rows in told:
            amount = count(len(rows), "рекомендация,рекомендации,рекомендаций")
            self.stdout.write(f"{school_name(letter.school.short_name)}: {amount}")
            for one in rows:
                self.stdout.write(f"     {one.rule or '—'}  {one.wording}")


def as_json(run, outcome: Outcome, told) -> dict:
    return {
        "municipality": run.municipality.slug,
        "academic_year": run.academic_year,
        "run": run.pk,
        "made": outcome.made,
        "renewed": outcome.renewed,
        "sent": outcome.sent,
        "letters": [
            {
                "school": letter.school.short_name,
                "state": letter.state,
                "recommendations": [recommendation_as_json(one) for one in rows],
            }
            for letter, rows in told
        ],
    }


def recommendation_as_json(one: Recommendation) -> dict:
    return {
        "rule": one.rule or None,
        "addressee": one.addressee,
        "text": one.wording,
        "reason": one.reason,
        "term": one.term_words,
        "due_on": one.due_on and one.due_on.isoformat(),
        "counts_if": one.counts_if,
        "points": one.points,
        "state": one.state,
    }
