from celery import shared_task
from django.utils import timezone

from . import services
from .models import Run


@shared_task
def identify_schools(run_id: int) -> None:
    if run := Run.claim(run_id):
        with run.running():
            services.identify_schools(run, at=timezone.now())


@shared_task
def sweep() -> None:
    for run_id in Run.sweep():
        identify_schools.delay(run_id)
