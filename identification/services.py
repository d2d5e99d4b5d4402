import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

import pandas as pd
from django.db import transaction
from django.db.models import Q

from schools.errors import PortalError, WrongArgument
from schools.models import Municipality, User
from schools.russian import joined, school_year

from .differences import difference, standing_of
from .frames import facts_of
from .methods import Method, problems_of
from .methods.facts import SCHOOLS, Facts
from .methods.signs import Signs
from .methods.stability import seed_of, stability
from .methods.statuses import NO_DATA
from .models import Methodology, Run, Verdict
from .reasons import FIGURES
from .signs import store_signs


def own_methodology(municipality: Municipality, slug: str | None = None) -> Methodology:
    """The methodology that was asked for, or the municipality's own; its newest version."""
    methodologies = municipality.methodologies.newest().select_related("document")
    if slug:
        methodologies = methodologies.filter(slug=slug)
    if methodology := methodologies.in_order().first():
        return methodology
    if slug:
        raise WrongArgument(f"Методики «{slug}» у муниципалитета «{municipality}» нет.")
    raise PortalError(
        f"Для муниципалитета «{municipality}» методика ещё не введена, "
        "поэтому идентификацию провести нельзя."
    )


def start_run(
    methodology: Methodology,
    *,
    academic_year: int,
    by: User | None,
    at: datetime,
    origin: str = Run.Origin.HAND,
) -> Run:
    """Queue an identification. What is certain to fail is refused here, and nothing is stored."""
    municipality = methodology.municipality
    if problems := problems_of(methodology.method, methodology.parameters):
        raise PortalError(f"Методика «{methodology}» заполнена не до конца. {'. '.join(problems)}.")
    rule = methodology.rule
    _refuse_silence(rule, input_of(municipality, academic_year, rule), title=methodology.title)
    same = {"methodology": methodology, "academic_year": academic_year}
    with transaction.atomic():
        # two may press the button at once: they get one run
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        waiting = municipality.runs.filter(state__in=Run.UNDER_WAY, **same)
        # who asks for an outcome does not get a rehearsal, nor the other way round
        is_rehearsal = Q(origin=Run.Origin.REHEARSAL)
        rehearses = origin == Run.Origin.REHEARSAL
        if found := waiting.filter(is_rehearsal if rehearses else ~is_rehearsal).first():
            return found
        # changed in place meanwhile, it is this state that the run uses and freezes
        methodology.refresh_from_db()
        Methodology.objects.filter(pk=methodology.pk, frozen_at=None).update(frozen_at=at)
        snapshot = methodology.as_file()
        return Run.objects.create(
            municipality=municipality, snapshot=snapshot, started_by=by, origin=origin, **same
        )


def identify_schools(run: Run, *, at: datetime) -> int:
    """Judge every school of the municipality, once; return how many have low results."""
    rule = run.rule
    facts = input_of(run.municipality, run.academic_year, rule)
    run.advance(1, 3)
    verdicts = judged(rule, facts, title=run.snapshot["title"])
    print_of_input = fingerprint(facts, run.snapshot)
    firm = stability(rule, facts, seed=seed_of(print_of_input))
    verdicts["stability"] = pd.Series(firm, dtype=object)
    run.advance(2, 3)

    snapshots = facts.schools.set_index("school_id")[SCHOOLS[1:]].to_dict("index")
    with transaction.atomic():
        run.finish(fingerprint=print_of_input, finished_at=at)
        Verdict.objects.bulk_create(
            Verdict(run=run, snapshot=snapshots[verdict["school_id"]], **verdict)
            for verdict in verdicts.to_dict("records")
        )
        # a rehearsal asks no school about anything
        if isinstance(rule, Signs) and not run.is_rehearsal:
            store_signs(run, verdicts, at=at)
    return int((verdicts["status"] == Verdict.Status.LOW).sum())


def input_of(municipality: Municipality, academic_year: int, rule: Method) -> Facts:
    """Facts of the schools that were open then; refused where there is nothing to judge."""
    facts = facts_of(municipality, academic_year, rule)
    if facts.is_silent:
        raise PortalError(
            f"За {school_year(academic_year)} учебный год у муниципалитета «{municipality}» "
            "нет ни одного результата. Сначала внесите их."
        )
    return facts


def _refuse_silence(rule: Method, facts: Facts, *, title: str) -> None:
    """What `judged` would refuse; its reasons are worked out only where they are told."""
    if (rule.decide(facts, rule.cells(facts)) == NO_DATA).all():
        judged(rule, facts, title=title)


def judged(rule: Method, facts: Facts, *, title: str) -> pd.DataFrame:
    """A verdict per school; refused where the methodology reads nothing of what is there."""
    verdicts = rule.judge(facts)
    if (verdicts["status"] == Verdict.Status.NO_DATA).all():
        raise PortalError(
            f"По строкам методики «{title}» данных за этот год нет или слишком мало: "
            "статус нельзя определить ни одной школе. "
            f"{what_is_missing(verdicts['reasons'])}"
        )
    return verdicts


def what_is_missing(reasons: Iterable[Iterable[dict]]) -> str:
    """«Не внесено: средний балл — ЕГЭ, математика.»: lines of which no school has a number."""
    asked, known = defaultdict(dict), set()
    for reason in chain.from_iterable(reasons):
        line = (FIGURES.get(reason.get("figure"), ""), reason["title"])
        asked[line[0]][line[1]] = None
        if not reason["no_data"]:
            known.add(line)
    told = []
    for figure, titles in asked.items():
        missing = [title for title in titles if (figure, title) not in known]
        if missing:
            told.append(f"{figure} — {joined(missing)}" if figure else joined(missing))
    if not told:
        return "Проверьте предметы, классы и показатели в методике."
    return f"Не внесено: {'; '.join(told)}."


def previous_run(run: Run) -> Run | None:
    """The run of the same methodology and year that was done before this one.

    An outcome follows an outcome; a rehearsal follows whatever was there.
    """
    earlier = _like(run).filter(academic_year=run.academic_year, pk__lt=run.pk)
    return earlier.order_by("-pk").first()


def run_of_last_year(run: Run) -> Run | None:
    """What the same methodology, in whatever version, came to a year before."""
    before = _like(run).standing().filter(academic_year=run.academic_year - 1)
    return before.order_by("-pk").first()


def since_last_year(before: Run, verdicts: Iterable[Verdict]) -> str:
    """Who has entered and who has left since that run, in a sentence; scores of years differ."""
    then = before.verdicts.defer("reasons").order_by("pk")
    was, now = (
        {verdict.school_id: standing_of(verdict) for verdict in each} for each in (then, verdicts)
    )
    return difference(was, now).in_words


def _like(run: Run):
    runs = run.municipality.runs.filter(
        methodology__slug=run.methodology.slug, state=Run.State.DONE
    )
    return (runs if run.is_rehearsal else runs.standing()).select_related("methodology")


def fingerprint(facts: Facts, methodology: dict) -> str:
    """The same input gives the same figure, whatever the order of keys and the ids of rows."""
    rules = json.dumps(methodology["parameters"], sort_keys=True)
    told = hashlib.sha256(f"{methodology['method']} {rules}".encode())
    for frame in facts.frames():
        told.update(frame.to_csv(index=False).encode())
    return told.hexdigest()
