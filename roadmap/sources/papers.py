"""Sources that rest on papers and events of the municipality: is there one, and how many."""

from collections.abc import Iterable

from django.db.models import F, Q

from identification.methods.schema import Choice, Title
from identification.models import Protocol
from roadmap.ground import Ground
from roadmap.models import Meeting, Programme
from schools.models import Document
from schools.naming import folded

from .registry import ROWS, Asked, Source, of_rows

IN_FORCE, IN_PERIOD = "in_force", "in_period"
WHEN = {IN_FORCE: "действует на дату", IN_PERIOD: "издан в периоде"}


def documents(asked: Asked):
    """Of a kind, with these words in the title: in force on the day, or dated in the period."""
    ground, told = asked.ground, asked.parameters
    own = ground.once("documents", lambda: list(_documents(ground)))
    wanted = folded(told["words"] or "")
    return of_rows(
        asked,
        [
            row
            for row in own
            if row.kind == told["kind"]
            and wanted in folded(row.title)
            and (told["when"] == IN_FORCE or _in_period(ground, row.dated_on))
            and (told["when"] == IN_PERIOD or not row.repealed)
        ],
        _document_in_words(told),
    )


def _documents(ground: Ground) -> Iterable[Document]:
    """Dated by the day; one that nobody has dated is taken to be there."""
    rows = ground.municipality.documents.filter(Q(dated_on=None) | Q(dated_on__lte=ground.on))
    repealed = Document.objects.filter(
        repeals__isnull=False, repeals__municipality=ground.municipality
    ).filter(Q(dated_on=None) | Q(dated_on__lte=ground.on))
    gone = set(repealed.values_list("repeals", flat=True))
    for row in rows.order_by("dated_on", "pk"):
        row.repealed = row.pk in gone
        yield row


def _in_period(ground: Ground, day) -> bool:
    return bool(day and ground.starts_on and ground.starts_on <= day <= ground.ends_on)


def _document_in_words(told: dict) -> str:
    words = f" со\xa0словами «{told['words']}»" if told["words"] else ""
    kind = Document.Kind(told["kind"]).label
    return f"Документ муниципалитета: {kind}{words}, {WHEN[told['when']]}."


def programme(asked: Asked):
    """A municipal programme that is in force on the day."""
    ground = asked.ground
    rows = ground.once(
        "municipal programmes",
        lambda: list(
            Programme.objects.municipal()
            .in_force()
            .filter(
                Q(starts_on=None) | Q(starts_on__lte=ground.on),
                Q(ends_on=None) | Q(ends_on__gte=ground.on),
                municipality=ground.municipality,
                kind=Programme.Kind.PROGRAMME,
            )
        ),
    )
    return of_rows(asked, rows, "Муниципальная программа, которая действует на\xa0дату.")


def meetings(asked: Asked):
    """Sittings of the working group that were held in the period."""
    ground = asked.ground
    rows = ground.once("meetings", lambda: list(_held(ground)))
    return of_rows(asked, rows, "Заседания рабочей группы, которые состоялись в\xa0периоде.")


def _held(ground: Ground):
    held = ground.municipality.meetings.filter(state=Meeting.State.HELD, held_on__lte=ground.on)
    return held.filter(held_on__gte=ground.starts_on or F("held_on")).order_by("held_on", "pk")


def protocol(asked: Asked):
    """An approved protocol of the identification by the results of the school year."""
    ground = asked.ground
    rows = ground.once(
        "protocols",
        lambda: list(
            Protocol.objects.filter(
                municipality=ground.municipality,
                academic_year=ground.academic_year,
                document__isnull=False,
            ).select_related("document")
        ),
    )
    return of_rows(asked, rows, "Утверждённый протокол идентификации школ за\xa0учебный год.")


OWN = (
    Source(
        code="document",
        title="Документ муниципалитета",
        schema=(
            Choice(name="kind", title="Вид документа", options=dict(Document.Kind.choices)),
            Title(name="words", title="Слова в названии", default=None, nullable=True),
            Choice(name="when", title="Когда", options=WHEN, default=IN_FORCE),
        ),
        place=documents,
        tells=(ROWS,),
        about=(
            "Есть\xa0ли среди документов муниципалитета документ этого вида или сколько их. "
            "Можно указать слова из\xa0названия."
        ),
        example={"kind": "order"},
    ),
    Source(
        code="programme",
        title="Муниципальная программа действует",
        place=programme,
        tells=(ROWS,),
        about="Есть\xa0ли программа муниципалитета, которая действует в\xa0последний день периода.",
    ),
    Source(
        code="meetings",
        title="Заседания рабочей группы",
        place=meetings,
        tells=(ROWS,),
        about="Заседания рабочей группы, которые состоялись в\xa0периоде: были\xa0ли и\xa0сколько.",
    ),
    Source(
        code="protocol",
        title="Протокол идентификации утверждён",
        place=protocol,
        tells=(ROWS,),
        about="Утверждён\xa0ли протокол идентификации школ по\xa0итогам учебного года.",
    ),
)
