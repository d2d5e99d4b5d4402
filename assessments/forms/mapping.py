"""What the columns of a table mean, and of which procedures it tells."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django import forms

from assessments.naming import line_title
from assessments.readers.cells import HEADER_WITHIN, letter, text
from assessments.readers.guessing import Seen
from assessments.readers.mapped import CLASS, CODE, LOGIN, SCHOOL, WHOSE, Column
from assessments.readers.mapped_row import (
    COMMON,
    HIGH,
    LEVEL,
    LEVEL_SHARE,
    LOW,
    MEAN,
    PARTICIPANTS,
    REASON,
    SHARES,
)
from assessments.readers.reading import Work
from assessments.scales import BANDS, FOUR_LEVELS, MARKS
from schools.russian import count, joined
from schools.sheets import Sheet

ALL = "all"
NOT_HERE = f"Номер строки — от 1 до {HEADER_WITHIN}."
TWICE = "Это уже сказано о столбце {}. Выберите здесь другое."
NO_SCHOOL = "Выберите столбец, по которому портал узнает школу: название, логин или код."
NO_FIGURES = "{}: выберите хотя бы один столбец с числами этой процедуры."
NO_WORK = "Эта процедура не описана. Опишите её или выберите другую."
NO_SUCH_LEVEL = "Такого уровня в шкале процедуры нет. Есть {}."
ONE_SHARE = "Нужны обе доли: ниже минимума и высокий результат."
TOO_MUCH = "Доли портал посчитает по числу учеников. Выберите «не читать»."
SHARES_ALONE = "Нужен и столбец «Участников»: без него доли не превратить в числа учеников."
NOT_ALL_LEVELS = "Нужен столбец «Участников» или все уровни: {}."


class MappingForm(forms.Form):
    """A field per column, and one more that says of which procedure it tells if there are several.

    `levels_of` gives the levels of a described work: a column may mean one of these only.
    """

    title = forms.CharField(
        label="Название разметки",
        max_length=100,
        help_text="По нему вы узнаете разметку, когда портал применит её к следующему файлу.",
        error_messages={"required": "Введите название."},
    )
    header = forms.IntegerField(
        label="Последняя строка заголовка",
        min_value=1,
        max_value=HEADER_WITHIN,
        help_text="Под ней начинаются школы.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NOT_HERE),
    )
    percent = forms.ChoiceField(
        label="Доли в таблице",
        choices=[("percent", "в процентах: 12,36"), ("fraction", "частью единицы: 0,1236")],
    )

    def __init__(
        self,
        *args,
        sheet: Sheet,
        sheets: Sequence[str],
        seen: Sequence[Seen],
        works: forms.BaseFormSet,
        levels_of: Callable[[Work], Sequence] | None = None,
        levels: Iterable[tuple[str, str]] = (),
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.sheet, self.seen, self.works, self.levels_of = sheet, seen, works, levels_of
        if len(sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(label="Лист", choices=[(n, n) for n in sheets])
        whose = [(str(n), f"процедура {n + 1}") for n in range(len(works.forms))]
        meanings = meanings_with(levels)
        for one in seen:
            name = f"Столбец {letter(one.place)}"
            self.fields[f"column_{one.place}"] = _select(name, "что в нём", meanings)
            if len(whose) > 1:
                choices = [*whose, (ALL, "все процедуры")]
                self.fields[f"of_{one.place}"] = _select(name, "какой процедуры", choices)

    @property
    def sheet_field(self):
        return self["sheet"] if "sheet" in self.fields else None

    @property
    def rows(self):
        """A column as the person sees it, its letter, and its fields."""
        for one in self.seen:
            of = f"of_{one.place}"
            field = self[f"column_{one.place}"]
            yield one, letter(one.place), field, self[of] if of in self.fields else None

    def clean_header(self):
        header = self.cleaned_data["header"]
        if header >= len(self.sheet.rows):
            rows = count(len(self.sheet.rows), "строка,строки,строк")
            raise forms.ValidationError(f"В таблице {rows}. Укажите строку, под которой школы.")
        if not any(map(text, self.sheet.rows[header - 1])):
            raise forms.ValidationError("Эта строка пустая. Укажите строку с названиями столбцов.")
        return header

    def clean(self):
        said = super().clean()
        are_described = self.works.is_valid()
        self.columns = list(self._columns(said))
        self._check_twice()
        if not {column.means for column in self.columns} & {*WHOSE}:
            self.add_error(None, NO_SCHOOL)
        if are_described and not self.errors:
            for number in sorted(set(self._numbers.values())):
                self._check_work(number)
        return said

    @property
    def _numbers(self) -> dict[int, int]:
        """Of the described forms: blank ones between them are passed over."""
        described = [n for n, form in enumerate(self.works.forms) if form.has_changed() or n == 0]
        return {form: number for number, form in enumerate(described)}

    def _columns(self, said) -> Iterator[Column]:
        for one in self.seen:
            means, _colon, level = said.get(f"column_{one.place}", "").partition(":")
            if not means:
                continue
            of = said.get(f"of_{one.place}") or "0"
            work = COMMON if means in (*WHOSE, CLASS) or of == ALL else self._numbers.get(int(of))
            if work is COMMON and of != ALL and means not in (*WHOSE, CLASS):
                name = f"of_{one.place}"
                self.add_error(name if name in self.fields else None, NO_WORK)
                continue
            yield Column(one.place, means, level, work)

    def _check_twice(self) -> None:
        """What is said of all works may not be said of one of them again."""
        for number, column in enumerate(self.columns):
            for earlier in self.columns[:number]:
                is_same = (earlier.means, earlier.level) == (column.means, column.level)
                if is_same and (
                    earlier.work == column.work or COMMON in (earlier.work, column.work)
                ):
                    self.add_error(f"column_{column.place}", TWICE.format(letter(earlier.place)))
                    break

    def _check_work(self, number: int) -> None:
        form = next(form for form, place in self._numbers.items() if place == number)
        work = Work(**self.works.forms[form].cleaned_data)
        columns = [c for c in self.columns if c.work in (COMMON, number) and c.means not in WHOSE]
        first = {column.means: f"column_{column.place}" for column in reversed(columns)}
        levels = self.levels_of(work)
        codes, labels = {level.code for level in levels}, joined(level.label for level in levels)
        told = {column.level for column in columns if column.level}
        for column in columns:
            if column.level and column.level not in codes:
                self.add_error(f"column_{column.place}", NO_SUCH_LEVEL.format(labels))
        ways = [way for way in ((LEVEL,), (LEVEL_SHARE,), SHARES) if {*way} & first.keys()]
        if not ways:
            self.add_error(None, NO_FIGURES.format(line_title(*work[:4])))
        elif len(ways) > 1:
            self.add_error(next(first[means] for means in ways[-1] if means in first), TOO_MUCH)
        elif ways == [SHARES] and len({*SHARES} & first.keys()) == 1:
            self.add_error(next(first[means] for means in SHARES if means in first), ONE_SHARE)
        elif ways == [(LEVEL_SHARE,)] and PARTICIPANTS not in first:
            self.add_error(first[LEVEL_SHARE], SHARES_ALONE)
        elif ways == [(LEVEL,)] and PARTICIPANTS not in first and told != codes:
            self.add_error(first[LEVEL], NOT_ALL_LEVELS.format(labels))

    def told(self) -> dict:
        """The mapping, as it is remembered."""
        said = self.cleaned_data
        return {
            "sheet": self.sheet.name,
            "header": said["header"],
            "columns": [column._asdict() for column in self.columns],
            "works": [self.works.forms[form].cleaned_data for form in self._numbers],
            "percent": said["percent"],
        }


def meanings_with(levels: Iterable[tuple[str, str]]) -> list:
    """`levels`: codes and labels that the portal knows besides the standard ones."""
    standard = [(level.code, level.label) for level in (*MARKS, *BANDS, *FOUR_LEVELS)]
    known = [*standard, *levels]
    return [
        ("", "не читать"),
        ("Школа", [(SCHOOL, "название школы"), (LOGIN, "логин ФИС ОКО"), (CODE, "код РИС ГИА")]),
        (
            "Сколько учеников",
            [
                (PARTICIPANTS, "участников"),
                *((f"{LEVEL}:{c}", f"ученики: {la}") for c, la in known),
            ],
        ),
        (
            "Доля учеников",
            [
                (LOW, "доля ниже минимума, «2»"),
                (HIGH, "доля высоких, «4» и «5»"),
                *((f"{LEVEL_SHARE}:{code}", f"доля: {label}") for code, label in known),
            ],
        ),
        (
            "Остальное",
            [
                (MEAN, "средняя отметка или балл"),
                (REASON, "причина, если чисел нет"),
                (CLASS, "класс с литерой"),
            ],
        ),
    ]


def _select(name: str, question: str, choices: list) -> forms.ChoiceField:
    attrs = {"class": "form-select", "aria-label": f"{name}: {question}"}
    widget = forms.Select(attrs=attrs)
    return forms.ChoiceField(label=name, choices=choices, required=False, widget=widget)


def initial_of(told: dict) -> dict:
    """What the form shows of a mapping."""
    initial = {name: told[name] for name in ("sheet", "header", "percent")}
    for column in told["columns"]:
        level = f":{column['level']}" if column["level"] else ""
        initial[f"column_{column['place']}"] = f"{column['means']}{level}"
        initial[f"of_{column['place']}"] = ALL if column["work"] is COMMON else str(column["work"])
    return initial
