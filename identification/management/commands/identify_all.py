from django.utils import timezone

from identification import august, tasks
from schools.commands import PortalCommand, checked_year


class Command(PortalCommand):
    help = "Ставит в очередь идентификации всех муниципалитетов, чей день этого года наступил"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, type=int, help="год окончания учебного года")

    def handle(self, *, year, **options):
        outcomes = august.start_year(checked_year(year), at=timezone.now())
        for one in outcomes:
            if one.run and not one.why_not:
                tasks.identify_schools.delay(one.run.pk)
        if options["json"]:
            self.print_json(
                {"academic_year": year, "municipalities": [as_json(one) for one in outcomes]}
            )
            return
        for one in outcomes:
            number = f", № {one.run.pk}" if one.run else ""
            said = f"{one.why_not or 'поставлена в очередь'}{number}"
            self.stdout.write(f"{one.municipality}, {one.methodology or 'без методики'}: {said}")
        if not outcomes:
            self.stdout.write("Проводить нечего: день идентификации ещё нигде не наступил.")


def as_json(one: august.Outcome) -> dict:
    return {
        "municipality": one.municipality.slug,
        "methodology": one.methodology and one.methodology.slug,
        "run": one.run and one.run.pk,
        "why_not": one.why_not,
    }
