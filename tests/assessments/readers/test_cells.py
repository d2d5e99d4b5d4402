from decimal import Decimal

import pytest

from assessments.readers.cells import number, whole


@pytest.mark.parametrize(
    ("cell", "value"),
    [(12.36, "12.36"), ("12,36", "12.36"), ("12,36 %", "12.36"), ("1\xa0722 202", "1722202")],
)
def test_a_number_is_read_as_people_and_programs_write_it(cell, value):
    assert number(cell) == Decimal(value)


@pytest.mark.parametrize(
    "cell",
    ["", None, True, -1, "−1", "x", "nan", "inf", "1_0", "٣", 1e300, "1e999999999", "9" * 10_000],
)
def test_what_is_none_is_none_even_where_decimal_would_take_it(cell):
    assert (number(cell), whole(cell)) == (None, None)


def test_what_a_formula_leaves_of_a_zero_is_a_number():
    assert number(1.1102230246251565e-16) < Decimal("0.001")
