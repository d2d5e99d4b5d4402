from django import forms
from django.conf import settings
from django.utils import timezone

from reports.models import Publication
from schools.models import Document, Municipality

from .services import MEGABYTE, TOO_BIG, Shown, publish_document, seen, suggested_slug


class PageForm(forms.ModelForm):
    """The two switches of a municipality."""

    class Meta:
        model = Municipality
        fields = ["is_public", "is_indexed"]
        widgets = dict.fromkeys(fields, forms.CheckboxInput(attrs={"class": "form-check-input"}))
        labels = {
            "is_public": "Публичная страница открыта всем",
            "is_indexed": "Разрешить поисковым системам",
        }
        help_texts = {
            "is_public": "Без входа. Пока она закрыта, посетители видят «Такой страницы нет».",
            "is_indexed": "Страницу смогут находить Яндекс и\xa0другие поисковые системы.",
        }


class PublishForm(forms.Form):
    """What visitors will read. `seen`: the document as the person who publishes has read it."""

    title = forms.CharField(
        label="Название для посетителей",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind_words = forms.CharField(
        label="Что это за документ", max_length=100, help_text="«Приказ», «Аналитическая справка»."
    )
    slug = forms.SlugField(
        label="Адрес",
        max_length=80,
        help_text="Латинские буквы, цифры и\xa0дефис: его можно прочитать вслух.",
        error_messages={"invalid": "Только латинские буквы, цифры и\xa0дефис."},
    )
    file = forms.FileField(
        label="Файл",
        required=False,
        help_text="Подписанный документ, лучше PDF с\xa0текстом. Файл будет доступен всем.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, document: Document, on, **kwargs):
        self.document, self.on = document, on
        initial = {
            "title": document.title,
            "kind_words": document.get_kind_display().capitalize(),
            "slug": suggested_slug(document, on=on),
            "seen": seen(document),
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_slug(self):
        """A page has one address, however the letters were typed."""
        return self.cleaned_data["slug"].lower()

    def clean_file(self):
        """Not even read when it is too big."""
        file = self.cleaned_data["file"]
        if file and file.size > settings.EVIDENCE_MAX_MB * MEGABYTE:
            raise forms.ValidationError(TOO_BIG.format(settings.EVIDENCE_MAX_MB))
        return file

    def look_again(self) -> None:
        """The page shows the document as it is now: that is what will be published next."""
        self.data = self.data.copy()
        self.data["seen"] = seen(self.document)

    def publish(self, *, by) -> Publication:
        said = self.cleaned_data
        file = said["file"]
        shown = Shown(
            said["title"],
            said["kind_words"],
            said["slug"],
            (file.name, file.read()) if file else None,
        )
        moment = {"on": self.on, "at": timezone.now()}
        return publish_document(self.document, shown, seen_as=said["seen"], by=by, **moment)


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="Почему документ снимается",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Увидят только сотрудники управления.",
    )
