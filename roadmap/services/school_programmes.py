"""School programmes: a copy of the municipal template, then line by line what changed in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from roadmap.content import LABELS, content_by_template
from roadmap.edition_changes import ADDED, DROPPED, Change, changes, items_of
from roadmap.models import Edition, Programme
from roadmap.querysets import OF_SCHOOL
from roadmap.school_part import school_part
from roadmap.services.editions import save_edition
from roadmap.services.template_copies import Copies
from schools.errors import PortalError
from schools.models import School, User
from schools.russian import school_name
from schools.services.notifications import notify, people_of

TITLE = "Школьная программа повышения качества образования, {}"
NOT_A_TEMPLATE = "Образцом может быть только программа муниципалитета."
NOTHING = "В\xa0программе нет ни\xa0показателей, ни\xa0мероприятий школ: копировать нечего."
COPIED = "Создана школьная программа", "Проверьте цели и\xa0поправьте их под\xa0свою школу."
RENEWED = "Образец программы изменён", "Посмотрите, что изменилось, и\xa0примите нужное."
GONE = "Этого изменения уже нет: обновите страницу."
FIRST = "Для\xa0школьных программ"


def copy_template(
    template: Programme, schools: Iterable[School], *, by: User, on: date, at: datetime
) -> list[Programme]:
    """Those that are new: who has a copy keeps it. Each is a draft until its school adopts it."""
    if template.school_id:
        raise PortalError(NOT_A_TEMPLATE)
    with transaction.atomic():
        # who copies the same at the same time waits, and then finds it copied
        template = Programme.objects.select_for_update(of=["self"]).get(pk=template.pk)
        edition = _edition_of(template, by=by, on=on, at=at)
        part = school_part(edition.content)
        if not part["indicators"] and not part["activities"]:
            raise PortalError(NOTHING)
        there = set(template.school_programmes.values_list("school", flat=True))
        new = [school for school in schools if school.pk not in there]
        made = [_copy(template, edition, part, school) for school in new]
        _tell(made, f"programme-copy:{template.pk}", COPIED, at=at)
    return made


def _edition_of(template: Programme, *, by: User, on: date, at: datetime) -> Edition:
    """The newest; a template that has none gets its first: a copy needs one to follow."""
    return template.editions.first() or save_edition(
        template, reason=FIRST, dated_on=on, by=by, at=at
    )


def _copy(template: Programme, edition: Edition, part: dict, school: School) -> Programme:
    programme = Programme.objects.create(
        municipality=template.municipality,
        school=school,
        kind=template.kind,
        title=TITLE.format(school_name(school.short_name)),
        purpose=template.purpose,
        starts_on=template.starts_on,
        ends_on=template.ends_on,
        template=template,
        template_edition=edition,
    )
    copies = Copies(programme, part)
    for noun in ("periods", "goals", "indicators", "activities", "works"):
        copies.add(noun, list(items_of(part, noun)))
    return programme


@dataclass(frozen=True)
class Offer:
    """A change of the template that the school has not taken over; `own`: what it says now."""

    change: Change
    own: str


def offers(programme: Programme) -> list[Offer]:
    """What changed in the template since the edition that was answered, and is not here yet.

    What the school itself wrote otherwise is its own affair, as long as the template stands.
    """
    latest = _latest(programme)
    if latest is None:
        return []
    base, then = school_part(programme.template_edition.content), school_part(latest.content)
    here = {
        one.key: one for one in changes(school_part(content_by_template(programme)), then, LABELS)
    }
    return [
        Offer(change, here[change.key].before if here[change.key].before != change.before else "")
        for change in changes(base, then, LABELS)
        if change.key in here
    ]


def take_over(programme: Programme, key: str, *, on: date) -> None:
    """One line, as the template has it now."""
    with transaction.atomic():
        programme = _locked(programme)
        offer = next((one for one in offers(programme) if one.change.key == key), None)
        if offer is None:
            raise PortalError(GONE)
        latest = _latest(programme)
        _apply(Copies(programme, school_part(latest.content)), offer.change, on=on)
        if not offers(programme):
            _answer(programme, latest)


def tell_of_edition(edition: Edition, *, at: datetime) -> None:
    """Schools whose programme follows this template have something to answer."""
    copies = edition.programme.school_programmes.select_related("school")
    _tell(list(copies), f"programme-edition:{edition.pk}", RENEWED, at=at)


def keep_ours(programme: Programme) -> None:
    """The rest stays as the school has it, until the template changes again."""
    with transaction.atomic():
        programme = _locked(programme)
        latest = _latest(programme)
        if latest is not None:
            _answer(programme, latest)


def _apply(copies: Copies, change: Change, *, on: date) -> None:
    if change.action == ADDED:
        copies.add(change.noun, [change.id])
    elif change.action == DROPPED:
        copies.drop(change.noun, change.id, on=on)
    elif change.field.startswith("target-"):
        copies.set_target(change.id, change.field.removeprefix("target-"))
    else:
        copies.set_field(change.noun, change.id, change.field)


def _latest(programme: Programme) -> Edition | None:
    """The template's edition that is newer than the answered one."""
    if programme.template_id is None or programme.template_edition_id is None:
        return None
    newer = programme.template.editions.filter(number__gt=programme.template_edition.number)
    return newer.first()


def _tell(programmes: list[Programme], key: str, words: tuple[str, str], *, at: datetime) -> None:
    people = people_of([one.school_id for one in programmes], roles=OF_SCHOOL)
    for one in programmes:
        title, text = words
        url = one.get_absolute_url()
        notify(people[one.school_id], key=f"{key}:{one.pk}", title=title, text=text, url=url, at=at)


def _locked(programme: Programme) -> Programme:
    rows = Programme.objects.select_for_update(of=["self"])
    return rows.select_related("template", "template_edition").get(pk=programme.pk)


def _answer(programme: Programme, edition: Edition) -> None:
    programme.template_edition = edition
    programme.save(update_fields=["template_edition"])
