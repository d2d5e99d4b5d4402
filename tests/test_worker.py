"""Real workers: processes of their own over the tests' database, rung for through a broker."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection
from django.utils import timezone

from identification.models import Run
from schools.jobs import STALE_AFTER

from .factories import make_result, make_run, make_school
from .reachable import REDIS_URL

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds; a quiet machine needs five
BROKERS = ["filesystem://localhost", pytest.param(REDIS_URL, marks=pytest.mark.redis)]


def bell_of(broker, folder):
    """A way to ring the worker: the portal's own rings at once in tests, in this process."""
    bell = Celery("bell", broker=broker)
    if broker.startswith("filesystem"):
        folder.mkdir()
        bell.conf.broker_transport_options = {
            "data_folder_in": str(folder),
            "data_folder_out": str(folder),
            "control_folder": str(folder / "control"),
        }
    return bell


def database_for(folder):
    """What the worker is told, so that it opens the database of the tests."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        return {"DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"}
    (folder / "db.sqlite3").symlink_to(name)
    return {}


@pytest.fixture(params=BROKERS)
def bell(request, tmp_path, transactional_db):
    """A worker stands ready at the other end."""
    env = os.environ | database_for(tmp_path)
    env |= {"DJANGO_SETTINGS_MODULE": "config.settings.demo", "DATA_DIR": str(tmp_path)}
    env |= {"CELERY_BROKER_URL": request.param, "WORKER_CONCURRENCY": "1"}
    bell = bell_of(request.param, tmp_path / "broker")
    command = [sys.executable, "-m", "celery", "-A", "config", "worker"]
    with (tmp_path / "worker.log").open("w") as log:
        worker = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
    yield bell
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    with bell.connection_for_write() as wire:
        wire.default_channel.queue_purge("celery")
    bell.close()


def ended(run):
    run.refresh_from_db()
    return run.state in {Run.State.DONE, Run.State.FAILED}


def test_a_worker_does_what_it_is_rung_for_and_what_a_killed_one_left_behind(
    municipality, bell, tmp_path
):
    make_result(school=make_school(municipality=municipality))
    rung, left_behind = (make_run(municipality=municipality) for _ in range(2))
    Run.claim(left_behind.pk)
    long_ago = timezone.now() - STALE_AFTER - timedelta(seconds=1)
    Run.objects.filter(pk=left_behind.pk).update(heartbeat_at=long_ago)

    for _ in range(2):  # the second ring changes nothing
        bell.send_task("identification.tasks.identify_schools", [rung.pk])

    deadline = time.monotonic() + PATIENCE
    while not (ended(rung) and ended(left_behind)):
        assert time.monotonic() < deadline, (tmp_path / "worker.log").read_text("utf-8")
        time.sleep(0.1)
    assert [(run.state, run.attempt) for run in (rung, left_behind)] == [("done", 1), ("done", 2)]
    assert [run.verdicts.count() for run in (rung, left_behind)] == [1, 1]
