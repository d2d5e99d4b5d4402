"""What is asked at each step of a letter and of a recommendation."""

from django import forms

from assessments.naming import line_title
from reports.models import Letter, Recommendation
from reports.recommending.answering import LONGEST, SAY_WHY
from reports.rules.lines import Key
from roadmap.forms.tasks import Lines, day_field
from schools.russian import one_line

TEXT = 1000
BECAUSE = {"required": "Напишите, почему."}
DAY_HELP = "Пусто\xa0— как в\xa0правиле: {}."


class StepForm(forms.Form):
    """`prefix` keeps the ids of a page apart."""

    title, button, main = "", "", False

    def __init__(self, data=None, *, one: Recommendation, **more):
        super().__init__(data, **more)
        self.one = one


class EditForm(StepForm):
    title, button, main = "Изменить", "Сохранить", True
    seen = forms.CharField(widget=forms.HiddenInput(), required=False)
    text = Lines(
        label="Рекомендация",
        max_length=TEXT,
        help_text="Одно действие, первое слово\xa0— что сделать. Не\xa0больше 25 слов.",
        error_messages={"required": "Напишите рекомендацию."},
    )
    due_on = day_field("Срок", required=False)
    because = Lines(label="Почему меняется", rows=2, max_length=TEXT, required=False)
    wants_task = forms.BooleanField(
        label="При отправке поставить поручение",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, data=None, *, one: Recommendation, **more):
        told = {
            "seen": one.version,
            "text": one.wording,
            "due_on": one.due_on if one.is_due_by_hand or not one.rule else None,
            "because": one.edited_because,
            "wants_task": one.wants_task,
        }
        super().__init__(data, one=one, initial=told, **more)
        self.fields["due_on"].help_text = DAY_HELP.format(one.term) if one.term else ""
        # asked where something changes, so neither required nor optional
        self.fields["because"].depends = True
        self.fields["because"].help_text = "Если меняются слова или срок. Школа этого не\xa0видит."


class MoveForm(StepForm):
    because = Lines(label="Почему", rows=2, max_length=TEXT, error_messages=BECAUSE)

    @property
    def title(self):
        in_letter = self.one.place == Recommendation.Place.LETTER
        return "Убрать в\xa0резерв" if in_letter else "Взять в\xa0письмо"

    @property
    def button(self):
        return self.title


class ExchangeForm(StepForm):
    """`other`: of the reserve, or of the letter where this one waits in the reserve."""

    button = "Заменить"
    other = forms.ModelChoiceField(
        label="Чем заменить",
        queryset=Recommendation.objects.none(),
        empty_label="выберите",
        error_messages={"required": "Выберите рекомендацию из\xa0резерва."},
    )
    because = Lines(label="Почему", rows=2, max_length=TEXT, error_messages=BECAUSE)
    title = "Заменить рекомендацией из\xa0резерва"

    def __init__(self, data=None, *, one: Recommendation, **more):
        super().__init__(data, one=one, **more)
        reserve = Recommendation.objects.filter(
            letter=one.letter_id,
            place=Recommendation.Place.RESERVE,
            state=Recommendation.State.DRAFT,
        )
        self.fields["other"].queryset = reserve.in_order()


class RejectForm(StepForm):
    title, button = "Отклонить", "Отклонить"
    because = Lines(label="Почему она не\xa0нужна", rows=2, max_length=TEXT, error_messages=BECAUSE)


class ObjectForm(StepForm):
    title, button = "Возразить: данные другие", "Отправить возражение"
    text = Lines(
        label="Что в\xa0данных не\xa0так",
        max_length=TEXT,
        help_text="Срок остановится, пока координатор не\xa0ответит. Фамилии не\xa0нужны.",
        error_messages={"required": "Напишите, что в\xa0данных школы не\xa0так."},
    )

    def __init__(self, data=None, *, one: Recommendation, **more):
        super().__init__(data, one=one, **more)
        if len(one.lines) > 1:
            self.fields["lines"] = forms.TypedMultipleChoiceField(
                label="По\xa0каким результатам",
                coerce=int,
                choices=[
                    (place, line_title(*Key.of(line))) for place, line in enumerate(one.lines)
                ],
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
                error_messages={"required": "Отметьте, какие результаты у\xa0школы другие."},
            )
            self.order_fields(["lines", "text"])


class UpholdForm(StepForm):
    title, button = "Оставить в\xa0силе", "Оставить в\xa0силе"
    text = Lines(label="Ответ школе", rows=2, max_length=TEXT, error_messages=BECAUSE)


class ConcedeForm(StepForm):
    title, button, main = "Принять возражение", "Снять рекомендацию", True
    text = Lines(label="Ответ школе", rows=2, max_length=TEXT, error_messages=BECAUSE)


class MarkForm(StepForm):
    title, button, main = "Что получилось", "Записать", True
    answer = forms.ChoiceField(
        label="Выполнено?",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "Выберите, что получилось."},
        choices=[
            (Recommendation.State.DONE, "выполнено"),
            (Recommendation.State.PARTLY, "частично"),
            (Recommendation.State.NOT_DONE, "не\xa0выполнено"),
            (Recommendation.State.WITHDRAWN, "стало не\xa0нужно"),
        ],
    )
    text = Lines(label="Что помогло или помешало", rows=2, max_length=LONGEST, required=False)

    def __init__(self, data=None, *, one: Recommendation, **more):
        answer = one.state if one.state in Recommendation.ANSWERS else None
        super().__init__(data, one=one, initial={"answer": answer}, **more)
        if one.counts_if:
            self.fields["answer"].help_text = f"Засчитывается, если {one.counts_if}."
        # asked where it was not done
        self.fields["text"].depends = True
        self.fields["text"].help_text = f"До\xa0{LONGEST} знаков. {SAY_WHY}"


class AddForm(forms.Form):
    """A recommendation of one's own, without a rule and its figures."""

    addressee = forms.ChoiceField(
        label="Кому",
        choices=[("", "выберите"), *Recommendation.Addressee.choices],
        error_messages={"required": "Выберите, кому."},
    )
    text = Lines(
        label="Рекомендация",
        max_length=TEXT,
        help_text="Одно действие, первое слово\xa0— что сделать: «Провести…», «Выбрать…». "
        "Не\xa0больше 25 слов.",
        error_messages={"required": "Напишите рекомендацию."},
    )
    reason = Lines(
        label="Основание",
        rows=2,
        max_length=TEXT,
        help_text="Числа и\xa0откуда они: школа проверит.",
        error_messages={"required": "Напишите, на\xa0чём рекомендация основана."},
    )
    due_on = day_field("Срок")
    counts_if = forms.CharField(
        label="Засчитывается, если",
        max_length=300,
        help_text="По\xa0чему видно, что сделано: «названа дата». Новых отчётов не\xa0просим.",
        error_messages={"required": "Напишите, по\xa0чему будет видно, что сделано."},
    )
    wants_task = forms.BooleanField(
        label="При отправке поставить поручение",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def clean_counts_if(self):
        return one_line(self.cleaned_data["counts_if"])


class RegisterForm(forms.Form):
    number = forms.CharField(
        label="Исходящий номер",
        max_length=50,
        error_messages={"required": "Укажите номер письма."},
    )
    dated_on = day_field("Дата")

    def __init__(self, data=None, *, letter: Letter, **more):
        paper = letter.document
        told = {"number": paper.number, "dated_on": paper.dated_on} if paper else {}
        super().__init__(data, initial=told, **more)

    def clean_number(self):
        return one_line(self.cleaned_data["number"])
