from django import forms
from django.core.exceptions import ValidationError

from assessments.forms.fields import CommaField
from identification.averages import Wanted
from schools.models import Document, Municipality


class AveragesForm(forms.Form):
    """A box per average and year; where one is changed, the page asks where it is from."""

    source = forms.ModelChoiceField(
        Document.objects.none(),
        label="Документ",
        required=False,
        empty_label="нет в списке, впишу ниже",
    )
    new_source = forms.CharField(
        label="Откуда значения",
        required=False,
        max_length=500,
        help_text="Например: статистический сборник ЦОКО за 2026 год.",
    )

    def __init__(self, *args, wanted: list[Wanted], municipality: Municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.wanted, self.municipality = wanted, municipality
        self.fields["source"].queryset = municipality.documents.all()
        for one in wanted:
            field = CommaField(label=one.title)
            field.initial = one.value
            field.widget.attrs |= {"class": "form-control num", "aria-label": _label(one)}
            self.fields[one.name] = field

    def clean(self):
        said = super().clean()
        for one in self.wanted:
            value = said.get(one.name)
            if value is None or not one.bounds:
                continue
            least, most = one.bounds
            if not least <= value <= most:
                self.add_error(one.name, f"Нужно число от {least} до {most}.")
        changed = any(said.get(one.name) != one.value for one in self.wanted)
        if changed and not self.errors and not (said["source"] or said["new_source"].strip()):
            self.add_error("new_source", "Укажите, откуда значения: выберите документ или впишите.")
        if said.get("source") and said.get("new_source"):
            raise ValidationError("Выберите документ из списка или впишите другой, что-то одно.")
        return said

    @property
    def rows(self) -> list[tuple]:
        return [(one, self[one.name]) for one in self.wanted]

    @property
    def values(self) -> dict[Wanted, object]:
        return {one: self.cleaned_data[one.name] for one in self.wanted}

    @property
    def paper(self) -> Document | None:
        title = self.cleaned_data["new_source"].strip()
        if not title:
            return self.cleaned_data["source"]
        kind = Document.Kind.REPORT
        same = self.municipality.documents.filter(title=title, kind=kind).first()
        return same or Document(municipality=self.municipality, title=title, kind=kind)


def _label(one: Wanted) -> str:
    return f"{one.title}, {one.place_title}, {one.academic_year - 1}/{one.academic_year}"
