"""What proves a value, a task or a finding: a link or a file, added and taken back."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from roadmap import locks
from roadmap.file_types import checked_type, safe_name
from roadmap.links.addresses import Refused, read_address
from roadmap.models import Evidence, Proof, SiteFinding, Task, Value
from roadmap.models.evidence import evidence_place
from roadmap.proofs import takes
from schools.errors import PortalError
from schools.files import write_whole
from schools.models import Municipality, User
from schools.scoping import may_write

Owner = Task | Value | SiteFinding
FIELDS: dict[type, str] = {Task: "task", Value: "value", SiteFinding: "finding"}
MEGABYTE = 2**20
WAITING = "Сейчас это на\xa0проверке. Дождитесь ответа, потом подтверждение можно будет отозвать."


def add_link(owner: Owner, *, url: str, title: str = "", by: User, at: datetime) -> Evidence:
    """The link is looked at soon after; see roadmap.links."""
    if not takes(proof_of(owner), "link"):
        raise PortalError("Здесь нужен файл документа, а не ссылка.")
    try:
        address = read_address(url)
    except Refused as error:
        raise PortalError(f"Такая ссылка не подойдёт: {error}.") from error
    return _add(owner, {"url": address.url, "host": address.host, "check_at": at}, title, by, at)


def add_file(
    owner: Owner, *, name: str, content: bytes, title: str = "", by: User, at: datetime
) -> Evidence:
    """On the disk before its row: a row never names a file that is not there whole."""
    if not takes(proof_of(owner), "file"):
        raise PortalError(f"Здесь нужна {Proof(proof_of(owner)).label}, а не файл.")
    if len(content) > settings.EVIDENCE_MAX_MB * MEGABYTE:
        raise PortalError(
            f"Файл больше {settings.EVIDENCE_MAX_MB} МБ. Уменьшите его или дайте ссылку."
        )
    name = safe_name(name)
    told = {
        "name": name,
        "content_type": checked_type(name, content),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "file": evidence_place(),
    }
    path = Path(default_storage.path(told["file"]))
    write_whole(path, content)
    try:
        return _add(owner, told, title, by, at)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def withdraw_evidence(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Kept, but it counts no more. What waits for a check is taken back first: see why_kept."""
    with transaction.atomic():
        owner = _locked(evidence.owner)
        if why := why_kept(owner, by=by):
            raise PortalError(why)
        standing = Evidence.objects.standing().filter(pk=evidence.pk)
        if not standing.update(
            withdrawn_by=by, withdrawn_at=at, check_at=None, checking_since=None
        ):
            raise PortalError("Это подтверждение уже отозвано.")


def proof_of(owner: Owner) -> str:
    """What its indicator or task asks for."""
    if isinstance(owner, Task):
        return owner.proof
    return owner.indicator.proof if isinstance(owner, Value) else Proof.ANY


def why_closed(owner: Owner, *, by: User) -> str:
    """Why nothing more can be added; empty while it can.

    What was accepted stays as it was accepted, unless those who accept add to it themselves.
    """
    if isinstance(owner, SiteFinding):
        return "Мониторинг закончен." if owner.check_round.closed_at else ""
    accepts = may_write(by, municipality_of(owner))
    if isinstance(owner, Task):
        closed = owner.state == Task.State.CANCELLED or (
            owner.state == Task.State.DONE and not accepts
        )
        return f"Поручение {owner.get_state_display()}." if closed else ""
    if owner.state == Value.State.ACCEPTED and not accepts:
        return "Значение принято."
    writer = None if accepts else owner.school
    return locks.why_closed(owner.indicator.programme, owner.period, writer)


def why_kept(owner: Owner, *, by: User) -> str:
    """Why what was added cannot be taken back now."""
    return WAITING if waits_for_check(owner) else why_closed(owner, by=by)


def waits_for_check(owner: Owner) -> bool:
    return not isinstance(owner, SiteFinding) and owner.state == Task.State.SUBMITTED


def municipality_of(owner: Owner) -> Municipality:
    if isinstance(owner, Task):
        return owner.municipality
    return (
        owner.indicator.programme.municipality
        if isinstance(owner, Value)
        else (owner.check_round.municipality)
    )


def _add(owner: Owner, told: dict, title: str, by: User, at: datetime) -> Evidence:
    field = FIELDS[type(owner)]
    same = {"url": told["url"]} if "url" in told else {"sha256": told["sha256"]}
    with transaction.atomic():
        if why := why_closed(_locked(owner), by=by):
            raise PortalError(f"{why} Подтверждение добавить уже нельзя.")
        if owner.evidence.standing().filter(**same).exists():
            raise PortalError("Это подтверждение здесь уже есть.")
        return Evidence.objects.create(
            **{field: owner}, title=title, added_by=by, added_at=at, **told
        )


def _locked(owner: Owner) -> Owner:
    """As it is now, and so until we are done."""
    return type(owner).objects.select_for_update().get(pk=owner.pk)
