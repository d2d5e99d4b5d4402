"""One procedure that its coordinator has confirmed, and what two schools have said since."""

from datetime import timedelta

from assessments.locks import lock
from assessments.models import Remark, Sitting
from assessments.remarks import answer_remark, report_error
from schools.models import Municipality, School, User

from .loading import AT

REPORTED = (
    "Один ученик писал работу в резервный день, в таблице его нет. "
    "Участников должно быть на одного больше."
)
ANSWERED = "Сверили с протоколом: ученик учтён, исправлять нечего."


def confirm(
    municipality: Municipality, sitting: Sitting, *, asking: School, answered: School
) -> None:
    """`asking` still waits for its answer."""
    coordinator, director, other = (
        User.objects.get(username=f"{municipality.slug}-{role}")
        for role in ("koordinator", "direktor", "shkola")
    )
    day, hour = timedelta(days=1), timedelta(hours=1)
    lock(
        municipality,
        sitting=sitting,
        academic_year=sitting.academic_year,
        by=coordinator,
        at=AT + hour,
    )
    first = report_error(answered, sitting, text=REPORTED, by=other, at=AT + day)
    answer_remark(first, Remark.State.ANSWERED, text=ANSWERED, by=coordinator, at=AT + 2 * day)
    report_error(asking, sitting, text=REPORTED, by=director, at=AT + 3 * day)
