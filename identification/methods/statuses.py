"""The statuses that a method can give, their names, and rules on scores and places. Pure."""

from operator import ge, gt, le, lt

import numpy as np

from .schema import Choice, Number, Rows

NAMES = {
    "low": "низкие результаты",
    "at_risk": "зона риска",
    "leader": "лидер",
    "resilient": "резильентная",
    "underused": "условия не использованы",
    "improved": "положительная динамика",
    "biased_signs": "признаки необъективности",
    "social": "сложные социальные условия",
    "none": "вне перечней",
    "no_data": "нет данных",
}
CODES = {name: code for code, name in enumerate(NAMES)}
NONE, NO_DATA = CODES["none"], CODES["no_data"]
GIVEN = {name: words for name, words in NAMES.items() if name != "no_data"}
GOOD = frozenset({"leader", "resilient", "improved"})
OPERATORS = {"<=": le, "<": lt, ">=": ge, ">": gt}
STATUS = Choice(name="status", title="Статус", options=GIVEN)
BY_SCORE = Rows(
    name="statuses",
    title="Статусы",
    row="правило",
    columns=(
        STATUS,
        Choice(
            name="where",
            title="По чему",
            options={
                "score": "индекс",
                "place": "место",
                "share_of_cluster": "доля списка, %",
            },
        ),
        Choice(name="op", title="Сравнение", options={op: op for op in OPERATORS}),
        Number(name="value", title="Граница", least=-1_000_000, most=1_000_000, places=3),
    ),
)


def codes(low: np.ndarray, status: str, usable: np.ndarray) -> np.ndarray:
    """Who is met by a rule has its status; of the others, who has nothing usable has no data."""
    return np.where(low, CODES[status], np.where(usable, NONE, NO_DATA))


def names(found: np.ndarray) -> list[str]:
    known = tuple(NAMES)
    return [known[code] for code in found]
