from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from assessments.models import WITHDRAWN, Result, ResultChange
from assessments.results import NewResult, Outcome, store_results
from assessments.staging import FIGURES, Staged, write_staged
from tests.factories import make_document, make_result, make_school, make_sitting, make_user

AT = datetime(2026, 8, 15, 9, tzinfo=UTC)
Origin = ResultChange.Origin


@pytest.fixture
def sitting(db):
    return make_sitting()


@pytest.fixture
def said(school, sitting):
    """What somebody says of the school: 12 took part, 3 low, 6 high, unless told otherwise."""

    def said(**fields):
        fields = {"participants": 12, "low_n": 3, "high_n": 6} | fields
        return NewResult.of_counts(school_id=school.pk, sitting_id=sitting.pk, **fields)

    return said


@pytest.fixture
def store(coordinator):
    def store(*rows):
        return store_results(rows, by=coordinator, at=AT, origin=Origin.GRID)

    return store


def figures(result):
    return {name: getattr(result, name) for name in FIGURES}


def test_a_new_row_is_stored_with_its_history(store, said, coordinator):
    assert store(said()) == Outcome(created=1)

    result = Result.objects.get()
    assert (result.share_low, result.share_high, result.version) == (2500, 5000, 1)
    change = ResultChange.objects.get()
    assert (change.result, change.version, change.before) == (result, 1, None)
    assert (change.after, change.by, change.at) == (figures(result), coordinator, AT)
    assert change.origin == Origin.GRID


def test_a_changed_row_tells_what_it_was(store, said):
    store(said())
    before = figures(Result.objects.get())

    assert store(said(low_n=4)) == Outcome(updated=1)

    result = Result.objects.get()
    assert (result.low_n, result.version) == (4, 2)
    change = ResultChange.objects.get(version=2)
    assert (change.before, change.after) == (before, figures(result))


def test_an_unchanged_row_is_skipped_and_leaves_no_history(store, said):
    store(said())

    assert store(said()) == Outcome(unchanged=1)

    assert Result.objects.get().version == 1
    assert ResultChange.objects.count() == 1


def test_a_change_made_upon_an_old_version_is_told_and_not_written(store, said):
    store(said())
    store(said(low_n=4))
    row = said(low_n=5, version=1)

    assert store(row) == Outcome(conflicts=(row.key,))

    assert Result.objects.get().low_n == 4
    assert ResultChange.objects.count() == 2


def test_a_change_made_upon_the_present_version_is_written(store, said):
    store(said())

    assert store(said(low_n=5, version=1)) == Outcome(updated=1)


@pytest.mark.parametrize("version", [0, 1])
def test_a_row_that_changed_between_reading_and_writing_stays(store, said, coordinator, version):
    store(said())
    store(said(low_n=4))
    row = said(low_n=5)
    late = Staged(*row.key, version, None, figures(row), None, None, None)

    written = write_staged([late], by=coordinator, at=AT, origin=Origin.FORM, batch_id=None)

    assert written == set()
    assert Result.objects.get().low_n == 4
    assert ResultChange.objects.count() == 2


def test_rows_of_one_call_meet_each_its_own_end(store, said, municipality, sitting):
    other, third = (make_school(municipality=municipality).pk for _ in range(2))
    store(said(), NewResult(other, sitting.pk, no_data="not_given"))

    outcome = store(
        said(),
        NewResult(other, sitting.pk, no_data="no_participants"),
        NewResult(third, sitting.pk, share_low=700, share_high=7300),
    )

    assert outcome == Outcome(created=1, updated=1, unchanged=1)
    assert Result.objects.get(school=other).no_data == "no_participants"


def test_the_same_school_twice_in_one_call_is_a_bug(store, said):
    with pytest.raises(ValueError, match="twice"):
        store(said(), said(low_n=4))


@pytest.mark.parametrize("amount", [1, 3])
def test_three_rows_take_as_many_statements_as_one(
    amount, store, municipality, sitting, django_assert_num_queries
):
    schools = [make_school(municipality=municipality) for _ in range(amount)]
    rows = [NewResult(school.pk, sitting.pk, no_data="not_given") for school in schools]

    advisory = connection.vendor == "postgresql"
    with django_assert_num_queries(7 + advisory):
        store(*rows)


@pytest.mark.parametrize(
    ("low", "participants", "share"), [(1, 8, 1250), (1, 3, 3333), (2, 3, 6667), (1, 16, 625)]
)
def test_a_share_is_its_count_in_hundredths_of_a_percent(said, low, participants, share):
    row = said(low_n=low, participants=participants, high_n=0)

    assert row.share_low == share


def test_half_of_a_hundredth_is_rounded_up(said):
    assert said(participants=20_000, low_n=1).share_low == 1  # 0.5 of a hundredth
    assert said(participants=20_000, low_n=5).share_low == 3  # 2.5


@pytest.mark.parametrize(
    "wrong",
    [
        {"no_data": "not_given"},
        {"share_low": None, "share_high": None},
        {"share_low": None},
        {"participants": 8, "low_n": 3},
        {"participants": None},
        {"participants": 0, "low_n": 0, "high_n": 0},
        {"low_n": 7, "high_n": 6},
        {"low_n": None},
        {"high_n": None},
        {"low_n": -1},
        {"participants": -1},
        {"share_low": -1},
        {"share_low": 5002},
        {"share_low": 10_001, "share_high": 0},
        {"participants": None, "low_n": None, "high_n": None, "counts": {"2": 3}},
        {"no_data": "hidden", "participants": None, "low_n": None, "high_n": None},
    ],
)
def test_numbers_and_reasons_that_cannot_be_are_not_stored(school, wrong):
    result = make_result(school=school)

    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"no_data": ""},
        {"share_low": 0, "share_high": 0},
        {"mean": 3},
        {"journal": {"lower": 1}},
        {"counts": {"2": 1}},
        {"participants": 3, "low_n": 1, "high_n": 1},
    ],
)
def test_a_gap_holds_its_reason_and_nothing_else(school, wrong):
    result = make_result(school=school, no_data="no_graduates")

    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(**wrong)


def test_the_form_says_in_russian_what_the_database_forbids(school, sitting):
    with pytest.raises(ValidationError, match="Укажите числа или причину"):
        Result(school=school, sitting=sitting).full_clean()


def test_periods_and_classes_of_one_sitting_are_rows_of_their_own(store, said):
    outcome = store(said(), said(period="early"), said(class_label="4А"), said(class_label="4Б"))

    assert outcome == Outcome(created=4)
    assert set(Result.objects.values_list("period", "class_label")) == {
        ("main", ""),
        ("early", ""),
        ("main", "4А"),
        ("main", "4Б"),
    }
    assert Result.objects.main().count() == 1


def test_every_figure_is_stored_and_told_in_the_history(store, said):
    whole = {
        "counts": {"2": 3, "3": 3, "4": 4, "5": 2},
        "mean": Decimal("3.42"),
        "journal": {"lower": 2, "same": 9, "higher": 1},
        "objectivity_control": True,
    }

    store(said(**whole))

    result = Result.objects.get()
    assert {name: getattr(result, name) for name in whole} == whole
    assert ResultChange.objects.get().after == figures(result) | {"mean": "3.42"}


def test_a_mean_that_is_the_same_number_is_no_change(store, said):
    store(said(mean=Decimal("3.5")))

    assert store(said(mean=Decimal("3.50"))) == Outcome(unchanged=1)


def test_from_numbers_to_a_reason_and_back_nothing_stays_behind(store, said, school, sitting):
    store(said(counts={"2": 3, "3": 3, "4": 4, "5": 2}, mean=Decimal("3.42")))

    store(NewResult(school.pk, sitting.pk, no_data="hidden"))

    result = Result.objects.get()
    empty = [name for name in FIGURES if name not in ("no_data", "objectivity_control")]
    assert [getattr(result, name) for name in empty] == [None] * len(empty)
    assert result.no_data == "hidden"
    assert store(said()) == Outcome(updated=1)
    assert Result.objects.get().no_data == ""


def test_a_source_is_kept_with_its_row_and_goes_when_a_hand_corrects_the_figures(store, said):
    document = make_document()
    store(said(source_id=document.pk, source_row=7))
    assert Result.objects.values_list("source", "source_row").get() == (document.pk, 7)

    store(said(low_n=4))

    assert Result.objects.values_list("source", "source_row").get() == (None, None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_at_the_same_moment_one_is_written_and_the_other_is_told():
    school, sittings = (
        make_school(),
        [make_sitting(academic_year=year) for year in range(2020, 2030)],
    )
    people = [make_user(), make_user()]
    barrier = Barrier(2, timeout=20)

    def enter(n):
        connection.ensure_connection()
        try:
            outcomes = []
            for sitting in sittings:
                row = NewResult.of_counts(
                    school_id=school.pk,
                    sitting_id=sitting.pk,
                    participants=12,
                    low_n=n,
                    high_n=6,
                    version=0,
                )
                barrier.wait()
                outcomes.append(store_results([row], by=people[n], at=AT, origin=Origin.FORM))
            return outcomes
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        pairs = list(zip(*pool.map(enter, range(2)), strict=True))

    assert [sum(outcome.created for outcome in pair) for pair in pairs] == [1] * 10
    assert [sum(len(outcome.conflicts) for outcome in pair) for pair in pairs] == [1] * 10
    assert ResultChange.objects.count() == Result.objects.count() == 10
    assert [result.low_n for result in Result.objects.order_by("sitting__academic_year")] == [
        0 if first.created else 1 for first, _second in pairs
    ]


def test_where_a_replaced_result_came_from_stays_in_its_history(store, said, school):
    document = make_document()
    store(said(source_id=document.pk, source_row=12))

    store(said(low_n=4))

    change = ResultChange.objects.latest("version")
    assert change.before["source"] == [document.pk, None, 12]
    assert change.before["low_n"] == 3


def test_a_withdrawn_result_is_nothing_but_a_history(store, said, school, sitting):
    store(said())
    store(NewResult(school.pk, sitting.pk, no_data=WITHDRAWN, version=1))

    assert not Result.objects.exists()
    assert not school.results.exists()
    assert Result.rows.get().version == 2


def test_who_saw_nothing_may_write_where_a_result_was_withdrawn(store, said, school, sitting):
    store(said())
    store(NewResult(school.pk, sitting.pk, no_data=WITHDRAWN))

    outcome = store(said(low_n=4, version=0))

    assert outcome == Outcome(created=1)
    assert Result.objects.get().version == 3


def test_who_saw_the_result_that_was_withdrawn_is_told(store, said, school, sitting):
    store(said())
    store(NewResult(school.pk, sitting.pk, no_data=WITHDRAWN))

    assert store(said(low_n=4, version=1)).conflicts
    assert not Result.objects.exists()
