"""The history of a school's card: who changed what and when, told in the words of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from .models import Enrolment, School, SchoolAlias, SchoolYear, User
from .russian import school_year

CARD = [
    *("short_name", "full_name", "kind", "legal_status", "parent", "settlement"),
    *("opened_on", "closed_on", "successor"),
]
YEARLY = ["cluster", "kind", "teachers"]
BEGINNING = 2000  # the first year of the portal: a description that holds from it always held
HIDDEN = "другая школа"
NOBODY = "Администратор сервера"  # a command, not a person of the portal


@dataclass(frozen=True)
class Line:
    """One changed value; an empty side is told as «не указано»."""

    label: str
    before: str
    after: str


@dataclass
class Change:
    """What one person did at one moment."""

    at: datetime
    by: User | None
    is_creation: bool = False
    lines: list[Line] = field(default_factory=list)


def version_of(school: School) -> int:
    """Grows with every change of the card: whoever saves tells which version was on the screen."""
    return sum(records.count() for records in _records(school))


def changes_of(school: School, names: Mapping[int, str]) -> list[Change]:
    """The newest first. `names` are the schools that the reader may see, by primary key."""
    before, changes = {}, []
    for (at, _by), together in groupby(_in_order(school), key=_moment):
        change = Change(at=at, by=None)
        for record in together:
            key = (record.instance_type, record.id)
            change.by = record.history_user
            change.is_creation |= record.instance_type is School and record.history_type == "+"
            earlier = before.get(key) or _held_until(record, before.values())
            change.lines += _lines(earlier, record, names)
            before[key] = record
        if change.lines or change.is_creation:
            changes.append(change)
    return changes[::-1]


def changes_since(school: School, version: int, names: Mapping[int, str]) -> list[Change]:
    """What others did after somebody opened the card at that version."""
    fresh = version_of(school) - version
    records = _in_order(school)[-fresh:] if fresh > 0 else []
    since = {_moment(record)[0] for record in records}
    return [change for change in changes_of(school, names) if change.at in since]


def _in_order(school: School) -> list:
    """By time; what one press of a button wrote, in the order of the tables."""
    told = [(n, record) for n, table in enumerate(_records(school)) for record in table]
    told.sort(key=lambda pair: (_moment(pair[1])[0], pair[0], pair[1].history_id))
    return [record for _n, record in told]


def _moment(record) -> tuple:
    """One press of a button writes several rows: they are told together."""
    return record.history_date.replace(microsecond=0), record.history_user_id


def _held_until(record, known):
    """A new description of a year follows the one that held before it."""
    if record.instance_type is not SchoolYear:
        return None
    earlier = [
        row
        for row in known
        if row.instance_type is SchoolYear and row.academic_year < record.academic_year
    ]
    return max(earlier, key=lambda row: row.academic_year, default=None)


def _records(school: School):
    """The four tables that make a card. Nothing in them is ever deleted."""
    return [
        School.history.filter(id=school.pk).select_related("history_user"),
        SchoolYear.history.filter(school_id=school.pk).select_related("history_user", "cluster"),
        SchoolAlias.history.filter(school_id=school.pk).select_related("history_user"),
        Enrolment.history.filter(school_id=school.pk).select_related("history_user"),
    ]


def _lines(before, record, names) -> list[Line]:
    gone = record.history_type == "-"
    lines = [
        Line(label, _shown(before, name, names), "" if gone else _shown(record, name, names))
        for label, name in _labels(record)
    ]
    return [line for line in lines if line.before != line.after]


def _labels(record):
    """(what the page calls it, the field) for every field of the record that is told."""
    if record.instance_type is School:
        return [(School._meta.get_field(name).verbose_name, name) for name in CARD]
    if record.instance_type is SchoolYear:
        since = since_year(record.academic_year)
        return [(f"{SchoolYear._meta.get_field(n).verbose_name} {since}", n) for n in YEARLY]
    if record.instance_type is SchoolAlias:
        return [(SchoolAlias.Kind(record.kind).label, "value")]
    return [(f"учеников, {record.grade} класс, {school_year(record.academic_year)}", "pupils")]


def _shown(record, name: str, names: Mapping[int, str]) -> str:
    if record is None:
        return ""
    if name in {"parent", "successor"}:
        school = getattr(record, f"{name}_id")
        return names.get(school, HIDDEN) if school else ""
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    if value is None:
        return ""
    return f"{value:%d.%m.%Y}" if name.endswith("_on") else str(value)


def since_year(academic_year: int) -> str:
    if academic_year <= BEGINNING:
        return "с начала учёта"
    return f"с {school_year(academic_year)} учебного года"
