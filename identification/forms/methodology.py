"""What a methodology is called and rests on. Its parameters are another form, see parameters.py."""

from django import forms
from django.core.exceptions import ValidationError

from identification.methodologies import Content
from identification.methodology_files import MOST_BYTES

from .papers import PaperForm


class HeadForm(PaperForm):
    """`seen`: the state of the methodology that its author saw."""

    title = forms.CharField(label="Название", max_length=200)
    remark = forms.CharField(
        label="Примечание",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Что в правиле решил сам муниципалитет: этого нет в документе.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ("title", "document")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].label = "Документ, на котором она основана"

    @property
    def typed(self) -> dict:
        return {bound.name: bound.value() for bound in self}

    def as_typed(self) -> "HeadForm":
        """The same words, not judged yet: another button than «Сохранить» was pressed."""
        return HeadForm(municipality=self.municipality, initial=self.typed)

    def content(self, method: str, parameters: dict) -> Content:
        said = self.cleaned_data
        return Content(said["title"], method, parameters, self.paper, said["remark"])


class FileForm(forms.Form):
    file = forms.FileField(
        label="Файл методики",
        help_text="Файл .json, который скачан со страницы методики в этом или другом портале.",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("Файл слишком большой для методики: допускается до 200 КБ.")
        return file.read()
