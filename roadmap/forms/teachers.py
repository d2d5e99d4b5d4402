"""Counts of teachers of a school: a line per count, a column per subject."""

from django import forms

from roadmap.readers.teachers import NO_HEADINGS, Pasted, read_counts
from roadmap.readers.text import Unreadable, rows_of_text
from roadmap.services.teachers import COLUMNS, TeacherRow, problems_of, seen_of
from roadmap.sets import MATHEMATICS, PRIMARY, RUSSIAN
from schools.models import TeacherSupport
from schools.russian import one_line

SUBJECTS = ("", MATHEMATICS, RUSSIAN, PRIMARY)
ALL = "Все педагоги"
DOUBLED = "Строка «{}» стоит в\xa0таблице дважды. Оставьте строки одной школы."
MOST = 2000


def subject_title(subject: str) -> str:
    return subject.capitalize() if subject else ALL


def column_title(name: str) -> str:
    title = str(TeacherSupport._meta.get_field(name).verbose_name)
    return title[:1].upper() + title[1:]


class PasteForm(forms.Form):
    """A table copied from Excel: `counts` by subject, to be looked through before it is stored."""

    table = forms.CharField(
        label="Таблица из Excel",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Скопируйте таблицу вместе с\xa0заголовками. Числа встанут в\xa0поля: проверьте "
        "и\xa0сохраните их.",
    )

    def __init__(self, *args, subjects, **kwargs):
        super().__init__(*args, **kwargs)
        self.subjects = subjects

    def clean(self):
        told = super().clean()
        try:
            rows = rows_of_text(told.get("table", ""))
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        self.pasted = read_counts(
            rows,
            columns={column_title(name).lower(): name for name in COLUMNS},
            subjects={subject_title(one).lower(): one for one in self.subjects},
        )
        if told.get("table") and not (self.pasted and self.pasted.cells):
            self.add_error("table", NO_HEADINGS)
        elif self.pasted and self.pasted.doubled:
            self.add_error("table", DOUBLED.format(self.pasted.doubled))
        return told


class TeachersForm(forms.Form):
    """`rows`: what is stored, by subject. Another subject is added by its name."""

    other = forms.CharField(
        label="Другой предмет",
        max_length=100,
        required=False,
        help_text="Например, физика. Столбец для\xa0него появится после сохранения.",
    )
    other_teachers = forms.IntegerField(
        label="Учителей этого предмета", required=False, min_value=0, max_value=MOST
    )

    def __init__(self, *args, rows: dict[str, TeacherSupport], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.subjects = [*SUBJECTS, *sorted(set(rows) - set(SUBJECTS))]
        for number, subject in enumerate(self.subjects):
            row = rows.get(subject)
            seen = forms.CharField(required=False, widget=forms.HiddenInput, initial=seen_of(row))
            self.fields[f"seen_{number}"] = seen
            for name in COLUMNS:
                self.fields[f"{name}_{number}"] = self._box(subject, name, row)

    @staticmethod
    def _box(subject: str, name: str, row: TeacherSupport | None) -> forms.IntegerField:
        label = f"{subject_title(subject)}: {TeacherSupport._meta.get_field(name).verbose_name}"
        box = forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST,
            initial=row and getattr(row, name),
        )
        # a text box: the wheel of a mouse changes nothing in it
        attrs = {"class": "form-control num", "inputmode": "numeric", "aria-label": label}
        box.widget = forms.TextInput(attrs)
        box.error_messages["invalid"] = "Нужно целое число."
        return box

    def clean_other(self):
        subject = one_line(self.cleaned_data["other"]).lower()
        if subject in self.subjects[1:]:
            raise forms.ValidationError("Такой столбец уже есть.")
        return subject

    def clean(self):
        told = super().clean()
        for number, _subject in enumerate(self.subjects):
            counts = self._counts(number)
            for name, sentence in problems_of(counts):
                self.add_error(f"{name}_{number}", sentence)
            everybody, own = self._counts(0)["teachers"], counts["teachers"]
            if None not in (everybody, own) and own > everybody:
                self.add_error(
                    f"teachers_{number}", f"Больше, чем педагогов в\xa0школе: {everybody}."
                )
        if bool(told.get("other")) != (told.get("other_teachers") is not None):
            field = "other_teachers" if told.get("other") else "other"
            self.add_error(field, "Укажите и\xa0предмет, и\xa0число учителей.")
        return told

    def _counts(self, number: int) -> dict[str, int | None]:
        return {name: self.cleaned_data.get(f"{name}_{number}") for name in COLUMNS}

    def filled_with(self, pasted: Pasted) -> dict:
        """The page as it stands, with what was pasted: what the form would post then."""
        data = {field.html_name: field.value() for field in self if field.value() is not None}
        for (subject, column), cell in pasted.cells.items():
            data[f"{column}_{self.subjects.index(subject)}"] = cell
        return data

    @property
    def told(self) -> list[TeacherRow]:
        rows = [
            TeacherRow(subject, self._counts(number), self.cleaned_data[f"seen_{number}"])
            for number, subject in enumerate(self.subjects)
        ]
        if self.cleaned_data["other"]:
            counts = dict.fromkeys(COLUMNS) | {"teachers": self.cleaned_data["other_teachers"]}
            rows.append(TeacherRow(self.cleaned_data["other"], counts))
        return rows

    @property
    def heads(self) -> list[str]:
        return [subject_title(subject) for subject in self.subjects]

    @property
    def lines(self) -> list[tuple[str, list]]:
        """Title of a count and its boxes, subject by subject."""
        return [
            (
                column_title(name),
                [(head, self[f"{name}_{number}"]) for number, head in enumerate(self.heads)],
            )
            for name in COLUMNS
        ]

    @property
    def hidden(self) -> list:
        return [self[f"seen_{number}"] for number in range(len(self.subjects))]
