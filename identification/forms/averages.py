from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from assessments.forms.fields import CommaField
from identification.averages import NewAverage, Wanted
from identification.figures import Told
from schools.models import Document, Municipality


@dataclass
class Row:
    """`entry`: who has written what stands there now, and when."""

    one: Wanted
    field: forms.BoundField
    posted: str | None  # the state of what its author saw
    entry: object = None
    is_conflict: bool = False

    @property
    def seen_name(self) -> str:
        return f"{self.one.name}-seen"

    @property
    def seen(self) -> str:
        """After a conflict the next press of the button is made in the knowledge of it."""
        is_posted = self.posted is not None and not self.is_conflict
        return self.posted if is_posted else self.one.told.state


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

    def __init__(
        self, data=None, *, wanted: list[Wanted], entries, municipality: Municipality, **kwargs
    ):
        """`entries`: figure → the last entry of its history."""
        super().__init__(data, **kwargs)
        self.wanted, self.municipality = wanted, municipality
        self.fields["source"].queryset = municipality.documents.all()
        for one in wanted:
            field = CommaField(label=one.title)
            field.initial = one.value
            field.widget.attrs |= {"class": "form-control num", "aria-label": _label(one)}
            self.fields[one.name] = field
        self.rows = [
            Row(
                one,
                self[one.name],
                data and data.get(f"{one.name}-seen"),
                one.figure and entries.get(one.figure.pk),
            )
            for one in wanted
        ]

    def clean(self):
        said = super().clean()
        for one in self.wanted:
            value = said.get(one.name)
            if value is None or not one.bounds:
                continue
            least, most = one.bounds
            if not least <= value <= most:
                self.add_error(one.name, f"Нужно число от {least} до {most}.")
        self.changes = [
            NewAverage(row.one, told, row.seen)
            for row in self.rows
            # a box that the page did not have yet says nothing
            if row.one.name in self.data
            and (told := Told(value=said.get(row.one.name))).state != row.seen
        ]
        if self.changes and not self.errors and not (said["source"] or said["new_source"].strip()):
            self.add_error("new_source", "Укажите, откуда значения: выберите документ или впишите.")
        if said.get("source") and said.get("new_source"):
            raise ValidationError("Выберите документ из списка или впишите другой, что-то одно.")
        return said

    @property
    def conflicts(self) -> list[Row]:
        return [row for row in self.rows if row.is_conflict]

    def mark(self, conflicts) -> None:
        for row in self.rows:
            row.is_conflict = row.one.name in conflicts

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
