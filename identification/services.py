import hashlib
import json
from datetime import datetime

import pandas as pd
from django.db import transaction

from schools.errors import PortalError, WrongArgument
from schools.models import Municipality, User
from schools.russian import school_year

from .frames import SCHOOL, results_frame
from .methods import METHODS
from .methods.parameters import problems_of
from .models import Methodology, Run, Verdict


def own_methodology(municipality: Municipality, slug: str | None = None) -> Methodology:
    """The methodology that was asked for, or the municipality's own; its newest version."""
    methodologies = municipality.methodologies.newest().select_related("document")
    if slug:
        methodologies = methodologies.filter(slug=slug)
    if methodology := methodologies.order_by("pk").first():
        return methodology
    if slug:
        raise WrongArgument(f"Методики «{slug}» у муниципалитета «{municipality}» нет.")
    raise PortalError(
        f"Для муниципалитета «{municipality}» методика ещё не введена, "
        "поэтому идентификацию провести нельзя."
    )


def start_run(
    methodology: Methodology, *, academic_year: int, by: User | None, at: datetime
) -> Run:
    """Queue an identification. What is certain to fail is refused here, and nothing is stored."""
    municipality = methodology.municipality
    if problems := problems_of(methodology.method, methodology.parameters):
        raise PortalError(f"Методика «{methodology}» заполнена не до конца. {'. '.join(problems)}.")
    judged(input_of(municipality, academic_year), methodology.as_file())
    same = {"methodology": methodology, "academic_year": academic_year}
    with transaction.atomic():
        # two may press the button at once: they get one run
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        waiting = municipality.runs.filter(state__in=Run.UNDER_WAY, **same).first()
        if waiting:
            return waiting
        Methodology.objects.filter(pk=methodology.pk, frozen_at=None).update(frozen_at=at)
        snapshot = methodology.as_file()
        return Run.objects.create(
            municipality=municipality, snapshot=snapshot, started_by=by, **same
        )


def identify_schools(run: Run, *, at: datetime) -> int:
    """Judge every school of the municipality, once; return how many have low results."""
    results = input_of(run.municipality, run.academic_year)
    run.advance(1, 3)
    verdicts = judged(results, run.snapshot)
    run.advance(2, 3)

    register = results.drop_duplicates("school_id").set_index("school_id")
    snapshots = register[[*SCHOOL[1:], "cluster", "cluster_order"]].to_dict("index")
    with transaction.atomic():
        run.finish(fingerprint=fingerprint(results, run.snapshot), finished_at=at)
        Verdict.objects.bulk_create(
            Verdict(run=run, snapshot=snapshots[verdict["school_id"]], **verdict)
            for verdict in verdicts
        )
    return sum(verdict["status"] == Verdict.Status.LOW for verdict in verdicts)


def input_of(municipality: Municipality, academic_year: int) -> pd.DataFrame:
    """Results of the schools that were open then; refused where there is nothing to judge."""
    schools = municipality.schools.open_in(academic_year)
    results = results_frame(schools, academic_year=academic_year)
    if results["share_high"].isna().all():
        raise PortalError(
            f"За {school_year(academic_year)} учебный год у муниципалитета «{municipality}» "
            "нет ни одного результата. Сначала внесите их."
        )
    return results


def judged(results: pd.DataFrame, methodology: dict) -> list[dict]:
    """A verdict per school; refused where the methodology reads nothing of what is there."""
    verdicts = METHODS[methodology["method"]](results, **methodology["parameters"])
    if (verdicts["status"] == Verdict.Status.NO_DATA).all():
        raise PortalError(
            f"Ни по одной процедуре методики «{methodology['title']}» результатов за этот год нет. "
            "Проверьте предметы и классы в методике."
        )
    return verdicts.to_dict("records")


def previous_run(run: Run) -> Run | None:
    """The run of the same year that was done before this one."""
    earlier = run.municipality.runs.filter(
        academic_year=run.academic_year, state=Run.State.DONE, pk__lt=run.pk
    )
    return earlier.select_related("methodology").order_by("-pk").first()


def fingerprint(results: pd.DataFrame, methodology: dict) -> str:
    """The same input gives the same figure, whatever the order of keys and the ids of rows."""
    content = results.drop(columns=["school_id", "result_id"]).to_csv(index=False)
    rules = json.dumps(methodology["parameters"], sort_keys=True)
    return hashlib.sha256((rules + content).encode()).hexdigest()
