"""Programmes, tasks and campaigns of a world, with its tokens; see world.py."""

from identification.models import Decision, Protocol
from roadmap.facts import Fact, Item
from roadmap.models import Computation, Programme, Task
from roadmap.services.feed import make_feed
from tests.access.campaigns_world import make_approvals
from tests.factories import AT, make_document, make_user
from tests.roadmap.making import (
    make_activity,
    make_campaign,
    make_file,
    make_indicator,
    make_link,
    make_meeting,
    make_order_draft,
    make_period,
    make_programme,
    make_site_check,
    make_target,
    make_task,
    make_value,
    make_work,
)

KINDS = ("school", "branch", "neighbour")


def make_roadmap(world, *, by) -> dict:
    """By the name that the policy gives it: `task` is of the school, `branch_task` of the branch,
    `neighbour_task` of the neighbour, `municipal_task` of the municipality; values likewise.
    """
    municipality, token = world.municipality, world.tokens["municipality"]
    programme = make_programme(municipality, title=f"Программа {token}")
    period = make_period(programme)
    indicator = make_indicator(programme, title=f"Показатель {token}")
    make_target(indicator, period)
    asked = make_indicator(programme, title="Показатель школ", level="school", pair=indicator)
    activity = make_activity(programme, title=f"Мероприятие {token}")
    schools = [getattr(world, kind) for kind in KINDS]
    check = make_site_check(municipality, schools=schools, by=by, title=f"Сайты {token}")
    meeting = make_meeting(municipality, topics=[f"Вопрос {token}"], by=by)
    made = {
        "programme": programme,
        "draft_programme": make_programme(
            municipality, title=f"Проект {token}", state=Programme.State.DRAFT
        ),
        "questionnaire": _questionnaire(world, by=by),
        "period": period,
        "goal": programme.goals.get(),
        "indicator": indicator,
        "school_indicator": asked,
        "activity": activity,
        "work": make_work(activity, period),
        "campaign": make_campaign(programme, period, schools=schools, by=by),
        "meeting": meeting,
        "agenda_item": meeting.items.get(),
        "order_draft": make_order_draft(municipality, title=f"Приказ {token}", by=by),
        "order_row": 2,
        "site_check": check,
        "requirement": check.findings.first().requirement,
        "kind_task": "task",
        "kind_value": "value",
        "kind_finding": "finding",
        "approved_protocol": _approved(world, by=by),
        "municipal_task": make_task(municipality, title=f"Поручение {token}"),
        "submitted_task": make_task(
            school=world.school,
            title=f"На проверке {world.tokens['school']}",
            state=Task.State.SUBMITTED,
            done_by=by,
            done_at=AT,
        ),
        "feed_token": make_feed(by=make_user("DIRECTOR", world.school), at=AT),
        "municipal_value": make_value(indicator, period, entered_by=by),
        "set_code": "schools",
    }
    for kind in KINDS:
        name, school = "" if kind == "school" else f"{kind}_", getattr(world, kind)
        task = make_task(school=school, title=f"Поручение {world.tokens[kind]}")
        made |= {
            f"{name}task": task,
            f"{name}value": make_value(
                asked, period, school, entered_by=by, comment=world.tokens[kind]
            ),
            f"{name}file": make_file(by=by, task=task, name=f"Приказ {world.tokens[kind]}.pdf"),
            f"{name}evidence": make_link(by=by, task=task, title=f"Приказ {world.tokens[kind]}"),
            f"{name}programme" if name else "school_programme": make_programme(
                school=school, template=programme, title=f"Программа {world.tokens[kind]}"
            ),
            f"{name}submission": made["campaign"].submissions.get(school=school),
            f"{name}finding": check.findings.get(school=school),
        }
    _computed(world, made)
    return made | make_approvals(world, made, by=by)


def _computed(world, made) -> None:
    """Behind each value a line of every school it is about, with its token."""
    for name in ("municipal_value", "value", "branch_value", "neighbour_value"):
        value = made[name]
        schools = [value.school] if value.school else [getattr(world, kind) for kind in KINDS]
        items = tuple(Item(school.short_name, "yes", (school.pk,)) for school in schools)
        fact = Fact(yes=False, formula="Правило.", items=items)
        Computation.objects.create(value=value, fact=fact.as_json(), computed_at=AT)


def _approved(world, *, by) -> Protocol:
    """A protocol of an earlier year that named our school and its neighbour."""
    protocol = Protocol.objects.create(
        municipality=world.municipality,
        academic_year=2024,
        state=Protocol.State.APPROVED,
        document=make_document(
            municipality=world.municipality, number="5", dated_on=AT.date(), title="О статусе"
        ),
        approved_by=by,
        approved_at=AT,
        created_by=by,
    )
    for kind in KINDS:
        protocol.decisions.create(
            school=getattr(world, kind),
            status="low",
            assigned=True,
            action=Decision.Action.ENTER,
            decided_by=by,
            decided_at=AT,
        )
    return protocol


def _questionnaire(world, *, by) -> Programme:
    """Asked twice, answered by each school with its token."""
    programme = make_programme(
        world.municipality,
        kind=Programme.Kind.QUESTIONNAIRE,
        title=f"Анкета {world.tokens['municipality']}",
    )
    rounds = [make_period(programme, year) for year in (2026, 2027)]
    question = make_indicator(programme, level="school", title="Вопрос")
    for kind in KINDS:
        for one in rounds:
            make_value(
                question,
                one,
                getattr(world, kind),
                entered_by=by,
                comment=world.tokens[kind],
                state="accepted",
            )
    return programme
