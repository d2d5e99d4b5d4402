from celery import shared_task
from django.utils import timezone

from . import august as calendar
from . import services
from .models import Run


@shared_task
def identify_schools(run_id: int) -> None:
    if run := Run.claim(run_id):
        with run.running():
            services.identify_schools(run, at=timezone.now())
        if run.origin == Run.Origin.AUGUST:
            calendar.tell_outcomes(at=timezone.now())


@shared_task
def sweep() -> None:
    for run_id in Run.sweep():
        identify_schools.delay(run_id)


@shared_task
def august() -> None:
    """Whoever is due: any number of beats may ask, each run starts once."""
    for run_id in calendar.start_due(at=timezone.now()):
        identify_schools.delay(run_id)
    calendar.tell_outcomes(at=timezone.now())
