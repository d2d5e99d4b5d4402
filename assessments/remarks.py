"""«Сообщить об ошибке»: a school says what is wrong in a confirmed result, and is answered once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from schools.errors import PortalError
from schools.models import School, User

from .locks import locked_pairs
from .models import Remark, Sitting

ALREADY = "Об этом результате уже сообщили, ответа пока нет. Второе сообщение не понадобится."
OPEN_AGAIN = "Этот результат не подтверждён: исправьте его сами, сообщать не нужно."


def report_error(school: School, sitting: Sitting, *, text: str, by: User, at: datetime) -> Remark:
    if not locked_pairs([(school.pk, sitting.pk)]):
        raise PortalError(OPEN_AGAIN)
    try:
        with transaction.atomic():
            return Remark.objects.create(school=school, sitting=sitting, text=text, by=by, at=at)
    except IntegrityError as error:
        raise PortalError(ALREADY) from error


def answer_remark(
    remark: Remark, state: Remark.State, *, by: User, at: datetime, text: str = ""
) -> bool:
    """False: it was answered before, and that answer stays."""
    waiting = Remark.objects.waiting().filter(pk=remark.pk)
    told = {"state": state, "answer": text, "answered_by": by, "answered_at": at}
    return bool(waiting.update(**told))
