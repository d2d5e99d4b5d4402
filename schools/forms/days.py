from datetime import date

from django import forms
from django.core.exceptions import ValidationError

YEARS = range(2000, 2101)


def of_our_time(day: date) -> None:
    """A year with a slip of the key is asked about, and no calendar runs out of days."""
    if day.year not in YEARS:
        raise ValidationError(f"Укажите год от\xa0{YEARS[0]} до\xa0{YEARS[-1]}.")


class DayInput(forms.DateInput):
    """The browser's own calendar, which wants a day in its one form."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
