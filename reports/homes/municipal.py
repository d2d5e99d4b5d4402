"""The start pages of a municipality's people: coordinator, head, administrator; of a region."""

from datetime import datetime

from django.db.models import Count, Q

from assessments.collection import tally_of_year
from assessments.models import Remark, Result
from identification.methods.statuses import NAMES
from identification.models import Decision, Protocol, Run, Verdict
from identification.models.verdict import has_status
from identification.readiness import has_measures, needs_results
from reports.models import Note
from reports.notes.papers import is_out_of_date
from schools.models import Invitation, Membership, Municipality, Role, School
from schools.russian import out_of

from .advice import answer_objections, write_letters
from .programme import campaigns_running, values_waiting
from .steps import decide_statuses, next_steps


def main_run(municipality: Municipality, academic_year: int) -> Run | None:
    """The newest of the municipality's own methodology; of another one where it has none."""
    runs = municipality.runs.of_standings().filter(academic_year=academic_year)
    return runs.main_first().select_related("methodology__document").first()


def coordinator(municipality: Municipality, academic_year: int) -> dict:
    tally = tally_of_year(municipality, academic_year)
    run = main_run(municipality, academic_year)
    methodology = municipality.methodologies.newest().in_order().first()
    asks_results = needs_results(methodology)
    note = run and run.notes.filter(state=Note.State.DONE).first()
    remarks = Remark.objects.waiting().filter(school__municipality=municipality).count()
    is_stale = bool(run) and is_out_of_date(run)
    may_start = bool(tally.numbers) or (
        not asks_results and has_measures(municipality, academic_year)
    )
    return {
        "collected": tally,
        "run": run,
        "is_stale": is_stale,
        "note": note,
        "may_start": may_start,
        "steps": [
            *answer_objections(municipality),
            *next_steps(
                municipality,
                tally,
                run,
                note,
                remarks,
                is_stale=is_stale,
                methodology=methodology,
                may_start=may_start,
                asks_results=asks_results,
            ),
            *(write_letters(run) if run and not is_stale else ()),
        ],
        **_of_run(run),
        "approved": approved_low(municipality, academic_year),
        "runs": municipality.runs.select_related("methodology")[:5],
        "values": values_waiting(municipality),
        "campaigns": campaigns_running(municipality),
    }


def head(municipality: Municipality, academic_year: int) -> dict:
    notes = municipality.notes.filter(state=Note.State.DONE).select_related("run")
    run = main_run(municipality, academic_year)
    steps = decide_statuses(municipality, academic_year, approves=True) if run else []
    return {
        "collected": tally_of_year(municipality, academic_year),
        "run": run,
        "is_stale": bool(run) and is_out_of_date(run),
        "steps": list(steps),
        **_of_run(run),
        "approved": approved_low(municipality, academic_year),
        "runs": municipality.runs.select_related("methodology")[:5],
        "notes": notes[:5],
        "lists": municipality.external_lists.annotate(named=Count("entries")),
    }


def administrator(municipality: Municipality, *, at: datetime) -> dict:
    schools = municipality.schools.open()
    members = Membership.objects.current().inside(municipality)
    return {
        "people": members.values("user").distinct().count(),
        "roles": [
            {"label": Role(row["role"]).label.capitalize(), "n": row["n"]}
            for row in members.order_by("role").values("role").annotate(n=Count("user"))
        ],
        "invitations": Invitation.objects.open(at).inside(municipality).count(),
        "legal": schools.legal().count(),
        "branches": schools.filter(legal_status=School.LegalStatus.BRANCH).count(),
        "without_cluster": schools.filter(years=None).count(),
        "without_login": schools.exclude(aliases__kind="fis_oko").count(),
        "methodologies": municipality.methodologies.newest().select_related("document"),
    }


def approved_low(municipality: Municipality, academic_year: int) -> dict | None:
    """Schools with low results by the decisions of the year that were approved, and the paper."""
    approved = municipality.protocols.filter(
        academic_year=academic_year, state=Protocol.State.APPROVED
    )
    last = approved.select_related("document").order_by("-pk").first()
    if not last:
        return None
    decisions = Decision.objects.filter(protocol__in=approved, status="low")
    # a correction is a later protocol of the same year
    held = dict(decisions.order_by("protocol_id", "pk").values_list("school", "assigned"))
    return {"protocol": last, "low": sum(held.values())}


def _of_run(run: Run | None) -> dict:
    """What a run found: low results, or what its method looks for instead."""
    if not run:
        return {"low": [], "judged": 0}
    verdicts = list(run.verdicts.defer("reasons").in_order())

    def of(status: str) -> list[Verdict]:
        return [verdict for verdict in verdicts if status in verdict.given]

    told = {"low": of("low"), "judged": len(verdicts)}
    if run.sought != "low":
        told["beside_low"] = {"title": NAMES[run.sought], "found": len(of(run.sought))}
    return told


def region(municipalities) -> list[dict]:
    """Municipalities side by side, each in its own working year; no order by result."""
    rows = []
    found = municipalities.annotate(
        legal=Count("schools", filter=Q(schools__legal_status="legal", schools__closed_on=None)),
        branches=Count(
            "schools", filter=Q(schools__legal_status="branch", schools__closed_on=None)
        ),
    ).order_by("name")
    runs = _last_runs(found)
    results = _numbers(found)
    for municipality in found:
        run = runs.get(municipality.pk)
        rows.append(
            {
                "municipality": municipality,
                "run": run,
                "numbers": results.get((municipality.pk, municipality.academic_year), 0),
                "schools": out_of(run.judged, "школы,школ") if run else "",
            }
        )
    return rows


def _last_runs(municipalities) -> dict[int, Run]:
    """The run of each municipality's working year, as on its own start page."""
    runs = (
        Run.objects.of_standings()
        .filter(municipality__in=municipalities)
        .annotate(
            low=Count("verdicts", filter=has_status("low", prefix="verdicts__")),
            judged=Count("verdicts"),
        )
    )
    years = {municipality.pk: municipality.academic_year for municipality in municipalities}
    return {
        run.municipality_id: run
        for run in reversed(runs.main_first())
        if run.academic_year == years[run.municipality_id]
    }


def _numbers(municipalities) -> dict[tuple, int]:
    results = Result.objects.main().with_marks().filter(no_data="")
    results = results.filter(school__municipality__in=municipalities)
    counted = results.values_list("school__municipality", "sitting__academic_year").annotate(
        n=Count("pk")
    )
    return {(municipality, year): n for municipality, year, n in counted.order_by()}
