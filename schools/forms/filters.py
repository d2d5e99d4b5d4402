from django import forms


class FilterForm(forms.Form):
    """What stands above a list, in the look of the portal: `class Meta: form = FilterForm`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field.widget, forms.Select)
            field.widget.attrs.setdefault("class", "form-select" if chosen else "form-control")
