"""The rule on the lowest part of a list in Russian sentences. Pure."""

from decimal import Decimal

from identification.methods.indicators import indicator_in_words
from identification.methods.statuses import NAMES
from schools.russian import NB, compact, count

BETTER = {"higher": "лучше, когда больше", "lower": "лучше, когда меньше"}


def in_words(rule: dict) -> str:
    part = compact(Decimal(str(rule["lowest_part"])))
    sentences = [
        f"Показатели за последний учебный год: {'; '.join(map(_indicator, rule['indicators']))}",
        "По каждому из них школы муниципалитета сравниваются между собой",
        f"Школа в нижней части списка, если вместе со всеми, у кого результат такой же или хуже, "
        f"составляет не{NB}более {part}{NB}% школ с результатами",
        f"Статус «{NAMES[rule['statuses'][0]['status']]}» получает школа, которая попала в нижнюю "
        f"часть не{NB}менее чем по{NB}{_indicators(rule['hits_for_low'])}",
        f"Показатель, значения которого у школы нет, не{NB}учитывается",
    ]
    return ". ".join(sentences) + "."


def _indicator(row: dict) -> str:
    words = indicator_in_words(row)
    return f"{words} ({BETTER[row['direction']]})" if row.get("measure") else words


def _indicators(least: int) -> str:
    return count(least, "показателю,показателям,показателям")
