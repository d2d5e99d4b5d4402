"""What reports tell to the indicators of a programme: whether a note of the year is there."""

from reports.models import Note
from roadmap.facts import Fact
from roadmap.sources import ROWS, Asked, Source, of_rows, register


def notes(asked: Asked) -> Fact:
    """Notes on the identification by the results of the school year that are made."""
    ground = asked.ground
    rows = ground.once(
        "notes",
        lambda: list(
            Note.objects.filter(
                municipality=ground.municipality,
                academic_year=ground.academic_year,
                state=Note.State.DONE,
            ).order_by("pk")
        ),
    )
    return of_rows(asked, rows, "Аналитическая справка о\xa0результатах идентификации за\xa0год.")


register(
    Source(
        code="note",
        title="Аналитическая справка сформирована",
        place=notes,
        tells=(ROWS,),
        about=(
            "Сформирована\xa0ли справка о\xa0результатах идентификации по\xa0итогам учебного года."
        ),
    )
)
