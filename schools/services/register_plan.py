"""The register file against the register: what would change, and what stands in the way."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from schools.models import Municipality, School, SchoolAlias
from schools.naming import kind_in, normalised
from schools.readers import COLUMNS, RegisterFile, RegisterRow, by_place
from schools.sheets import Problem

ALIASES = {"names": "name", "fis_oko": "fis_oko", "ris_gia": "ris_gia"}
NEW, CHANGED, SAME = "created", "updated", "unchanged"


@dataclass
class PlannedRow:
    """What a row does: `changes` are (column, before, after); a new row has no school yet."""

    row: RegisterRow
    school: School | None
    status: str = School.LegalStatus.LEGAL
    parent_key: str = ""
    kind: str = School.Kind.SECONDARY
    changes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def outcome(self):
        return NEW if self.school is None else CHANGED if self.changes else SAME


@dataclass
class Plan:
    rows: list[PlannedRow]
    problems: list[Problem]
    notes: list[Problem]

    @property
    def counts(self):
        """{outcome: number of rows}; nothing is promised while there are problems."""
        found = Counter() if self.problems else Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in (NEW, CHANGED, SAME)}

    @property
    def fingerprint(self) -> str:
        """Equal only for plans that do the same: what was shown is what may be done."""
        told = [(row.row.row, row.outcome, row.changes) for row in self.rows]
        return hashlib.sha256(repr((told, self.problems)).encode()).hexdigest()

    @property
    def matched(self):
        return sum(row.school is not None for row in self.rows)


class Register:
    """The register as it stands, looked up by the keys of names: two queries for any file."""

    def __init__(self, municipality: Municipality, academic_year: int):
        schools = municipality.schools.described_in(academic_year).select_related("parent")
        self.schools = {normalised(school.short_name): school for school in schools}
        self.aliases = {}
        self.own = {}
        for alias in SchoolAlias.objects.filter(municipality=municipality).select_related("school"):
            self.aliases[alias.kind, alias.key] = alias.school
            self.own.setdefault((alias.school_id, alias.kind), {})[alias.key] = alias.value

    def owner(self, kind: str, value: str) -> School | None:
        key = normalised(value)
        named = self.schools.get(key) if kind == "name" else None
        return named or self.aliases.get((kind, key))


def plan_register(municipality: Municipality, file: RegisterFile, *, academic_year: int) -> Plan:
    """Reads only. The problems of the file and those that only the register can tell, together."""
    register = Register(municipality, academic_year)
    rows = [_planned(register, row) for row in file.rows]
    problems = [*file.problems]
    for planned in rows:
        problems += _strangers(register, planned)
    problems += _wrong_parents(register, rows)
    problems.sort(key=by_place)
    return Plan(rows, problems, [note for planned in rows for note in _notes(planned)])


def _planned(register: Register, row: RegisterRow) -> PlannedRow:
    school = register.schools.get(row.key)
    stored_parent = school.parent if school else None
    status = row.legal_status or ("branch" if row.parent else "")
    status = status or (school.legal_status if school else School.LegalStatus.LEGAL)
    parent = row.parent or (stored_parent.short_name if stored_parent else "")
    told = kind_in(row.short_name) or kind_in(row.full_name) or School.Kind.SECONDARY
    planned = PlannedRow(
        row=row,
        school=school,
        status=status,
        parent_key=normalised(parent) if status == School.LegalStatus.BRANCH else "",
        kind=row.kind or (school.kind_then if school else told),
    )
    if school:
        planned.changes = list(_changes(register, planned))
    return planned


def _changes(register: Register, planned: PlannedRow):
    row, school = planned.row, planned.school
    for name in ("short_name", "full_name", "settlement"):
        told = getattr(row, name)
        if told and told != getattr(school, name):
            yield COLUMNS[name], getattr(school, name), told
    if row.cluster and normalised(row.cluster) != normalised(school.cluster_name or ""):
        yield COLUMNS["cluster"], school.cluster_name or "", row.cluster
    if planned.kind != school.kind_then:
        before, after = School.Kind(school.kind_then).label, School.Kind(planned.kind).label
        yield COLUMNS["kind"], before, after
    if planned.status != school.legal_status:
        after = School.LegalStatus(planned.status).label
        yield COLUMNS["legal_status"], school.get_legal_status_display(), after
    stored_parent = school.parent.short_name if school.parent else ""
    if planned.parent_key != normalised(stored_parent):
        yield COLUMNS["parent"], stored_parent, row.parent
    for name, kind in ALIASES.items():
        own = register.own.get((school.pk, kind), {})
        if added := [value for value in getattr(row, name) if normalised(value) not in own]:
            yield COLUMNS[name], "", "; ".join(added)


def _strangers(register: Register, planned: PlannedRow):
    """Names, logins and codes that already mean another school, and new schools without a name."""
    row, school = planned.row, planned.school
    if not school and row.short_name:
        if not row.full_name:
            yield Problem(row.row, COLUMNS["full_name"], "", "Нет полного названия новой школы.")
        if other := register.aliases.get(("name", row.key)):
            yield Problem(
                row.row,
                COLUMNS["short_name"],
                row.short_name,
                f"Так уже называется школа «{other}». Напишите её краткое название.",
            )
    for name, kind in ALIASES.items():
        for value in getattr(row, name):
            owner = register.owner(kind, value)
            if owner and (school is None or owner.pk != school.pk):
                message = f"Это уже значит школу «{owner}». Уберите из строки или с её карточки."
                yield Problem(row.row, COLUMNS[name], value, message)


def _wrong_parents(register: Register, rows: list[PlannedRow]):
    """The head school may stand anywhere in the file, or only in the register."""
    status = {key: school.legal_status for key, school in register.schools.items()}
    status |= {planned.row.key: planned.status for planned in rows}
    for planned in rows:
        row, parent = planned.row, planned.parent_key
        if planned.status == School.LegalStatus.BRANCH:
            told = (row.row, COLUMNS["parent"], row.parent)
            if not parent:
                yield Problem(*told, "Для филиала нужна головная школа.")
            elif parent not in status:
                message = "Такой школы нет ни в файле, ни в реестре. Напишите краткое название."
                yield Problem(*told, message)
            elif status[parent] == School.LegalStatus.BRANCH and parent != row.key:
                yield Problem(*told, "Эта школа сама филиал. Укажите юридическое лицо.")
            elif (head := register.schools.get(parent)) and head.closed_on and not planned.school:
                yield Problem(*told, f"Эта школа закрыта {head.closed_on:%d.%m.%Y}.")
    yield from _orphans(register, rows)


def _orphans(register: Register, rows: list[PlannedRow]):
    """Branches outside the file whose head school the file turns into a branch itself."""
    in_file = {planned.row.key for planned in rows}
    turned = {
        planned.school.pk: planned.row
        for planned in rows
        if planned.school and planned.status == School.LegalStatus.BRANCH
    }
    for key, school in register.schools.items():
        if key not in in_file and (row := turned.get(school.parent_id)):
            message = f"У школы есть филиал «{school}», поэтому сама она филиалом быть не может."
            yield Problem(row.row, COLUMNS["legal_status"], row.legal_status, message)


def _notes(planned: PlannedRow):
    """Not wrong, but worth a look: the documents call one school НОШ here and СОШ there."""
    full_name = planned.row.full_name
    told = kind_in(full_name)
    if told and told != planned.kind:
        told, kind = School.Kind(told).label, School.Kind(planned.kind).label
        message = f"В полном названии {told}, а вид школы — {kind}. Проверьте, что это не описка."
        yield Problem(planned.row.row, COLUMNS["kind"], full_name, message)
