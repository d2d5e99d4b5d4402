"""Campaigns: planned, opened for entry, processed, reported. Each phase closes the one before."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from roadmap.models import Campaign, Indicator, Period, Programme, Submission, Task
from roadmap.progress import asked_indicators
from roadmap.services.tasks import NewTask, give_tasks
from schools.errors import PortalError
from schools.models import Municipality, Role, School, User
from schools.russian import count
from schools.services.notifications import in_charge_of, notify

log = logging.getLogger(__name__)

Phase, State = Campaign.Phase, Submission.State
NOBODY = "Выберите хотя\xa0бы одну школу: сдавать показатели некому."
NOTHING = "В\xa0программе нет показателей, которые вносят школы."
TWICE = "Сбор за\xa0этот период уже есть."
NOT_MUNICIPAL = "Сбор проводится по\xa0программе муниципалитета."
ORDER = "Этапы должны идти друг за\xa0другом: сбор, затем обработка."
ALREADY = "Этап уже другой: {}. Обновите страницу."


def plan_campaign(
    programme: Programme,
    period: Period,
    *,
    title: str,
    entry_from: date,
    entry_until: date,
    processing_until: date,
    schools: Iterable[School],
    by: User,
    at: datetime,
) -> Campaign:
    schools = list(schools)
    if programme.school_id:
        raise PortalError(NOT_MUNICIPAL)
    if not entry_from <= entry_until <= processing_until:
        raise PortalError(ORDER)
    if not schools:
        raise PortalError(NOBODY)
    if not asked_indicators(programme).exists():
        raise PortalError(NOTHING)
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                programme=programme,
                period=period,
                title=title,
                entry_from=entry_from,
                entry_until=entry_until,
                processing_until=processing_until,
                created_by=by,
                created_at=at,
            )
            ask_schools(campaign, schools, by=by, at=at)
    except IntegrityError as error:
        raise PortalError(TWICE) from error
    return campaign


def ask_schools(
    campaign: Campaign, schools: Iterable[School], *, by: User | None, at: datetime
) -> None:
    """Also when it is open already: a school that was forgotten gets its task then."""
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(of=["self"]).get(pk=campaign.pk)
        Submission.objects.bulk_create(
            (Submission(campaign=campaign, school=school) for school in schools),
            ignore_conflicts=True,
        )
        if campaign.phase == Phase.ENTRY:
            _give_tasks(campaign, by=by, at=at)


def open_entry(campaign: Campaign, *, by: User | None, at: datetime) -> None:
    """Each school that is asked gets a task with the last day of the entry."""
    with transaction.atomic():
        _move(campaign, Phase.PLANNED, Phase.ENTRY)
        _give_tasks(campaign, by=by, at=at)


def close_entry(campaign: Campaign, *, at: datetime) -> None:
    """Schools may write no more: only one that is let in again until a day."""
    with transaction.atomic():
        _move(campaign, Phase.ENTRY, Phase.PROCESSING)
        states = list(campaign.submissions.values_list("state", flat=True))
        late = sum(state in (State.WAITING, State.RETURNED) for state in states)
        said = f"Не\xa0сдали: {late} из\xa0{len(states)}." if late else "Сдали все школы."
        _tell(campaign, f"Сбор закрыт: {campaign}", f"{said} Теперь значения проверяются.", at)


def close_processing(campaign: Campaign, *, at: datetime) -> None:
    """From now on no value of the period changes."""
    with transaction.atomic():
        _move(campaign, Phase.PROCESSING, Phase.REPORT)
        campaign.submissions.update(reopened_until=None)
        _tell(campaign, f"Обработка закончена: {campaign}", "Отчёт можно выгрузить.", at)


def advance_due(*, at: datetime) -> None:
    """What the calendar asks for, by each municipality's own day. One never stops the others."""
    moving = Campaign.objects.exclude(phase=Phase.REPORT)
    for municipality in Municipality.objects.filter(programmes__campaigns__in=moving).distinct():
        on = at.astimezone(ZoneInfo(municipality.time_zone)).date()
        for campaign in moving.filter(programme__municipality=municipality):
            try:
                advance(campaign, on=on, at=at)
            except Exception:
                log.exception("The campaign %s of %s", campaign.pk, municipality.slug)


def advance(campaign: Campaign, *, on: date, at: datetime) -> None:
    """To the phase of the day, step by step: what the portal slept through is made up for."""
    with transaction.atomic():
        wait_for_writers(campaign)
        campaign = Campaign.objects.get(pk=campaign.pk)
        if campaign.phase == Phase.PLANNED and on >= campaign.entry_from:
            open_entry(campaign, by=None, at=at)
        if campaign.phase == Phase.ENTRY and on > campaign.entry_until:
            close_entry(campaign, at=at)
        if campaign.phase == Phase.PROCESSING and on > campaign.processing_until:
            close_processing(campaign, at=at)
        campaign.submissions.filter(reopened_until__lt=on).update(reopened_until=None)


def _move(campaign: Campaign, before: str, after: str) -> None:
    wait_for_writers(campaign)
    if not Campaign.objects.filter(pk=campaign.pk, phase=before).update(phase=after):
        campaign.refresh_from_db(fields=["phase"])
        raise PortalError(ALREADY.format(campaign.get_phase_display()))
    campaign.phase = after


def wait_for_writers(campaign: Campaign) -> None:
    """Whoever is writing a value finishes first, see Desk; who comes later meets the new phase."""
    written = Indicator.objects.select_for_update(no_key=True, of=["self"]).order_by("pk")
    list(written.filter(programme=campaign.programme_id).values_list("pk", flat=True))


def task_key(campaign: Campaign, school_id: int) -> str:
    return f"campaign-{campaign.pk}-{school_id}"


def _give_tasks(campaign: Campaign, *, by: User | None, at: datetime) -> None:
    n = asked_indicators(campaign.programme).count()
    figures = count(n, "показатель,показателя,показателей")
    waiting = campaign.submissions.filter(state__in=[State.WAITING, State.RETURNED])
    give_tasks(
        [
            NewTask(
                municipality=campaign.programme.municipality,
                school=one.school,
                title=f"Сдать показатели {campaign.period.named}",
                details=f"{figures} {campaign.period.named}. "
                "Что осталось внести, видно на\xa0странице сбора.",
                due_on=campaign.entry_until,
                role=Role.DIRECTOR,
                origin=Task.Origin.CAMPAIGN,
                key=task_key(campaign, one.school_id),
                campaign=campaign,
            )
            for one in waiting.select_related("school")
        ],
        by=by,
        at=at,
    )


def _tell(campaign: Campaign, title: str, text: str, at: datetime) -> None:
    notify(
        in_charge_of(campaign.programme.municipality, roles=[Role.COORDINATOR, Role.HEAD]),
        key=f"campaign-{campaign.pk}-{campaign.phase}",
        title=title[:200],
        text=text,
        url=campaign.get_absolute_url(),
        at=at,
    )
