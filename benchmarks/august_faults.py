"""August comes, and something breaks: does every identification still end, once and the same?

Real processes: the portal's worker and beat over PostgreSQL, and a Redis of our own that may be
killed. Each fault hits while the runs of a dozen municipalities are queued or running; one of
them has broken data. Needs BENCH_DATABASE_URL (an empty database) and `redis-server`.

    BENCH_DATABASE_URL=postgres://… .venv/bin/python benchmarks/august_faults.py [TIMES]
"""

import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUNICIPALITIES, SCHOOLS = 12, 40
LIMIT = 90  # seconds until everything must have ended by itself
DUE = datetime(2026, 8, 15, 0, 0, tzinfo=UTC)  # 03:00 in Moscow
LINES = [("VPR", 4, "Русский язык"), ("VPR", 4, "Математика"), ("OGE", 9, "Русский язык")]


def main() -> int:
    """A process of its own, since settings are read once."""
    if "BENCH_DATABASE_URL" not in os.environ or not shutil.which("redis-server"):
        print("Skipped: BENCH_DATABASE_URL and redis-server are needed.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {
            "DATA_DIR": folder,
            "DATABASE_URL": os.environ["BENCH_DATABASE_URL"],
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0",
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "PYTHONPATH": str(ROOT),
            "OPORA_MEASURE": str(port),
        }
        command = [sys.executable, __file__, *sys.argv[1:]]
        return subprocess.run(command, env=os.environ | env, check=False).returncode


def measure(port: int, times: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    prepare()
    redis = Redis(port)
    portal = Portal()
    try:
        expected = august(portal, redis, None)
        print(f"undisturbed: {expected.words}", flush=True)
        bad = 0 if expected.is_whole else 1
        for fault in FAULTS:
            for _ in range(times):
                found = august(portal, redis, fault)
                same = found.checksum == expected.checksum
                bad += not (found.is_whole and same)
                print(f"{fault.__doc__} {found.words}, as undisturbed: {same}", flush=True)
    finally:
        portal.stop()
        redis.stop()
    return bad


class Redis:
    """Keeps nothing on disk: who kills it restarts it empty."""

    def __init__(self, port: int):
        self.port = port
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(lambda: answers(self.port))

    def restart_empty(self) -> None:
        self.process.kill()
        self.process.wait()
        time.sleep(1)
        self.start()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


class Portal:
    """Web, worker and beat under their supervisor."""

    def __init__(self):
        command = [sys.executable, "-m", "config.serving", "--port", str(free_port())]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        wait_until(lambda: self.worker() is not None)

    def worker(self) -> int | None:
        listed = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", "config worker"],
            capture_output=True,
            text=True,
        ).stdout.split()
        return int(listed[0]) if listed else None

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)


def worker_killed(portal: Portal, redis: Redis) -> None:
    """The worker and its children are killed."""
    if pid := portal.worker():
        os.killpg(os.getpgid(pid), signal.SIGKILL)


def main_process_killed(portal: Portal, redis: Redis) -> None:
    """The worker's main process is killed."""
    if pid := portal.worker():
        os.kill(pid, signal.SIGKILL)


def broker_restarted_empty(portal: Portal, redis: Redis) -> None:
    """The broker is killed and comes back empty."""
    redis.restart_empty()


def connections_dropped(portal: Portal, redis: Redis) -> None:
    """Every database connection of the others is dropped."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


FAULTS = (worker_killed, main_process_killed, broker_restarted_empty, connections_dropped)


class Outcome:
    def __init__(self, seconds: float, doubled: int):
        from identification.models import Run, Verdict
        from schools.models import Notification

        runs = list(Run.objects.filter(origin="august").select_related("municipality"))
        self.seconds = seconds
        self.doubled = doubled
        self.done = sum(run.state == "done" for run in runs)
        self.runs = len(runs)
        self.municipalities = len({run.municipality_id for run in runs})
        self.verdicts = Verdict.objects.count()
        self.told = Notification.objects.filter(title__contains="проведена").count()
        self.warned = Notification.objects.filter(title__contains="не начата").count()
        rows = Verdict.objects.order_by("run__municipality__slug", "school_id").values_list(
            "school_id", "status", "score", "place", "pupils_to_flip", "stability"
        )
        told = json.dumps([[str(value) for value in row] for row in rows])
        self.checksum = hashlib.sha256(told.encode()).hexdigest()

    @property
    def is_whole(self) -> bool:
        """Every sound municipality once, the broken one told of once, everybody told once."""
        return (
            self.runs == self.done == self.municipalities == MUNICIPALITIES
            and self.verdicts == MUNICIPALITIES * SCHOOLS
            and self.told == MUNICIPALITIES
            and self.warned == 1
            and self.seconds < LIMIT
        )

    @property
    def words(self) -> str:
        return (
            f"{self.done} of {self.runs} runs done in {self.seconds:.1f} s, "
            f"{self.verdicts} verdicts, told {self.told}, warned {self.warned}, "
            f"started by {self.doubled} beats at once, whole: {self.is_whole}"
        )


def august(portal: Portal, redis: Redis, fault) -> Outcome:
    """Four beats ask at once who is due; then the fault; then we only wait."""
    from identification.models import Run

    forget()
    wait_until(lambda: portal.worker() is not None)
    began = time.monotonic()
    beats = [subprocess.Popen([sys.executable, __file__, "beat"], cwd=ROOT) for _ in range(4)]
    if fault:
        wait_until(lambda: Run.objects.filter(state__in=("running", "done")).exists(), 30)
        time.sleep(random.random() * 2)
        fault(portal, redis)
    for beat in beats:
        beat.wait()
    wait_until(settled, LIMIT)
    return Outcome(time.monotonic() - began, len(beats))


def settled() -> bool:
    """Everything has ended and everybody was told; a connection may just have been dropped."""
    from django.db import DatabaseError, connection

    from identification.models import Run

    try:
        runs = Run.objects.filter(origin="august")
        ended = runs.filter(state__in=("done", "failed"))
        return (
            runs.count() == MUNICIPALITIES
            and ended.count() == MUNICIPALITIES
            and not ended.filter(told_at=None).exists()
        )
    except DatabaseError:
        connection.close()
        return False


def beat() -> None:
    """What one beat does when the moment has come; a dropped connection makes it ask again."""
    import django

    django.setup()
    from django.db import DatabaseError, connection

    from identification import august
    from identification.tasks import identify_schools

    for _ in range(5):
        try:
            for pk in august.start_due(at=DUE):
                identify_schools.delay(pk)
            return
        except DatabaseError:
            connection.close()
            time.sleep(1)


def forget() -> None:
    from identification.models import Run, Verdict
    from schools.models import Municipality, Notification

    Verdict._base_manager.all()._raw_delete("default")
    Run.objects.all().delete()
    Notification.objects.all().delete()
    Municipality.objects.update(looked_on=None)


def prepare() -> None:
    from assessments.models import Result
    from tests.factories import (
        make_methodology,
        make_municipality,
        make_school,
        make_sitting,
        make_user,
    )

    chance = random.Random(2026)
    procedures = [
        {"kind": kind, "grade": grade, "subject": subject, "variant": None}
        for kind, grade, subject in LINES
    ]
    sittings = [make_sitting(**one | {"variant": ""}) for one in procedures]
    parameters = {
        "base": 65,
        "lines": [{"procedure": one, "high": 5, "low": 10} for one in procedures],
        "gaps": "zero",
        "rank_within": "municipality",
        "statuses": [{"status": "low", "where": "score", "op": "<", "value": 72.5}],
    }
    for _ in range(MUNICIPALITIES):
        municipality = make_municipality()
        make_user("COORDINATOR", municipality)
        make_methodology(municipality, parameters=parameters)
        for _ in range(SCHOOLS):
            school = make_school(municipality=municipality)
            Result.objects.bulk_create(counted(school, sitting, chance) for sitting in sittings)
    broken = make_municipality()
    make_user("COORDINATOR", broken)
    make_methodology(broken, parameters={"base": 65})


def counted(school, sitting, chance: random.Random):
    from assessments.models import Result

    n = chance.randint(5, 60)
    low = chance.randint(0, n // 2)
    high = chance.randint(0, n - low)
    return Result(
        school=school,
        sitting=sitting,
        participants=n,
        low_n=low,
        high_n=high,
        share_low=(20_000 * low + n) // (2 * n),
        share_high=(20_000 * high + n) // (2 * n),
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until(condition, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


if __name__ == "__main__":
    if sys.argv[1:] == ["beat"]:
        beat()
    elif port := os.environ.get("OPORA_MEASURE"):
        sys.exit(measure(int(port), int(sys.argv[1]) if len(sys.argv) > 1 else 3))
    else:
        sys.exit(main())
