"""Figures of schools as a table of rows, with the one document they are from."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from assessments.forms.fields import CommaField
from identification.figures import Change, Told
from identification.measures import GROUP, PERCENT
from schools.models import Document, Figure, Measure, NoDataReason, School
from schools.russian import school_name

from .papers import PaperForm

NO_SOURCE = "Выберите документ, из которого взяты значения, или впишите его."


class WholeField(CommaField):
    def clean(self, value):
        number = super().clean(value)
        if number is None:
            return None
        if number != int(number) or not 0 <= number < 10**9:
            raise ValidationError("Введите целое число, не меньше нуля.")
        return int(number)


class RowForm(forms.Form):
    """One school. `seen`: the state of what the author of the row saw."""

    value = CommaField(label="Значение")
    numerator = WholeField(label="Сколько")
    denominator = WholeField(label="Из скольких")
    label = forms.CharField(label="Подпись", max_length=50, required=False)
    no_data = forms.ChoiceField(
        label="Нет данных: причина", required=False, choices=[("", "—"), *NoDataReason.choices]
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, school: School, unit: str, **kwargs):
        super().__init__(*args, prefix=str(school.pk), **kwargs)
        self.school_id, self.name, self.unit = school.pk, school_name(school.short_name), unit
        for name, one in self.fields.items():
            is_choice = isinstance(one, forms.ChoiceField)
            look = "form-select" if is_choice else f"form-control{' num' * (name != 'label')}"
            told = {"class": look, "aria-label": f"{self.name}: {one.label or ''}"}
            one.widget.attrs |= {} if one.widget.is_hidden else told

    def clean(self):
        said = super().clean()
        if not self.errors and self.is_touched and (fault := self.told.fault(self.unit)):
            raise ValidationError(fault)
        return said

    @property
    def told(self) -> Told:
        names = Told.__dataclass_fields__
        return Told(**{name: self.cleaned_data[name] for name in names})

    @property
    def is_touched(self) -> bool:
        """Whoever left a row alone writes nothing to it, whatever happened to it since."""
        return self.told.state != self.cleaned_data["seen"]


@dataclass
class Row:
    """`figure`: what stands there now; `entry`: who has written it and when."""

    school: School
    form: RowForm
    figure: Figure | None
    entry: object = None
    is_conflict: bool = False

    @property
    def seen(self) -> str:
        """After a conflict the next press of the button is made in the knowledge of it."""
        is_posted = self.form.is_bound and not self.is_conflict
        return self.form["seen"].value() or "" if is_posted else Told.of(self.figure).state

    @property
    def told(self) -> Told:
        return Told.of(self.figure)

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(id of the box, sentence); about the whole row without an id."""
        return [
            (self.form[name].auto_id if name in self.form.fields else "", sentence)
            for name, sentences in self.form.errors.items()
            for sentence in sentences
        ]


class FiguresForm(PaperForm):
    """Rows of the schools that were there in the year; only what was changed needs a document."""

    kind = Document.Kind.REPORT

    def __init__(
        self, data=None, *, measure: Measure, schools, figures, entries, typed=None, **kwargs
    ):
        """`typed`: school → what a file says in the boxes of its row."""
        super().__init__(data, **kwargs)
        self.measure = measure
        self.fields["document"].empty_label = "выберите или впишите ниже"
        self.rows = []
        for school in schools:
            figure = figures.get(school.pk)
            is_posted = data is not None and f"{school.pk}-seen" in data
            form = RowForm(
                data if is_posted else None,
                initial=vars(Told.of(figure)) | (typed or {}).get(school.pk, {}),
                school=school,
                unit=measure.unit,
            )
            self.rows.append(Row(school, form, figure, figure and entries.get(figure.pk)))
        # a box that holds something is never left out
        self.has_parts = measure.unit == PERCENT or self._is_in_use("numerator")
        self.has_labels = measure.unit == GROUP or self._is_in_use("label")

    def _is_in_use(self, name: str) -> bool:
        return any(row.form[name].value() not in (None, "") for row in self.rows)

    @property
    def head(self) -> str:
        """Above the numbers."""
        unit = self.measure.unit
        return "Группа" if unit == GROUP else f"Значение, {unit}" if unit else "Значение"

    def clean(self):
        said = super().clean()
        posted = [row for row in self.rows if row.form.is_bound]
        right = [row.form for row in posted if row.form.is_valid()]
        self.are_rows_right = len(right) == len(posted)
        self.changes = [
            Change(form.school_id, form.told, form.cleaned_data["seen"])
            for form in right
            if form.is_touched
        ]
        if self.changes and not self.errors and not self.paper:
            self.add_error("document", NO_SOURCE)
        return said

    def is_valid(self):
        return super().is_valid() and self.are_rows_right

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if row.is_conflict or row.faults]

    def mark(self, conflicts) -> None:
        for row in self.rows:
            row.is_conflict = row.school.pk in conflicts


class FillForm(forms.Form):
    file = forms.FileField(
        label="Файл",
        help_text="Excel (.xlsx, .xls), .ods или .csv: в первом столбце школа, во втором "
        "значение или причина, по которой его нет.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    use_required_attribute = False


class MeasureForm(forms.ModelForm):
    """`code`: the one under which a methodology asks for the measure."""

    code = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Measure
        fields = ["title", "unit", "direction"]
        labels = {"direction": "Направление"}
        help_texts = {
            "title": "Например: выпускники 9 класса, не получившие аттестат.",
            "unit": "«%» для доли учеников, «группа» для присвоенной группы, «балл» и другие. "
            "Можно не указывать.",
        }

    use_required_attribute = False

    def __init__(self, *args, codes: set[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.codes = codes

    def clean_code(self):
        """Only a code that somebody asks for."""
        return self.cleaned_data["code"] if self.cleaned_data["code"] in self.codes else ""
