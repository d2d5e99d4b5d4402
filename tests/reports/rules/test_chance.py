"""The table of the library is reproduced to the last count."""

import pytest

from reports.rules.chance import at_least, at_most, less, more

# k0, n0: better at most, over two years at most, worse at least
TABLE = [
    (2, 10, None, 0, 6),
    (3, 10, 0, 2, 7),
    (4, 15, 0, 3, 8),
    (6, 20, 2, 6, 11),
    (8, 25, 3, 9, 13),
    (9, 30, 4, 11, 15),
    (12, 40, 6, 16, 19),
    (18, 60, 11, 26, 26),
    (27, 90, 18, 42, 36),
]


@pytest.mark.parametrize(("k0", "n0", "better", "two_years", "worse"), TABLE)
def test_the_table_of_what_is_more_than_noise(k0, n0, better, two_years, worse):
    assert at_most(k0, n0, n0) == better
    assert at_most(2 * k0, 2 * n0, 2 * n0) == two_years
    assert at_least(k0, n0, n0) == worse


def test_fewer_pupils_are_better_and_more_are_worse_only_beyond_the_table():
    assert [less(k, 30, 9, 30) for k in (4, 5)] == [True, False]
    assert [more(k, 30, 9, 30) for k in (14, 15)] == [False, True]


def test_of_nobody_nothing_is_more_than_noise():
    assert not more(0, 0, 3, 10)
    assert not less(0, 10, 0, 0)
