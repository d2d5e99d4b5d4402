"""What a coordinator has to do about the letters of recommendations."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from identification.models import Run
from reports.models import Letter, Recommendation
from schools.models import Municipality
from schools.russian import count

from .steps import Step

LETTERS = "письмо,письма,писем"


def write_letters(run: Run) -> Iterator[Step]:
    """Once the run stands: to make them, to send them."""
    told = run.letters.aggregate(
        made=Count("pk"), unsent=Count("pk", filter=Q(state__in=Letter.OPEN))
    )
    if not told["made"]:
        yield Step(
            "Составить рекомендации школам",
            "Проект письма каждой школе: что сделать, на\xa0каком основании, до\xa0какого срока.",
            reverse("reports:recommendations"),
            "Открыть",
            "envelope-paper",
        )
    elif told["unsent"]:
        yield Step(
            f"Отправить рекомендации: {count(told['unsent'], LETTERS)}",
            "Прочитайте проекты, исправьте, что нужно, и\xa0отправьте школам.",
            reverse("reports:recommendations"),
            "К\xa0письмам",
            "envelope-paper",
        )


def answer_objections(municipality: Municipality) -> Iterator[Step]:
    waiting = Recommendation.objects.filter(
        letter__school__municipality=municipality, state=Recommendation.State.OBJECTED
    ).count()
    if waiting:
        objections = count(waiting, "возражение,возражения,возражений")
        yield Step(
            f"Ответить школам: {objections} на\xa0рекомендации",
            "Пока ответа нет, срок рекомендации остановлен.",
            f"{reverse('reports:recommendations')}?what=objected",
            "Прочитать",
            "chat-left-text",
        )
