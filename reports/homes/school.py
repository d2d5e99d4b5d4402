"""The start pages of a school's people and of its curator."""

from collections import defaultdict
from dataclasses import dataclass

from assessments.models import Result
from identification.models import Sign, Verdict
from identification.signs import listed_years
from reports.models import Letter, Recommendation
from schools.models import NoDataReason, School, User

from .standing import statuses_now, told, verdicts_of_year, weakest

FEW = 3  # of two schools a mean tells the other's share


@dataclass(frozen=True)
class Line:
    """One procedure of the school beside the mean of its cluster, in hundredths of a percent."""

    title: str
    reason: dict
    mean: int | None  # of the schools of the cluster that have numbers; None where they are few

    @property
    def gap(self):
        return NoDataReason(self.reason["no_data"]).label

    @property
    def position(self):
        return self.reason["share_high"] / 100

    @property
    def mean_position(self):
        return self.mean / 100


def director(user: User, school: School, branches: list[School], academic_year: int) -> dict:
    verdicts = verdicts_of_year(user, school, academic_year)
    verdict = next(iter(verdicts), None)
    results = Result.objects.visible_to(user).main().of_year(academic_year).filter(school=school)
    results = results.select_related("sitting__procedure").order_by(
        "sitting__procedure__order", "sitting__procedure__grade"
    )
    asked = _two_zeros(verdicts)
    unanswered = {result.pk for result in results if result.is_two_zeros}
    return {
        "school": school,
        "branches": [
            {"school": branch, "verdicts": verdicts_of_year(user, branch, academic_year)}
            for branch in branches
        ],
        "cluster": verdict.snapshot["cluster"] if verdict else "",
        "statuses": statuses_now(school),
        "verdicts": [told(verdict) for verdict in verdicts],
        "lines": lines(verdict) if verdict else [],
        "reads_vpr": any(one.run.reads_vpr for one in verdicts),
        "results": results,
        "advice": advice(user, [school, *branches]),
        "signs": Sign.objects.filter(school=school).in_state(Sign.State.EXPLAIN).count(),
        "listed": listed_years([school.pk], academic_year).get(school.pk, []),
        "questions": [reason for reason in asked if reason["result"] in unanswered],
        "answered": [reason for reason in asked if reason["result"] not in unanswered],
    }


def advice(user: User, schools: list[School]) -> list[Recommendation]:
    """What the school was recommended and has not answered yet, the nearest term first."""
    rows = Recommendation.objects.visible_to(user).filter(
        letter__school__in=schools,
        letter__state=Letter.State.SENT,
        state__in=(*Recommendation.UNDER_WAY, Recommendation.State.OBJECTED),
    )
    theirs = rows.exclude(addressee=Recommendation.Addressee.METHODISTS)
    return list(theirs.select_related("letter__school").order_by("due_on", "-points", "pk"))


def curator(user: User, academic_year: int) -> list[dict]:
    """Appointed schools with what is known of them, two queries however many there are."""
    schools = School.objects.visible_to(user).open().select_related("municipality")
    verdicts = Verdict.objects.visible_to(user).of_standings().select_related("run")
    newest = {
        verdict.school_id: verdict
        for verdict in verdicts.filter(run__academic_year=academic_year).order_by(
            "run__created_at", "run__pk"
        )
    }
    return [
        {
            "school": school,
            "verdict": newest.get(school.pk),
            "weakest": weakest(newest[school.pk]) if school.pk in newest else None,
        }
        for school in schools.order_by("municipality__name", "short_name")
    ]


def lines(verdict: Verdict) -> list[Line]:
    shares = defaultdict(list)
    for reasons in _cluster(verdict).values_list("reasons", flat=True):
        for name, reason in _results(reasons, verdict.run.academic_year).items():
            if reason["share_high"] is not None:
                shares[name].append(reason["share_high"])
    own = _results(verdict.reasons, verdict.run.academic_year)
    return [Line(reason["title"], reason, _mean(shares[name])) for name, reason in own.items()]


def _results(reasons: list[dict], academic_year: int) -> dict[str, dict]:
    """Of the year that is judged, each procedure once: a rule may ask a result twice."""
    return {
        reason["line"]: reason
        for reason in reasons
        if reason["kind"] and reason["academic_year"] == academic_year
    }


def _two_zeros(verdicts: list[Verdict]) -> list[dict]:
    """Pairs «0 и 0», each once, whichever methods met them."""
    reasons = [reason for verdict in verdicts for reason in verdict.reasons]
    return list({r["result"]: r for r in reasons if r.get("two_zeros")}.values())


def _cluster(verdict: Verdict):
    """The verdicts of the same run in the same cluster: only means of them are shown."""
    return verdict.run.verdicts.filter(snapshot__cluster=verdict.snapshot["cluster"])


def _mean(shares: list[int]) -> int | None:
    return round(sum(shares) / len(shares)) if len(shares) >= FEW else None
