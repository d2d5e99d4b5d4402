"""The document that something rests on: one of the municipality's, or a new one on the spot."""

from django import forms
from django.core.exceptions import ValidationError

from schools.forms.days import DayInput
from schools.models import Document, Municipality

NEW = ("new_title", "new_number", "new_date")


class PaperForm(forms.Form):
    """`paper`: what was chosen or written, None where nothing was. A new one is not stored yet."""

    document = forms.ModelChoiceField(
        Document.objects.none(),
        label="Документ",
        required=False,
        empty_label="не указан или впишите его ниже",
    )
    new_number = forms.CharField(label="Номер", max_length=50, required=False)
    new_date = forms.DateField(
        label="Дата",
        required=False,
        widget=DayInput(),
    )
    new_title = forms.CharField(label="Название документа", max_length=500, required=False)

    use_required_attribute = False
    kind = Document.Kind.ORDER  # of a new one

    def __init__(self, *args, municipality: Municipality, **kwargs):
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.fields["document"].queryset = municipality.documents.all()
        # the date that the browser sends back as it stands
        self.fields["new_date"].localize = False

    def clean(self):
        said = super().clean()
        described = any(said.get(name) for name in NEW)
        if described and said.get("document"):
            raise ValidationError(
                "Выберите документ из списка или впишите новый, что-то одно: сейчас указаны оба."
            )
        if described and not said.get("new_title"):
            self.add_error("new_title", "Напишите название документа.")
        if described and not self.errors:
            self.paper = self._new_paper(said)
        else:
            self.paper = said.get("document")
        return said

    def _new_paper(self, said) -> Document:
        paper = Document(
            municipality=self.municipality,
            kind=self.kind,
            title=said["new_title"],
            number=said["new_number"],
            dated_on=said["new_date"],
        )
        try:
            paper.full_clean()
        except ValidationError as error:
            self.add_error("new_number", error.messages)
        return paper

    @property
    def is_described(self) -> bool:
        """A new document is being written."""
        return any(self[name].value() for name in NEW)
