from datetime import datetime

from django.db import transaction

from identification.models import Run
from identification.services import identify_schools, own_methodology, start_run
from reports.models import Note
from reports.services import make_note, start_note
from schools.models import Municipality, User

from . import ilansky, invented, regions, registers
from .loading import Staff

LOADERS = (
    ilansky.load,
    invented.load_strezhevoy,
    registers.load_leninogorsk,
    registers.load_irbit,
    invented.load_motygino,
)


def load_demo() -> list[dict]:
    """Load what is not there yet, a municipality at a time; return the people with passwords.

    Done twice it changes nothing; broken off half-way it goes on where it stopped.
    """
    staff = Staff()
    for load in LOADERS:
        with transaction.atomic():
            load(staff)
    regions.load(staff)
    return staff.users


def identify_ilansky(*, at: datetime) -> None:
    """The main job: the run of 2019 and the note on it, unless they are there."""
    municipality = Municipality.objects.get(slug=ilansky.SLUG)
    coordinator = User.objects.get(username=f"{ilansky.SLUG}-koordinator")
    runs = municipality.runs.filter(academic_year=ilansky.YEAR)
    run = runs.filter(state=Run.State.DONE).first() or _identified(municipality, coordinator, at)
    if not run.notes.filter(state=Note.State.DONE).exists():
        _finish(start_note(run, by=coordinator), make_note, at)


def _identified(municipality: Municipality, coordinator: User, at: datetime) -> Run:
    methodology = own_methodology(municipality)
    run = start_run(methodology, academic_year=ilansky.YEAR, by=coordinator, at=at)
    return _finish(run, identify_schools, at)


def _finish(job, service, at: datetime):
    """Do a job in this process. A worker that runs already may have taken it: then it does it."""
    if mine := type(job).claim(job.pk):
        with mine.running():
            service(mine, at=at)
    job.refresh_from_db()
    return job
