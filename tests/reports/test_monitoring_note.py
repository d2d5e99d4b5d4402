"""The note on monitoring: of the supported schools, in the order of the document."""

import pytest

from assessments.models import Result
from reports.notes import monitoring
from roadmap.models import Task, Value
from schools.models import Figure, Measure, School, SchoolStatus
from schools.russian import share
from tests.factories import make_user
from tests.identification.lines import judged
from tests.roadmap.making import make_indicator, make_programme, make_value

from .kinds import (
    ON,
    SECRET,
    YEAR,
    cells_of,
    give_status,
    indicator_of,
    make_lively,
    section,
    words_in,
)


@pytest.fixture
def lively(db):
    """Of four schools two are supported."""
    return make_lively()


def compose(municipality, year=YEAR):
    return monitoring.compose(municipality, year, ON)


def supported(municipality):
    return School.objects.filter(
        pk__in=SchoolStatus.objects.filter(school__municipality=municipality).values("school")
    )


def test_its_sections_stand_in_the_order_of_the_document(lively):
    codes = [one.code for one in compose(lively).sections]

    assert codes == [
        *("basis", "indicators", "actions", "documents", "results", "conclusions"),
        *("help", "limits"),
    ]


def test_results_are_of_the_supported_schools_and_of_no_other(lively):
    rows = Result.objects.filter(school__in=supported(lively), sitting__academic_year=YEAR)
    below = sum(row.low_n for row in rows)
    taken = sum(row.participants for row in rows)

    words = section(compose(lively), "results")

    part = share(below, taken).replace("\xa0", " ")
    assert f"{taken} участий, из них ниже минимума {below} ({part})" in words
    assert "СОШ № 4" not in words


def test_an_indicator_of_schools_stands_under_the_municipal_one_it_answers(lively):
    words = section(compose(lively), "indicators")

    assert words.index("Доля школ с программой") < words.index("Программа есть")
    assert "80 % 2 из 4, 50 % 2 школы" in words
    assert "«да»: 4 из 4 достигнута у 4 из 4 школ; ответили 4 из 4" in words


def test_goals_that_are_set_for_schools_alone_are_judged_by_their_answers(lively):
    indicator_of(lively, "Доля школ с программой").targets.all().delete()

    words = section(compose(lively), "conclusions")

    assert "Цели поставлены школам: достигнуты в 4 из 4 ответов" in words
    assert "судить нельзя" not in words


def test_only_what_was_checked_is_added_up(lively):
    part = indicator_of(lively, "Программа есть")
    part.values.filter(school__short_name="СОШ 1").update(state=Value.State.SUBMITTED)

    words = section(compose(lively), "indicators")

    assert "«да»: 3 из 3 достигнута у 3 из 3 школ; ответили 4 из 4, учтено 3" in words


def test_a_municipal_indicator_made_of_narrow_ones_is_narrow_in_a_note(lively):
    whole = indicator_of(lively, "Доля школ с программой")
    type(whole).objects.filter(title="Тревожность").update(pair=whole)

    note = compose(lively)

    assert "Доля школ с программой" not in words_in(note) + cells_of(note)


def test_what_nobody_entered_but_the_portal_counts_is_told_as_such(lively):
    make_indicator(
        lively.programmes.get(),
        kind="percent",
        title="Доля ШНОР",
        source="set",
        source_parameters={"set": "low"},
        denominator="schools",
    )

    words = section(compose(lively), "indicators")

    assert "ещё 1 портал посчитал сам, и в показатели они не внесены" in words
    assert "Доля ШНОР муниципалитет — 2 из 4, 50 % (расчёт портала)" in words


def test_what_a_survey_told_is_counted_for_no_note(lively):
    measure = Measure.objects.create(code="burnout", title="Выгорание", sensitive=True)
    Figure.objects.create(
        measure=measure, school=lively.schools.first(), academic_year=YEAR, value=SECRET
    )
    make_indicator(
        lively.programmes.get(),
        kind="number",
        title="Выгорание",
        source="figure",
        source_parameters={"measure": "burnout"},
    )

    note = compose(lively)

    assert "Выгорание" not in words_in(note) + cells_of(note)


def test_tasks_are_counted_by_sections_without_the_cancelled(lively):
    words = section(compose(lively), "actions")

    assert "пришлось 3 поручения: выполнено 1 (33 %), просрочено 1." in words
    assert Task.objects.filter(municipality=lively).count() == 4


def test_help_begins_with_most_pupils_below_the_minimum(lively):
    first = supported(lively).order_by("pk").first()
    rows = Result.objects.filter(school=first, sitting__academic_year=YEAR)
    most = max(row.low_n for row in rows)

    words = section(compose(lively), "help")

    assert f"{most} из 40" in words
    assert "назначить куратора" in words


def test_accepted_recommendations_stand_beside_the_school_they_are_for(lively):
    first = supported(lively).order_by("pk").first()

    note = monitoring.compose(lively, YEAR, ON, advice={first.pk: ["Разобрать задания."]})

    assert "Разобрать задания." in section(note, "help")
    assert "Принятые рекомендации" not in section(compose(lively), "help")


def test_a_school_with_a_curator_is_not_asked_to_get_one(lively):
    for school in supported(lively):
        make_user("CURATOR", school)

    assert "Куратор" not in section(compose(lively), "conclusions")


def test_without_supported_schools_it_says_so_and_draws_no_conclusion_on_them(db):
    municipality = make_lively()
    SchoolStatus.objects.all().delete()

    note = compose(municipality)

    assert "help" not in [one.code for one in note.sections]
    assert "Школ со статусом ШНОР или ШНСУ в 2025/2026 учебном году нет" in words_in(note)


def test_both_statuses_of_a_school_are_one_school(lively):
    give_status(supported(lively).order_by("pk").first(), "social")

    words = section(compose(lively), "basis")

    assert "поддержка положена 2 школам: ШНОР — 2, ШНСУ — 1, из них в обоих перечнях — 1" in words


def test_a_programme_without_a_period_of_the_year_has_no_indicators_in_it(lively):
    note = compose(lively, YEAR - 4)

    assert "indicators" not in [one.code for one in note.sections]
    assert "показателей на 2021/2022 учебный год не ставит" in words_in(note)


def test_two_programmes_are_told_one_after_the_other(lively):
    other = make_programme(lively, title="Вторая программа")
    period = other.periods.create(
        label="2026", order=1, starts_on="2026-01-01", ends_on="2026-12-31"
    )
    make_value(make_indicator(other), period, state=Value.State.ACCEPTED)

    codes = [one.code for one in compose(lively).sections]

    assert codes[1:3] == ["indicators", "indicators-2"]


def test_schools_that_the_identification_found_besides_are_named(lively):
    listed = section(compose(lively), "basis")
    run = judged(lively)
    weak = lively.schools.get(short_name="СОШ 1")
    on_the_list = section(compose(lively), "basis")
    SchoolStatus.objects.filter(school=weak).delete()

    besides = section(compose(lively), "basis")

    told = f"По методике «{run.snapshot['title']}» низкие результаты за этот год и у школы"
    assert f"{told} не из перечня: СОШ № 1; статус присваивает рабочая группа." in besides
    assert "не из перечня" not in listed + on_the_list
