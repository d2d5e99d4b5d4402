"""An indicator and its targets: one row of the form a period."""

from decimal import Decimal

from django import forms

from roadmap.kinds import KINDS, Unreadable, decimal
from roadmap.models import Indicator, Level, Target
from roadmap.sets import choices as sets
from roadmap.sources import SOURCES
from roadmap.targets import AVERAGES, plain_op
from schools.russian import compact, one_line

WORDS_LENGTH = 300
NOT_BY_SOURCE = (
    "Значение считает портал («{}»), и\xa0такой показатель этот источник не\xa0знает. "
    "Сначала измените источник."
)
NUMBERED = ("value", "delta", "of_baseline")


class IndicatorForm(forms.ModelForm):
    denominator = forms.ChoiceField(label="Что берётся за\xa0100\xa0%", required=False)

    class Meta:
        model = Indicator
        fields = ["goal", "number", "title", "kind", "unit", "direction", "level", "denominator"]
        fields += ["whole", "pair", "proof", "method", "sensitive", "remark"]
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "remark": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "goal": "Раздел",
            "whole": "Входит в показатель («из них»)",
            "pair": "Отвечает муниципальному показателю",
            "sensitive": "Сведения опросов: видит узкий круг, не меньше пяти человек",
        }
        help_texts = {
            "unit": "Как в\xa0документе: «%», «единиц». Чтобы портал склонял слово, напишите "
            "три формы через запятую: «договор,договора,договоров».",
            "whole": "Части показываются под\xa0целым и\xa0не\xa0складываются.",
        }

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.instance.programme = programme
        others = programme.indicators.current().exclude(pk=self.instance.pk)
        self.fields["goal"].queryset = programme.goals.all()
        self.fields["goal"].empty_label = None
        self.fields["whole"].empty_label = "никуда не\xa0входит"
        self.fields["pair"].empty_label = "никакому"
        self.fields["kind"].choices = [("", "выберите вид"), *Indicator.Kind.choices]
        self.fields["whole"].queryset = others.filter(whole=None)
        self.fields["pair"].queryset = others.filter(level=Level.MUNICIPALITY)
        self.fields["denominator"].choices = [("", "не\xa0указано"), *sets()]
        if programme.school_id:
            for name in ("level", "pair"):
                del self.fields[name]
            self.instance.level = Level.SCHOOL

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_kind(self):
        """Values of one kind cannot become values of another."""
        kind = self.cleaned_data["kind"]
        if "kind" in self.changed_data and self.instance.pk and self.instance.values.exists():
            raise forms.ValidationError(
                "Значения уже внесены. Чтобы изменить вид, исключите показатель "
                "и\xa0заведите новый."
            )
        return kind

    def clean(self):
        told = super().clean()
        if told.get("pair") and told.get("level") != Level.SCHOOL:
            self.add_error("pair", "Муниципальному показателю отвечает показатель школ.")
        if why := self._why_not_by_source(told):
            self.add_error("kind", why)
        if told.get("whole") and self.instance.pk and self.instance.parts.exists():
            self.add_error("whole", "У\xa0показателя есть свои части.")
        return told

    def _why_not_by_source(self, told: dict) -> str:
        source, kind = SOURCES.get(self.instance.source), told.get("kind")
        of_school = told.get("level", self.instance.level) == Level.SCHOOL
        if not source or not kind or source.fits(kind, of_school=of_school):
            return ""
        return NOT_BY_SOURCE.format(source.title)


class TargetForm(forms.Form):
    """A target of one period. `goal` is read by the kind of the indicator: «80 %», «да», «3,5»."""

    kind = forms.ChoiceField(
        label="Что задано", required=False, choices=[("", "цели нет"), *Target.Kind.choices]
    )
    op = forms.ChoiceField(
        label="Сравнение", required=False, choices=[("", "как обычно"), *Target.Op.choices]
    )
    goal = forms.CharField(label="Число", required=False, max_length=30)
    words = forms.CharField(label="Как в документе", required=False, max_length=WORDS_LENGTH)

    def __init__(self, *args, period, target: Target | None, **kwargs):
        self.period, self.target = period, target
        super().__init__(*args, initial=_shown(target), prefix=f"target-{period.pk}", **kwargs)

    def read_for(self, indicator: Indicator) -> bool:
        """Whether what was typed is a target of such an indicator; else the form says what not."""
        told = self.cleaned_data
        kind, goal = told.get("kind"), " ".join(told.get("goal", "").split())
        if not kind:
            if goal or told.get("words"):
                self.add_error("kind", "Выберите, что задано: значение, прибавка или слова.")
            return not self.errors
        try:
            number = goal_number(indicator.kind, kind, goal) if kind in NUMBERED else None
        except Unreadable as error:
            self.add_error("goal", str(error))
            return False
        if kind == "words" and not told["words"]:
            self.add_error("words", "Напишите цель словами документа.")
            return False
        self.told = {
            "kind": kind,
            "op": told["op"] or plain_op(indicator.direction),
            "number": number,
            "words": one_line(told["words"]),
        }
        return True

    @property
    def values(self) -> dict | None:
        """None: there is no target in this period."""
        return getattr(self, "told", None)


def goal_number(kind: str, target: str, text: str) -> Decimal:
    if not text:
        raise Unreadable("Укажите число цели.")
    if kind == "yes_no" and target == "value":
        return Decimal(KINDS["yes_no"].read(text).yes)
    return decimal(text.rstrip("% ").lstrip("+"), "число, например «80» или «3,5»")


def targets_of(indicator: Indicator | None, periods, data=None) -> list[TargetForm]:
    there = {one.period_id: one for one in indicator.targets.all()} if indicator else {}
    return [TargetForm(data, period=period, target=there.get(period.pk)) for period in periods]


def _shown(target: Target | None) -> dict:
    if target is None:
        return {}
    goal = "" if target.number is None or target.kind in AVERAGES else compact(target.number)
    if target.indicator.kind == "yes_no" and target.kind == "value":
        goal = "да" if target.number else "нет"
    return {"kind": target.kind, "op": target.op, "goal": goal, "words": target.words}
