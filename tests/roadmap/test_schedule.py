"""Words about time become dates, or it is said that a person sets them."""

import random
from datetime import date, timedelta

import pytest

from roadmap.schedule import NO_DATE, NO_PERIOD, NOT_SAID, NOTHING_HERE, OUTSIDE, timetable
from roadmap.when import MONTHS, read

YEAR = date(2022, 1, 1), date(2022, 12, 31)
SCHOOL_YEAR = date(2025, 9, 1), date(2026, 8, 31)


def dates(words, period=YEAR):
    told = timetable(words, *period)
    return [
        f"{window.starts_on:%d.%m.%y}–{window.due_on:%d.%m.%y}"
        if window.starts_on
        else f"{window.due_on:%d.%m.%y}"
        for window in told.windows
    ]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("май 2022", ["01.05.22–31.05.22"]),
        ("в мае 2022 года", ["01.05.22–31.05.22"]),
        ("(май 2022 г.)", ["01.05.22–31.05.22"]),
        ("май-июнь 2022", ["01.05.22–30.06.22"]),
        ("август–сентябрь", ["01.08.22–30.09.22"]),
        ("с августа по сентябрь 2022", ["01.08.22–30.09.22"]),
        ("июнь 2022; ноябрь 2022", ["01.06.22–30.06.22", "01.11.22–30.11.22"]),
        ("июнь, ноябрь 2022", ["01.06.22–30.06.22", "01.11.22–30.11.22"]),
        ("июнь 2022, ноябрь", ["01.06.22–30.06.22", "01.11.22–30.11.22"]),
        ("Июнь и декабрь", ["01.06.22–30.06.22", "01.12.22–31.12.22"]),
        ("февраль", ["01.02.22–28.02.22"]),
        ("до 15 мая", ["15.05.22"]),
        ("не позднее 15 мая 2022 г.", ["15.05.22"]),
        ("15.05.2022", ["15.05.22"]),
        ("до 1.9", ["01.09.22"]),
        ("до конца мая", ["31.05.22"]),
        ("с 1 по 15 мая", ["01.05.22–15.05.22"]),
        ("20-25 августа 2022", ["20.08.22–25.08.22"]),
        ("с 25 августа по 5 сентября", ["25.08.22–05.09.22"]),
        ("III квартал 2022", ["01.07.22–30.09.22"]),
        ("1-е полугодие", ["01.01.22–30.06.22"]),
        (
            "раз в четверть",
            ["01.01.22–31.03.22", "01.04.22–31.05.22", "01.09.22–31.10.22", "01.11.22–31.12.22"],
        ),
        (
            "по окончании каждой четверти, года",
            ["31.03.22–14.04.22", "31.05.22–14.06.22", "31.10.22–14.11.22", "31.12.22–14.01.23"],
        ),
        ("раз в полугодие", ["01.01.22–30.06.22", "01.07.22–31.12.22"]),
        ("не реже 2 раз в год", ["01.01.22–30.06.22", "01.07.22–31.12.22"]),
        ("ежегодно", ["01.01.22–31.12.22"]),
        ("в течение года", ["01.01.22–31.12.22"]),
        ("два раза в год: июнь и декабрь", ["01.06.22–30.06.22", "01.12.22–31.12.22"]),
        ("по графику, до 15 мая", ["15.05.22"]),
    ],
)
def test_words_mean_dates(words, meant):
    assert dates(words) == meant
    assert timetable(words, *YEAR).note == ""


def test_the_same_is_said_in_many_ways():
    quarter = dates("раз в четверть")
    for words in (
        "не реже 1 раза в четверть",
        "1 раз в четверть",
        "каждую четверть",
        "Ежечетвертно",
    ):
        assert dates(words) == quarter, words
    assert len(dates("ежемесячно")) == 12 == len(dates("не реже одного раза в месяц"))
    assert len(dates("ежеквартально")) == 4 == len(dates("не реже 4 раз в год"))


def test_a_school_year_is_gone_through_from_september():
    assert dates("раз в четверть", SCHOOL_YEAR) == [
        "01.09.25–31.10.25",
        "01.11.25–31.12.25",
        "01.01.26–31.03.26",
        "01.04.26–31.05.26",
    ]
    assert dates("сентябрь, февраль", SCHOOL_YEAR) == ["01.09.25–30.09.25", "01.02.26–28.02.26"]
    assert dates("декабрь-январь", SCHOOL_YEAR) == ["01.12.25–31.01.26"]
    assert timetable("декабрь-январь", *SCHOOL_YEAR).windows[0].label == "декабрь–январь 2025/2026"


@pytest.mark.parametrize(
    "words",
    [
        "постоянно",
        "по графику",
        "в соответствии с графиком консультаций",
        "по индивидуальному плану",
        "по отдельному плану",
        "по мере необходимости",
    ],
)
def test_what_has_no_date_of_its_own_waits_for_a_person(words):
    assert timetable(words, *YEAR) == timetable("постоянно", *YEAR)
    assert timetable(words, *YEAR).note == NO_DATE


@pytest.mark.parametrize(
    "words",
    [
        "после каникул",
        "май 2022, кроме выходных",
        "до мая",
        "31 июня",
        "30.02.2022",
        "V квартал",
        "3 полугодие",
        "3 раза в год",
        "скоро",
        "майский",
        "(2022)",
    ],
)
def test_what_is_not_understood_is_never_guessed(words):
    told = timetable(words, *YEAR)

    assert told.windows == ()
    assert words in told.note


def test_why_there_is_no_date_is_said():
    assert timetable(" ", *YEAR).note == NOT_SAID
    assert timetable("раз в четверть", None, None).note == NO_PERIOD
    assert timetable("июнь", date(2022, 7, 1), date(2022, 12, 31)).note == NOTHING_HERE
    assert timetable("май 2021", *YEAR).note == OUTSIDE
    assert dates("май 2021") == ["01.05.21–31.05.21"]


def test_a_stage_without_dates_still_has_those_that_are_said():
    assert dates("раз в четверть; май 2022", (None, None)) == ["01.05.22–31.05.22"]


def test_a_window_begins_no_earlier_than_its_period():
    period = date(2022, 5, 10), date(2022, 12, 31)

    assert dates("раз в полугодие", period) == ["10.05.22–30.06.22", "01.07.22–31.12.22"]


def random_words(chance):
    month = chance.choice(MONTHS)[0]
    other = chance.choice(MONTHS)[0]
    said = chance.choice(
        [
            month,
            f"{month}-{other}",
            f"{month}, {other}",
            "раз в четверть",
            "ежемесячно",
            "раз в полугодие",
            "по окончании каждой четверти",
            "в течение года",
            f"до {chance.randint(1, 28)}.{chance.randint(1, 12)}",
        ]
    )
    return f"{said}{chance.choice(['', ';', ' '])}"


def test_windows_stand_in_order_inside_the_period_and_are_told_apart():
    chance = random.Random(9)
    for _ in range(1000):
        first = date(2020, 1, 1) + timedelta(days=chance.randint(0, 2000))
        last = first + timedelta(days=chance.randint(30, 900))
        words = random_words(chance)
        windows = timetable(words, first, last).windows

        assert list(windows) == sorted(windows, key=lambda one: one.due_on), words
        assert len({(one.due_on, one.label) for one in windows}) == len(windows), words
        for one in windows:
            assert first <= (one.starts_on or one.due_on) <= one.due_on, (words, first, last)
            assert one.due_on <= last + timedelta(days=14), (words, first, last)


def test_no_rubbish_makes_it_stumble():
    chance = random.Random(9)
    pieces = [name for name, _ in MONTHS]
    pieces += [
        "раз в",
        "четверть",
        "2021",
        "до",
        "15",
        "-",
        ",",
        ";",
        "и",
        "года",
        "(",
        "по",
        "жук",
    ]
    for _ in range(3000):
        words = " ".join(chance.choices(pieces, k=chance.randint(1, 6)))
        told = timetable(words, *YEAR)

        assert told.windows or told.note, words
        assert read(words) is not None or not told.windows, words
