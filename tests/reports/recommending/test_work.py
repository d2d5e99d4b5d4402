"""How the work of schools goes, as the rules are told of it."""

from datetime import date

import pytest

from reports.recommending.facts import facts_of, fingerprint
from reports.recommending.work import work_of
from reports.rules import Case, recommend
from roadmap.models import Level, SiteFinding, Task, Value
from schools.models import School
from tests.factories import make_municipality, make_school, make_user
from tests.reports.kinds import make_lively
from tests.reports.rules import twelve
from tests.roadmap.making import (
    make_activity,
    make_goal,
    make_indicator,
    make_link,
    make_period,
    make_programme,
    make_site_check,
    make_target,
    make_task,
    make_value,
)

from .rows import rows_of

YEAR, ON = 2026, date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return make_school(municipality=make_municipality(academic_year=YEAR), short_name="СОШ 1")


def frame(school, name, on=ON):
    schools = School.objects.filter(municipality=school.municipality)
    told = work_of(school.municipality, schools, YEAR, on)
    return told[name].to_dict("records")


def late(school, title="Отчёт", due_on=date(2026, 11, 20), **fields):
    return make_task(school.municipality, school, title=title, due_on=due_on, **fields)


def test_late_duties_of_the_school_are_told_and_those_of_curators_are_not(school):
    late(school, role="DIRECTOR", due_on=date(2026, 10, 1))
    late(school, "По имени", assignee=make_user("SCHOOL_COORDINATOR", school), role="")
    late(school, "Куратору", role="CURATOR")
    late(school, "Сделано", role="DIRECTOR", state=Task.State.CANCELLED)
    late(school, "Сегодня", role="DIRECTOR", due_on=ON)

    rows = [(row["title"], row["due_on"], row["is_long"]) for row in frame(school, "tasks")]

    assert rows == [("Отчёт", "01.10.2026", True), ("По имени", "20.11.2026", False)]


@pytest.mark.parametrize(
    ("due_on", "is_long"), [(date(2026, 10, 27), False), (date(2026, 10, 23), True)]
)
def test_twenty_working_days_are_not_yet_long(school, due_on, is_long):
    """Between 27 October and 24 November lie 19 working days: the fourth of November is a feast."""
    late(school, role="DIRECTOR", due_on=due_on)

    (row,) = frame(school, "tasks")

    assert row["is_long"] is is_long


def test_of_an_own_programme_only_what_is_the_schools_own_is_counted(school):
    template = make_programme(school.municipality)
    shared = make_indicator(template, title="Общий показатель по математике")
    own = make_programme(school.municipality, school=school, template=template)
    period = make_period(own, YEAR, starts_on=date(2026, 9, 1), ends_on=date(2027, 5, 31))
    goal = make_goal(own, title="Своя цель")
    make_indicator(own, goal=goal, origin=shared, title="Общий показатель по математике")
    mine = make_indicator(own, goal=goal, title="Свой показатель")
    make_indicator(own, goal=goal, title="Свой без цели на этот год")
    make_target(mine, period)
    make_activity(own, goal=goal, title="Занятия в филиале")

    (row,) = frame(school, "plans")

    assert (row["goals"], row["indicators"], row["activities"]) == (1, 1, 1)
    assert "математике" in row["words"]
    assert "занятия в филиале" in row["words"]


def asked(school, **fields):
    """A municipal programme whose period has ended, with one question to schools."""
    programme = make_programme(school.municipality)
    told = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)} | fields
    period = make_period(programme, YEAR, **told)
    return make_indicator(programme, level=Level.SCHOOL, title="В ВСОКО есть", proof="any"), period


def test_what_schools_told_at_the_end_of_a_period_is_told_with_its_target(school):
    question, period = asked(school)
    make_target(question, period)
    value = make_value(question, period, school, yes=True, state=Value.State.ACCEPTED)

    (row,) = frame(school, "answers")
    assert (row["state"], row["yes"], row["lacks_proof"]) == ("got", True, True)

    make_link(by=make_user("DIRECTOR", school), value=value)
    (row,) = frame(school, "answers")
    assert row["lacks_proof"] is False


@pytest.mark.parametrize(("others", "lacks"), [(0, True), (1, False)])
def test_a_dead_link_proves_nothing_and_takes_nothing_from_another(school, others, lacks):
    question, period = asked(school)
    value = make_value(question, period, school, yes=True, state=Value.State.ACCEPTED)
    by = make_user("DIRECTOR", school)
    link = make_link(by=by, value=value)
    link.link = link.Link.GONE
    link.save()
    for _ in range(others):
        make_link(by=by, value=value, url="https://example.org/zhivoy.pdf")

    (row,) = frame(school, "answers")

    assert row["lacks_proof"] is lacks


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_what_nobody_has_sent_is_no_answer(school, state):
    question, period = asked(school)
    make_value(question, period, school, yes=False, state=state)

    assert frame(school, "answers") == []


def test_a_period_that_goes_on_or_ended_long_ago_says_nothing(school):
    for days in ({"ends_on": date(2026, 12, 31)}, {"ends_on": date(2025, 11, 20)}):
        question, period = asked(school, starts_on=date(2025, 1, 1), **days)
        make_value(question, period, school, yes=False, state=Value.State.ACCEPTED)

    assert frame(school, "answers") == []


def test_a_figure_of_a_narrow_circle_is_in_no_letter(school):
    question, period = asked(school)
    secret = make_indicator(
        question.programme,
        goal=question.goal,
        level=Level.SCHOOL,
        kind="number",
        sensitive=True,
        title="Тревожность",
    )
    make_target(secret, period, number=1)
    make_value(secret, period, school, number=77, yes=None, state=Value.State.ACCEPTED)

    assert frame(school, "answers") == []


def test_what_the_last_round_did_not_find_is_told(school):
    make_site_check(school.municipality, schools=[school], held_on=date(2026, 3, 1))
    last = make_site_check(
        school.municipality, schools=[school], titles=("Приказ", "Программа", "Отчёт", "Меню")
    )
    for row, found in zip(last.findings.all(), ("yes", "no", "partly", ""), strict=True):
        SiteFinding.objects.filter(pk=row.pk).update(found=found, at=last.created_at)

    assert [row["title"] for row in frame(school, "sites")] == ["Программа", "Отчёт"]


def test_a_letter_of_long_ago_is_told_nothing_of_the_work_of_today(school):
    late(school, role="DIRECTOR")

    assert work_of(school.municipality, School.objects.all(), YEAR - 2, ON) == {}


def test_work_makes_no_letter_older():
    run = rows_of(twelve.two_subjects())
    before = fingerprint(facts_of(run, on=ON))
    late(run.municipality.schools.get(short_name="Школа"), role="DIRECTOR")

    assert fingerprint(facts_of(run, on=ON)) == before


def test_the_rules_speak_of_it():
    run = rows_of(twelve.two_subjects())
    school = run.municipality.schools.get(short_name="Школа")
    for number in range(3):
        late(school, f"Поручение {number}", role="DIRECTOR")

    told = recommend(Case.of(facts_of(run, on=ON), school.pk))

    (one,) = [draft for draft in told.drafts if draft.code == "MG-4"]
    assert "Просрочено 3 поручения" in one.reason.replace("\xa0", " ")


@pytest.mark.parametrize("schools", [1, 3])
def test_the_work_of_all_schools_is_read_in_a_fixed_number_of_queries(
    schools, django_assert_num_queries
):
    municipality = make_lively(schools)
    for school in municipality.schools.all():
        own = make_programme(municipality, school=school)
        make_indicator(own, title="Свой показатель")
    seen = municipality.schools.all()

    with django_assert_num_queries(17):
        work_of(municipality, seen, YEAR, date(2027, 1, 20))
