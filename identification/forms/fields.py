"""Fields that only read what was typed: the schema of a method says whether it is possible."""

import re
from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from schools.russian import compact


class OpenSelect(forms.Select):
    """Shows also a value that is not on offer: a methodology may name what the portal lacks."""

    def __init__(self, *, named: Callable[[str], str] = str, **kwargs):
        super().__init__(**kwargs)
        self.named = named

    def optgroups(self, name, value, attrs=None):
        there = {str(key) for key, _title in self.choices}
        self.choices = [*self.choices, *((v, self.named(v)) for v in value if v not in there)]
        return super().optgroups(name, value, attrs)


class OpenChoiceField(forms.ChoiceField):
    """The schema says whether a value is possible."""

    def valid_value(self, value):
        return True


class NumberField(forms.CharField):
    """«72,5», «72.5» and «1 000» are numbers; whole ones stay whole in the methodology file."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value):
        text = re.sub(r"\s", "", super().to_python(value))
        text = text.removesuffix("%").replace(",", ".").replace("−", "-")
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", text):
            raise ValidationError("Введите число, например 72,5.")
        number = Decimal(text)
        return int(number) if number == int(number) else float(number)

    def prepare_value(self, value):
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return compact(value) if is_number else value
