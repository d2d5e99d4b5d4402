"""Names of procedures. Pure, so that methods and pages call a line the same."""

from collections.abc import Iterable, Iterator

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


OF_SUBJECT = {
    "математика": "математике",
    "русский язык": "русскому языку",
    "читательская грамотность": "читательской грамотности",
    "естественно-научная грамотность": "естественно-научной грамотности",
}


def by_subject(subject: str) -> str:
    """«по математике»; a name that we cannot decline stays as it is, in quotes."""
    name = lowered(subject)
    return f"по {OF_SUBJECT[name]}" if name in OF_SUBJECT else f"по предмету «{name}»"


def as_known(subject: str, known: Iterable[str]) -> str:
    """One subject is written in one way: as it stands already, else with a capital letter."""
    subject = " ".join(subject.split())
    same = {name.lower(): name for name in known}
    return same.get(subject.lower(), subject[:1].upper() + subject[1:])


def misfits(*, kind: str, grade: int, subject: str, variant: str) -> Iterator[tuple[str, str]]:
    """What a described procedure cannot be: the field and the sentence beside it."""
    only = ONLY_GRADE.get(kind, grade)
    if grade != only:
        yield "grade", f"{KINDS[kind]} сдают только в {only} классе."
    mathematics = kind == "EGE" and subject.lower() == "математика"
    if variant and not mathematics:
        yield "variant", "Уровень указывается только для математики на ЕГЭ."
    elif mathematics and not variant:
        yield "variant", "Выберите уровень: база или профиль."
