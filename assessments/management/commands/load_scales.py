from assessments.services import load_scales
from schools.commands import PortalCommand


class Command(PortalCommand):
    help = (
        "Вносит известные порталу шкалы и минимальные баллы с их источниками и годы, "
        "в которые процедуры не проводились. Повторный запуск ничего не меняет."
    )

    def handle(self, **options):
        done = load_scales()
        if options["json"]:
            self.print_json(done)
            return
        self.stdout.write(
            f"Новых шкал: {done['scales']}. Проведений, получивших шкалу своего года: "
            f"{done['followed']}. Отмечено, что процедура не проводилась: {done['not_held']}."
        )
