"""A link or a file: the form offers what is asked for."""

from django import forms
from django.conf import settings

from roadmap.file_types import ALLOWED, TYPES
from roadmap.models import Proof
from roadmap.proofs import takes
from roadmap.services.evidence import MEGABYTE, add_file, add_link
from schools.errors import PortalError
from schools.russian import one_line

HELP = {
    Proof.LINK: "Адрес самого документа в интернете: портал проверит, открывается ли он.",
    Proof.PAGE: "Адрес страницы сайта, где это видно.",
}
# the boxes of the form and what they give
BOXES = {"url": "link", "file": "file"}


class EvidenceForm(forms.Form):
    url = forms.CharField(
        label="Ссылка",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        error_messages={"max_length": "Ссылка длиннее 1000 знаков: дайте короче или файл."},
    )
    file = forms.FileField(
        label="Файл",
        required=False,
        max_length=None,
        allow_empty_file=True,
        help_text=f"{ALLOWED}.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in TYPES)}),
    )
    title = forms.CharField(
        label="Что это",
        required=False,
        max_length=300,
        help_text="Например: приказ о школьной команде.",
        error_messages={"max_length": "Не больше 300 знаков."},
    )

    def __init__(self, *args, proof: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["url"].help_text = HELP.get(proof, "")
        self.boxes = [box for box, what in BOXES.items() if takes(proof, what)]
        for name in BOXES.keys() - set(self.boxes):
            del self.fields[name]
        for name in self.boxes:
            self.fields[name].depends = len(self.boxes) > 1
            self.fields[name].required = len(self.boxes) == 1
            self.fields[name].error_messages["required"] = (
                "Укажите ссылку." if name == "url" else "Выберите файл."
            )

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean(self):
        said = super().clean()
        given = [name for name in self.boxes if said.get(name)]
        if not self.errors and not given:
            raise forms.ValidationError("Укажите ссылку или выберите файл.")
        if len(given) > 1:
            raise forms.ValidationError(
                "Укажите что-то одно: ссылку или файл. Второе добавьте отдельно."
            )
        return said

    def store(self, owner, *, by, at) -> bool:
        """What keeps it from being stored stands at the box it came from."""
        said = self.cleaned_data
        told = {"title": said["title"], "by": by, "at": at}
        try:
            if file := said.get("file"):
                # one byte too many is enough to refuse it
                content = file.read(settings.EVIDENCE_MAX_MB * MEGABYTE + 1)
                add_file(owner, name=file.name, content=content, **told)
            else:
                add_link(owner, url=with_scheme(said["url"]), **told)
        except PortalError as error:
            self.add_error("file" if said.get("file") else "url", str(error))
            return False
        return True


def with_scheme(url: str) -> str:
    """People copy «school5.ru/programma» as their browser shows it."""
    url = url.strip()
    before, colon, _rest = url.partition(":")
    return url if colon and "." not in before and "/" not in before else f"https://{url}"
