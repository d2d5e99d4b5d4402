"""Names of procedures. Pure, so that methods and pages call a line the same."""

KINDS = {"VPR": "ВПР", "OGE": "ОГЭ", "EGE": "ЕГЭ", "KDR": "КДР"}
# the exams are taken in one grade only
ONLY_GRADE = {"OGE": 9, "EGE": 11}
# schools.models.NoDataReason, for those who may not ask a model
REASONS = {
    "no_stage": "нет ступени",
    "no_graduates": "нет выпускников",
    "no_participants": "нет участников",
    "not_held": "не проводилась",
    "not_given": "не сдано",
    "hidden": "скрыто",
    "unknown": "нет информации",
}


def line_name(kind: str, grade: int | None, subject: str, variant: str | None = "") -> str:
    """«ВПР 4 русский язык»: the name that programs rely on."""
    name = f"{KINDS[kind]} {grade or ''} {lowered(subject)} {variant or ''}"
    return " ".join(name.split())


def line_title(kind: str, grade: int | None, subject: str, variant: str | None = "") -> str:
    """«ВПР-4, русский язык», «ЕГЭ, математика (профиль)»: the name that people read."""
    grade = "" if grade == ONLY_GRADE.get(kind) or grade is None else f"-{grade}"
    variant = f" ({variant})" if variant else ""
    return f"{KINDS[kind]}{grade}, {lowered(subject)}{variant}"


def lowered(subject: str) -> str:
    return subject[:1].lower() + subject[1:]
