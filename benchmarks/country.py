"""A country: 40,000 schools, 1,800 municipalities, 10 years, 12 million results, one rule.

On PostgreSQL, in a database of its own that may be kept and used again. The floor is one
`INSERT … SELECT` that computes and stores the same verdicts with the same reasons as JSON. Ours
is the worker's own way, municipality by municipality: read, judge, store; without the draws of
stability, which the floor has not, and with them. Then real workers over Redis: one, and two.

    BENCH_DATABASE_URL=postgres://… BENCH_REDIS=redis://…/3 .venv/bin/python benchmarks/country.py
"""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
MUNICIPALITIES = int(os.environ.get("BENCH_MUNICIPALITIES", "1800"))
SCHOOLS = MUNICIPALITIES * 200 // 9  # 40,000 of 1,800
YEARS = range(2017, 2027)
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/3")
CORE = [
    *[
        ("VPR", grade, subject, "")
        for grade in (4, 5, 6, 7, 8, 10)
        for subject in ("Русский язык", "Математика")
    ],
    *[
        ("OGE", 9, "Русский язык", ""),
        ("OGE", 9, "Математика", ""),
        ("EGE", 11, "Русский язык", ""),
    ],
    *[("EGE", 11, "Математика", "база"), ("EGE", 11, "Математика", "профиль")],
]
OTHERS = [("VPR", 4 + n % 5, f"Предмет {n}", "") for n in range(30 - len(CORE))]
PART = MUNICIPALITIES // 4  # of the country is enough to compare workers
LIMIT, LIMIT_TWO, LIMIT_MB = 5.0, 1.6, 400


def main() -> int:
    if "BENCH_DATABASE_URL" not in os.environ:
        print("Skipped: BENCH_DATABASE_URL is needed.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        env = {
            "DATA_DIR": folder,
            "DATABASE_URL": os.environ["BENCH_DATABASE_URL"],
            "CELERY_BROKER_URL": REDIS,
            "DJANGO_SETTINGS_MODULE": "config.settings.demo",
            "OPORA_MEASURE": "1",
        }
        return subprocess.run(
            [sys.executable, __file__], env=os.environ | env, cwd=ROOT, check=False
        ).returncode


def measure() -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from assessments.models import Result

    if not Result.objects.exists():
        began = time.perf_counter()
        generate()
        print(f"generated in {time.perf_counter() - began:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessments_result")
        results = cursor.fetchone()[0]
    print(f"{SCHOOLS} schools, {MUNICIPALITIES} municipalities, {results} results", flush=True)

    floor = [insert_select() for _ in range(2)]
    print(f"INSERT … SELECT: {words(floor)}", flush=True)
    plain, firm, memory = ours()
    print(f"ours, without draws: {plain:.1f} s, {plain / min(floor):.2f} x; limit {LIMIT}")
    print(f"ours, 1000 draws: {firm:.1f} s, {firm / min(floor):.2f} x")
    print(f"verdicts equal: {EQUAL['same']}; memory {memory}, limit {LIMIT_MB} MB", flush=True)
    one, two = workers(1), workers(2)
    print(f"workers: one {one:.1f} s, two {two:.1f} s, {one / two:.2f} x; limit {LIMIT_TWO}")
    good = plain / min(floor) <= LIMIT and one / two >= LIMIT_TWO and EQUAL["same"]
    return 0 if good else 1


def words(seconds) -> str:
    return ", ".join(f"{one:.1f} s" for one in seconds)


def generate() -> None:
    """The demo's generator, a municipality at a time, by COPY with the constraints switched off."""
    import numpy as np
    import pandas as pd
    from django.db import connection, transaction

    from identification.models import Methodology
    from reports.demo.generator import Invented, generate_results
    from schools.models import Cluster, Municipality, Region, School, SchoolYear
    from tests.factories import make_sitting

    regions = Region.objects.bulk_create(Region(name=f"Регион {n}") for n in range(85))
    places = Municipality.objects.bulk_create(
        Municipality(region=regions[n % 85], slug=f"m{n}", name=f"Район {n}")
        for n in range(MUNICIPALITIES)
    )
    clusters = Cluster.objects.bulk_create(
        Cluster(municipality=place, name="школы", order=1) for place in places
    )
    sittings = [
        [
            make_sitting(academic_year=year, kind=k, grade=g, subject=s, variant=v).pk
            for year in YEARS
        ]
        for k, g, s, v in CORE + OTHERS
    ]
    chance = np.random.default_rng(2026)
    schools = School.objects.bulk_create(
        [
            School(municipality=places[n % MUNICIPALITIES], short_name=f"Школа {n}")
            for n in range(SCHOOLS)
        ],
        batch_size=5000,
    )
    SchoolYear.objects.bulk_create(
        [
            SchoolYear(
                school=s, academic_year=2017, cluster=clusters[n % MUNICIPALITIES], kind=s.kind
            )
            for n, s in enumerate(schools)
        ],
        batch_size=5000,
    )
    Methodology.objects.bulk_create(
        Methodology(
            municipality=place,
            slug="share-below",
            title="Доля не достигших минимума",
            method="share_below",
            parameters=PARAMETERS,
        )
        for place in places
    )
    sitting_of = np.array(sittings)
    columns = (
        "school_id",
        "sitting_id",
        "period",
        "class_label",
        "participants",
        "low_n",
        "high_n",
        "share_low",
        "share_high",
        "no_data",
        "objectivity_control",
        "version",
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for first in range(0, SCHOOLS, 1000):
            own = schools[first : first + 1000]
            frame = generate_results(
                [
                    Invented(int(pupils), float(strength))
                    for pupils, strength in zip(
                        chance.integers(3, 90, len(own)),
                        chance.normal(0, 0.6, len(own)),
                        strict=True,
                    )
                ],
                procedures=len(sittings),
                years=len(YEARS),
                seed=first,
            )
            n, low, high = frame["participants"], frame["n0"], frame["n2"] + frame["n3"]
            held = n > 0
            out = pd.DataFrame(
                {
                    "school": np.array([s.pk for s in own])[frame["school"]],
                    "sitting": sitting_of[frame["procedure"], frame["year"]],
                    "period": "main",
                    "label": "",
                    "n": n.where(held).astype("Int64"),
                    "low": low.where(held).astype("Int64"),
                    "high": high.where(held).astype("Int64"),
                    "share_low": ((20_000 * low + n) // (2 * n.where(held, 1)))
                    .where(held)
                    .astype("Int64"),
                    "share_high": ((20_000 * high + n) // (2 * n.where(held, 1)))
                    .where(held)
                    .astype("Int64"),
                    "no_data": np.where(held, "", "no_participants"),
                    "control": False,
                    "version": 1,
                }
            )
            text = io.StringIO(out.to_csv(index=False, header=False, sep="\t", na_rep="\\N"))
            cursor.copy_expert(
                f"COPY assessments_result ({', '.join(columns)}) FROM STDIN WITH (NULL '\\N')", text
            )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


PARAMETERS = {
    "procedures": [
        {"kind": k, "grade": g, "subject": s, "variant": v or None} for k, g, s, v in CORE
    ],
    "threshold": 30,
    "hits_last_year": 2,
    "hits_each_year": 1,
    "years": 2,
    "same_procedure": False,
    "min_participants": 0,
    "not_held": "skip",
    "statuses": [{"status": "low"}],
}

FLOOR = """
INSERT INTO bench_verdict (school_id, status, reasons)
SELECT school_id,
       CASE WHEN hits_now >= 2 OR (hits_now >= 1 AND hits_before >= 1) THEN 'low'
            WHEN usable_now = 0 THEN 'no_data' ELSE 'none' END,
       reasons
FROM (
  SELECT s.id AS school_id,
         count(*) FILTER (WHERE t.academic_year = 2026 AND hit) AS hits_now,
         count(*) FILTER (WHERE t.academic_year = 2025 AND hit) AS hits_before,
         count(*) FILTER (WHERE t.academic_year = 2026 AND r.participants > 0) AS usable_now,
         jsonb_agg(jsonb_build_object(
           'participants', r.participants, 'low_n', r.low_n, 'high_n', r.high_n,
           'share_low', r.share_low, 'share_high', r.share_high, 'mean', r.mean,
           'line', p.kind || ' ' || p.grade || ' ' || p.subject || ' ' || p.variant,
           'title', p.kind || '-' || p.grade || ', ' || p.subject, 'kind', p.kind,
           'grade', p.grade, 'academic_year', t.academic_year, 'no_data', r.no_data,
           'result', r.id, 'source', '', 'source_row', r.source_row, 'figure', 'share_low',
           'value', r.share_low, 'limit', 3000, 'op', '>=', 'met', hit, 'too_few', false,
           'pupils', CASE WHEN r.participants IS NULL THEN NULL
              WHEN hit THEN r.low_n - ceil(0.3 * r.participants) + 1
              ELSE ceil(0.3 * r.participants) - r.low_n END)) AS reasons
  FROM schools_school s
  JOIN assessments_result r ON r.school_id = s.id AND r.period = 'main' AND r.class_label = ''
  JOIN assessments_sitting t ON t.id = r.sitting_id AND t.academic_year IN (2025, 2026)
  JOIN assessments_procedure p ON p.id = t.procedure_id
       AND p.subject IN ('Русский язык', 'Математика')
  CROSS JOIN LATERAL (SELECT coalesce(r.low_n * 100 >= 30 * r.participants, false) AS hit) h
  GROUP BY s.id
) judged
"""


def insert_select() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_verdict")
        cursor.execute(
            "CREATE TABLE bench_verdict (id bigserial PRIMARY KEY, "
            "school_id bigint NOT NULL REFERENCES schools_school, status varchar(20) NOT NULL, "
            "reasons jsonb NOT NULL)"
        )
        began = time.perf_counter()
        cursor.execute(FLOOR)
        return time.perf_counter() - began


EQUAL = {"same": False}


def ours() -> tuple[float, float, str]:
    """In this process, one municipality after the other; memory after a tenth and at the end."""
    from identification import services
    from identification.methods import stability
    from identification.models import Run, Verdict

    draws, taken, peaks = stability.DRAWS, [], []
    for number in (0, draws):
        runs = queue()
        stability.stability.__kwdefaults__["draws"] = number
        began = time.perf_counter()
        for done, run in enumerate(runs):
            with Run.claim(run.pk).running() as claimed:
                services.identify_schools(claimed, at=claimed.created_at)
            if done == len(runs) // 10:
                peaks.append(peak())
        taken.append(time.perf_counter() - began)
        peaks.append(peak())
        if not number:
            EQUAL["same"] = compared()
    memory = " → ".join(f"{one} MB" for one in peaks)
    assert Verdict.objects.count() == SCHOOLS
    return *taken, memory


def compared() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM bench_verdict b JOIN identification_verdict v USING (school_id) "
            "WHERE b.status = v.status "
            "AND jsonb_array_length(b.reasons) = jsonb_array_length(v.reasons)"
        )
        return cursor.fetchone()[0] == SCHOOLS


def queue() -> list:
    from django.db import connection
    from django.utils import timezone

    from identification.models import Methodology, Run

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE identification_verdict, identification_run, identification_sign, "
            "reports_note CASCADE"
        )
    methodologies = Methodology.objects.select_related("municipality").order_by("pk")
    return Run.objects.bulk_create(
        Run(
            municipality=one.municipality,
            methodology=one,
            academic_year=2026,
            snapshot=one.as_file(),
            heartbeat_at=timezone.now(),
        )
        for one in methodologies
    )


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def workers(count: int) -> float:
    """Seconds that real workers need for a part, with the draws; rung for through Redis."""
    from config.celery import app
    from identification.models import Run
    from identification.tasks import identify_schools

    app.control.purge()
    runs = queue()
    Run.objects.filter(pk__in=[run.pk for run in runs[PART:]]).delete()
    runs = runs[:PART]
    command = [
        *(sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", str(count)),
    ]
    with (Path(os.environ["DATA_DIR"]) / f"worker{count}.log").open("w") as log:
        worker = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        time.sleep(8)  # processes are up
        began = time.perf_counter()
        for run in runs:
            identify_schools.delay(run.pk)
        while Run.objects.filter(state__in=Run.UNDER_WAY).exists():
            time.sleep(0.2)
        return time.perf_counter() - began
    finally:
        worker.terminate()
        worker.wait(timeout=60)


if __name__ == "__main__":
    sys.exit(measure() if os.environ.get("OPORA_MEASURE") else main())
