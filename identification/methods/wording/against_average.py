"""The rule on averages in Russian sentences. Pure."""

from identification.methods.indicators import HIGHER, indicator_in_words
from identification.methods.statuses import NAMES
from schools.russian import NB, count, plural

from .share_below import years_in_row

# benchmark → what a criterion asks for, where higher and where lower is better
HELD = {
    "region": ("не{}ниже среднего по региону", "не{}выше среднего по региону"),
    "municipality": ("не{}ниже среднего по муниципалитету", "не{}выше среднего по муниципалитету"),
    "zero": ("не{}меньше нуля", "не{}больше нуля"),
}


def in_words(rule: dict) -> str:
    averages = {row["benchmark"] for row in rule["criteria"]} - {"zero"}
    sentences = [
        f"Критерии: {'; '.join(map(_criterion, rule['criteria']))}",
        "Равенство критерий выполняет",
        _years(rule["years"]),
        f"Статус «{NAMES[rule['statuses'][0]['status']]}» получает школа, у которой "
        f"{_missed(rule['misses_for_low'])} или больше",
        _averages(averages),
        f"Критерий, для которого нет значения{' или среднего' if averages else ''}, "
        f"не{NB}учитывается",
    ]
    return ". ".join(filter(None, sentences)) + "."


def _criterion(row: dict) -> str:
    asked = HELD[row["benchmark"]][row["direction"] != HIGHER].format(NB)
    return f"{indicator_in_words(row)}{NB}— {asked}"


def _years(years: int) -> str:
    if years == 1:
        return ""
    return (
        f"Критерий считается невыполненным, если он не{NB}выполнен в каждом из "
        f"{years_in_row(years)}; год, когда процедура не проводилась, пропускается: берётся "
        "год до него"
    )


def _missed(least: int) -> str:
    verb = plural(least, "выполнен,выполнены,выполнено")
    return f"не{NB}{verb} {count(least, 'критерий,критерия,критериев')}"


def _averages(averages: set[str]) -> str:
    if not averages:
        return ""
    words = "Среднее берётся внесённое в портал, а если его нет, из федерального файла"
    if "municipality" not in averages:
        return words
    return (
        f"{words}. Среднее по муниципалитету, которого нет и там, считается по его школам с учётом "
        "численности; если она известна не у всех, это простое среднее"
    )
