"""The register of schools: a card, what it is called, what changes from year to year."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from schools.errors import PortalError
from schools.history import BEGINNING, version_of
from schools.models import (
    Cluster,
    Enrolment,
    Municipality,
    School,
    SchoolAlias,
    SchoolYear,
    User,
)
from schools.naming import normalised


class ChangedMeanwhile(PortalError):
    """Somebody saved the card while another one still had the older version on the screen."""


def save_school(
    school: School,
    *,
    aliases: Mapping[str, Iterable[str]],
    by: User | None,
    at: datetime,
    seen: int | None = None,
) -> School:
    """Store the card and, per kind that is told, all its aliases. A renamed school keeps its old
    name among the others, so that old files still find it.
    """
    with transaction.atomic():
        stored = _locked(school, seen) if school.pk else None
        if stored is None or _differs(stored, school):
            write(school, by=by, at=at)
        kept = {kind: list(values) for kind, values in aliases.items()}
        if stored and normalised(stored.short_name) != normalised(school.short_name):
            own = kept.setdefault("name", list(_values(school, "name")))
            own.append(stored.short_name)
        for kind, values in kept.items():
            _set_aliases(school, kind, values, by=by, at=at)
    return school


def add_school(
    school: School,
    *,
    aliases: Mapping[str, Iterable[str]],
    cluster_name: str,
    academic_year: int,
    by: User,
    at: datetime,
) -> School:
    with transaction.atomic():
        save_school(school, aliases=aliases, by=by, at=at)
        if cluster_name:
            cluster = cluster_named(school.municipality, cluster_name)
            told = {"cluster": cluster, "kind": school.kind, "teachers": None}
            describe_year(school, academic_year, **told, by=by, at=at)
    return school


def describe_year(
    school: School,
    academic_year: int,
    *,
    cluster: Cluster,
    kind: str,
    teachers: int | None,
    by: User | None,
    at: datetime,
    correct: bool = False,
) -> None:
    """Holds from that year on. `correct`: it always was so, the description in force was wrong.

    The first description of a school holds for the years before it too: nobody knows better.
    """
    years = school.years.filter(academic_year__lte=academic_year)
    holding = years.order_by("-academic_year").first()
    told = {"cluster": cluster, "kind": kind, "teachers": teachers}
    if holding and all(getattr(holding, name) == value for name, value in told.items()):
        return
    if holding is None or not (correct or holding.academic_year == academic_year):
        first = BEGINNING if holding is None else academic_year
        holding = SchoolYear(school=school, academic_year=first)
    for name, value in told.items():
        setattr(holding, name, value)
    write(holding, by=by, at=at)
    if school.kind != kind and not school.years.filter(academic_year__gt=academic_year).exists():
        school.kind = kind
        write(school, by=by, at=at)


def count_pupils(
    school: School,
    academic_year: int,
    pupils: Mapping[int, int | None],
    *,
    by: User | None,
    at: datetime,
) -> None:
    """{grade: pupils}; None takes the grade away: the school has no such class in that year."""
    stored = {row.grade: row for row in school.enrolments.filter(academic_year=academic_year)}
    for grade, number in pupils.items():
        row = stored.get(grade) or Enrolment(
            school=school, academic_year=academic_year, grade=grade
        )
        if number is None and row.pk:
            erase(row, by=by, at=at)
        elif number is not None and row.pupils != number:
            row.pupils = number
            write(row, by=by, at=at)


def save_year(
    school: School,
    academic_year: int,
    *,
    cluster_name: str,
    pupils: Mapping[int, int | None],
    by: User,
    at: datetime,
    seen: int | None,
    **described,
) -> None:
    with transaction.atomic():
        _locked(school, seen)
        cluster = cluster_named(school.municipality, cluster_name)
        describe_year(school, academic_year, cluster=cluster, by=by, at=at, **described)
        count_pupils(school, academic_year, pupils, by=by, at=at)


def close_school(
    school: School,
    *,
    on: date,
    successor: School | None,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Nothing is deleted: results, verdicts and papers of the school stay as they are."""
    with transaction.atomic():
        school = _locked(school, seen)
        if school.closed_on:
            raise PortalError(f"Школа уже закрыта {school.closed_on:%d.%m.%Y}.")
        if branches := list(school.branches.open().values_list("short_name", flat=True)):
            raise PortalError(
                f"У школы есть открытые филиалы: {', '.join(branches)}. Сначала закройте их или "
                "передайте другой школе."
            )
        if successor and (successor == school or successor.closed_on):
            raise PortalError("Правопреемником может быть только другая открытая школа.")
        school.closed_on, school.successor = on, successor
        write(school, by=by, at=at)


def reopen_school(school: School, *, by: User, at: datetime) -> None:
    """For a school that was closed by mistake."""
    with transaction.atomic():
        school = _locked(school, None)
        if not school.closed_on:
            raise PortalError("Школа не закрыта.")
        if school.parent and school.parent.closed_on:
            raise PortalError(
                f"Головная школа «{school.parent}» закрыта. Сначала откройте её или укажите "
                "филиалу другую."
            )
        school.closed_on = school.successor = None
        write(school, by=by, at=at)


def cluster_named(municipality: Municipality, name: str) -> Cluster:
    """The cluster of that name, however its letters are written; a new one stands last."""
    clusters = list(municipality.clusters.all())
    for cluster in clusters:
        if normalised(cluster.name) == normalised(name):
            return cluster
    order = max((cluster.order for cluster in clusters), default=0) + 1
    return Cluster.objects.create(municipality=municipality, name=name, order=order)


def taken(municipality: Municipality, kind: str, values: Iterable[str], *, but: School | None):
    """{value: school} of those values that already mean another school of the municipality."""
    keys = {value: normalised(value) for value in values}
    aliases = SchoolAlias.objects.filter(municipality=municipality, kind=kind)
    means = {row.key: row.school for row in aliases.select_related("school")}
    if kind == SchoolAlias.Kind.NAME:
        means |= {normalised(row.short_name): row for row in municipality.schools.all()}
    return {value: means[key] for value, key in keys.items() if key in means and means[key] != but}


def write(row, *, by: User | None, at: datetime) -> None:
    row._history_user, row._history_date = by, at
    row.save()


def add_aliases(aliases: list[SchoolAlias], *, by: User | None, at: datetime) -> None:
    """As many queries however many there are; what bulk_create passes over is done here."""
    for alias in aliases:
        alias.key = normalised(alias.value)
    bulk_create_with_history(aliases, SchoolAlias, default_user=by, default_date=at)


def erase(row, *, by: User | None, at: datetime) -> None:
    """Only aliases and head counts are ever taken away; their history stays."""
    row._history_user, row._history_date = by, at
    row.delete()


def _locked(school: School, seen: int | None) -> School:
    """The row as it is now; of two who save, the second finds another version than the one seen."""
    stored = School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    if seen is not None and version_of(stored) != seen:
        raise ChangedMeanwhile("Пока вы вводили, карточку изменили.")
    return stored


def _differs(stored: School, school: School) -> bool:
    names = [field.attname for field in School._meta.concrete_fields]
    return any(getattr(stored, name) != getattr(school, name) for name in names)


def _values(school: School, kind: str):
    return school.aliases.filter(kind=kind).values_list("value", flat=True)


def _set_aliases(school, kind, values, *, by, at) -> None:
    told = {normalised(value): value for value in reversed(list(values))}
    for row in school.aliases.filter(kind=kind):
        value = told.pop(row.key, None)
        if value is None:
            erase(row, by=by, at=at)
        elif value != row.value:
            row.value = value
            write(row, by=by, at=at)
    for value in reversed(told.values()):
        row = SchoolAlias(municipality=school.municipality, school=school, kind=kind, value=value)
        write(row, by=by, at=at)
