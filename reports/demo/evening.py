"""Two evenings of a working group: the decided one of a year, and the draft of the next."""

from datetime import date, datetime

from identification.board import board_of
from identification.deciding import lines_of
from identification.decisions import Choice, save_decisions, set_meeting
from identification.models import Methodology, Protocol
from identification.protocols import approve
from schools.models import Municipality, User

SLUG, YEARS = "strezhevoy", (2022, 2023)
ATTENDED = "Начальник управления\nМуниципальный координатор\nМетодист\nДиректор базовой школы"
EXPLAINED = "Сменился учитель: группа решила год наблюдать."
COMPARED = {
    "base": 80,
    "lines": [
        {
            "procedure": {"kind": "VPR", "grade": grade, "subject": subject, "variant": None},
            "high": 5,
            "low": 10,
        }
        for grade in (7, 8)
        for subject in ("Русский язык", "Математика")
    ],
    "gaps": "left_out",
    "rank_within": "municipality",
    "statuses": [
        {"status": "low", "where": "score", "op": "<", "value": 81},
        {"status": "leader", "where": "place", "op": "<=", "value": 1},
    ],
}


def methodologies_of(municipality: Municipality) -> list[Methodology]:
    """The own one and, so that there is something to compare, an index of another kind."""
    Methodology.objects.get_or_create(
        municipality=municipality,
        slug="strezhevoy-index",
        version=1,
        defaults={
            "title": "Индекс по 7–8 классам",
            "method": "weighted_score",
            "parameters": COMPARED,
            "remark": "Правило придумано для демонстрации: чтобы было с чем сравнить основное.",
        },
    )
    # signs are a matter of their own, see signs.py
    return list(municipality.methodologies.newest().exclude(method="signs").in_order())


def hold(municipality: Municipality, academic_year: int, *, at: datetime) -> Protocol:
    """The group agrees with the main methodology, but on one school it decides otherwise."""
    coordinator = User.objects.get(username=f"{municipality.slug}-koordinator")
    board = board_of(municipality, academic_year)
    lines = lines_of(board.rows, {})
    disputed = [line.key for line in lines if line.row.is_disputed and "low" in line.assigned]
    choices = [
        Choice(line.row.school.pk, line.assigned - {"low"} | {"at_risk"}, EXPLAINED, line.version)
        if [line.key] == disputed[:1]
        else Choice(line.row.school.pk, line.assigned, "", line.version)
        for line in lines
    ]
    save_decisions(board, choices, by=coordinator, at=at)
    protocol = municipality.protocols.get(academic_year=academic_year, state=Protocol.State.DRAFT)
    set_meeting(protocol, held_on=date(academic_year, 8, 24), number="1", attended=ATTENDED)
    protocol.refresh_from_db()
    return protocol


def put_in_force(protocol: Protocol, *, at: datetime) -> None:
    head = User.objects.get(username=f"{protocol.municipality.slug}-rukovoditel")
    board = board_of(protocol.municipality, protocol.academic_year)
    approve(
        protocol,
        kind="protocol",
        number="1",
        dated_on=protocol.held_on,
        grounds=board.grounds,
        by=head,
        at=at,
    )
