"""The smallest sample: when a rule is silent, and what is said instead. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator

from assessments.naming import line_title
from schools.russian import NB, agree, joined

from .case import Case
from .lines import ENOUGH, Key, Line
from .rule import Found, Gate, Silence

TINY = 4
TWENTY = 20
SEVERAL = 2
UNSAID = Silence("T0")
SAID = {
    "T1": "По {lines} меньше пяти участников. По одному году вывод не делается.",
    "T2": "По {lines} участников меньше десяти. Для отдельного вывода этого мало.",
    "T3": "По {lines} известны доли, но не число участников. Разница в учениках не рассчитана.",
    "T4": "По {lines} сравнить не с чем: похожих школ с известным числом участников меньше трёх.",
    "T5": "По {lines} сравнения с прошлым годом нет: {cause}.",
    "T6": "Вывод по {lines} отложен до уточнения данных.",
    "T7": "По {lines} разница с прошлым годом в пределах случайных колебаний, "
    "отдельного вывода нет.",
    "T8": "По {lines} открыт признак, требующий дополнительного анализа. Сравнения отложены.",
    "T9": "Сведения об учителях по {lines} не внесены.",
}


def on_lines(
    kinds: Iterable[str],
    gate: Gate,
    holds: Callable[[Line], bool],
    *,
    needs_peers: bool = False,
    of: Callable[[Key], bool] = lambda key: True,
    says: Callable[[Line], str] = lambda line: "",
) -> Callable[[Case], Iterator[Found | Silence]]:
    """A rule that looks at one line at a time; `says` another sentence where that fits better."""

    def find(case: Case) -> Iterator[Found | Silence]:
        for line in case.told:
            if line.key.kind not in kinds or not of(line.key):
                continue
            answer = passed(case, line, gate, needs_peers=needs_peers)
            if isinstance(answer, Silence):
                yield answer
            elif holds(answer):
                yield Found(lines=(answer,), sentence=says(answer))

    return find


def passed(case: Case, line: Line, gate: Gate, *, needs_peers: bool = False) -> Line | Silence:
    """The line as the gate lets it through: perhaps with its years added up."""
    if line.shared:
        if gate in (Gate.TWO, Gate.TWENTY):
            return Silence("T3", line)
        return line if line.peers or not needs_peers else Silence("T4", line)
    if gate is Gate.SUM:
        summed = case.summed(line, ENOUGH)
        if summed is None:
            return too_few(line)
        line = summed
    elif gate is not Gate.NONE:
        silence = _of_years(case, line, gate)
        if silence:
            return silence
    return line if line.can_count_gap or not needs_peers else Silence("T4", line)


def too_few(line: Line) -> Silence:
    return Silence("T1" if line.n <= TINY else "T2", line)


def _of_years(case: Case, line: Line, gate: Gate) -> Silence | None:
    least = TWENTY if gate is Gate.TWENTY else ENOUGH
    if line.n < ENOUGH:
        return too_few(line) if case.summed(line, ENOUGH) is None else UNSAID
    if gate is Gate.YEAR:
        return None
    if case.is_new:
        return Silence("T5", line, {"cause": f"школа открыта в{NB}{case.opened_in - 1}{NB}году"})
    if line.before is None:
        return Silence("T5", line, {"cause": cause}) if (cause := _cause(case, line)) else UNSAID
    enough = line.before.counted and min(line.n, line.before.n) >= least
    return None if enough else UNSAID


def _cause(case: Case, line: Line) -> str:
    """Why there is nothing to compare with, where that is news."""
    year = line.years[0] - 1
    row = case.facts.result_rows.get((case.school_id, line.key, year))
    if row is not None and not row.get("no_data") and row.get("scale") != line.scale:
        return "шкала изменилась"
    return "процедура не проводилась" if (line.key, year) in case.facts.dropped else ""


def said(silences: Iterable[Silence], every: Collection[Key] = ()) -> list[str]:
    """One sentence per cause, with its lines listed; `every` line of the school is not listed."""
    causes: dict[tuple, set[Key]] = {}
    for one in silences:
        if one.code in SAID and one.line is not None:
            causes.setdefault((one.code, one.values.get("cause", "")), set()).add(one.line.key)
    return [
        _sentence(code, cause, keys, every=every) for (code, cause), keys in sorted(causes.items())
    ]


def _sentence(code: str, cause: str, keys: set[Key], *, every: Collection[Key]) -> str:
    if len(keys) > SEVERAL and keys == every:
        return SAID[code].format(lines="всем строкам", cause=cause)
    titles = [f"«{line_title(*key)}»" for key in sorted(keys, key=lambda key: key.place)]
    lines = f"{agree(len(titles), 'строке,строкам')} {joined(titles)}"
    return SAID[code].format(lines=lines, cause=cause)


def title_of(line: Line) -> str:
    return line_title(*line.key)
