"""What is said of methods in Russian: a file per method that needs more than its class. Pure."""

from assessments.naming import KINDS, ONLY_GRADE, line_title, lowered


def basis(snapshot: dict) -> str:
    """A run that rests on an order says «по приказу»; `snapshot` is the methodology file."""
    return "по приказу" if snapshot.get("document") else "по методике"


def procedure_title(procedure: dict) -> str:
    """«ВПР-4, математика»; without a grade: «ВПР всех классов, математика»."""
    kind, grade = procedure["kind"], procedure.get("grade")
    if is_of_every_grade(procedure):
        return f"{KINDS[kind]} всех классов, {lowered(procedure['subject'])}"
    return line_title(kind, grade, procedure["subject"], procedure.get("variant"))


def is_of_every_grade(procedure: dict) -> bool:
    return procedure.get("grade") is None and procedure["kind"] not in ONLY_GRADE
