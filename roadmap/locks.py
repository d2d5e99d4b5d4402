"""When values of a period may be written, and why not."""

from collections.abc import Iterable
from datetime import datetime

from roadmap.models import Campaign, Period, Programme, Submission
from schools.models import School, User

Phase, State = Campaign.Phase, Submission.State
LET_IN = {State.WAITING, State.RETURNED}
REPEALED = "Программа отменена: значения больше не\xa0меняются."


def why_closed(programme: Programme, period: Period, school: School | None) -> str:
    """Why no value may be written; "" when it may.

    `school` is who writes: None is the municipality itself, which may still write while the
    values of its schools are processed. A period that no campaign collects is always open.
    """
    return why_closed_to(programme, period, [school and school.pk])[school and school.pk]


def why_closed_to(
    programme: Programme, period: Period, schools: Iterable[int | None]
) -> dict[int | None, str]:
    """The same for many who write, by the key of the school: two queries for all of them."""
    schools = list(schools)
    campaign = Campaign.objects.filter(programme=programme, period=period).first()
    found = Submission.objects.filter(campaign=campaign, school__in=[pk for pk in schools if pk])
    submissions = {one.school_id: one for one in found} if campaign else {}
    return {
        pk: closed(programme, campaign, submissions.get(pk), is_home=pk is None) for pk in schools
    }


def closed(
    programme: Programme,
    campaign: Campaign | None,
    submission: Submission | None = None,
    *,
    is_home: bool,
) -> str:
    """The rule itself, of what was read already. `is_home`: the municipality writes."""
    if programme.state == Programme.State.REPEALED:
        return REPEALED
    if campaign is None:
        return ""
    return _to_municipality(campaign) if is_home else _to_school(campaign, submission)


def let_in_again(
    programme: Programme, period: Period, school: School, *, comment: str, by: User, at: datetime
) -> None:
    """A school whose value came back may mend it: what it had sent has come back with it."""
    campaign = Campaign.objects.filter(programme=programme, period=period).first()
    if campaign is None or campaign.phase == Phase.REPORT:
        return
    until = campaign.processing_until if campaign.phase == Phase.PROCESSING else None
    told = {"state": State.RETURNED, "comment": comment, "by": by, "at": at}
    sent = campaign.submissions.filter(school=school, state__in=[State.SENT, State.ACCEPTED])
    sent.update(reopened_until=until, **told)


def closed_to_school(submission: Submission, *, anew: bool = False) -> str:
    """Of a school in a campaign. `anew`: as if it had sent nothing yet."""
    campaign = submission.campaign
    return closed(campaign.programme, campaign, None if anew else submission, is_home=False)


def _to_municipality(campaign: Campaign) -> str:
    if campaign.phase == Phase.REPORT:
        return f"Ввод закрыт, значения больше не меняются: «{campaign}»."
    return ""


def _to_school(campaign: Campaign, submission: Submission | None) -> str:
    """Whoever was let in again may write until the daily task takes that back."""
    if campaign.phase == Phase.PLANNED:
        return f"Ввод откроется {campaign.entry_from:%d.%m.%Y}: «{campaign}»."
    if campaign.phase == Phase.REPORT:
        return _to_municipality(campaign)
    reopened = submission is not None and submission.reopened_until is not None
    if campaign.phase == Phase.PROCESSING and not reopened:
        return f"Ввод закрыт, показатели обрабатываются: «{campaign}»."
    if submission is not None and submission.state not in LET_IN:
        return CLOSED_BY_SCHOOL[submission.state]
    return ""


CLOSED_BY_SCHOOL = {
    State.SENT: "Показатели сданы. Чтобы исправить значение, попросите вернуть их школе.",
    State.ACCEPTED: "Показатели приняты. Чтобы исправить значение, попросите вернуть их школе.",
    State.NOTHING: "Отмечено, что сдавать нечего. Снимите отметку, чтобы внести значение.",
}
