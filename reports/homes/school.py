"""The start pages of a school's people and of its curator."""

from collections import defaultdict
from dataclasses import dataclass

from assessments.models import Result
from identification.models import Verdict
from identification.summary import place_words
from identification.why import WITHIN
from schools.models import NoDataReason, School, User
from schools.russian import points

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


def newest_verdict(user: User, school: School, academic_year: int) -> Verdict | None:
    """The newest verdict of the year on the school, through what the user sees."""
    verdicts = Verdict.objects.visible_to(user).of_finished_runs().select_related("run")
    found = verdicts.filter(school=school, run__academic_year=academic_year)
    return found.order_by("-run__created_at", "-run__pk").first()


def director(user: User, school: School, branches: list[School], academic_year: int) -> dict:
    verdict = newest_verdict(user, school, academic_year)
    results = Result.objects.visible_to(user).main().of_year(academic_year).filter(school=school)
    results = results.select_related("sitting__procedure").order_by(
        "sitting__procedure__order", "sitting__procedure__grade"
    )
    asked = [reason for reason in verdict.reasons if reason["two_zeros"]] if verdict else []
    unanswered = {result.pk for result in results if result.is_two_zeros}
    return {
        "school": school,
        "branches": [
            {"school": branch, "verdict": newest_verdict(user, branch, academic_year)}
            for branch in branches
        ],
        "verdict": verdict,
        "reason": reason_in_words(verdict) if verdict else "",
        "lines": lines(verdict) if verdict else [],
        "places": _places(verdict) if verdict else None,
        "results": results,
        "questions": [reason for reason in asked if reason["result"] in unanswered],
        "answered": [reason for reason in asked if reason["result"] not in unanswered],
    }


def curator(user: User, academic_year: int) -> list[dict]:
    """Appointed schools with what is known of them, two queries however many there are."""
    schools = School.objects.visible_to(user).open().select_related("municipality")
    verdicts = Verdict.objects.visible_to(user).of_finished_runs().select_related("run")
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


def _places(verdict: Verdict) -> dict:
    """«4–5 из 8» by the methodology and with the adjustment, and among whom."""
    parameters, everybody = verdict.run.parameters, list(verdict.run.verdicts.all())
    return {
        "among": WITHIN[parameters["rank_within"]],
        "place": place_words(everybody, parameters)[verdict.pk],
        "adjusted": place_words(everybody, parameters, "adjusted_")[verdict.pk],
    }


def lines(verdict: Verdict) -> list[Line]:
    shares = defaultdict(list)
    for reasons in _cluster(verdict).values_list("reasons", flat=True):
        for reason in reasons:
            if reason["share_high"] is not None:
                shares[reason["line"]].append(reason["share_high"])
    return [
        Line(reason["title"], reason, _mean(shares[reason["line"]])) for reason in verdict.reasons
    ]


def reason_in_words(verdict: Verdict) -> str:
    """One sentence a director can repeat: where the school stands, and what cost it most."""
    if verdict.score is None:
        return "Результатов, по которым считается индекс, у школы за этот год нет."
    threshold = verdict.run.threshold
    where = f"Индекс школы — {points(verdict.score)}"
    if threshold is not None:
        gap, side = abs(verdict.score - threshold), "ниже" if verdict.score < threshold else "выше"
        where += (
            f", это {side} порога {points(threshold)} на {points(gap)} балла"
            if gap
            else (f", ровно на пороге {points(threshold)}")
        )
    lost = weakest(verdict)
    missing = lost["limit"] - lost["contribution"]
    if missing <= 0:
        return f"{where}. По процедурам, результат которых известен, баллы не потеряны."
    return (
        f"{where}. Из процедур, результат которых известен, больше всего не хватает "
        f"по «{lost['title']}» — {points(missing)} балла."
    )


def weakest(verdict: Verdict) -> dict | None:
    """The line that lost most points of those held; «0 и 0» is a question, not a loss yet."""
    held = [reason for reason in verdict.reasons if reason["share_high"] is not None]
    if not held:
        return None
    held = [reason for reason in held if not reason["two_zeros"]] or held
    return min(held, key=lambda reason: reason["contribution"] - reason["limit"])


def _cluster(verdict: Verdict):
    """The verdicts of the same run in the same cluster: only means of them are shown."""
    return verdict.run.verdicts.filter(snapshot__cluster=verdict.snapshot["cluster"])


def _mean(shares: list[int]) -> int | None:
    return round(sum(shares) / len(shares)) if len(shares) >= FEW else None
