"""A file of results is chosen; what its layout is the portal finds out by itself."""

from django import forms

from schools.children import MAX_UPLOAD

ACCEPTED = ".xlsx,.xls,.ods,.csv,.tsv,.txt"


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Файл",
        help_text="Excel (.xlsx, .xls), .ods или .csv, не больше 20\u00a0МБ.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": "Файл пустой. Выберите другой."},
    )
    academic_year = forms.TypedChoiceField(
        label="Учебный год",
        coerce=int,
        help_text="Если год стоит в\u00a0самом файле, портал возьмёт его оттуда.",
    )

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["academic_year"].choices = years

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD:
            raise forms.ValidationError(
                "Файл больше 20\u00a0МБ. Оставьте в\u00a0нём один лист с\u00a0результатами."
            )
        return file
