"""Terms become days of the school year of the letter."""

from datetime import date

import pytest

from reports.rules.terms import MEETING, by, quarter, within

AUGUST = date(2026, 8, 24)


@pytest.mark.parametrize(
    ("term", "sent_on", "due"),
    [
        (by(1, 10), AUGUST, date(2026, 10, 1)),
        (by(1, 4), AUGUST, date(2027, 4, 1)),
        (by(1, 10), date(2027, 2, 1), date(2027, 2, 22)),
        (by(15, 9), date(2026, 9, 1), date(2026, 9, 22)),
        # a Saturday and a Sunday
        (by(1, 10), date(2022, 8, 24), date(2022, 9, 30)),
        (by(1, 10), date(2023, 8, 24), date(2023, 9, 29)),
        (quarter(2), AUGUST, date(2026, 12, 28)),
        (within(10), date(2026, 9, 7), date(2026, 9, 21)),
        (within(5), date(2026, 12, 30), date(2027, 1, 14)),
    ],
)
def test_a_term_becomes_a_day(term, sent_on, due):
    assert term.due(sent_on) == due


def test_no_term_falls_into_the_summer_but_for_data():
    assert within(10).due(AUGUST) == date(2026, 9, 14)
    assert within(5, in_summer=True).due(AUGUST) == date(2026, 8, 31)


def test_the_quarters_and_days_off_of_the_municipality_are_kept():
    quarters = {1: date(2026, 10, 24)}

    assert quarter(1).due(AUGUST, quarters=quarters) == date(2026, 10, 24)
    assert within(1).due(date(2026, 9, 7), days_off={date(2026, 9, 8)}) == date(2026, 9, 9)


def test_a_meeting_is_due_when_it_is_set():
    assert MEETING.due(AUGUST) is None
    assert MEETING.due(AUGUST, meeting=date(2026, 9, 30)) == date(2026, 9, 30)


def test_terms_are_said_as_people_say_them():
    said = [term.in_words().replace("\u00a0", " ") for term in (by(1, 10), quarter(2), within(5))]

    assert said == ["до 1 октября", "до конца II четверти", "в течение 5 рабочих дней"]
