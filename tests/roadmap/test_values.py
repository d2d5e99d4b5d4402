"""The one door for values: what is written, what is kept of it, what is refused and why."""

from datetime import timedelta
from decimal import Decimal

import pytest

from roadmap.kinds import Reading, read
from roadmap.locks import REPEALED, why_closed
from roadmap.models import Campaign, Programme, Value, ValueChange
from roadmap.services.values import (
    NewValue,
    accept_values,
    return_value,
    store_values,
    submit_values,
)
from schools.errors import PortalError
from tests.factories import AT, make_school
from tests.roadmap.making import (
    make_campaign,
    make_indicator,
    make_link,
    make_period,
    make_programme,
    make_value,
)

LATER = AT + timedelta(hours=1)
COMPUTED, OVERRIDDEN = Value.Origin.COMPUTED, Value.Origin.OVERRIDDEN


@pytest.fixture
def programme(municipality):
    return make_programme(municipality)


@pytest.fixture
def period(programme):
    return make_period(programme)


@pytest.fixture
def asked(programme):
    """What schools are asked for: how many of how many."""
    return make_indicator(programme, level="school", kind="percent")


@pytest.fixture
def municipal(programme):
    return make_indicator(programme, kind="number")


def said(indicator, period, text, school=None, **more):
    return NewValue(
        indicator.pk, period.pk, school and school.pk, read(indicator.kind, text), **more
    )


def store(*rows, by, at=AT, **more):
    return store_values(rows, by=by, at=at, **more)


def history(value):
    return [(one.version, one.action) for one in value.changes.all()]


# what is written


def test_a_value_of_a_school_is_a_draft_with_its_history(asked, period, school, director):
    outcome = store(said(asked, period, "5 из 12", school, version=0), by=director)

    assert (outcome.created, outcome.updated, outcome.unchanged) == (1, 0, 0)
    value = Value.objects.get()
    assert (value.numerator, value.denominator, value.state) == (5, 12, "draft")
    assert (value.entered_by, value.entered_at, value.decided_by) == (director, AT, None)
    change = ValueChange.objects.get()
    assert (change.version, change.action, change.by) == (1, "entered", director)
    assert change.before == {}
    assert Reading.of_json(change.after) == Reading(numerator=5, denominator=12)


def test_what_the_coordinator_enters_is_accepted_at_once(municipal, period, coordinator):
    store(said(municipal, period, "3,5"), by=coordinator)

    value = Value.objects.get()
    assert (value.number, value.state) == (Decimal("3.5"), "accepted")
    assert (value.decided_by, value.decided_at) == (coordinator, AT)


def test_what_is_the_same_is_not_written_again(asked, period, school, director):
    store(said(asked, period, "5 из 12", school), by=director)

    outcome = store(said(asked, period, "5 из 12", school, version=0), by=director, at=LATER)

    assert (outcome.stored, outcome.unchanged) == (0, 1)
    assert Value.objects.get().entered_at == AT
    assert ValueChange.objects.count() == 1


def test_a_change_keeps_what_stood_there_before(municipal, period, coordinator):
    store(said(municipal, period, "3,5"), by=coordinator)
    store(said(municipal, period, "нет участников", version=1), by=coordinator, at=LATER)

    value = Value.objects.get()
    assert (value.number, value.no_data, value.version) == (None, "no_participants", 2)
    last = value.changes.get(version=2)
    assert Reading.of_json(last.before) == Reading(number=Decimal("3.5"))
    assert Reading.of_json(last.after) == Reading(no_data="no_participants")


def test_many_are_written_in_as_many_queries_as_one(
    programme, period, director, school, django_assert_num_queries
):
    indicators = [make_indicator(programme, level="school") for _ in range(3)]

    for few in (indicators[:1], indicators):
        with django_assert_num_queries(10):
            store(*(said(one, period, "да", school) for one in few), by=director)
    assert Value.objects.count() == 3


def test_the_copy_of_a_school_shares_the_values_of_its_template(
    asked, period, school, director, programme
):
    own = make_programme(school=school, template=programme)
    copy = make_indicator(own, level="school", kind="percent", origin=asked)
    own_period = make_period(own, origin=period)

    outcome = store(said(copy, own_period, "5 из 12", school), by=director)

    value = Value.objects.get()
    assert outcome.created == 1
    assert (value.indicator, value.period) == (asked, period)
    again = store(said(asked, period, "5 из 12", school), by=director)
    assert again.unchanged == 1


def test_a_value_of_another_kind_never_comes_through(asked, period, school, director):
    with pytest.raises(ValueError, match="no value of an indicator"):
        store(NewValue(asked.pk, period.pk, school.pk, Reading(yes=True)), by=director)

    assert not Value.objects.exists()


def test_the_same_cell_twice_is_a_mistake_of_the_caller(municipal, period, coordinator):
    with pytest.raises(ValueError, match="twice"):
        store(said(municipal, period, "1"), said(municipal, period, "2"), by=coordinator)


def test_of_a_survey_of_four_nothing_is_stored(programme, period, school, director):
    survey = make_indicator(programme, level="school", kind="percent", sensitive=True)
    row = NewValue(survey.pk, period.pk, school.pk, Reading(numerator=1, denominator=4))

    outcome = store(row, by=director)

    assert "Меньше пяти человек" in outcome.refused[row.key]
    assert not Value.objects.exists()


# two at once


def test_who_comes_second_is_told_and_nothing_is_lost(asked, period, school, director):
    store(said(asked, period, "5 из 12", school, version=0), by=director)

    row = said(asked, period, "6 из 12", school, version=0)
    outcome = store(row, by=director, at=LATER)

    assert (outcome.stored, outcome.conflicts) == (0, (row.key,))
    assert Value.objects.get().numerator == 5


def test_a_step_of_the_check_is_no_other_version_of_the_figures(
    asked, period, school, director, coordinator
):
    store(said(asked, period, "5 из 12", school), by=director)
    value = Value.objects.get()
    submit_values([value], by=director, at=AT)
    return_value(value, version=2, comment="Сверьте", by=coordinator, at=AT)

    outcome = store(said(asked, period, "6 из 12", school, version=1), by=director, at=LATER)

    assert outcome.updated == 1
    store(said(asked, period, "7 из 12", school), by=director)
    again = store(said(asked, period, "8 из 12", school, version=1), by=director)
    assert len(again.conflicts) == 1


# what the portal computes


def test_a_computed_value_stands_with_its_formula_until_it_is_corrected_with_a_reason(
    municipal, period, coordinator
):
    type(municipal).objects.update(source="set")
    formula = {"explanation": "Всех школ: 4."}
    store(said(municipal, period, "4", **formula), by=None, origin=COMPUTED)
    row = said(municipal, period, "5")

    refused = store(row, by=coordinator).refused
    unexplained = store(row, by=coordinator, origin=OVERRIDDEN).refused
    stored = store(said(municipal, period, "5", explanation="Одна закрыта"), by=coordinator,
                   origin=OVERRIDDEN)  # fmt: skip

    assert "рассчитал портал" in refused[row.key]
    assert "Укажите, почему" in unexplained[row.key]
    assert stored.updated == 1
    value = Value.objects.get()
    assert (value.number, value.origin, value.explanation) == (5, "overridden", "Одна закрыта")
    kept = store(said(municipal, period, "4", **formula), by=None, origin=COMPUTED)
    assert "исправлен вручную" in kept.refused[row.key]


def test_a_computed_value_is_another_one_where_only_its_formula_is(municipal, period):
    store(said(municipal, period, "4", explanation="Школ: 4."), by=None, origin=COMPUTED)

    same = store(said(municipal, period, "4", explanation="Школ: 4."), by=None, origin=COMPUTED)
    other = store(said(municipal, period, "4", explanation="Из\xa05."), by=None, origin=COMPUTED)

    assert (same.unchanged, other.updated) == (1, 1)
    assert history(Value.objects.get()) == [(1, "computed"), (2, "computed")]


# campaigns


@pytest.mark.parametrize(
    ("phase", "by_school", "by_municipality"),
    [
        ("planned", False, True),
        ("entry", True, True),
        ("processing", False, True),
        ("report", False, False),
    ],
)
def test_each_phase_of_a_campaign_closes_the_one_before(
    phase, by_school, by_municipality, asked, programme, period, school, director, coordinator
):
    make_campaign(programme, period, schools=[school], phase=Campaign.Phase(phase))

    for by, may in ((director, by_school), (coordinator, by_municipality)):
        row = said(asked, period, "5 из 12" if by == director else "6 из 12", school)
        outcome = store(row, by=by)
        assert (outcome.stored == 1) is may
        assert bool(outcome.refused) is not may


def test_a_repealed_programme_takes_no_more_values(
    asked, programme, period, school, director, coordinator
):
    Programme.objects.update(state=Programme.State.REPEALED)
    programme.refresh_from_db()

    for by in (director, coordinator):
        outcome = store(said(asked, period, "5 из 12", school), by=by)
        assert list(outcome.refused.values()) == [REPEALED]
    assert why_closed(programme, period, school) == why_closed(programme, period, None) == REPEALED
    assert not Value.objects.exists()


# submitted, accepted, returned


@pytest.fixture
def draft(asked, period, school, director):
    store(said(asked, period, "5 из 12", school), by=director)
    return Value.objects.get()


def test_the_life_of_a_value_is_told_step_by_step(draft, director, coordinator):
    assert submit_values([draft], by=director, at=AT) == {}
    return_value(draft, version=2, comment="Сверьте знаменатель", by=coordinator, at=AT)
    draft.refresh_from_db()
    assert (draft.state, draft.comment) == ("returned", "Сверьте знаменатель")
    told = director.notifications.get()
    assert "Сверьте знаменатель" in told.text
    store(said(draft.indicator, draft.period, "5 из 13", draft.school, version=1), by=director)
    submit_values([draft], by=director, at=LATER)
    assert accept_values({draft.pk: 5}, by=coordinator, at=LATER) == [draft]

    draft.refresh_from_db()
    assert (draft.state, draft.comment, draft.denominator) == ("accepted", "", 13)
    assert (draft.decided_by, draft.decided_at) == (coordinator, LATER)
    assert history(draft) == [
        (1, "entered"),
        (2, "submitted"),
        (3, "returned"),
        (4, "entered"),
        (5, "submitted"),
        (6, "accepted"),
    ]


def test_what_has_changed_since_it_was_looked_at_is_not_accepted(draft, director, coordinator):
    submit_values([draft], by=director, at=AT)

    assert accept_values({draft.pk: 1}, by=coordinator, at=AT) == []
    with pytest.raises(PortalError, match="значение изменилось"):
        return_value(draft, version=1, comment="Сверьте", by=coordinator, at=AT)
    assert Value.objects.get().state == "submitted"


def test_a_draft_is_not_accepted_over_the_head_of_its_school(draft, coordinator):
    assert accept_values({draft.pk: 1}, by=coordinator, at=AT) == []


def test_what_is_accepted_the_school_does_not_change(draft, director, coordinator):
    submit_values([draft], by=director, at=AT)
    accept_values({draft.pk: 2}, by=coordinator, at=AT)
    row = said(draft.indicator, draft.period, "1 из 12", draft.school)

    assert "Значение принято" in store(row, by=director).refused[row.key]
    assert store(row, by=coordinator).updated == 1


def test_what_is_returned_says_why(draft, director, coordinator):
    submit_values([draft], by=director, at=AT)

    with pytest.raises(PortalError, match="что нужно исправить"):
        return_value(draft, version=2, comment="", by=coordinator, at=AT)


@pytest.mark.parametrize(
    ("proof", "text", "is_sent"),
    [
        ("none", "да", True),
        ("page", "да", False),
        ("page", "нет", True),
        ("page", "не проводилась", True),
    ],
)
def test_a_proof_that_is_asked_for_must_be_there(
    proof, text, is_sent, programme, period, school, director
):
    indicator = make_indicator(programme, level="school", proof=proof)
    store(said(indicator, period, text, school), by=director)
    value = Value.objects.get()

    lacking = submit_values([value], by=director, at=AT)

    assert (lacking == {}) is is_sent
    if not is_sent:
        assert lacking == {value: "нет подтверждения: ссылка на страницу сайта"}
        make_link(by=director, value=value, withdrawn_at=AT, withdrawn_by=director)
        assert submit_values([value], by=director, at=AT) == lacking
        make_link(by=director, value=value)
        assert submit_values([value], by=director, at=AT) == {}


def test_a_file_does_not_stand_for_a_link_nor_a_link_for_a_file(
    programme, period, school, director
):
    indicator = make_indicator(programme, level="school", proof="file")
    value = make_value(indicator, period, school)
    make_link(by=director, value=value)

    assert submit_values([value], by=director, at=AT) == {
        value: "нет подтверждения: файл документа"
    }


def test_after_the_entry_nothing_is_submitted_and_after_the_report_nothing_is_checked(
    draft, programme, period, school, director, coordinator
):
    campaign = make_campaign(programme, period, schools=[school], phase="processing")
    assert "обрабатываются" in submit_values([draft], by=director, at=AT)[draft]
    Campaign.objects.filter(pk=campaign.pk).update(phase="entry")
    submit_values([draft], by=director, at=AT)
    Campaign.objects.filter(pk=campaign.pk).update(phase="report")

    with pytest.raises(PortalError, match="больше не меняются"):
        accept_values({draft.pk: 2}, by=coordinator, at=AT)
    with pytest.raises(PortalError, match="больше не меняются"):
        return_value(draft, version=2, comment="Сверьте", by=coordinator, at=AT)


def test_several_schools_are_accepted_in_as_many_queries_as_one(
    asked, period, municipality, coordinator, django_assert_num_queries
):
    values = [
        make_value(
            asked, period, make_school(municipality=municipality), state="submitted", yes=True
        )
        for _ in range(3)
    ]
    for few in (values[:1], values[1:]):
        with django_assert_num_queries(5 + 1):
            accept_values({value.pk: 1 for value in few}, by=coordinator, at=AT)
    assert set(Value.objects.values_list("state", flat=True)) == {"accepted"}
