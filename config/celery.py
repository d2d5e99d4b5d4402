import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def sweep_at_start(**_kwargs):
    """A worker that comes back looks at once for what went silent while it was away."""
    for entry in app.conf.beat_schedule.values():
        if entry["task"].endswith(".sweep"):
            app.tasks[entry["task"]].delay()
