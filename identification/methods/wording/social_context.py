"""The rule on the social context in Russian sentences. Pure."""

from decimal import Decimal

from identification.methods.indicators import indicator_in_words
from identification.methods.statuses import NAMES
from schools.russian import NB, compact, count

HOLDS = {"<": "меньше", "<=": "не{}больше", ">": "больше", ">=": "не{}меньше"}


def in_words(rule: dict) -> str:
    least = count(rule["hits_for_social"], "критерию,критериям,критериям")
    sentences = [
        f"Критерии за последний учебный год: {'; '.join(map(_criterion, rule['criteria']))}",
        f"Статус «{NAMES['social']}» получает школа, которая подходит не{NB}менее чем "
        f"по{NB}{least}",
        "Если у показателя известны числа, сравнивается доля, посчитанная по ним, без округления",
        f"Показатель, значения которого нет, не{NB}учитывается",
    ]
    return ". ".join(sentences) + "."


def _criterion(row: dict) -> str:
    held = HOLDS[row["op"]].format(NB)
    return f"{indicator_in_words(row)}{NB}— {held} {compact(Decimal(str(row['value'])))}"
