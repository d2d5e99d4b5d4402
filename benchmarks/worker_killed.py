"""The worker is killed half-way through a run: how long until the run has ended by itself?

Real processes: the portal as `make demo` runs it, on the embedded set-up and, where one is
reachable, on Redis. SIGKILL hits the worker's main process alone, then the whole process group.

    .venv/bin/python benchmarks/worker_killed.py [SCHOOLS]
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/3")
LIMIT = 60  # seconds
BLOW = {"main process": os.kill, "whole group": lambda pid, sign: os.killpg(os.getpgid(pid), sign)}
LINES = [("VPR", 4, "Русский язык"), ("VPR", 4, "Математика"), ("OGE", 9, "Русский язык")]


def main(schools: int) -> int:
    """Each broker in a process and a folder of its own, since settings are read once."""
    brokers = ["filesystem://localhost"]
    if redis_answers():
        brokers.append(REDIS)
    failed = 0
    for broker in brokers:
        with tempfile.TemporaryDirectory() as folder:
            env = {"DATA_DIR": folder, "CELERY_BROKER_URL": broker, "PYTHONPATH": str(ROOT)}
            env |= {"DJANGO_SETTINGS_MODULE": "config.settings.demo", "OPORA_MEASURE": broker}
            command = [sys.executable, __file__, str(schools)]
            failed += subprocess.run(command, env=os.environ | env, check=False).returncode
    return failed


def redis_answers() -> bool:
    host, port = REDIS.removeprefix("redis://").split("/")[0].split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    return True


def measure(broker: str, schools: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    methodology = big_municipality(schools)
    supervisor = start_portal()
    try:
        print(f"{broker}, {schools} schools")
        print(f"  undisturbed: {watch(methodology, supervisor.pid, None)}")
        seconds = [watch(methodology, supervisor.pid, blow) for blow in BLOW]
        for blow, took in zip(BLOW, seconds, strict=True):
            print(f"  killed, {blow}: {took}")
    finally:
        supervisor.terminate()
        supervisor.wait(timeout=60)
    return sum(took > LIMIT for took in seconds)


def big_municipality(size: int):
    from django.db import transaction

    from assessments.models import Result
    from reports.demo.generator import Invented, generate_results
    from schools.models import School
    from tests.factories import (
        make_methodology,
        make_municipality,
        make_sitting,
    )

    procedures = [
        {"kind": kind, "grade": grade, "subject": subject, "variant": None}
        for kind, grade, subject in LINES
    ]
    with transaction.atomic():
        municipality = make_municipality()
        schools = School.objects.bulk_create(
            School(municipality=municipality, short_name=f"Школа {n}") for n in range(size)
        )
        sittings = [make_sitting(**one | {"variant": ""}) for one in procedures]
        frame = generate_results(
            [Invented(40)] * size, procedures=len(LINES), years=1, seed=2019
        ).query("participants > 0")
        Result.objects.bulk_create(
            Result(
                school=schools[row.school],
                sitting=sittings[row.procedure],
                participants=row.participants,
                low_n=row.n0,
                high_n=row.n2 + row.n3,
                share_low=10_000 * row.n0 // row.participants,
                share_high=10_000 * (row.n2 + row.n3) // row.participants,
            )
            for row in frame.itertuples()
        )
        return make_methodology(municipality, parameters=parameters_over(procedures))


def parameters_over(procedures: list[dict]) -> dict:
    return {
        "base": 65,
        "lines": [{"procedure": one, "high": 5, "low": 10} for one in procedures],
        "gaps": "zero",
        "rank_within": "cluster",
        "statuses": [{"status": "low", "where": "score", "op": "<", "value": 72.5}],
    }


def start_portal() -> subprocess.Popen:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    portal = subprocess.Popen(
        [sys.executable, "-m", "config.serving", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    wait_until(lambda: worker_of(portal.pid) and "ready" in log("worker"))
    return portal


def log(program: str) -> str:
    path = Path(os.environ["DATA_DIR"], "log", f"{program}.log")
    return path.read_text("utf-8") if path.exists() else ""


def worker_of(supervisor: int) -> int | None:
    listed = subprocess.run(
        ["pgrep", "-P", str(supervisor), "-f", "config worker"], capture_output=True, text=True
    ).stdout.split()
    return int(listed[0]) if listed else None


def watch(methodology, supervisor: int, blow: str | None) -> float:
    """Seconds from the blow (or from the start) until the run is done; inf when it never is."""
    from django.utils import timezone

    from identification.services import start_run
    from identification.tasks import identify_schools

    run = start_run(methodology, academic_year=2026, by=None, at=timezone.now())
    identify_schools.delay(run.pk)
    began = time.monotonic()
    if blow:
        wait_until(lambda: fresh(run).progress >= 33 or fresh(run).state == "done")
        if fresh(run).state == "done":
            raise SystemExit("The run was too quick to be killed: give it more schools.")
        BLOW[blow](worker_of(supervisor), signal.SIGKILL)
        began = time.monotonic()
    ended = wait_until(lambda: fresh(run).state in {"done", "failed"}, 3 * LIMIT)
    took = round(time.monotonic() - began, 1)
    schools = set(run.verdicts.values_list("school", flat=True))
    whole = len(schools) == run.verdicts.count() == run.municipality.schools.count()
    print(f"  attempt {run.attempt}: {run.state}, one set of verdicts: {whole}", flush=True)
    return took if ended and run.state == "done" and whole else float("inf")


def fresh(run):
    run.refresh_from_db(fields=["state", "progress", "attempt"])
    return run


def wait_until(condition, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    broker = os.environ.get("OPORA_MEASURE")
    sys.exit(measure(broker, size) if broker else main(size))
