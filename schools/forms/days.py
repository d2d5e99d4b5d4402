from django import forms


class DayInput(forms.DateInput):
    """The browser's own calendar, which wants a day in its one form."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")
