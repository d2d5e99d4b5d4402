"""Which grades a kind of school has: nobody waits for the ЕГЭ of a primary school. Pure."""

LAST_GRADE = {"primary": 4, "basic": 9}


def has_stage(kind: str, grade: int) -> bool:
    return grade <= LAST_GRADE.get(kind, grade)


def kinds_without(grade: int) -> list[str]:
    return [kind for kind in LAST_GRADE if not has_stage(kind, grade)]
