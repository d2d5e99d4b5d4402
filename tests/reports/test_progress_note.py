"""The note on the progress of a programme in a span of days."""

from datetime import UTC, date, datetime

import pytest

from reports.notes import progress
from roadmap.kinds import Reading
from roadmap.models import Evidence, Value, ValueChange
from roadmap.services.desk import NewValue
from roadmap.services.values import store_values
from schools.errors import PortalError
from schools.russian import school_name
from tests.factories import make_user
from tests.roadmap.making import make_programme, make_task

from .kinds import ON, YEAR, indicator_of, make_lively, section, words_in

YEAR_SPAN = (date(YEAR, 1, 1), date(YEAR, 12, 31))
QUARTER = (date(YEAR, 10, 1), date(YEAR, 12, 31))


@pytest.fixture
def programme(db):
    return make_lively().programmes.get()


def compose(programme, span=YEAR_SPAN, on=ON):
    return progress.compose(programme, *span, on)


def test_it_begins_with_the_sheet_of_the_planning_meeting(programme):
    note = compose(programme)

    assert note.sections[0].code == "sheet"
    words = section(note, "sheet")
    assert "достигнуто 0 из 1 показателя с целью; значения нет у 1." in words
    assert "1. Доля школ с программой 80 % 2 из 4, 50 % 2 школы" in words
    assert "Школы: 1 поручение, самое давнее со сроком 10.10.2026 — Опоздало" in words


def test_a_span_before_the_programme_says_which_period_it_tells_of(programme):
    before = (date(YEAR - 3, 1, 1), date(YEAR - 3, 6, 30))

    words = section(compose(programme, before), "sheet")

    assert f"позже, чем I полугодие {YEAR - 3} года; показан её первый период." in words


def test_how_many_targets_were_reached_is_said_in_words_that_agree(programme):
    missed = section(compose(programme), "conclusions")
    whole = indicator_of(programme.municipality, "Доля школ с программой")
    whole.values.filter(period__label=str(YEAR)).update(numerator=4)
    reached = section(compose(programme), "conclusions")

    assert "Единственная цель, которую можно проверить, не достигнута." in missed
    assert "Недостигнутая названа в таблице 1." in missed
    assert "Единственная цель, которую можно проверить, достигнута." in reached
    assert "таблице 1" not in reached


def test_tasks_are_told_by_what_became_of_them(programme):
    make_task(
        programme.municipality,
        title="С опозданием",
        state="done",
        due_on=date(YEAR, 8, 1),
        done_by=make_user(),
        done_at=datetime(YEAR, 8, 15, tzinfo=UTC),
    )

    words = section(compose(programme), "activities")

    assert (
        "пришлось 4 поручения: выполнено 2 (50 %), из них с опозданием 1; "
        "просрочено 1, срок ещё не наступил у 1." in words
    )
    assert "Вне дорожной карты программы 1" in words


def test_a_year_is_held_against_the_period_before(programme):
    words = section(compose(programme), "changes")

    assert "что было внесено за 2025." in words
    assert "1. Доля школ с программой 1 из 4, 25 % 2 из 4, 50 % лучше: +25 п. п." in words


def test_a_quarter_is_held_against_its_first_day(programme):
    """The value stood at two of four before, and three of four were entered within the quarter."""
    whole = indicator_of(programme.municipality, "Доля школ с программой")
    value = whole.values.get(period__label=str(YEAR))
    by = make_user("COORDINATOR", programme.municipality)
    ValueChange.objects.create(
        value=value,
        version=value.version,
        action="entered",
        after=Reading.of(value).as_json(),
        at=datetime(YEAR, 9, 1, tzinfo=UTC),
    )
    type(value).objects.filter(pk=value.pk).update(state=Value.State.DRAFT)
    store_values(
        [
            NewValue(
                whole.pk,
                value.period_id,
                None,
                Reading(numerator=3, denominator=4),
                version=value.version,
            )
        ],
        by=by,
        at=datetime(YEAR, 11, 1, tzinfo=UTC),
    )

    words = section(compose(programme, QUARTER), "changes")

    assert "что было внесено к 01.10.2026." in words
    assert "2 из 4, 50 % 3 из 4, 75 % лучше: +25 п. п." in words


def test_what_lacks_its_proof_is_named(programme):
    words = section(compose(programme), "evidence")

    assert "приложено 1 подтверждение." in words
    assert "Без подтверждения, которого требует программа, остаётся 1 показатель" in words


def test_it_names_no_school_and_tells_nothing_of_letters(programme):
    first = programme.municipality.schools.order_by("pk").first()
    make_task(None, first, title="Из письма", origin="recommendation", due_on=date(YEAR, 10, 1))

    note = compose(programme)

    assert school_name(first.short_name) not in words_in(note)
    assert "Из письма" not in words_in(note)
    assert "Получили статус: 2 школы." in section(note, "sheet")


def test_whoever_is_late_is_a_role_and_no_person(programme):
    person = make_user("COORDINATOR", programme.municipality, last_name="Опоздавшая")
    make_task(programme.municipality, assignee=person, role="", due_on=date(YEAR, 10, 1))

    words = section(compose(programme), "sheet")

    assert "Исполнитель муниципалитета: 1 поручение" in words
    assert "Опоздавшая" not in words


def test_a_past_span_says_that_tasks_are_told_as_of_today(programme):
    past, present = compose(programme, on=date(YEAR + 1, 3, 1)), compose(programme)

    assert "а не на последний день периода" in words_in(past)
    assert "а не на последний день периода" not in words_in(present)
    assert "Сроки ближайшего месяца" not in words_in(past)


def test_a_span_beyond_the_programme_says_whose_period_is_shown(programme):
    words = section(compose(programme, (date(2028, 1, 1), date(2028, 3, 31))), "sheet")

    assert "Периода, который приходится на I квартал 2028 года, у программы нет" in words


def test_a_target_that_cannot_be_checked_is_neither_reached_nor_missed(programme):
    Evidence.objects.all().delete()
    Value.objects.filter(indicator__programme=programme).delete()

    words = section(compose(programme), "conclusions")

    assert "О достижении целей судить нельзя: показатели за этот период не внесены." in words
    assert "Достигнут" not in words


def test_the_programme_of_a_school_has_no_such_note(programme):
    school = programme.municipality.schools.first()
    with pytest.raises(PortalError, match="по\xa0программе муниципалитета"):
        compose(make_programme(school=school))
