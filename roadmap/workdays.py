"""Working days of Russia: weekends, holidays and the days moved by the government. Pure.

A deadline that falls on a day off is moved to the nearest earlier workday: what is asked for by
31 May and cannot be handed in on a Sunday is handed in on Friday.
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    return _calendar(day.year).is_working_day(day)


def workday_on_or_before(day: date) -> date:
    while not is_workday(day):
        day -= DAY
    return day


@cache
def _calendar(year: int):
    return country_holidays("RU", years=year, expand=False)
