"""Programmes, tasks and campaigns of a world, with its tokens; see world.py."""

from roadmap.models import Programme
from tests.roadmap.making import (
    make_activity,
    make_campaign,
    make_indicator,
    make_link,
    make_meeting,
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
        "period": period,
        "goal": programme.goals.get(),
        "indicator": indicator,
        "school_indicator": asked,
        "activity": activity,
        "work": make_work(activity, period),
        "campaign": make_campaign(programme, period, schools=schools, by=by),
        "meeting": meeting,
        "agenda_item": meeting.items.get(),
        "site_check": check,
        "municipal_task": make_task(municipality, title=f"Поручение {token}"),
        "municipal_value": make_value(indicator, period, entered_by=by),
    }
    for kind in KINDS:
        name, school = "" if kind == "school" else f"{kind}_", getattr(world, kind)
        task = make_task(school=school, title=f"Поручение {world.tokens[kind]}")
        made |= {
            f"{name}task": task,
            f"{name}value": make_value(
                asked, period, school, entered_by=by, comment=world.tokens[kind]
            ),
            f"{name}evidence": make_link(by=by, task=task, title=f"Приказ {world.tokens[kind]}"),
            f"{name}programme" if name else "school_programme": make_programme(
                school=school, template=programme, title=f"Программа {world.tokens[kind]}"
            ),
            f"{name}submission": made["campaign"].submissions.get(school=school),
            f"{name}finding": check.findings.get(school=school),
        }
    return made
