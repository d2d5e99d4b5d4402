"""What a file would do to the results of a municipality. Nothing is stored here."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from assessments.locks import locked_pairs
from assessments.readers.reading import BenchmarkLine, Line, MarkerLine, Reading, Work
from assessments.results import NOTHING, NewResult, Stored, stored_results
from schools.models import Enrolment, Municipality, NoDataReason
from schools.sheets import Problem

from .figures import Setting, faults_of, merged
from .matching import LEFT_OUT, Alias, Directory, Match, key_of

NEW, CHANGED, SAME = "new", "changed", "same"
LOCKED = "Результат подтверждён координатором. Снимите подтверждение или не загружайте эту строку."
NOT_HELD = "{}: в портале отмечено, что она не проводилась. После записи станет проведённой."
OURS = "municipality"
STEM = 5  # letters that a district keeps in every case: «Иланский», «Иланского»
TOLD_TWICE = "Эта школа уже есть в строке {row}. Оставьте одну из строк."


class Planned(NamedTuple):
    """One line, the school it means, and what the result would become."""

    line: Line
    school: int
    match: Match
    there: Stored
    after: NewResult

    @property
    def outcome(self):
        if self.there.figures == self.after.figures:
            return SAME
        return NEW if self.there.is_nothing else CHANGED


@dataclass
class Stranger:
    """A school that the register does not know: one question, however many lines there are."""

    key: str
    line: Line | MarkerLine
    why: str
    lines: int = 1


@dataclass
class Plan:
    directory: Directory
    settings: Mapping[Work, Setting]
    rows: list[Planned] = field(default_factory=list)
    benchmarks: list[BenchmarkLine] = field(default_factory=list)
    markers: list[tuple[MarkerLine, int]] = field(default_factory=list)
    strangers: dict[str, Stranger] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    aliases: set[Alias] = field(default_factory=set)
    left_out: int = 0

    @property
    def may_be_stored(self):
        something = self.rows or self.markers or self.benchmarks
        return bool(something) and not self.problems and not self.strangers

    @cached_property
    def counts(self) -> dict[str, int]:
        told = Counter(planned.outcome for planned in self.rows)
        return {outcome: told[outcome] for outcome in (NEW, CHANGED, SAME)}

    @cached_property
    def fingerprint(self) -> str:
        """Of all that would be written and of what it would be written over."""
        digest = hashlib.sha256()
        for planned in self.rows:
            where = (planned.school, planned.line.work, planned.after.period)
            told = (*where, planned.after.class_label, planned.there.version, planned.after.figures)
            digest.update(json.dumps(told, sort_keys=True, default=str).encode())
        for line, school in self.markers:
            digest.update(json.dumps((line.work, school)).encode())
        return digest.hexdigest()


def row_key(told: Line | MarkerLine | Problem) -> str:
    """What an answer «do not load» is about: a row of a sheet."""
    return f"{getattr(told, 'sheet', '')}|{told.row}"


def line_key(line: Line) -> str:
    """What a reason is asked for: one cell of a row."""
    return f"{row_key(line)}|{line.column}"


def plan_import(
    municipality: Municipality,
    reading: Reading,
    answers: Mapping,
    settings: Mapping[Work, Setting],
) -> Plan:
    """All problems and questions at once. Queries do not grow with the lines.

    `settings`: what the portal knows of each work of the file: its sitting and its levels.
    """
    directory = Directory.of(
        municipality, answers.get("schools"), trusts_names=tells_of_us(municipality, reading)
    )
    plan = Plan(directory, settings, notes=list(reading.notes))
    without = set(answers.get("rows", ()))
    plan.benchmarks = reading.benchmarks
    plan.problems = [problem for problem in reading.problems if row_key(problem) not in without]
    plan.left_out = len({row_key(problem) for problem in reading.problems} & without)
    found = _matched(plan, [line for line in reading.lines if row_key(line) not in without])
    plan.left_out += sum(row_key(line) in without for line in reading.lines)
    _plan_rows(plan, municipality, found, answers.get("reasons", {}))
    plan.notes += [NOT_HELD.format(s.title) for s in settings.values() if not s.is_held]
    _plan_markers(plan, reading.markers)
    plan.problems.sort(key=lambda problem: (problem.sheet, problem.row, problem.column))
    return plan


def tells_of_us(municipality: Municipality, reading: Reading) -> bool:
    """Whether the schools of the file are all ours: it names no other district, nor several."""
    districts = {told.place.name for told in reading.benchmarks if told.place.level == OURS}
    stem = municipality.name.lower()[:STEM]
    return not reading.markers and all(stem in name.lower() for name in districts)


def _plan_markers(plan: Plan, lines: Sequence[MarkerLine]) -> None:
    """A list of the whole region: lines of others are passed over, and counted."""
    others = 0
    for line in lines:
        match = plan.directory.match(line)
        if match.school:
            plan.markers.append((line, match.school))
        elif match.school is None and plan.directory.concerns(line):
            _ask(plan, line)
        else:
            others += 1
    if others:
        plan.notes.append(f"Признаки школ не из вашего реестра пропущены: {others}.")


def _matched(plan: Plan, lines: Sequence[Line]) -> list[tuple[Line, Match]]:
    """Lines of known schools; of the others one question per school."""
    found = []
    for line in lines:
        match = plan.directory.match(line)
        if match.school is None:
            _ask(plan, line)
        elif match.school == LEFT_OUT:
            plan.left_out += 1
        else:
            plan.aliases.update(plan.directory.aliases_of(line, match))
            found.append((line, match))
    return found


def _ask(plan: Plan, line: Line) -> None:
    key = key_of(line)
    if key in plan.strangers:
        plan.strangers[key].lines += 1
        return
    directory = plan.directory
    plan.strangers[key] = Stranger(key, line, directory.why_unknown(line))


def _plan_rows(plan: Plan, municipality: Municipality, found, reasons: Mapping[str, str]) -> None:
    settings = plan.settings
    stored = stored_results(
        {match.school for _line, match in found},
        {setting.sitting for setting in settings.values() if setting.sitting},
    )
    pupils = _enrolled(municipality, {work.academic_year for work in settings})
    seen = {}
    for line, match in found:
        setting = settings[line.work]
        if first := seen.get(told_of := (match.school, line.work, line.period, line.class_label)):
            _complain(plan, line, TOLD_TWICE.format(row=first.row), value=line.name or line.login)
            continue
        seen[told_of] = line
        line = _with_reason(line, reasons)
        key = (match.school, setting.sitting, line.period, line.class_label)
        there = stored.get(key, NOTHING)
        enrolled = pupils.get((match.school, line.work.academic_year, line.work.grade))
        if faults := faults_of(line.figures, setting, pupils=enrolled, grade=line.work.grade):
            for fault in faults:
                _complain(plan, line, fault)
            continue
        after = merged(line, there, setting, school=match.school)
        plan.rows.append(Planned(line, match.school, match, there, after))
    _mind_the_locks(plan)


def _with_reason(line: Line, reasons: Mapping[str, str]) -> Line:
    """A gap of the file, with the reason that somebody has named on the page."""
    reason = line.figures.no_data and reasons.get(line_key(line))
    if not reason or reason not in NoDataReason.values:
        return line
    return replace(line, figures=replace(line.figures, no_data=reason))


def _mind_the_locks(plan: Plan) -> None:
    changing = [planned for planned in plan.rows if planned.outcome != SAME]
    closed = locked_pairs((p.school, p.after.sitting_id) for p in changing if p.after.sitting_id)
    for planned in changing:
        if (planned.school, planned.after.sitting_id) in closed:
            _complain(plan, planned.line, LOCKED, value=plan.directory.names[planned.school])


def _complain(plan: Plan, line: Line, message: str, value=None) -> None:
    told = value if value is not None else line.name or line.login or line.code
    plan.problems.append(Problem(line.row, line.column, told, message, line.sheet))


def _enrolled(municipality: Municipality, years: set[int]) -> dict[tuple[int, int, int], int]:
    rows = Enrolment.objects.filter(school__municipality=municipality, academic_year__in=years)
    rows = rows.values_list("school", "academic_year", "grade", "pupils")
    return {(school, year, grade): pupils for school, year, grade, pupils in rows}
