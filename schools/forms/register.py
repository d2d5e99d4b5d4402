"""Forms of the register. They explain at the field; what they ask for is done by services."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from schools.models import School, SchoolAlias
from schools.naming import kind_in, normalised
from schools.services.register import taken

from .days import DayInput

GRADES = range(1, 13)
LINES = {"rows": 3}


class VersionedForm(forms.Form):
    """Carries the version of the card that its author saw; see services/register.py."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SchoolForm(VersionedForm, forms.ModelForm):
    name = forms.CharField(
        label="Другие названия",
        required=False,
        widget=forms.Textarea(attrs=LINES),
        help_text="Как школу пишут в файлах и документах, по одному в строке. "
        "Кавычки, «№» и «МБОУ» значения не имеют.",
    )
    fis_oko = forms.CharField(
        label="Логины ФИС ОКО",
        required=False,
        widget=forms.Textarea(attrs=LINES),
        help_text="По одному в строке, и прежние тоже: по ним читаются старые файлы.",
    )
    ris_gia = forms.CharField(
        label="Коды РИС ГИА", required=False, widget=forms.Textarea(attrs=LINES)
    )

    class Meta:
        model = School
        fields = [
            *("short_name", "full_name", "legal_status", "parent", "settlement", "opened_on"),
        ]
        widgets = {"opened_on": DayInput()}
        help_texts = {
            "short_name": "Так школа стоит в списках: СОШ 5. При переименовании прежнее "
            "название останется среди других.",
            "parent": "Только для филиала.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        school = self.instance
        heads = school.municipality.schools.legal().open().exclude(pk=school.pk)
        if school.parent_id:
            heads = heads | school.municipality.schools.filter(pk=school.parent_id)
        self.fields["parent"].queryset = heads
        self.fields["parent"].empty_label = "нет"
        for kind in SchoolAlias.Kind.values:
            own = school.aliases.filter(kind=kind) if school.pk else []
            self.initial.setdefault(kind, "\n".join(row.value for row in own))

    def clean_short_name(self):
        """The database compares letter by letter; people do not tell «СОШ №1» from «СОШ 1»."""
        name = self.cleaned_data["short_name"]
        other = self._taken("name", [name]).get(name)
        if other:
            raise ValidationError(f"Так уже называется школа «{other}» этого муниципалитета.")
        return name

    def clean_name(self):
        return self._lines("name")

    def clean_fis_oko(self):
        return self._lines("fis_oko")

    def clean_ris_gia(self):
        return self._lines("ris_gia")

    def clean(self):
        cleaned = super().clean()
        status, parent = cleaned.get("legal_status"), cleaned.get("parent")
        if status == School.LegalStatus.BRANCH and not parent and "parent" not in self.errors:
            self.add_error("parent", "Укажите головную школу филиала.")
        if status == School.LegalStatus.LEGAL and parent:
            self.add_error(
                "parent", "У юридического лица нет головной школы. Выберите «нет» или «филиал»."
            )
        if status == School.LegalStatus.BRANCH and self.instance.pk:
            branches = self.instance.branches.open().values_list("short_name", flat=True)
            if branches:
                names = ", ".join(branches)
                self.add_error(
                    "legal_status", f"У школы есть свои филиалы: {names}. Сначала передайте их."
                )
        return cleaned

    @property
    def aliases(self):
        return {kind: self.cleaned_data[kind] for kind in SchoolAlias.Kind.values}

    def _lines(self, kind) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data[kind].splitlines()]
        lines = [line for line in lines if line]
        if too_long := [line for line in lines if len(line) > 300]:
            raise ValidationError(f"Строка длиннее 300 знаков: {too_long[0][:50]}…")
        if owners := self._taken(kind, lines):
            raise ValidationError(
                [f"«{value}» уже значит школу «{school}»." for value, school in owners.items()]
            )
        return lines

    def _taken(self, kind, values):
        school = self.instance
        return taken(school.municipality, kind, values, but=school if school.pk else None)


class NewSchoolForm(SchoolForm):
    cluster_name = forms.CharField(
        label="Кластер",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"list": "clusters"}),
        help_text="Из списка или новый. Школы сравниваются внутри кластера.",
    )

    class Meta(SchoolForm.Meta):
        fields = [
            *("short_name", "full_name", "kind", "cluster_name", "legal_status", "parent"),
            *("settlement", "opened_on"),
        ]

    field_order = Meta.fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True

    def clean(self):
        cleaned = super().clean()
        told = kind_in(cleaned.get("short_name", ""))
        if told and cleaned.get("kind") and told != cleaned["kind"]:
            label = School.Kind(told).label
            self.add_error("kind", f"По краткому названию это {label}. Исправьте одно из двух.")
        return cleaned


class CloseForm(VersionedForm):
    closed_on = forms.DateField(label="Дата закрытия", widget=DayInput())
    successor = forms.ModelChoiceField(
        label="Правопреемник",
        queryset=School.objects.none(),
        required=False,
        empty_label="нет",
        help_text="Школа, которой переданы ученики и обязательства.",
    )

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = school
        others = school.municipality.schools.open().exclude(pk=school.pk)
        self.fields["successor"].queryset = others

    def clean_closed_on(self):
        day = self.cleaned_data["closed_on"]
        if day > timezone.localdate():
            raise ValidationError("Эта дата ещё не наступила. Закройте школу в день закрытия.")
        if self.school.opened_on and day < self.school.opened_on:
            opened = f"{self.school.opened_on:%d.%m.%Y}"
            raise ValidationError(f"Школа открыта {opened}, закрыть её раньше нельзя.")
        return day


class YearForm(VersionedForm):
    """What changes from year to year: cluster, kind, teachers, and pupils by grade."""

    cluster_name = forms.CharField(
        label="Кластер",
        max_length=100,
        widget=forms.TextInput(attrs={"list": "clusters"}),
        help_text="Из списка или новый. Школы сравниваются внутри кластера.",
    )
    kind = forms.ChoiceField(label="Вид", choices=School.Kind)
    teachers = forms.IntegerField(label="Учителей", required=False, min_value=0, max_value=9999)
    correct = forms.BooleanField(
        label="Это исправление: так было и в прежние годы",
        required=False,
        help_text="Без отметки прежние годы остаются такими, какими были.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for grade in GRADES:
            self.fields[f"grade_{grade}"] = forms.IntegerField(
                label=f"{grade} класс", required=False, min_value=0, max_value=9999
            )

    def clean_cluster_name(self):
        name = " ".join(self.cleaned_data["cluster_name"].split())
        if not normalised(name):
            raise ValidationError("Напишите название кластера.")
        return name

    @property
    def grades(self):
        return [self[f"grade_{grade}"] for grade in GRADES]

    @property
    def pupils(self):
        """{grade: pupils}; an empty box and a zero both say that there is no such class."""
        return {grade: self.cleaned_data[f"grade_{grade}"] or None for grade in GRADES}


class RegisterFileForm(forms.Form):
    file = forms.FileField(
        label="Файл реестра",
        help_text="Excel (.xlsx, .xls), .ods или .csv. Нужны столбцы «Краткое название» и "
        "«Полное название», остальные — по желанию.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )
