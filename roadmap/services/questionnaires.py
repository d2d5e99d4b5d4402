"""Questionnaires: programmes whose indicators are questions and whose periods are rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction

from roadmap.models import Goal, Indicator, Level, Period, Programme
from roadmap.question_sets import QUESTION_SETS
from schools.errors import PortalError
from schools.models import Municipality

ORDER = "Второй раз спрашивают позже, чем первый."


@dataclass(frozen=True)
class Round:
    label: str
    starts_on: date
    ends_on: date


def create_questionnaire(
    municipality: Municipality, *, code: str, title: str, rounds: Sequence[Round]
) -> Programme:
    """With the questions of a set, asked of schools in each round. In force at once."""
    if any(later.starts_on <= first.ends_on for first, later in pairwise(rounds)):
        raise PortalError(ORDER)
    chosen = QUESTION_SETS[code]
    with transaction.atomic():
        programme = Programme.objects.create(
            municipality=municipality,
            kind=Programme.Kind.QUESTIONNAIRE,
            title=title,
            purpose=chosen.about,
            starts_on=rounds[0].starts_on,
            ends_on=rounds[-1].ends_on,
            state=Programme.State.IN_FORCE,
        )
        Period.objects.bulk_create(
            Period(
                programme=programme,
                kind=Period.Kind.STAGE,
                label=one.label,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                order=order,
                is_baseline=order == 1,
            )
            for order, one in enumerate(rounds, start=1)
        )
        _ask(programme, chosen)
    return programme


def _ask(programme: Programme, chosen) -> None:
    questions, order = [], 0
    for position, (title, asked) in enumerate(chosen.goals.items(), start=1):
        goal = Goal.objects.create(
            programme=programme, number=str(position), title=title, order=position
        )
        for n, question in enumerate(asked, start=1):
            order += 1
            questions.append(
                Indicator(
                    programme=programme,
                    goal=goal,
                    number=f"{position}.{n}",
                    title=question.title,
                    order=order,
                    kind=question.kind,
                    unit=question.unit,
                    direction=question.direction,
                    level=Level.SCHOOL,
                    sensitive=chosen.sensitive,
                )
            )
    Indicator.objects.bulk_create(questions)
