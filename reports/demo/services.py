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

from . import evening, ilansky, irbit, leninogorsk, motygino, regions, signs, strezhevoy
from .loading import Staff, printed
from .programmes import load_programme

LOADERS = {
    ilansky.SLUG: ilansky.load,
    "strezhevoy": strezhevoy.load,
    "leninogorsk": leninogorsk.load,
    "irbit": irbit.load,
    "motygino": motygino.load,
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
                load_programme(load(staff))
    regions.load(staff)
    logins = Q(username__in=regions.LOGINS.values())
    for slug in LOADERS:
        logins |= Q(username__startswith=f"{slug}-")
    people = User.objects.filter(logins).exclude(memberships=None)
    return [printed(user) for user in people.order_by("pk")]


def identify_ilansky(*, at: datetime) -> None:
    """The main job: the run of 2019 and the note on it, unless they are there."""
    coordinator = User.objects.get(username=f"{ilansky.SLUG}-koordinator")
    run = _identified(ilansky.SLUG, ilansky.YEAR, at)
    if not run.notes.filter(state=Note.State.DONE).exists():
        _finish(start_note(run, by=coordinator), make_note, at)


def identify_irbit(*, at: datetime) -> None:
    """The table of groups of the report of 2020, unless it is there."""
    _identified(irbit.SLUG, irbit.YEAR, at)


def identify_motygino(*, at: datetime) -> None:
    """Growth, and beside it hard social conditions, unless they are there."""
    municipality = Municipality.objects.get(slug="motygino")
    coordinator = User.objects.get(username="motygino-koordinator")
    year = municipality.academic_year
    done = municipality.runs.standing().filter(academic_year=year)
    left = municipality.methodologies.newest().exclude(slug__in=done.values("methodology__slug"))
    for methodology in left.order_by("pk"):
        run = start_run(methodology, academic_year=year, by=coordinator, at=at)
        _finish(run, identify_schools, at)


def hold_evenings(*, at: datetime) -> None:
    """A protocol of one year in force, the draft of the next, unless they are there."""
    municipality = Municipality.objects.get(slug=evening.SLUG)
    coordinator = User.objects.get(username=f"{evening.SLUG}-koordinator")
    methodologies = evening.methodologies_of(municipality)
    if not municipality.runs.exists():
        signs.compare_with_registers(municipality, at=at)
    for year in evening.YEARS:
        done = municipality.runs.standing().filter(academic_year=year)
        for one in methodologies:
            if not done.filter(methodology__slug=one.slug).exists():
                run = start_run(one, academic_year=year, by=coordinator, at=at)
                _finish(run, identify_schools, at)
        if not municipality.protocols.filter(academic_year=year).exists():
            with transaction.atomic():
                protocol = evening.hold(municipality, year, at=at)
                if year != evening.YEARS[-1]:
                    evening.put_in_force(protocol, at=at)


def notice_signs(*, at: datetime) -> None:
    """A run on signs, and what came of them, unless it is there."""
    municipality = Municipality.objects.get(slug=signs.SLUG)
    coordinator = User.objects.get(username=f"{signs.SLUG}-koordinator")
    methodology = municipality.methodologies.filter(slug=signs.METHODOLOGY).first()
    if not methodology:
        with transaction.atomic():
            methodology = signs.prepare(municipality, at=at)
    if not methodology.runs.standing().exists():
        run = start_run(methodology, academic_year=signs.YEAR, by=coordinator, at=at)
        _finish(run, identify_schools, at)
    signs.go_on(municipality, at=at)


def _identified(slug: str, year: int, at: datetime) -> Run:
    """The run of the year by the own methodology, made where there is none."""
    municipality = Municipality.objects.get(slug=slug)
    if run := municipality.runs.standing().filter(academic_year=year).first():
        return run
    coordinator = User.objects.get(username=f"{slug}-koordinator")
    run = start_run(own_methodology(municipality), academic_year=year, by=coordinator, at=at)
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
