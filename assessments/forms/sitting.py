from datetime import date

from django import forms

from assessments.models import Procedure, Sitting
from assessments.naming import as_known, misfits
from schools.forms.days import DayInput
from schools.middleware import YEARS
from schools.russian import school_year

VARIANTS = [("", "без уровня"), ("база", "база"), ("профиль", "профиль")]


class SittingForm(forms.Form):
    """A procedure that the region knows, or a new one, in the year that the page showed."""

    procedure = forms.ModelChoiceField(
        Procedure.objects.none(),
        label="Процедура",
        required=False,
        empty_label="нет в списке, опишу ниже",
    )
    kind = forms.ChoiceField(
        label="Вид", required=False, choices=[("", "не выбран"), *Procedure.Kind.choices]
    )
    grade = forms.TypedChoiceField(
        label="Класс",
        required=False,
        choices=[("", "не выбран"), *((n, str(n)) for n in range(1, 12))],
        coerce=int,
        empty_value=None,
    )
    subject = forms.CharField(
        label="Предмет", required=False, max_length=100, help_text="Например, «Окружающий мир»."
    )
    variant = forms.ChoiceField(
        label="Уровень",
        required=False,
        choices=VARIANTS,
        help_text="Только для математики на ЕГЭ.",
    )
    held = forms.TypedChoiceField(
        label="В этом учебном году",
        choices=[("yes", "проводилась"), ("no", "не проводилась")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    held_on = forms.DateField(
        label="Дата",
        required=False,
        help_text="Если известна.",
        widget=DayInput(),
    )
    academic_year = forms.IntegerField(
        min_value=YEARS[0], max_value=YEARS[-1], widget=forms.HiddenInput
    )

    def __init__(self, *args, region_id, **kwargs):
        super().__init__(*args, **kwargs)
        known = Sitting.objects.in_region(region_id).values("procedure")
        self.fields["procedure"].queryset = Procedure.objects.filter(pk__in=known)

    def clean_subject(self):
        """One subject is written in one way: as it stands already, else with a capital letter."""
        known = self.fields["procedure"].queryset
        known = known.values_list("subject", flat=True).order_by().distinct()
        return as_known(self.cleaned_data["subject"], known)

    def clean(self):
        said = super().clean()
        described = [name for name in ("kind", "grade", "subject") if said.get(name)]
        if said.get("procedure") and described:
            self.add_error(
                "procedure", "Выберите процедуру из списка или опишите новую, но не то и другое."
            )
        elif not said.get("procedure") and not self.errors:
            self._check_new(said, described)
        self._check_date(said)
        return said

    def _check_new(self, said, described):
        if not described:
            self.add_error("procedure", "Выберите процедуру из списка или опишите новую.")
            return
        questions = {
            "kind": "Выберите вид.",
            "grade": "Выберите класс.",
            "subject": "Введите предмет.",
        }
        for name in questions.keys() - described:
            self.add_error(name, questions[name])
        if self.errors:
            return
        for name, sentence in misfits(**{name: said[name] for name in (*questions, "variant")}):
            self.add_error(name, sentence)

    def _check_date(self, said):
        day, year = said.get("held_on"), said.get("academic_year")
        if not day or not year:
            return
        if said.get("held") is False:
            self.add_error("held_on", "Если процедура не проводилась, дата не нужна.")
        elif not date(year - 1, 9, 1) <= day <= date(year, 12, 31):
            self.add_error(
                "held_on",
                f"Для {school_year(year)} учебного года дата бывает с 01.09.{year - 1} "
                f"по 31.12.{year}: осенью пишут работы за прошедший год.",
            )

    def described(self) -> dict:
        """What ensure_sitting wants to know."""
        said = self.cleaned_data
        source = said["procedure"]
        names = ("kind", "grade", "subject", "variant")
        procedure = {name: getattr(source, name) if source else said[name] for name in names}
        when = {name: said[name] for name in ("academic_year", "held", "held_on")}
        return procedure | when
