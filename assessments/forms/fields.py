"""Numbers the way officials type them: a decimal comma, a percent sign, spaces."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from assessments.rules import MOST, NEGATIVE, NOT_A_SHARE, TOO_MANY
from schools.russian import compact

SHOWN = 20  # of what was typed: a sentence stays a sentence
SPACES = re.compile(r"[\s\u00a0]+")


class CountField(forms.IntegerField):
    """How many pupils. `int` would also take «1_0», so the figures are looked at first."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        text = SPACES.sub("", str(value)) if value is not None else ""
        if text in self.empty_values:
            return None
        if re.fullmatch(r"[-−][0-9]+", text):
            raise ValidationError(NEGATIVE)
        if not re.fullmatch(r"[0-9]+", text):
            raise ValidationError(f"Введите целое число учеников вместо «{_clipped(value)}».")
        if len(text) > 6 or int(text) > MOST:
            raise ValidationError(TOO_MANY)
        return int(text)


class CommaField(forms.DecimalField):
    """«73,5», «73.5», «73,5 %» are one number; a third decimal is not rounded away silently."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        text = SPACES.sub("", str(value)) if value is not None else ""
        text = text.removesuffix("%").replace(",", ".").replace("−", "-")
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) or len(text) > 12:
            raise ValidationError(f"Введите число вместо «{_clipped(value)}», например 72,5.")
        number = Decimal(text)
        if number != round(number, 2):
            raise ValidationError("Не больше двух знаков после запятой.")
        return number

    def prepare_value(self, value):
        return compact(value) if isinstance(value, Decimal) else value


class PercentField(CommaField):
    """A share as people type it, kept in hundredths of a percent."""

    def to_python(self, value):
        number = super().to_python(value)
        if number is None:
            return None
        if not 0 <= number <= 100:
            raise ValidationError(NOT_A_SHARE)
        return int(number * 100)

    def prepare_value(self, value):
        return compact(Decimal(value) / 100) if isinstance(value, int) else value

    def validate(self, value):
        """The limits were asked above, in the unit that was typed."""

    def run_validators(self, value):
        """As above."""


def _clipped(value: str) -> str:
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
