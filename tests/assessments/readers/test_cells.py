from datetime import date
from decimal import Decimal

import pytest

from assessments.readers.cells import day, number, whole


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


@pytest.mark.parametrize(
    "said",
    [
        *("20.04.2026", "2026-04-20", "2026.04.20", "20.4.26", "20.04.2026 г.", "2026-04-20 10:00"),
        *("20 апреля 2026 г.", "20 апр. 2026", "20 АПРЕЛЯ 2026", 46132, 46132.0, "46132"),
        *("20.04.2026-25.04.2026", "20.04.2026-05.05.2026", "20.04.2026 – 25.04.2026"),
        *(
            "20-25.04.2026",
            "20.04–05.05.2026",
            "с 20 апреля по 5 мая 2026",
            "25.04.2026, 20.04.2026",
        ),
        *("2026-04-20-2026-04-25", "2026-04-20 – 2026-04-25", "20–25 апреля 2026"),
    ],
)
def test_the_first_day_is_read_however_it_is_written(said):
    assert day(said) == date(2026, 4, 20)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "весной",
        "31.02.2026",
        "2026",
        4,
        10_000,
        "апрель 2026",
        "20.04.2026-31.02.2026",
        "20.04",
    ],
)
def test_what_is_no_day_is_none(said):
    assert day(said) is None
