"""The rule on the change against the year before in Russian sentences. Pure."""

from decimal import Decimal

from identification.methods.indicators import FIGURES
from schools.russian import NB, compact, count

from . import procedure_title

WHEN = {
    "all": "по всем процедурам, результаты которых известны за оба года",
    "any": "хотя бы по одной процедуре",
}


def in_words(rule: dict) -> str:
    sentences = [
        f"Процедуры: {'; '.join(map(procedure_title, rule['procedures']))}",
        "Последний учебный год сравнивается с предыдущим; год, когда процедура не проводилась, "
        "пропускается: берётся год до него",
        f"Результат по процедуре лучше, если {_better(rule)} к{NB}предыдущему году",
        *(_exception(row) for row in rule["exceptions"]),
        f"Динамика школы положительная, если результаты лучше {WHEN[rule['improved_when']]}",
        f"Процедура, по которой нет результатов хотя бы за один из двух лет, не{NB}учитывается",
    ]
    return ". ".join(sentences) + "."


def _better(rule: dict) -> str:
    figure, least = rule["figure"], Decimal(str(rule["tolerance"]))
    verb = "снизилась" if figure == "share_low" else "вырос" if figure == "mean" else "выросла"
    if not least:
        return f"{FIGURES[figure]} {verb}"
    if figure == "mean":
        return f"{FIGURES[figure]} {verb} более чем на{NB}{_points(least)}"
    return f"{FIGURES[figure]} {verb} более чем на{NB}{compact(least)}{NB}п.{NB}п."


def _points(points: Decimal) -> str:
    """«на 1 балл», «на 2 балла», «на 0,5 балла»: the accusative."""
    return count(points, "балл,балла,баллов")


def _exception(row: dict) -> str:
    title = procedure_title(row["procedure"])
    return f"Особое правило: {title}{NB}— лучше, если {_better(row)} к{NB}предыдущему году"
