"""What a note asked for by a command is about: the run, the school, the programme, the round."""

from datetime import date

from identification.models import Run
from reports.models import Note
from reports.notes.kinds import Kind
from schools.errors import PortalError
from schools.models import Municipality, School
from schools.naming import folded
from schools.russian import school_year

NO_RUN = "За {} учебный год у муниципалитета «{}» идентификация ещё не проводилась."
NO_SCHOOL = "Школы «{}» в муниципалитете «{}» нет."
WHICH = "Назовите школу: --school «краткое название»."
NO_PROGRAMME = "Действующей программы у муниципалитета «{}» нет."
NO_ROUND = "Мониторинга сайтов у муниципалитета «{}» ещё не было."


def asked(
    kind: Kind, municipality: Municipality, year: int, *, school: str = "", period=(None, None)
) -> Note:
    """Not saved. The period is the school year where none is given."""
    note = Note(kind=kind.code, municipality=municipality, academic_year=year)
    if kind.about == "run":
        note.run = finished_run(municipality, year)
    elif kind.about == "school":
        note.school = _school(municipality, school)
    elif kind.about == "programme":
        note.programme = _one(
            municipality.programmes.municipal().in_force(), NO_PROGRAMME.format(municipality)
        )
    elif kind.about:
        note.check_round = _one(municipality.site_checks.all(), NO_ROUND.format(municipality))
    if kind.has_period:
        first, last = period
        note.starts_on, note.ends_on = first or date(year - 1, 9, 1), last or date(year, 8, 31)
    return note


def finished_run(municipality: Municipality, year: int) -> Run:
    """By the main methodology, or the last one; of those that are not done the last tells why."""
    runs = municipality.runs.filter(academic_year=year).exclude(origin=Run.Origin.REHEARSAL)
    found = runs.of_standings().main_first().first() or runs.standing().first() or runs.first()
    if found:
        return found
    raise PortalError(NO_RUN.format(school_year(year), municipality))


def _school(municipality: Municipality, name: str) -> School:
    if not name:
        raise PortalError(WHICH)
    wanted = folded(name)
    for school in municipality.schools.all():
        if wanted in (folded(school.short_name), folded(school.full_name)):
            return school
    raise PortalError(NO_SCHOOL.format(name, municipality))


def _one(rows, words: str):
    found = rows.first()
    if found is None:
        raise PortalError(words)
    return found
