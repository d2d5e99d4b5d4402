from datetime import date, timedelta

from roadmap.workdays import is_workday, workday_on_or_before


def test_weekends_and_holidays_of_russia_are_no_workdays():
    assert not is_workday(date(2026, 5, 31))  # a Sunday
    assert not is_workday(date(2026, 1, 6))
    assert not is_workday(date(2026, 12, 31))  # moved by the government
    assert is_workday(date(2024, 4, 27))  # a Saturday that was worked
    assert is_workday(date(2026, 9, 1))


def test_a_deadline_on_a_day_off_moves_to_the_workday_before():
    assert workday_on_or_before(date(2026, 5, 31)) == date(2026, 5, 29)
    assert workday_on_or_before(date(2027, 1, 8)) == date(2026, 12, 30)
    assert workday_on_or_before(date(2026, 9, 1)) == date(2026, 9, 1)


def test_a_moved_deadline_is_a_workday_and_never_far():
    for n in range(365 * 12):
        day = date(2019, 1, 1) + timedelta(days=n)
        moved = workday_on_or_before(day)

        assert is_workday(moved)
        # the longest rest: from 30 December over the New Year holidays
        assert timedelta(0) <= day - moved <= timedelta(days=12), day
