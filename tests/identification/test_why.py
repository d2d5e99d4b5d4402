import pytest

from identification.why import why
from tests.factories import PARAMETERS
from tests.identification.conftest import SEVEN_LINES
from tests.identification.test_weighted_score import ONE, ilansky, results, verdicts


@pytest.fixture(scope="module")
def fifth():
    row = verdicts(ilansky())["СОШ 5"]
    return why(row["reasons"], SEVEN_LINES, status="low")


def test_the_sum_of_the_lines_is_the_score(fifth):
    assert (fifth.sum, fifth.equals) == ("65 + 8,90 − 2,60", "=")
    assert fifth.scale.replace("\xa0", " ") == "от −2 до +5"
    assert fifth.spread == (
        "65 — баллы, которые есть у каждой школы; 8,90 — сумма прибавок, 2,60 — сумма потерь "
        "по всем линиям."
    )


def test_where_losses_are_spread_over_all_lines_the_sum_says_so():
    row = verdicts(ilansky(), gaps="left_out")["НОШ 21"]
    told = why(row["reasons"], SEVEN_LINES | {"gaps": "left_out"}, status="none")

    assert str(row["score"]) == "91.25"
    assert (told.sum, told.equals) == ("65 + 35 − 35 : 10 × 2,50", "=")
    assert told.spread == (
        "По линиям с данными потеряно 2,50 из 10; методика переносит эту потерю на все линии, "
        "то есть на 35."
    )


def test_the_rule_that_decided_is_named(fifth):
    assert fifth.decided_by == "индекс ниже 72,50"


def test_a_status_that_no_rule_gave_has_none():
    row = verdicts(ilansky())["СОШ 7"]

    assert why(row["reasons"], SEVEN_LINES, status="none").decided_by == ""


def test_shares_without_a_count_say_so_and_are_never_counted_out(fifth):
    assert fifth.without_counts
    assert {line.without_count for line in fifth.lines} == {True}
    assert [line.high.replace("\xa0", " ") for line in fifth.lines[:2]] == ["54 %", "58 %"]
    assert {line.one_pupil for line in fifth.lines} == {""}


def counted(participants, low_n, high_n):
    frame = results((high_n * 10_000 // participants, low_n * 10_000 // participants))
    frame[["participants", "low_n", "high_n"]] = [participants, low_n, high_n]
    row = verdicts(frame, lines=ONE)[1]
    return why(row["reasons"], PARAMETERS, status="none")


def test_a_count_stands_beside_its_share():
    known = counted(12, 3, 6)

    [line] = known.lines
    assert line.high.replace("\xa0", " ") == "6 из 12, 50 %"
    assert line.low.replace("\xa0", " ") == "3 из 12, 25 %"
    assert (known.without_counts, line.one_pupil) == (False, "")


def test_in_a_small_sample_one_pupil_is_told_in_percent():
    [line] = counted(4, 1, 1).lines

    assert line.one_pupil.replace("\xa0", " ") == "1 ученик = 25 %"


def test_parts_that_do_not_end_at_hundredths_are_told_whole():
    known = counted(3, 0, 1)

    assert (known.sum, known.equals) == ("95 + 1,6665 − 0,00", "≈")


def test_a_gap_is_a_line_without_figures():
    row = verdicts(results(None), lines=ONE)[1]

    [line] = why(row["reasons"], PARAMETERS, status="no_data").lines

    assert (line.is_gap, line.without_count, line.high, line.low) == (True, False, "", "")


def test_only_marks_and_points_are_explained_as_such():
    row = verdicts(results((7300, 0)), lines=ONE)[1]
    assert why(row["reasons"], PARAMETERS, status="none").marks_only

    levels = [reason | {"kind": "KDR"} for reason in row["reasons"]]
    assert not why(levels, PARAMETERS, status="none").marks_only
