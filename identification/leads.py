"""The first sentences of «почему» where lines are met or not: what the verdict rests on. Pure."""

from schools.russian import NB, agree, count, out_of

from .by_groups import lead_by_groups
from .methods.criteria import CountOfCriteria
from .methods.matrix import Matrix
from .methods.signs import Signs
from .methods.statuses import NAMES

LINES = "строка,строки,строк"
CRITERIA = "показателя,показателей"
NOTHING = "Данных, по которым можно применить правило, за этот год нет."
TOO_LITTLE = "Для статуса этого мало"


def lead_of(row) -> str:
    """«Под правило подходят 2 строки из 9 с данными.» `row`: a LineRow."""
    is_silent = row.verdict.status == "no_data"
    if is_silent and (short := _short(row)):
        return short
    whole = len(row.known)
    if not whole or is_silent:
        return NOTHING
    if isinstance(row.rule, Matrix):
        return lead_by_groups(row.rule, row.lines)
    if not row.met:
        if whole == 1:
            return "Единственная строка с данными под правило не подходит."
        return f"Ни одна из {out_of(whole, 'строки,строк')} с данными под правило не подходит."
    verb = agree(len(row.met), "подходит,подходят")
    told = f"Под правило {verb} {count(len(row.met), LINES)} из {whole} с данными."
    return f"{told} {_too_little(row) or _enough(row)}".rstrip()


def _enough(row) -> str:
    """How many lines give the status, where the rule counts them in one year."""
    least = row.rule.least if isinstance(row.rule, CountOfCriteria) else 1
    return f"Для статуса достаточно {least}." if least > 1 and row.rule.years == 1 else ""


def nothing_of(row) -> str:
    """What a table says of a school none of whose lines is met; "" where nothing is known."""
    if row.verdict.status == "no_data" or not row.known:
        return ""
    if isinstance(row.rule, Matrix):
        return "; ".join(line.told for line in row.known)
    if isinstance(row.rule, Signs):
        return f"признаков нет, проверок{NB}— {len(row.known)}"
    return f"ничего из{NB}{out_of(len(row.known), 'строки,строк')} с{NB}данными"


def _too_little(row) -> str:
    """Why a school has no status although some of its lines are met."""
    if row.verdict.status != "none":
        return ""
    years, whole = {line.school_year for line in row.met}, row.rule.years_compared
    # a line that is held against the year before has both years in it
    if whole == 1 or len(years) > 1 or any(line.before for line in row.lines):
        return f"{TOO_LITTLE}."
    return (
        f"{TOO_LITTLE}: строки подходят только за один год ({years.pop()}), "
        f"а правило сравнивает {count(whole, 'год,года,лет')} подряд."
    )


def _short(row) -> str:
    """«Данные есть по 1 критерию, а для статуса нужно 3», where the rule counts criteria."""
    year = max((line.reason["academic_year"] for line in row.lines), default=None)
    judged = {
        line.reason["criterion"]
        for line in row.known
        if line.reason["academic_year"] == year and "criterion" in line.reason
    }
    if not judged:
        return ""
    least, all_of_them = row.rule.least, len({n.reason["criterion"] for n in row.lines})
    return (
        f"Данные за этот год есть по {len(judged)} из {out_of(all_of_them, CRITERIA)}, "
        f"а для статуса «{NAMES[row.rule.status]}» нужно не меньше {least}."
    )
