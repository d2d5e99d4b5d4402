"""What the parameters of a methodology must be. All problems at once, in Russian for the user."""

from decimal import Decimal, InvalidOperation

from assessments.naming import KINDS, ONLY_GRADE, line_title

from .weighted_score import GROUPS, OPERATORS, key_of

STATUSES = ("low", "at_risk", "leader", "none")
PROCEDURE_KEYS = {"kind", "grade", "subject", "variant"}


def problems_of(method: str, parameters) -> list[str]:
    """Sentences on what is wrong; an empty list: the method can be run."""
    if method not in CHECKS:
        return [f"Метод «{method}» порталу не известен"]
    if not isinstance(parameters, dict):
        return ["Параметры методики должны быть набором «имя: значение»"]
    return CHECKS[method](parameters)


def _weighted_score(parameters: dict) -> list[str]:
    known = {"base", "lines", "gaps", "rank_within", "statuses"}
    found = [f"Параметр «{name}» методике не известен" for name in sorted(set(parameters) - known)]
    found += [f"Нет параметра «{name}»" for name in sorted(known - set(parameters))]
    if "base" in parameters and not _is_number(parameters["base"]):
        found.append("Основание (base) должно быть числом")
    found += _one_of("gaps", parameters, ("zero", "left_out"))
    found += _one_of("rank_within", parameters, tuple(GROUPS))
    found += _rows("lines", parameters, _line, needed=True)
    found += [] if found else _repeated(parameters["lines"])
    found += _rows("statuses", parameters, _status)
    return found


def _one_of(name: str, parameters: dict, values: tuple) -> list[str]:
    if name not in parameters or parameters[name] in values:
        return []
    return [f"Параметр «{name}» должен быть одним из: {', '.join(values)}"]


def _rows(name: str, parameters: dict, check, *, needed=False) -> list[str]:
    if name not in parameters:
        return []
    rows = parameters[name]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [f"Параметр «{name}» должен быть списком"]
    if needed and not rows:
        return [f"Список «{name}» пуст"]
    return [
        f"{name}, строка {number}: {problem}"
        for number, row in enumerate(rows, start=1)
        for problem in check(row)
    ]


def _repeated(lines: list[dict]) -> list[str]:
    keys = [key_of(line["procedure"]) for line in lines]
    return [
        f"lines, строка {number}: процедура «{line_title(*key)}» уже стоит выше"
        for number, key in enumerate(keys, start=1)
        if key in keys[: number - 1]
    ]


def _line(line: dict) -> list[str]:
    found = [
        f"поле «{name}» не известно" for name in sorted(set(line) - {"procedure", "high", "low"})
    ]
    if not _is_number(line.get("high")) or line["high"] <= 0:
        found.append("вес high должен быть числом больше нуля")
    if not _is_number(line.get("low")) or line["low"] < 0:
        found.append("вес low должен быть числом не меньше нуля")
    procedure = line.get("procedure")
    return found + (_procedure(procedure) if isinstance(procedure, dict) else ["нет процедуры"])


def _procedure(procedure: dict) -> list[str]:
    found = [f"поле «{name}» не известно" for name in sorted(set(procedure) - PROCEDURE_KEYS)]
    kind, grade = procedure.get("kind"), procedure.get("grade")
    if kind not in KINDS:
        found.append(f"процедура должна быть одной из: {', '.join(KINDS)}")
    elif grade is None and kind not in ONLY_GRADE:
        found.append("укажите класс")
    if grade is not None and not (isinstance(grade, int) and 1 <= grade <= 12):
        found.append("класс должен быть числом от 1 до 12")
    if not isinstance(procedure.get("subject"), str) or not procedure["subject"].strip():
        found.append("укажите предмет")
    return found


def _status(rule: dict) -> list[str]:
    found = []
    if rule.get("status") not in STATUSES:
        found.append(f"статус должен быть одним из: {', '.join(STATUSES)}")
    if rule.get("where") not in ("place", "score", "share_of_cluster"):
        found.append("where должно быть place, score или share_of_cluster")
    if rule.get("op") not in OPERATORS:
        found.append(f"знак сравнения должен быть одним из: {', '.join(OPERATORS)}")
    if not _is_number(rule.get("value")):
        found.append("граница value должна быть числом")
    return found


def _is_number(value) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


CHECKS = {"weighted_score": _weighted_score}
