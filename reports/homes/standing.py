"""What every method says of a school in a year, each in a sentence that its people can repeat."""

from dataclasses import dataclass

from identification.borders import is_on_the_border
from identification.by_lines import line_row
from identification.models import Verdict
from identification.summary import place_words
from identification.why import WITHIN
from schools.models import School, SchoolStatus, User
from schools.russian import points


@dataclass(frozen=True)
class Told:
    """The newest verdict of one methodology."""

    verdict: Verdict
    reason: str
    places: dict | None  # of a method with a score

    @property
    def methodology(self) -> str:
        return self.verdict.run.snapshot["title"]

    @property
    def is_on_the_border(self) -> bool:
        return is_on_the_border(self.verdict.pupils_to_flip, self.verdict.stability)


def verdicts_of_year(user: User, school: School, academic_year: int) -> list[Verdict]:
    """The newest verdict of every methodology, through what the user sees; the last run first."""
    return newest_of(Verdict.objects.visible_to(user), school, academic_year)


def newest_of(verdicts, school: School, academic_year: int) -> list[Verdict]:
    """The same of any verdicts that may be told of."""
    found = verdicts.of_standings().filter(school=school, run__academic_year=academic_year)
    newest = {}
    for verdict in found.select_related("run__methodology").order_by(
        "-run__created_at", "-run__pk"
    ):
        newest.setdefault(verdict.run.methodology.slug, verdict)
    return list(newest.values())


def newest_verdict(school: School, academic_year: int) -> int | None:
    """The primary key of what the last run said of a school whose people are asking."""
    found = Verdict.objects.of_standings().filter(school=school, run__academic_year=academic_year)
    return found.order_by("-run__created_at", "-run__pk").values_list("pk", flat=True).first()


def statuses_now(school: School) -> list[SchoolStatus]:
    """What was decided on the school and is in force: it stands before what methods say."""
    return list(school.statuses.current().select_related("document").order_by("kind"))


def told(verdict: Verdict) -> Told:
    places = _places(verdict) if verdict.run.rule.is_scored else None
    return Told(verdict, reason_in_words(verdict), places)


def reason_in_words(verdict: Verdict) -> str:
    """By a score: where the school stands and what cost it most; else the lines that are met."""
    if not verdict.run.rule.is_scored:
        row = line_row(verdict.run.rule, verdict, [])
        return f"{row.lead} {row.way}".strip()
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
    """The line to begin with: that lost most points, or one that the status rests on."""
    if not verdict.run.rule.is_scored:
        met = line_row(verdict.run.rule, verdict, []).met_now
        return met[0].reason if met else None
    # «0 и 0» is a question, not a loss yet
    held = [reason for reason in verdict.reasons if reason["share_high"] is not None]
    if not held:
        return None
    held = [reason for reason in held if not reason["two_zeros"]] or held
    return min(held, key=lambda reason: reason["contribution"] - reason["limit"])


def _places(verdict: Verdict) -> dict:
    """«4–5 из 8» by the methodology and with the adjustment, and among whom."""
    parameters, everybody = verdict.run.parameters, list(verdict.run.verdicts.defer("reasons"))
    return {
        "among": WITHIN[parameters["rank_within"]],
        "place": place_words(everybody, parameters)[verdict.pk],
        "adjusted": place_words(everybody, parameters, "adjusted_")[verdict.pk],
    }
