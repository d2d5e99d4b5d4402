from datetime import timedelta
from decimal import Decimal

import pytest

from identification.models import Methodology, Run, Verdict
from identification.services import (
    identify_schools,
    input_of,
    own_methodology,
    previous_run,
    run_of_last_year,
    start_run,
)
from identification.tasks import identify_schools as identify_schools_task
from identification.tasks import sweep
from schools.errors import PortalError
from schools.jobs import JobLost
from schools.models import SchoolYear
from tests.factories import (
    AT,
    PARAMETERS,
    make_cluster,
    make_methodology,
    make_result,
    make_run,
    make_school,
    make_sitting,
    make_verdicts,
)


def test_judges_the_open_schools_of_the_municipality(municipality, school, foreign_school):
    make_result(school=school)  # 95 + 5 · 0.5 − 10 · 0.25
    make_result(school=make_school(municipality=municipality, closed_on="2026-06-01"))
    make_result(school=foreign_school)

    run = make_verdicts(municipality=municipality)

    assert (run.state, run.error, run.progress) == ("done", "", 100)
    verdict = run.verdicts.get()
    assert (verdict.school, verdict.score, verdict.place) == (school, Decimal("95.00"), 1)
    assert (verdict.status, verdict.adjusted_status) == ("none", "none")


def test_a_school_without_results_gets_a_verdict_too(municipality, school, branch):
    make_result(school=school)

    verdict = make_verdicts(municipality=municipality).verdicts.get(school=branch)

    assert (verdict.status, verdict.score, verdict.place) == ("no_data", None, None)
    assert verdict.reasons[0]["no_data"] == "unknown"


def test_results_of_other_years_are_not_read(municipality, school):
    make_result(school=school)
    make_result(school=school, sitting=make_sitting(academic_year=2025), low_n=9, high_n=0)

    assert make_verdicts(municipality=municipality).verdicts.get().score == Decimal("95.00")


def test_additional_periods_and_single_classes_are_not_read(municipality, school):
    make_result(school=school)
    make_result(school=school, period="additional", low_n=12, high_n=0)
    make_result(school=school, class_label="А", low_n=12, high_n=0)

    assert make_verdicts(municipality=municipality).verdicts.get().score == Decimal("95.00")


def test_a_comparison_with_the_class_register_is_not_read(municipality, school):
    make_result(school=school, sitting=make_sitting(subject="Математика"))
    rule = make_methodology(municipality).rule
    before = input_of(municipality, 2026, rule)

    make_result(school=school, share_low=None, journal={"lower": 2, "same": 9, "higher": 1})

    assert input_of(municipality, 2026, rule).results.equals(before.results)


def test_a_verdict_keeps_the_school_as_it_was(municipality, school):
    make_result(school=school)
    verdict = make_verdicts(municipality=municipality).verdicts.get()
    was = school.short_name

    school.short_name = "Школа имени героя"
    school.save()
    town = make_cluster(municipality, "городские школы")
    SchoolYear.objects.create(school=school, academic_year=2027, cluster=town, kind=school.kind)

    verdict.refresh_from_db()
    assert (verdict.snapshot["short_name"], verdict.snapshot["cluster"]) == (was, "сельские школы")
    again = make_verdicts(municipality=municipality).verdicts.get()
    assert again.snapshot["cluster"] == "сельские школы"


def test_the_same_input_leaves_the_same_fingerprint(municipality, school):
    make_result(school=school)
    first, second = (make_verdicts(municipality=municipality) for _ in range(2))

    make_result(school=school, sitting=make_sitting(subject="Математика"))
    third = make_verdicts(municipality=municipality)

    assert first.fingerprint == second.fingerprint != third.fingerprint
    assert len(first.fingerprint) == 64


def test_other_parameters_leave_another_fingerprint(municipality, school):
    make_result(school=school)
    stricter = PARAMETERS | {"base": 90}

    first = make_verdicts(municipality=municipality)
    second = make_verdicts(municipality=municipality, parameters=stricter)

    assert first.fingerprint != second.fingerprint


def test_a_run_that_is_done_is_not_done_again(municipality, school):
    make_result(school=school)
    run = make_verdicts(municipality=municipality)

    identify_schools_task(run.pk)

    run.refresh_from_db()
    assert (run.attempt, run.verdicts.count()) == (1, 1)


def test_a_run_whose_worker_died_is_ended_by_the_sweeper_with_one_set_of_verdicts(
    municipality, school
):
    make_result(school=school)
    run = make_run(municipality=municipality)
    assert Run.claim(run.pk)
    Run.objects.filter(pk=run.pk).update(heartbeat_at=run.heartbeat_at - timedelta(minutes=5))

    sweep()

    run.refresh_from_db()
    assert (run.state, run.attempt, run.verdicts.count()) == ("done", 2, 1)


def test_a_verdict_is_neither_edited_nor_deleted(municipality, school):
    make_result(school=school)
    verdict = make_verdicts(municipality=municipality).verdicts.get()

    for forbidden in (
        verdict.save,
        lambda: Verdict.objects.update(score=100),
        lambda: Verdict.objects.all().delete(),
    ):
        with pytest.raises(TypeError, match="never"):
            forbidden()


def test_a_run_that_finds_nothing_to_judge_says_so(municipality, school):
    run = make_run(municipality=municipality)

    identify_schools_task(run.pk)

    run.refresh_from_db()
    assert (run.state, run.fingerprint, run.verdicts.count()) == ("failed", "", 0)
    assert run.error == (
        f"За 2025/2026 учебный год у муниципалитета «{municipality}» нет ни одного результата. "
        "Сначала внесите их."
    )


def test_a_worker_that_lost_the_run_leaves_no_verdicts(municipality, school):
    make_result(school=school)
    run = make_run(municipality=municipality)  # never claimed: it holds no token

    with pytest.raises(JobLost):
        identify_schools(run, at=AT)

    assert not run.verdicts.exists()


def test_starting_a_run_queues_it_with_the_methodology_as_it_is_and_freezes_that(
    municipality, school, coordinator
):
    make_result(school=school)
    methodology = make_methodology(municipality, title="Индекс")

    run = start_run(methodology, academic_year=2026, by=coordinator, at=AT)

    methodology.refresh_from_db()
    assert (run.state, run.started_by, run.academic_year) == ("queued", coordinator, 2026)
    assert run.snapshot == methodology.as_file()
    assert methodology.frozen_at == AT


def test_a_second_run_does_not_move_the_day_of_the_first(municipality, school, coordinator):
    make_result(school=school)
    methodology = make_methodology(municipality)
    for at in (AT, AT + timedelta(days=1)):
        start_run(methodology, academic_year=2026, by=coordinator, at=at)

    methodology.refresh_from_db()
    assert methodology.frozen_at == AT


@pytest.mark.parametrize("gap", [{"no_data": "not_given"}, {}])
def test_a_year_without_a_single_number_is_refused_and_nothing_is_stored(
    gap, municipality, school, foreign_school, coordinator
):
    make_result(school=foreign_school)
    if gap:
        make_result(school=school, **gap)
    methodology = make_methodology(municipality)

    with pytest.raises(PortalError, match="За 2025/2026 учебный год у муниципалитета"):
        start_run(methodology, academic_year=2026, by=coordinator, at=AT)

    assert not Run.objects.exists()
    assert Methodology.objects.get(pk=methodology.pk).frozen_at is None


def test_a_methodology_that_lacks_a_parameter_is_refused(municipality, school, coordinator):
    make_result(school=school)
    methodology = make_methodology(municipality, title="Индекс", parameters={"base": 65})

    with pytest.raises(PortalError) as refusal:
        start_run(methodology, academic_year=2026, by=coordinator, at=AT)

    assert str(refusal.value) == (
        "Методика «Индекс» заполнена не до конца. Нет параметра «lines». Нет параметра «gaps». "
        "Нет параметра «rank_within». Нет параметра «statuses»."
    )
    assert not Run.objects.exists()


def test_the_own_methodology_is_the_newest_version_of_the_first(municipality, abroad):
    make_methodology(abroad, slug="index", version=9)
    make_methodology(municipality, slug="index", version=1)
    newest = make_methodology(municipality, slug="index", version=2)
    make_methodology(municipality, slug="later")

    assert own_methodology(municipality) == newest
    assert own_methodology(municipality, "later").slug == "later"


def test_the_previous_run_is_the_last_outcome_of_the_same_methodology_and_year(
    municipality, school
):
    make_result(school=school)
    make_result(school=school, sitting=make_sitting(academic_year=2025))
    same = {"municipality": municipality, "methodology": make_methodology(municipality)}
    first, second = (make_verdicts(**same) for _ in range(2))
    before = make_verdicts(**same, academic_year=2025)
    make_verdicts(**same, origin="rehearsal")
    make_verdicts(municipality=municipality)
    make_run(**same)
    last = make_verdicts(**same)

    assert previous_run(last) == second
    assert previous_run(first) is None
    assert (run_of_last_year(last), run_of_last_year(before)) == (before, None)


def test_a_rehearsal_follows_whatever_was_there(municipality, school):
    make_result(school=school)
    same = {"municipality": municipality, "methodology": make_methodology(municipality)}
    first = make_verdicts(**same, origin="rehearsal")
    second = make_verdicts(**same, origin="rehearsal")

    assert previous_run(second) == first


def test_verdicts_come_by_cluster_and_place_with_those_without_a_place_last(
    municipality, school, branch
):
    make_result(school=school)
    better = make_school(municipality=municipality, short_name="СОШ 1", cluster="сельские школы")
    make_result(school=better, low_n=0)
    silent = make_school(municipality=municipality, short_name="СОШ 2", cluster="сельские школы")

    verdicts = make_verdicts(municipality=municipality).verdicts.in_order()

    # the branch belongs to no cluster
    assert [verdict.school for verdict in verdicts] == [better, school, silent, branch]


def test_a_worker_that_dies_right_after_the_verdicts_leaves_a_run_that_is_done(
    municipality, school
):
    make_result(school=school)
    run = Run.claim(make_run(municipality=municipality).pk)

    identify_schools(run, at=AT)  # and nothing after it: the worker is gone

    Run.objects.filter(pk=run.pk).update(heartbeat_at=AT)
    assert Run.sweep() == []
    run.refresh_from_db()
    assert (run.state, run.progress, run.verdicts.count()) == ("done", 100, 1)


def test_two_presses_start_one_run(municipality, school, coordinator):
    make_result(school=school)
    methodology = make_methodology(municipality)

    first, second = (
        start_run(methodology, academic_year=2026, by=coordinator, at=AT) for _ in range(2)
    )

    assert first == second
    assert Run.objects.count() == 1


def test_a_methodology_that_reads_nothing_of_what_is_there_is_refused(municipality, school):
    make_result(school=school, sitting=make_sitting(subject="Математика"))
    methodology = make_methodology(municipality)

    with pytest.raises(PortalError, match="статус нельзя определить ни одной школе"):
        start_run(methodology, academic_year=2026, by=None, at=AT)
    assert not Run.objects.exists()


def test_the_refusal_names_the_lines_of_which_no_school_has_a_number(
    municipality, school, coordinator
):
    make_result(school=school)
    exam = {"kind": "EGE", "grade": 11, "subject": "Математика", "variant": None}
    row = {"measure": None, "procedure": exam, "figure": "mean"}
    methodology = make_methodology(
        municipality,
        method="against_average",
        parameters={
            "criteria": [row | {"benchmark": "municipality", "direction": "higher"}],
            "misses_for_low": 1,
        },
    )

    with pytest.raises(PortalError) as refusal:
        start_run(methodology, academic_year=2026, by=coordinator, at=AT)

    assert "Не внесено: средний балл — ЕГЭ, математика." in str(refusal.value)
    assert "Проверьте предметы" not in str(refusal.value)
