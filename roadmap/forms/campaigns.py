from datetime import date, timedelta

from django import forms

from roadmap.forms.sites import SchoolsField
from roadmap.models import Campaign, Period
from roadmap.services.campaigns import NOBODY, ORDER
from roadmap.services.sites import supported_schools
from schools.forms.days import DayInput
from schools.models import School
from schools.naming import natural_key
from schools.russian import one_line

SUPPORTED, ALL, CHOSEN = "supported", "all", "chosen"


class CampaignForm(forms.ModelForm):
    """The period, the days of the phases, and which schools are asked."""

    whom = forms.ChoiceField(label="Кто сдаёт", initial=SUPPORTED)
    schools = SchoolsField(
        School.objects.none(), label="Школы", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Campaign
        fields = ["period", "title", "entry_from", "entry_until", "processing_until"]
        labels = {
            "period": "Период",
            "entry_from": "Школы вносят значения с",
            "entry_until": "Последний день сбора",
            "processing_until": "Последний день обработки",
        }
        help_texts = {
            "processing_until": "После сбора школы вносить уже не\xa0могут, "
            "после обработки значения не\xa0меняются.",
        }
        widgets = {name: DayInput() for name in ("entry_from", "entry_until", "processing_until")}

    def __init__(self, *args, programme, on, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.programme = programme
        self.municipality = programme.municipality
        for name in ("entry_from", "entry_until", "processing_until"):
            self.fields[name].localize = False
        periods = Period.objects.filter(programme=programme, campaigns=None)
        self.fields["period"].queryset = periods.order_by("order")
        self.fields["period"].empty_label = "Выберите период"
        self.open = self.municipality.schools.open()
        schools = self.fields["schools"]
        schools.queryset = self.open
        # the register's order: № 2 before № 10
        schools.choices = sorted(schools.choices, key=lambda one: natural_key(one[1]))
        self.supported = supported_schools(self.municipality, on=on)
        self.fields["whom"].choices = [
            (SUPPORTED, f"Поддерживаемые школы ({len(self.supported)})"),
            (ALL, f"Все школы ({self.open.count()})"),
            (CHOSEN, "Отмеченные ниже"),
        ]
        begun = periods.filter(starts_on__lte=on).order_by("-order")
        self._suggest(begun.first() or periods.first(), on)

    def _suggest(self, period, on):
        """The year's custom: entry in May and June, processing in June and July.

        Of a stage without days, and of a year whose summer is over: two weeks for each, from
        today on.
        """
        if period is None:
            return
        days = {
            "entry_from": on,
            "entry_until": on + timedelta(weeks=2),
            "processing_until": on + timedelta(weeks=4),
        }
        if period.ends_on and date(period.ends_on.year, 6, 15) >= on:
            year = period.ends_on.year
            days = {
                "entry_from": date(year, 5, 15),
                "entry_until": date(year, 6, 15),
                "processing_until": date(year, 7, 15),
            }
        told = {"period": period, "title": f"Сбор показателей {period.named}"}
        for name, value in (days | told).items():
            self.initial.setdefault(name, value)

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean(self):
        told = super().clean()
        days = [told.get(n) for n in ("entry_from", "entry_until", "processing_until")]
        if all(days) and days != sorted(days):
            self.add_error("processing_until" if days[0] <= days[1] else "entry_until", ORDER)
        if not self.errors and not self.asked:
            self.add_error("schools" if told["whom"] == CHOSEN else "whom", NOBODY)
        return told

    @property
    def asked(self) -> list[School]:
        told = self.cleaned_data
        if told["whom"] == CHOSEN:
            return list(told["schools"])
        return list(self.open) if told["whom"] == ALL else self.supported

    def _get_validation_exclusions(self):
        """The constraints of a row are told by the service and by clean()."""
        return {*super()._get_validation_exclusions(), "programme"}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Почему сдавать нечего",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Напишите, почему сдавать нечего."},
    )


class CommentForm(forms.Form):
    comment = forms.CharField(
        label="Что исправить",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Напишите, что исправить."},
    )


class ReopenForm(forms.Form):
    until = forms.DateField(
        label="Школа может вносить до",
        widget=DayInput(),
        error_messages={"required": "Укажите день.", "invalid": "Укажите день."},
    )
