"""The register file into the register: all of it or nothing."""

from datetime import datetime

from django.db import transaction

from schools.errors import PortalError
from schools.models import Municipality, School, User
from schools.naming import normalised
from schools.readers import RegisterFile

from .register import ChangedMeanwhile, cluster_named, describe_year, save_school
from .register_plan import ALIASES, SAME, Plan, plan_register


def import_register(
    municipality: Municipality,
    file: RegisterFile,
    *,
    academic_year: int,
    by: User | None,
    at: datetime,
    seen: str | None = None,
) -> Plan:
    """All or nothing. New clusters come in the order of the file, head schools before branches.

    `seen`: the fingerprint of the plan that somebody was shown. Another one is not carried out.
    """
    with transaction.atomic():
        # two files at once: the second is planned against what the first has stored
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        plan = plan_register(municipality, file, academic_year=academic_year)
        if seen is not None and plan.fingerprint != seen:
            raise ChangedMeanwhile("Реестр изменился. Ничего не записано.")
        if plan.problems:
            raise PortalError("В файле есть что исправить. Ничего не записано.")
        for planned in plan.rows:
            if planned.row.cluster:
                cluster_named(municipality, planned.row.cluster)
        found = {normalised(school.short_name): school for school in municipality.schools.all()}
        for planned in sorted(plan.rows, key=lambda planned: bool(planned.parent_key)):
            if planned.outcome != SAME:
                school = _store(municipality, planned, found, by=by, at=at)
                found[planned.row.key] = school
                _describe(school, planned, academic_year, by=by, at=at)
    return plan


def _store(municipality, planned, found, *, by, at) -> School:
    row = planned.row
    school = found.get(row.key) or School(municipality=municipality, kind=planned.kind)
    for name in ("short_name", "full_name", "settlement"):
        setattr(school, name, getattr(row, name) or getattr(school, name))
    school.legal_status = planned.status
    school.parent = found[planned.parent_key] if planned.parent_key else None
    # a file adds names and logins; they are taken away on the card only
    aliases = {kind: _with_own(school, kind, getattr(row, name)) for name, kind in ALIASES.items()}
    return save_school(school, aliases=aliases, by=by, at=at)


def _with_own(school: School, kind: str, told: tuple[str, ...]) -> list[str]:
    if not school.pk:
        return list(told)
    own = dict(school.aliases.filter(kind=kind).values_list("key", "value"))
    return [*own.values(), *(value for value in told if normalised(value) not in own)]


def _describe(school, planned, academic_year, *, by, at) -> None:
    holding = school.years.filter(academic_year__lte=academic_year).order_by("academic_year").last()
    if not planned.row.cluster and holding is None:
        if school.kind != planned.kind:
            school.kind = planned.kind
            save_school(school, aliases={}, by=by, at=at)
        return
    name = planned.row.cluster
    describe_year(
        school,
        academic_year,
        cluster=cluster_named(school.municipality, name) if name else holding.cluster,
        kind=planned.kind,
        teachers=holding.teachers if holding else None,
        by=by,
        at=at,
    )
