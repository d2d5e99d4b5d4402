"""A school in a campaign: sends, is returned with a comment, accepted, or has nothing to send."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db import transaction

from roadmap.locks import LET_IN, closed_to_school
from roadmap.models import Campaign, Submission, Task, Value
from roadmap.progress import NOT_MENDED, Cell, narrow_of, row_of
from roadmap.services import tasks
from roadmap.services.campaigns import task_key, wait_for_writers
from roadmap.services.values import accept_values, submit_values
from schools.errors import PortalError
from schools.models import User
from schools.russian import count

Phase, State = Campaign.Phase, Submission.State
INCOMPLETE = "Пока сдать нельзя: {}."
LEFT = "осталось внести или подтвердить {}"
AS_BEFORE = "возвращены и\xa0не\xa0исправлены: {}"
SEE_THERE = "Что исправить, написано на\xa0странице сдачи показателей."
ALREADY = "Пока вы\xa0смотрели, состояние изменилось: {}. Обновите страницу."
CLOSED = "Сбор завершён: ничего уже не\xa0меняется."
WHY_NOTHING = "Напишите, почему сдавать нечего."
WHAT_TO_MEND = "Напишите, что исправить."
ONLY_PROCESSING = "Открыть школе ввод отдельно можно, когда сбор закрыт и\xa0идёт обработка."
SENT_ALREADY = "Школа всё сдала. Чтобы она исправила показатели, верните их."
BAD_DAY = "Укажите день не\xa0раньше сегодняшнего и\xa0не\xa0позже конца обработки, {:%d.%m.%Y}."


class Incomplete(PortalError):
    """`lacking`: what is still to be entered, proved or mended."""

    def __init__(self, lacking: list[Cell]):
        self.lacking = lacking
        back = [f"«{cell.indicator}»" for cell in lacking if cell.lacks == NOT_MENDED]
        left = len(lacking) - len(back)
        told = [LEFT.format(count(left, "показатель,показателя,показателей"))] if left else []
        told += [AS_BEFORE.format(", ".join(back))] if back else []
        super().__init__(INCOMPLETE.format("; ".join(told)))


def send(submission: Submission, *, by: User, at: datetime) -> None:
    """Whole or not at all: each asked indicator has a value or a reason, and its proof."""
    with transaction.atomic():
        submission = _locked(submission)
        _check_open(submission)
        row = row_of(submission, reader=None)
        if row.lacking:
            raise Incomplete(row.lacking)
        refused = submit_values([cell.value for cell in row.cells], by=by, at=at)
        if refused:
            raise PortalError(next(iter(refused.values())))
        _step(submission, LET_IN, State.SENT, reopened_until=None, by=by, at=at)
        _with_task(submission, Task.UNDER_WAY, tasks.submit_task, by=by, at=at)


def have_nothing(submission: Submission, *, reason: str, by: User, at: datetime) -> None:
    """«Нечего сдавать» is an answer, and not the same as «не сдано»."""
    if not reason.strip():
        raise PortalError(WHY_NOTHING)
    with transaction.atomic():
        submission = _locked(submission)
        _check_open(submission)
        _step(submission, LET_IN, State.NOTHING, comment=reason.strip(), by=by, at=at)
        told = {"text": f"Сдавать нечего: {reason.strip()}"}
        if narrow_of(submission.campaign.programme).exists():
            told = {"text": "Сдавать нечего."}
        _with_task(submission, Task.UNDER_WAY, tasks.submit_task, **told, by=by, at=at)


def take_back_nothing(submission: Submission, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        submission = _locked(submission)
        why = closed_to_school(submission, anew=True)
        if why and not submission.reopened_until:
            raise PortalError(why)
        _step(submission, [State.NOTHING], State.WAITING, by=by, at=at)
        _with_task(submission, [Task.State.SUBMITTED], tasks.withdraw_task, by=by, at=at)


def return_submission(submission: Submission, *, comment: str, by: User, at: datetime) -> None:
    """To be mended; while values are processed the school is let in until the end of that."""
    if not comment.strip():
        raise PortalError(WHAT_TO_MEND)
    with transaction.atomic():
        submission = _locked(submission)
        campaign = submission.campaign
        if campaign.phase == Phase.REPORT:
            raise PortalError(CLOSED)
        until = campaign.processing_until if campaign.phase == Phase.PROCESSING else None
        there = [State.SENT, State.ACCEPTED, State.NOTHING]
        told = {"comment": comment.strip(), "reopened_until": until}
        _step(submission, there, State.RETURNED, **told, by=by, at=at)
        finished = [Task.State.SUBMITTED, Task.State.DONE]
        # the thread of a task has more readers than figures of a narrow circle
        text = SEE_THERE if narrow_of(campaign.programme).exists() else comment.strip()
        _with_task(submission, finished, tasks.return_task, text=text, by=by, at=at)


def accept_submission(submission: Submission, *, by: User, at: datetime) -> None:
    """With all its values that wait for a check."""
    with transaction.atomic():
        submission = _locked(submission)
        if submission.campaign.phase == Phase.REPORT:
            raise PortalError(CLOSED)
        _step(submission, [State.SENT], State.ACCEPTED, by=by, at=at)
        cells = row_of(submission, reader=None).cells
        waiting = [cell.value for cell in cells if cell.mark == Value.State.SUBMITTED]
        accept_values({value.pk: value.version for value in waiting}, by=by, at=at)
        _with_task(submission, [Task.State.SUBMITTED], tasks.accept_task, by=by, at=at)


def reopen(submission: Submission, *, until: date, by: User, on: date, at: datetime) -> None:
    """A school that was late may write until a day, while the others may not."""
    with transaction.atomic():
        submission = _locked(submission)
        campaign = submission.campaign
        if campaign.phase != Phase.PROCESSING:
            raise PortalError(ONLY_PROCESSING)
        if not on <= until <= campaign.processing_until:
            raise PortalError(BAD_DAY.format(campaign.processing_until))
        if not Submission.objects.filter(pk=submission.pk, state__in=LET_IN).update(
            reopened_until=until
        ):
            raise PortalError(SENT_ALREADY)
        told = {"due_on": until, "text": "Ввод открыт школе отдельно."}
        _with_task(submission, Task.UNDER_WAY, tasks.postpone_task, **told, by=by, at=at)


def _locked(submission: Submission) -> Submission:
    """As it is now, and so until we are done."""
    wait_for_writers(submission.campaign)
    rows = Submission.objects.select_for_update(of=["self"])
    return rows.select_related("campaign__programme", "campaign__period", "school").get(
        pk=submission.pk
    )


def _check_open(submission: Submission) -> None:
    if why := closed_to_school(submission):
        raise PortalError(why)


def _step(submission: Submission, before: Iterable[str], after: str, **told) -> None:
    told = {"comment": ""} | told
    there = Submission.objects.filter(pk=submission.pk, state__in=before)
    if not there.update(state=after, **told):
        submission.refresh_from_db()
        raise PortalError(ALREADY.format(submission.get_state_display()))
    submission.state = after


def _with_task(submission: Submission, states: Iterable[str], step: Callable, **told) -> None:
    """The task that asked for it goes the same way, and tells people of it."""
    campaign = submission.campaign
    own = Task.objects.filter(campaign=campaign, key=task_key(campaign, submission.school_id))
    task = own.filter(state__in=states).first()
    if task:
        step(task, **told)
