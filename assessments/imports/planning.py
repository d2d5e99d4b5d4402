"""From a reading and the answers of a person to a plan. Nothing is stored here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessments.locks import locked_pairs
from assessments.models import Benchmark, Marker
from assessments.readers.reading import BenchmarkLine, Line, MarkerLine, Reading, Work
from assessments.results import NOTHING, stored_results
from assessments.rules import Fault
from schools.models import Enrolment, Municipality, NoDataReason
from schools.russian import out_of
from schools.sheets import Problem

from .districts import is_ours
from .figures import Setting, contradiction, faults_of, merged
from .matching import LEFT_OUT, Directory, Match, key_of
from .plan import SAME, Plan, Planned, Stranger, line_key, row_key

LOCKED = "Результат подтверждён координатором. Снимите подтверждение или не загружайте эту строку."
NOT_HELD = "{}: в портале отмечено, что она не проводилась. После записи станет проведённой."
TOLD_TWICE = "Эта школа уже есть в строке {}. Оставьте одну из строк."
DOUBTS = "У {} участников станет намного меньше или больше, чем было. Проверьте, тот ли это файл."
MARKERS_OF_OTHERS = "Признаки школ не из вашего реестра пропущены: {}."


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
    plan.may_go = _rows_to_leave_out(reading) | {row_key(line) for line in reading.lines}
    without = plan.may_go & set(answers.get("rows", ()))
    plan.without = {row_key(told) for told in (*reading.problems, *reading.lines)} & without
    plan.problems = [problem for problem in reading.problems if row_key(problem) not in without]
    plan.leaves_strangers = bool(answers.get("without_strangers"))
    found = _matched(plan, [line for line in reading.lines if row_key(line) not in without])
    _plan_rows(plan, municipality, reading, found, answers.get("reasons", {}))
    _plan_markers(plan, municipality, reading.markers)
    _plan_benchmarks(plan, municipality, reading.benchmarks)
    _look_at_the_works(plan)
    if plan.doubts:
        plan.notes.insert(0, DOUBTS.format(out_of(plan.doubts, "результата,результатов")))
    plan.problems.sort(key=lambda problem: (problem.sheet, problem.row, problem.column))
    return plan


def tells_of_us(municipality: Municipality, reading: Reading) -> bool:
    """Whether the schools of the file are all ours: the one district it names is our own."""
    told = {line.place.name for line in reading.benchmarks if line.place.level == "municipality"}
    told |= set(reading.districts)
    names = names_of(municipality)
    return bool(told) and all(is_ours(names, name) for name in told)


def names_of(municipality: Municipality) -> set[str]:
    return {municipality.name, municipality.name_genitive}


def _plan_benchmarks(plan: Plan, municipality, lines: Sequence[BenchmarkLine]) -> None:
    """Two sheets of one work, of two days say, tell of the same region: the first is taken.

    A row of a district alone makes no procedure, and would have nothing to stand beside.
    """
    once = {}
    works = plan.works
    for line in lines:
        setting = plan.settings[line.work]
        if not setting.sitting and line.work not in works:
            continue
        once.setdefault((setting.title, line.work.academic_year, line.place), line)
    sittings = {setting.sitting for setting in plan.settings.values() if setting.sitting}
    held = Benchmark.objects.latest(municipality).filter(sitting__in=sittings)
    told = ("sitting", "level", "name", "participants", "shares", "journal")
    held = [tuple(row) for row in held.values_list(*told)] if once else []
    for line in once.values():
        row = (plan.settings[line.work].sitting, line.place.level, line.place.name[:300])
        if (*row, line.participants, line.shares, line.journal) in held:
            plan.held += 1
        else:
            plan.benchmarks.append(line)


def _rows_to_leave_out(reading: Reading) -> set[str]:
    """Keys of rows with a problem that are one result. Above the rows a problem is that of a whole
    sheet, and a row of a pupil is part of a result: without it the rest would be wrong.
    """
    if reading.has_pupils:
        return set()
    sheets = {line.sheet for line in reading.lines}
    below = max(reading.header, default=0)
    return {
        row_key(problem)
        for problem in reading.problems
        if problem.row > below and (problem.sheet in sheets or reading.markers)
    }


def _matched(plan: Plan, lines: Sequence[Line]) -> list[tuple[Line, Match]]:
    """Lines of known schools; of the others one question per school."""
    found = []
    for line in lines:
        match = plan.directory.match(line)
        if match.school is None:
            _ask(plan, line)
        elif match.school == LEFT_OUT:
            plan.without.add(row_key(line))
        else:
            _learn(plan, line, match)
            found.append((line, match))
    return found


def _learn(plan: Plan, line: Line | MarkerLine, match: Match) -> None:
    for alias in plan.directory.aliases_of(line, match):
        plan.aliases.setdefault((alias.kind, alias.key), alias)


def _ask(plan: Plan, line: Line | MarkerLine) -> None:
    if plan.leaves_strangers:
        plan.without.add(row_key(line))
        return
    key = key_of(line)
    if key in plan.strangers:
        plan.strangers[key].lines += 1
        return
    plan.strangers[key] = Stranger(key, line, plan.directory.why_unknown(line))


def _plan_rows(plan, municipality, reading: Reading, found, reasons: Mapping[str, str]) -> None:
    settings = plan.settings
    stored = stored_results(
        {match.school for _line, match in found},
        {setting.sitting for setting in settings.values() if setting.sitting},
    )
    pupils = _enrolled(municipality, {work.academic_year for work in settings})
    seen = {}
    for line, match in found:
        setting, work = settings[line.work], line.work
        where = (setting.title, work.academic_year, line.period, line.class_label)
        first = seen.setdefault((match.school, *where), line)
        if first is not line:
            told = f"{first.row} листа «{first.sheet}»" if first.sheet else first.row
            _complain(plan, reading, line, TOLD_TWICE.format(told))
            continue
        line = _with_reason(line, reasons)
        there = stored.get((match.school, setting.sitting, *where[2:]), NOTHING)
        enrolled = pupils.get((match.school, work.academic_year, work.grade))
        faults = faults_of(line.figures, setting, pupils=enrolled, grade=work.grade)
        faults = faults or contradiction(line.figures, there)
        for fault in faults:
            _complain(plan, reading, line, fault.sentence, fault)
        if not faults:
            after = merged(line, there, setting, school=match.school)
            plan.rows.append(Planned(line, match.school, match, there, after))
    _mind_the_locks(plan, reading)


def _with_reason(line: Line, reasons: Mapping[str, str]) -> Line:
    """A gap of the file, with the reason that somebody has named on the page."""
    reason = line.figures.no_data and reasons.get(line_key(line))
    if not reason or reason not in NoDataReason.values:
        return line
    return replace(line, figures=replace(line.figures, no_data=reason))


def _mind_the_locks(plan: Plan, reading: Reading) -> None:
    changing = [planned for planned in plan.rows if planned.outcome != SAME]
    closed = locked_pairs((p.school, p.after.sitting_id) for p in changing if p.after.sitting_id)
    for planned in changing:
        if (planned.school, planned.after.sitting_id) in closed:
            _complain(plan, reading, planned.line, LOCKED)


def _complain(
    plan: Plan, reading: Reading, line: Line, message: str, fault: Fault | None = None
) -> None:
    """At the cell, where the reader has told its column; else at the row, with its school."""
    letters = reading.columns.get(line.sheet, {})
    column = letters.get(fault.level or fault.field, "") if fault else ""
    value = line.name or line.login or line.code
    if column:
        told = line.figures
        value = (told.counts or {}).get(fault.level) if fault.level else getattr(told, fault.field)
    plan.problems.append(Problem(line.row, column or line.column, value, message, line.sheet))


def _plan_markers(plan: Plan, municipality: Municipality, lines: Sequence[MarkerLine]) -> None:
    """A list of the whole region: ours by login or district; the others are counted."""
    others, seen, names = 0, set(), names_of(municipality)
    held = Marker.objects.standing().filter(school__municipality=municipality)
    held = set(held.values_list("school", "sitting")) if lines else set()
    for line in lines:
        match = plan.directory.match(line)
        if match.school and (match.school, line.work) not in seen:
            seen.add((match.school, line.work))
            _learn(plan, line, match)
            if (match.school, plan.settings[line.work].sitting) in held:
                plan.held += 1
            else:
                plan.markers.append((line, match.school))
        elif match.school is None and (plan.directory.owns(line) or is_ours(names, line.district)):
            _ask(plan, line)
        elif not match.school:
            others += 1
    if others:
        plan.notes.append(MARKERS_OF_OTHERS.format(others))


def _look_at_the_works(plan: Plan) -> None:
    """A new procedure is told, an impossible one refused."""
    for work in sorted(plan.works):
        setting = plan.settings[work]
        if setting.refusal:
            plan.problems.append(Problem(0, "", setting.title, setting.refusal))
        elif setting.is_new:
            plan.notes.append(setting.news)
        elif not setting.is_held:
            plan.notes.append(NOT_HELD.format(setting.title))


def _enrolled(municipality: Municipality, years: set[int]) -> dict[tuple[int, int, int], int]:
    rows = Enrolment.objects.filter(school__municipality=municipality, academic_year__in=years)
    rows = rows.values_list("school", "academic_year", "grade", "pupils")
    return {(school, year, grade): pupils for school, year, grade, pupils in rows}
