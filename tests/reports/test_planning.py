"""The sheet of the planning meeting: what is red, who is late, what changed, on one page."""

import io
from datetime import UTC, date, datetime

import pypdf
import pytest
from django.urls import reverse

from reports.planning.content import quarter_of, sheet
from reports.planning.paper import file_of, paper_of
from roadmap.models import Indicator, Target, TaskEntry, Value
from schools.models import SchoolStatus
from schools.russian import school_name
from tests.factories import make_school
from tests.roadmap.making import (
    make_indicator,
    make_meeting,
    make_period,
    make_programme,
    make_target,
    make_task,
    make_value,
)

ON = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("on", "label", "since"),
    [
        (date(2026, 9, 1), "I\xa0четверть 2026/2027 учебного года", date(2026, 9, 1)),
        (ON, "II\xa0четверть 2026/2027 учебного года", date(2026, 11, 1)),
        (date(2027, 1, 1), "III\xa0четверть 2026/2027 учебного года", date(2027, 1, 1)),
        (date(2027, 7, 15), "IV\xa0четверть 2026/2027 учебного года", date(2027, 4, 1)),
    ],
)
def test_a_day_belongs_to_a_school_quarter_and_summer_to_the_last(on, label, since):
    assert quarter_of(on) == (label, since)


@pytest.fixture
def programme(municipality):
    return make_programme(municipality)


@pytest.fixture
def period(programme):
    return make_period(programme)


def measured(programme, period, numerator, **fields):
    indicator = make_indicator(programme, kind=Indicator.Kind.PERCENT, **fields)
    make_target(indicator, period, number=80)
    make_value(
        indicator,
        period,
        numerator=numerator,
        denominator=10,
        state=Value.State.ACCEPTED,
        entered_at=NOON,
    )
    return indicator


def test_what_misses_its_target_is_red(municipality, coordinator, programme, period):
    measured(programme, period, 5, title="Школы с\xa0программой")
    measured(programme, period, 9, title="Школы с\xa0куратором")
    make_indicator(programme, title="Без значения")

    (state,) = sheet(municipality, reader=coordinator, on=ON).states

    assert [red.title for red in state.reds] == ["Школы с\xa0программой"]
    assert (state.reds[0].figure, state.reds[0].goal) == ("5\xa0из\xa010, 50\xa0%", "80\xa0%")
    assert (state.aimed, state.reached, state.missing) == (2, 1, 1)


def test_a_part_that_misses_its_target_names_its_whole(
    municipality, coordinator, programme, period
):
    whole = make_indicator(programme, title="Число событий")
    measured(programme, period, 5, title="Для команд", whole=whole)
    measured(programme, period, 5, title="ЕГЭ", whole=whole)

    (state,) = sheet(municipality, reader=coordinator, on=ON).states

    titles = [red.title for red in state.reds]
    assert titles == ["Число событий, из\xa0них: для команд", "Число событий, из\xa0них: ЕГЭ"]


def test_what_nobody_can_hold_against_its_target_is_not_red(
    municipality, coordinator, programme, period
):
    """The average of the region is not known."""
    indicator = make_indicator(programme, kind=Indicator.Kind.PERCENT)
    Target.objects.create(indicator=indicator, period=period, kind="region")
    make_value(indicator, period, numerator=1, denominator=10, state=Value.State.ACCEPTED)

    (state,) = sheet(municipality, reader=coordinator, on=ON).states

    assert state.reds == []


def test_who_is_late_stands_with_the_oldest_of_the_tasks(municipality, school, coordinator):
    make_task(school=school, title="Давнее", due_on=date(2026, 9, 1))
    make_task(school=school, title="Новое", due_on=date(2026, 11, 1))
    make_task(municipality, title="Своё", due_on=date(2026, 10, 1))
    make_task(municipality, title="Впереди", due_on=date(2026, 12, 1))
    make_task(municipality, title="Далеко", due_on=date(2027, 3, 1))

    told = sheet(municipality, reader=coordinator, on=ON)

    assert [(row.n, row.oldest.title) for row in told.late] == [(2, "Давнее"), (1, "Своё")]
    assert [row.who for row in told.late] == [
        school_name(school.short_name),
        "Муниципальный координатор",
    ]
    assert [one.task.title for one in told.coming] == ["Впереди"]


def test_what_many_schools_have_to_do_by_a_day_is_one_line(municipality, school, coordinator):
    for each in (school, make_school(municipality=municipality)):
        make_task(school=each, title="Сдать показатели", due_on=date(2026, 12, 5))

    (one,) = sheet(municipality, reader=coordinator, on=ON).coming

    assert (one.task.title, one.where) == ("Сдать показатели", "2\xa0школы")


def test_the_same_work_of_two_days_is_two_lines(municipality, coordinator):
    for day in (5, 8):
        make_task(municipality, title="Провести заседание", due_on=date(2026, 12, day))

    told = sheet(municipality, reader=coordinator, on=ON).coming

    assert [one.task.due_on.day for one in told] == [5, 8]


def test_a_task_that_is_due_today_is_not_late(municipality, coordinator):
    make_task(municipality, due_on=ON)

    told = sheet(municipality, reader=coordinator, on=ON)

    assert (told.late, len(told.coming)) == ([], 1)


def test_what_changed_since_the_quarter_began_is_told(
    municipality, school, coordinator, programme, period
):
    measured(programme, period, 9)
    SchoolStatus.objects.create(
        school=school, kind="low", since=2027, source="протокол", given_on=date(2026, 11, 5)
    )
    other = make_school(municipality=municipality)
    SchoolStatus.objects.create(
        school=other, kind="low", since=2026, source="протокол", given_on=date(2025, 9, 5)
    )

    told = sheet(municipality, reader=coordinator, on=ON).changed

    assert len(told) == 2
    assert told[0] == "Внесено и\xa0принято: 1 значение показателей."
    assert "низкие результаты" in told[1]
    assert other.short_name not in told[1]


def test_of_what_changed_only_what_is_finished_is_told(
    municipality, school, coordinator, programme, period
):
    """A task is told of once, however many steps it took; what waits for a check is no change."""
    indicator = make_indicator(programme)
    make_value(indicator, period, entered_at=NOON, state=Value.State.SUBMITTED)
    for steps in (("done",), ("submitted", "returned", "submitted", "accepted"), ("submitted",)):
        task = make_task(school=school)
        for action in steps:
            TaskEntry.objects.create(task=task, action=action, by=coordinator, at=NOON)
    for state in ("held", "planned", "cancelled"):
        make_meeting(municipality, held_on=date(2026, 11, 10), state=state, by=coordinator)
    make_meeting(municipality, held_on=date(2026, 10, 10), state="held", by=coordinator)

    told = sheet(municipality, reader=coordinator, on=ON).changed

    assert [sentence.replace("\xa0", " ") for sentence in told] == [
        "Выполнено: 2 поручения.",
        "Возвращено на доработку: 1 поручение.",
        "Проведено: 1 заседание рабочей группы.",
    ]


def test_another_municipality_is_not_told_of(municipality, coordinator, abroad):
    make_task(abroad, title="Чужое", due_on=date(2026, 9, 1))
    make_programme(abroad, title="Чужая программа")

    told = sheet(municipality, reader=coordinator, on=ON)

    assert (told.states, told.late, told.coming) == ([], [], [])


def test_the_paper_is_one_page_however_much_there_is_to_say(
    municipality, coordinator, programme, period
):
    for n in range(25):
        measured(
            programme, period, 5, title=f"Доля школ, в\xa0которых сделано дело {n}, очень важное"
        )
    for n in range(12):
        school = make_school(municipality=municipality)
        make_task(school=school, title=f"Утвердить программу {n}", due_on=date(2026, 9, 1))
        make_task(municipality, title=f"Провести заседание {n}", due_on=date(2026, 12, 10))

    paper = file_of(sheet(municipality, reader=coordinator, on=ON), "pdf")

    found = pypdf.PdfReader(io.BytesIO(paper))
    assert len(found.pages) == 1
    text = found.pages[0].extract_text()
    assert "И ещё 15 на странице программы" in text.replace("\xa0", " ")


def test_an_empty_sheet_says_so(municipality, coordinator):
    paper = paper_of(sheet(municipality, reader=coordinator, on=ON))

    said = [getattr(block, "text", "") for block in paper.blocks]
    assert {
        "Действующей программы нет.",
        "Просроченных поручений нет.",
        "Изменений нет.",
        "Сроков нет.",
    } <= set(said)


def test_the_head_reads_the_page_and_takes_the_paper(client, municipality, head, programme, period):
    measured(programme, period, 5, title="Школы с\xa0программой")
    client.force_login(head)

    page = client.get(reverse("reports:planning"))
    paper = client.get(reverse("reports:planning-pdf"))

    assert "Школы с\xa0программой" in page.content.decode()
    assert paper.content.startswith(b"%PDF")


def test_a_director_has_no_sheet(client, director):
    client.force_login(director)

    assert client.get(reverse("reports:planning")).status_code == 404
