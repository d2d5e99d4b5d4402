from datetime import datetime

from django.db import transaction
from django.db.models import Q

from assessments.services import load_scales
from identification.models import Run
from identification.services import identify_schools, own_methodology, start_run
from reports.models import Note
from reports.services import make_note, start_note
from schools.errors import PortalError
from schools.models import Municipality, User

from . import ilansky, invented, regions, registers
from .loading import Staff, printed

LOADERS = {
    ilansky.SLUG: ilansky.load,
    "strezhevoy": invented.load_strezhevoy,
    "leninogorsk": registers.load_leninogorsk,
    "irbit": registers.load_irbit,
    "motygino": invented.load_motygino,
}


def load_demo() -> list[dict]:
    """Load the municipalities that are not there yet; return the people with their passwords.

    Each is there whole or not at all, so what was broken off is begun anew; and what is there is
    left alone, since somebody may have worked in it.
    """
    load_scales()
    staff = Staff()
    for slug, load in LOADERS.items():
        with transaction.atomic():
            if not Municipality.objects.filter(slug=slug).exists():
                load(staff)
    regions.load(staff)
    logins = Q(username__in=regions.LOGINS.values())
    for slug in LOADERS:
        logins |= Q(username__startswith=f"{slug}-")
    people = User.objects.filter(logins).exclude(memberships=None)
    return [printed(user) for user in people.order_by("pk")]


def identify_ilansky(*, at: datetime) -> None:
    """The main job: the run of 2019 and the note on it, unless they are there."""
    municipality = Municipality.objects.get(slug=ilansky.SLUG)
    coordinator = User.objects.get(username=f"{ilansky.SLUG}-koordinator")
    runs = municipality.runs.filter(academic_year=ilansky.YEAR, state=Run.State.DONE)
    run = runs.first() or _identified(municipality, coordinator, at)
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
    if job.is_under_way:
        raise PortalError("Работу выполняет другой процесс. Подождите минуту и запустите снова.")
    if job.error:
        raise PortalError(job.error)
    return job
