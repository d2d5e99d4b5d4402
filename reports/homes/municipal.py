"""The start pages of a municipality's people: coordinator, head, administrator; of a region."""

from datetime import datetime

from django.db.models import Count, Q

from assessments.collection import tally_of_year
from assessments.models import Remark, Result
from identification.models import Run, Verdict
from reports.models import Note
from reports.services import is_out_of_date
from schools.models import Invitation, Membership, Municipality, Role, School
from schools.russian import out_of

from .steps import decide_statuses, next_steps


def last_run(municipality: Municipality, academic_year: int) -> Run | None:
    runs = municipality.runs.of_standings().filter(academic_year=academic_year)
    return runs.select_related("methodology__document").first()


def coordinator(municipality: Municipality, academic_year: int) -> dict:
    tally = tally_of_year(municipality, academic_year)
    run = last_run(municipality, academic_year)
    note = run and run.notes.filter(state=Note.State.DONE).first()
    remarks = Remark.objects.waiting().filter(school__municipality=municipality).count()
    is_stale = bool(run) and is_out_of_date(run)
    return {
        "collected": tally,
        "run": run,
        "is_stale": is_stale,
        "note": note,
        "steps": list(next_steps(municipality, tally, run, note, remarks, is_stale=is_stale)),
        "low": _of_status(run, "low"),
        "leaders": _of_status(run, "leader"),
        "judged": run.verdicts.count() if run else 0,
        "runs": municipality.runs.select_related("methodology")[:5],
    }


def head(municipality: Municipality, academic_year: int) -> dict:
    notes = municipality.notes.filter(state=Note.State.DONE).select_related("run")
    run = last_run(municipality, academic_year)
    steps = decide_statuses(municipality, academic_year, approves=True) if run else []
    return {
        "collected": tally_of_year(municipality, academic_year),
        "run": run,
        "is_stale": bool(run) and is_out_of_date(run),
        "steps": list(steps),
        "low": _of_status(run, "low"),
        "leaders": _of_status(run, "leader"),
        "judged": run.verdicts.count() if run else 0,
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


def _of_status(run: Run | None, status: str) -> list[Verdict]:
    if not run:
        return []
    return list(run.verdicts.filter(status=status).in_order())


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
    """The last finished run of each municipality's working year."""
    runs = (
        Run.objects.of_standings()
        .filter(municipality__in=municipalities)
        .annotate(low=Count("verdicts", filter=Q(verdicts__status="low")), judged=Count("verdicts"))
    )
    years = {municipality.pk: municipality.academic_year for municipality in municipalities}
    return {
        run.municipality_id: run
        for run in runs.order_by("created_at", "pk")
        if run.academic_year == years[run.municipality_id]
    }


def _numbers(municipalities) -> dict[tuple, int]:
    results = Result.objects.main().with_marks().filter(no_data="")
    results = results.filter(school__municipality__in=municipalities)
    counted = results.values_list("school__municipality", "sitting__academic_year").annotate(
        n=Count("pk")
    )
    return {(municipality, year): n for municipality, year, n in counted.order_by()}
