"""Plain functions that make valid rows of `roadmap`: all is optional."""

import io
from datetime import date
from itertools import count

import pikepdf

from roadmap.models import (
    Activity,
    AgendaItem,
    Campaign,
    Evidence,
    Goal,
    Indicator,
    Meeting,
    Period,
    Programme,
    SiteCheck,
    SiteFinding,
    SiteRequirement,
    Submission,
    Target,
    Task,
    Value,
    Work,
)
from roadmap.services.evidence import add_file
from roadmap.services.orders import keep_draft, read_text
from tests.factories import AT, make_municipality, make_user

ORDER = "Показатель\tЕдиница\t2026\nДоля школ\tпроцент\t80"
_numbers = count(1)


def make_programme(municipality=None, **fields):
    """In force for 2026, unless told otherwise."""
    school = fields.get("school")
    municipality = municipality or (school.municipality if school else make_municipality())
    told = {
        "title": f"Программа {next(_numbers)}",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "state": Programme.State.IN_FORCE,
    }
    return Programme.objects.create(municipality=municipality, **told | fields)


def make_period(programme, year=2026, **fields):
    order = fields.pop("order", programme.periods.count() + 1)
    told = {
        "label": str(year),
        "starts_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
    }
    return Period.objects.create(programme=programme, order=order, **told | fields)


def make_goal(programme, **fields):
    n = programme.goals.count() + 1
    told = {"number": str(n), "title": f"Задача {n}", "order": n}
    return Goal.objects.create(programme=programme, **told | fields)


def make_indicator(programme=None, **fields):
    programme = programme or make_programme()
    goal = fields.pop("goal", None) or programme.goals.first() or make_goal(programme)
    n = programme.indicators.count() + 1
    told = {
        "number": str(n),
        "title": f"Показатель {n}",
        "order": n,
        "kind": Indicator.Kind.YES_NO,
    }
    return Indicator.objects.create(programme=programme, goal=goal, **told | fields)


def make_target(indicator, period, number=1, **fields):
    return Target.objects.create(indicator=indicator, period=period, number=number, **fields)


def make_value(indicator, period, school=None, **fields):
    """«Да», unless told otherwise."""
    if not set(fields) & {"yes", "numerator", "number", "degree", "no_data"}:
        fields["yes"] = True
    return Value.objects.create(
        indicator=indicator, period=period, school=school, **{"entered_at": AT} | fields
    )


def make_activity(programme, **fields):
    goal = fields.pop("goal", None) or programme.goals.first() or make_goal(programme)
    n = programme.activities.count() + 1
    told = {"number": str(n), "title": f"Мероприятие {n}", "order": n}
    return Activity.objects.create(programme=programme, goal=goal, **told | fields)


def make_work(activity, period, **fields):
    n = activity.works.filter(period=period).count() + 1
    told = {"text": f"Работа {n}", "order": n, "when": "июнь"}
    return Work.objects.create(activity=activity, period=period, **told | fields)


def make_task(municipality=None, school=None, **fields):
    """Of a school for its director, otherwise for the coordinator."""
    municipality = municipality or (school.municipality if school else make_municipality())
    told = {
        "title": f"Поручение {next(_numbers)}",
        "due_on": date(2026, 9, 15),
        "created_at": AT,
    }
    if not fields.get("assignee"):
        told["role"] = "DIRECTOR" if school else "COORDINATOR"
    return Task.objects.create(municipality=municipality, school=school, **told | fields)


def make_campaign(programme, period, *, schools=(), by=None, **fields):
    told = {
        "title": f"Сбор {next(_numbers)}",
        "entry_from": date(2026, 5, 15),
        "entry_until": date(2026, 6, 15),
        "processing_until": date(2026, 7, 15),
        "phase": Campaign.Phase.ENTRY,
        "created_by": by or make_user("COORDINATOR", programme.municipality),
        "created_at": AT,
    }
    campaign = Campaign.objects.create(programme=programme, period=period, **told | fields)
    for school in schools:
        Submission.objects.create(campaign=campaign, school=school)
    return campaign


def make_meeting(municipality, *, topics=("Итоги года",), by=None, **fields):
    told = {
        "title": f"Заседание {next(_numbers)}",
        "held_on": date(2026, 8, 20),
        "created_by": by or make_user("COORDINATOR", municipality),
        "created_at": AT,
    }
    meeting = Meeting.objects.create(municipality=municipality, **told | fields)
    for order, topic in enumerate(topics, start=1):
        AgendaItem.objects.create(meeting=meeting, order=order, topic=topic)
    return meeting


def make_order_draft(municipality, *, by, title="Приказ", text=ORDER):
    order = read_text(text)
    return keep_draft(order, municipality=municipality, title=title, by=by, at=AT)


def make_link(*, by, url="https://example.org/prikaz.pdf", **owner):
    return Evidence.objects.create(url=url, added_by=by, added_at=AT, **owner)


def make_pdf(pages=1) -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as paper:
        for _page in range(pages):
            paper.add_blank_page()
        paper.save(file)
    return file.getvalue()


def make_file(*, by, name="Приказ.pdf", content=None, at=AT, **owner):
    """Through the service, which looks into it. The file proves the task, value or finding."""
    (told,) = owner.values()
    return add_file(told, name=name, content=content or make_pdf(), by=by, at=at)


def make_site_check(municipality, *, schools=(), titles=("Приказ о команде",), by=None, **fields):
    told = {
        "title": f"Мониторинг сайтов {next(_numbers)}",
        "held_on": date(2026, 9, 10),
        "created_by": by or make_user("COORDINATOR", municipality),
        "created_at": AT,
    }
    check = SiteCheck.objects.create(municipality=municipality, **told | fields)
    for order, title in enumerate(titles, start=1):
        requirement = SiteRequirement.objects.create(
            municipality=municipality, title=title, order=order
        )
        for school in schools:
            SiteFinding.objects.create(check_round=check, school=school, requirement=requirement)
    return check
