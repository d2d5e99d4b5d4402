"""What a row of a methodology reads, in Russian. Pure."""

from assessments.naming import KINDS, ONLY_GRADE, line_title, lowered

FIGURES = {
    "share_high": "доля высоких результатов",
    "share_low": "доля не достигших минимума",
    "mean": "средний балл",
}


def procedure_in_words(procedure: dict) -> str:
    """«ВПР-4, русский язык»; without a grade «ВПР всех классов, русский язык»."""
    kind, grade = procedure["kind"], procedure.get("grade") or ONLY_GRADE.get(procedure["kind"])
    if grade is None:
        return f"{KINDS[kind]} всех классов, {lowered(procedure['subject'])}"
    return line_title(kind, grade, procedure["subject"], procedure.get("variant"))


def indicator_in_words(row: dict) -> str:
    """«ЕГЭ, русский язык: средний балл»; a measure is told by its code."""
    if row.get("measure"):
        return f"показатель «{row['measure']}»"
    return f"{procedure_in_words(row['procedure'])}: {FIGURES[row['figure']]}"
