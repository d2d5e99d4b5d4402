"""Terms are rules, not dates: «до 1 октября» is of the school year of the letter. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from schools.russian import MONTHS, NB

SHORTEST = 15  # working days that a calendar term leaves at least
SUMMER = (6, 7, 8)
SATURDAY = 5
HOLIDAYS = {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
# the last day of a quarter, where the municipality has not told its own
QUARTERS = {1: (10, 31), 2: (12, 28), 3: (3, 22), 4: (5, 26)}
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


@dataclass(frozen=True)
class Term:
    """A day of the year, the end of a quarter, working days from the sending, or a meeting."""

    day: tuple[int, int] | None = None  # month and day
    quarter: int | None = None
    days: int | None = None
    in_summer: bool = False  # data and second exams do not wait for September

    def in_words(self) -> str:
        if self.day:
            return f"до {self.day[1]}{NB}{MONTHS[self.day[0] - 1]}"
        if self.quarter:
            return f"до конца {ROMAN[self.quarter]}{NB}четверти"
        if self.days:
            return f"в течение {self.days}{NB}рабочих дней"
        return "до заседания рабочей группы"

    def due(
        self,
        sent_on: date,
        *,
        quarters: dict[int, date] | None = None,
        days_off: Collection[date] = (),
        meeting: date | None = None,
    ) -> date | None:
        """None for a meeting whose day nobody has set."""
        if self.days:
            return self._after(sent_on, self.days, days_off)
        wanted = self._calendar_day(sent_on, quarters or {}, days_off)
        if wanted is None:
            return meeting
        return max(wanted, self._after(sent_on, SHORTEST, days_off))

    def _calendar_day(
        self, sent_on: date, quarters: dict[int, date], days_off: Collection[date]
    ) -> date | None:
        if self.quarter in quarters:
            return quarters[self.quarter]
        day = self.day or QUARTERS.get(self.quarter)
        if day is None:
            return None
        starts = sent_on.year if sent_on.month >= SUMMER[0] else sent_on.year - 1
        return _workday(date(starts + (day[0] < SUMMER[0]), *day), days_off)

    def _after(self, sent_on: date, days: int, days_off: Collection[date]) -> date:
        """Days of the summer do not count, nor do days off."""
        day = sent_on
        while days:
            day += timedelta(days=1)
            days -= self._counts(day, days_off)
        return day

    def _counts(self, day: date, days_off: Collection[date]) -> bool:
        return not _is_off(day, days_off) and (self.in_summer or day.month not in SUMMER)


def _workday(day: date, days_off: Collection[date]) -> date:
    """The last one that is not later: what is due by a day off is asked before it."""
    while _is_off(day, days_off):
        day -= timedelta(days=1)
    return day


def _is_off(day: date, days_off: Collection[date]) -> bool:
    return day.weekday() >= SATURDAY or (day.month, day.day) in HOLIDAYS or day in days_off


def by(day: int, month: int) -> Term:
    return Term(day=(month, day))


def quarter(number: int) -> Term:
    return Term(quarter=number)


def within(days: int, *, in_summer: bool = False) -> Term:
    return Term(days=days, in_summer=in_summer)


MEETING = Term()
