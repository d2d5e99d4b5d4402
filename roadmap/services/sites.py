"""Looking at the sites of schools: what is looked for, a round, what was found."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from roadmap.models import SiteCheck, SiteFinding, SiteRequirement
from schools.errors import PortalError
from schools.middleware import AUTUMN
from schools.models import Municipality, School, SchoolStatus, User
from schools.naming import folded
from schools.services.notifications import notify, people_of

USUAL = (
    "Страница о программе повышения качества образования",
    "Приказ о школьной команде",
    "Приказ об утверждении программы",
    "Текст программы",
    "План мероприятий на учебный год",
    "Договор о сетевом взаимодействии",
)
CLOSED = "Мониторинг закончен. Чтобы исправить найденное, откройте его снова."
Found = SiteFinding.Found


@dataclass(frozen=True)
class NewFinding:
    """`seen`: what stood there when its page was opened. Without a note the old one stays."""

    pk: int
    seen: str
    found: str
    note: str | None = None


@dataclass(frozen=True)
class Recorded:
    stored: int
    # what somebody else wrote in between stays
    conflicts: frozenset[int]


def add_requirement(municipality: Municipality, *, title: str) -> SiteRequirement:
    """What was dropped before comes back with all that was ever found of it."""
    own = municipality.site_requirements
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        order = (own.aggregate(last=Max("order"))["last"] or 0) + 1
        # the comparison is ours: SQLite tells «Приказ» from «ПРИКАЗ»
        former = next((one for one in own.all() if folded(one.title) == folded(title)), None)
        if former and not former.dropped_on:
            raise PortalError("Такое требование уже есть.")
        if former:
            own.filter(pk=former.pk).update(dropped_on=None, order=order)
            return former
        return own.create(title=title, order=order)


def add_usual_requirements(municipality: Municipality) -> None:
    """The list to begin with."""
    there = set(municipality.site_requirements.filter(dropped_on=None).values_list("title"))
    for title in USUAL:
        if (title,) not in there:
            add_requirement(municipality, title=title)


def drop_requirement(requirement: SiteRequirement, *, on: date) -> None:
    """Later rounds do not look for it; those that did keep what they found."""
    SiteRequirement.objects.filter(pk=requirement.pk, dropped_on=None).update(dropped_on=on)


def move_requirement(requirement: SiteRequirement, *, up: bool) -> None:
    municipality = requirement.municipality
    with transaction.atomic():
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        standing = list(municipality.site_requirements.filter(dropped_on=None))
        places = [one.pk for one in standing]
        if requirement.pk not in places:
            return
        place = places.index(requirement.pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(places):
            places[place], places[other] = places[other], places[place]
        for order, pk in enumerate(places, start=1):
            SiteRequirement.objects.filter(pk=pk).update(order=order)


def supported_schools(municipality: Municipality, *, on: date) -> list[School]:
    """Whose sites are looked at, unless somebody chooses otherwise."""
    held = SchoolStatus.objects.supporting().in_year(on.year + (on.month >= AUTUMN))
    return list(municipality.schools.open().filter(pk__in=held.values("school")))


def begin_round(
    municipality: Municipality,
    *,
    title: str,
    held_on: date,
    schools: Iterable[School],
    by: User,
    at: datetime,
) -> SiteCheck:
    """What is required now is looked for at each of the schools."""
    requirements = list(municipality.site_requirements.filter(dropped_on=None))
    schools = list(schools)
    if not requirements:
        raise PortalError("Сначала составьте перечень того, что должно быть на сайте.")
    if not schools:
        raise PortalError("Выберите хотя бы одну школу.")
    with transaction.atomic():
        check = SiteCheck.objects.create(
            municipality=municipality, title=title, held_on=held_on, created_by=by, created_at=at
        )
        SiteFinding.objects.bulk_create(
            SiteFinding(check_round=check, school=school, requirement=requirement)
            for school in schools
            for requirement in requirements
        )
    return check


def record_findings(
    check: SiteCheck, told: Iterable[NewFinding], *, by: User, at: datetime
) -> Recorded:
    """What differs from what stands is written, unless somebody else wrote there in between."""
    changed, conflicts = [], set()
    with transaction.atomic():
        if SiteCheck.objects.select_for_update().get(pk=check.pk).closed_at:
            raise PortalError(CLOSED)
        rows = {row.pk: row for row in check.findings.all()}
        for one in told:
            row = rows.get(one.pk)
            note = one.note if row is None or one.note is not None else row.note
            if row is None or (row.found, row.note) == (one.found, note):
                continue
            if row.found not in (one.seen, one.found):
                conflicts.add(row.pk)
                continue
            row.found, row.note, row.by, row.at = one.found, note, by, at
            changed.append(row)
        SiteFinding.objects.bulk_update(changed, ["found", "note", "by", "at"])
    return Recorded(len(changed), frozenset(conflicts))


def close_round(check: SiteCheck, *, at: datetime) -> None:
    """Directors are told once what is missing on their sites."""
    with transaction.atomic():
        if not SiteCheck.objects.filter(pk=check.pk, closed_at=None).update(closed_at=at):
            raise PortalError("Мониторинг уже закончен.")
        _tell_directors(check, at)


def reopen_round(check: SiteCheck) -> None:
    SiteCheck.objects.filter(pk=check.pk).update(closed_at=None)


def _tell_directors(check: SiteCheck, at: datetime) -> None:
    whole, missing = defaultdict(int), defaultdict(list)
    for row in check.findings.select_related("requirement"):
        whole[row.school_id] += bool(row.found)
        if row.found in (Found.NO, Found.PARTLY):
            missing[row.school_id].append(row)
    people = people_of(list(missing))
    for school, rows in missing.items():
        notify(
            people[school],
            key=f"site-check-{check.pk}-{school}",
            title=f"сайт школы: не\xa0хватает {len(rows)} из\xa0{whole[school]}",
            text="; ".join(_in_words(row) for row in rows),
            url=reverse("roadmap:school-sites", args=[school]),
            at=at,
        )


def _in_words(row: SiteFinding) -> str:
    partly = " (есть не\xa0всё)" if row.found == Found.PARTLY else ""
    return f"{row.requirement}{partly}"
