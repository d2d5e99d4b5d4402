"""The rule on shares below the minimum in Russian sentences. Pure."""

from decimal import Decimal

from identification.methods.statuses import NAMES
from schools.russian import NB, compact, count

from . import procedure_title

PROCEDURES = "процедуре,процедурам,процедурам"
PUPILS = "участник,участника,участников"


def in_words(rule: dict) -> str:
    threshold = compact(Decimal(str(rule["threshold"])))
    sentences = [
        f"Процедуры: {'; '.join(map(procedure_title, rule['procedures']))}",
        f"Результат по процедуре низкий, если не менее {threshold}{NB}% всех участников "
        "не достигли минимума (получили «2» или не набрали минимального балла)",
        f"Статус «{NAMES[rule['statuses'][0]['status']]}» получает школа, у которой низкие "
        f"результаты {_halves(rule)}",
        _years(rule),
        _few(rule["min_participants"]),
        "Сравнивается число участников; доли — только там, где число неизвестно",
    ]
    return ". ".join(filter(None, sentences)) + "."


def _halves(rule: dict) -> str:
    halves = []
    if rule["hits_last_year"] is not None:
        last = count(rule["hits_last_year"], PROCEDURES)
        halves.append(f"не менее чем по{NB}{last} за последний учебный год")
    if rule["hits_each_year"] is not None:
        each = count(rule["hits_each_year"], PROCEDURES)
        same = "одной и той же " if rule["same_procedure"] and rule["hits_each_year"] == 1 else ""
        each = f"{same}процедуре" if same else each
        kept = ", одним и тем же" if rule["same_procedure"] and not same else ""
        halves.append(f"не менее чем по{NB}{each} в каждом из {years_in_row(rule['years'])}{kept}")
    return " или ".join(halves)


def years_in_row(years: int) -> str:
    words = {1: "последнего учебного года", 2: "двух последних учебных лет"}
    named = {3: "трёх", 4: "четырёх", 5: "пяти"}
    return words.get(years) or f"{named[years]} последних учебных лет"


def _years(rule: dict) -> str:
    if rule["hits_each_year"] is None:
        return ""
    if rule["not_held"] == "skip":
        return "Год, когда ни одна из процедур не проводилась, пропускается: берётся год до него"
    if rule["years"] == 1:
        return ""
    return "Год, когда ни одна из процедур не проводилась, прерывает ряд"


def _few(least: int) -> str:
    if least <= 1:
        return ""
    fewer = count(least, "участника,участников,участников")
    return f"Процедура, в которой меньше {fewer}, не учитывается"
