"""Heads of narrow columns: «ВПР-4» above «рус.». Pure.

What is not known here stands in full.
"""

SUBJECTS = {
    "русский язык": "рус.",
    "математика": "мат.",
    "литература": "лит.",
    "окружающий мир": "окр. мир",
    "обществознание": "общ.",
    "история": "ист.",
    "география": "геогр.",
    "биология": "биол.",
    "физика": "физ.",
    "химия": "хим.",
    "информатика": "инф.",
    "английский язык": "англ.",
    "читательская грамотность": "чит. гр.",
    "естественно-научная грамотность": "ест. гр.",
}
VARIANTS = {"база": "баз.", "базовая": "баз.", "профиль": "проф.", "профильная": "проф."}


def head_of(title: str) -> tuple[str, str]:
    """«ЕГЭ, математика (профиль)» → «ЕГЭ», «мат. проф.»."""
    over, _comma, rest = title.partition(", ")
    subject, _bracket, variant = rest.removesuffix(")").partition(" (")
    under = f"{SUBJECTS.get(subject, subject)} {VARIANTS.get(variant, variant)}"
    return over, under.strip()
