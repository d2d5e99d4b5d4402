"""The portal's own template of results as a workbook: a sheet is a procedure. Pure.

Its words are those of readers/own_template.py, which reads it back. What is not to be typed is
locked without a password: against a slip of the hand, not against a will.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from schools.workbooks import HEAD_FILL, HEAD_FONT, HEAD_RULE, SHEET_NAME, lay_out, text_cell

from .naming import REASONS, line_title
from .readers import own_template as words
from .readers.reading import Figures, Work
from .rules import MOST, are_marks

HEADER, FIRST = 4, 5  # rows
FROZEN = f"C{FIRST}"  # the names of the schools stay in sight
PARTICIPANTS = 4  # the column
HOW_TO = (
    "Заполните белые ячейки: сколько учеников участвовало и сколько на каждом уровне. Если чисел "
    "нет, выберите причину. Пустая строка ничего не меняет."
)
CLOSED = "подтверждено"
NOTHING = Figures()
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # in the name of a sheet
LINE = Side(style="thin", color="C9CED4")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
TYPED = {"border": BOX, "protection": Protection(locked=False)}
SHOWN = {"border": BOX, "fill": PatternFill("solid", fgColor="ECEFF2")}
TEXT, FIGURE = Alignment(wrap_text=True, vertical="center"), Alignment(vertical="center")
STYLES = {
    "Заглавие": {"font": Font(bold=True, size=14)},
    "Пояснение": {},
    "Заголовок": {"font": HEAD_FONT, "fill": HEAD_FILL, "border": HEAD_RULE, "alignment": TEXT},
    "Внести число": TYPED | {"alignment": FIGURE},
    "Внести балл": TYPED | {"alignment": FIGURE, "number_format": "0.00"},
    "Выбрать": TYPED | {"alignment": TEXT},
    "Текст": SHOWN | {"alignment": TEXT},
    "Балл": SHOWN | {"alignment": FIGURE, "number_format": "0.00"},
    "Доля": SHOWN | {"alignment": FIGURE, "number_format": "0.0%"},
}
LOCKED = {"Внести число": "Текст", "Внести балл": "Балл", "Выбрать": "Текст"}
# by style
RULES = {
    "Внести число": {
        "type": "whole",
        "formula1": "0",
        "formula2": str(MOST),
        "errorTitle": "Нужно целое число",
        "error": "Введите, сколько учеников, например 12. Если чисел нет, очистите ячейку и "
        "выберите причину.",
    },
    "Внести балл": {
        "type": "decimal",
        "formula1": "0",
        "formula2": "100",
        "errorTitle": "Нужен средний балл",
        "error": "Введите число от 0 до 100, например 64,5, или очистите ячейку.",
    },
    "Выбрать": {
        "type": "list",
        "formula1": f'"{",".join(REASONS.values())}"',
        "errorTitle": "Такой причины нет",
        "error": "Выберите причину из списка или очистите ячейку.",
    },
}
ODD = {"fill": PatternFill("solid", bgColor="F8EBE6"), "font": Font(color="A23B2A")}


@dataclass(frozen=True)
class SchoolRow:
    """A school with what the portal knows already. What is confirmed is shown and locked."""

    name: str
    cluster: str = ""
    login: str = ""
    figures: Figures = NOTHING
    is_closed: bool = False


@dataclass(frozen=True)
class Form:
    """One sheet. `levels` have code, label, is_low, is_high and from_score, in order."""

    work: Work
    lead: str  # whose schools; what counts as low and as high
    levels: Sequence
    schools: Sequence[SchoolRow]

    @property
    def has_points(self):
        """A mean of marks follows from the counts, a mean of points has to be told."""
        scores = [level.from_score for level in self.levels if level.from_score is not None]
        return bool(scores) and not are_marks(self.levels)

    @property
    def last(self):
        return FIRST + len(self.schools) - 1


@dataclass(frozen=True)
class Column:
    """What is known of a school, or else a formula, in which # is the row."""

    heading: str
    style: str
    width: int
    told: Callable[[SchoolRow], object] = lambda school: None
    formula: str = ""


class Cells:
    """The columns that are typed, as formulas name them: letters only, never a word of a file."""

    def __init__(self, form: Form):
        letters = (f"${get_column_letter(number)}#" for number in count(PARTICIPANTS))
        self.participants = next(letters)
        self.levels = [(level, next(letters)) for level in form.levels]
        self.counts = f"{self.levels[0][1]}:{self.levels[-1][1]}"
        last = next(letters) if form.has_points else self.levels[-1][1]
        self.numbers = f"{self.participants}:{last}"
        self.reason = next(letters)
        self.has_both = f'AND({self.reason}<>"",COUNT({self.numbers})>0)'
        self.is_told = f"COUNT({self.participants}:{self.levels[-1][1]})>0"

    def of(self, side: str) -> str:
        return ",".join(cell for level, cell in self.levels if getattr(level, side)) or "0"


def write_forms(forms: Iterable[Form]) -> bytes:
    book = Workbook(write_only=True)
    for name, look in STYLES.items():
        book.add_named_style(NamedStyle(name=name, **look))
    for form in forms:
        _write(book.create_sheet(_free_name(book, line_title(*form.work[:4]))), form)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _free_name(book, title: str) -> str:
    """Two sheets may not be called alike, whatever the case."""
    wanted = FORBIDDEN.sub(" ", title).strip("' ")
    taken = {name.lower() for name in book.sheetnames}
    others = (f"{wanted[: SHEET_NAME - 4]} {number}" for number in count(2))
    names = chain([wanted[:SHEET_NAME]], others)
    return next(name for name in names if name.lower() not in taken)


def _write(target, form: Form) -> None:
    columns = [*_typed(form), *_computed(form)]
    lay_out(target, [column.width for column in columns], header=HEADER, frozen=FROZEN)
    target.row_dimensions[1].height, target.row_dimensions[HEADER].height = 24, 50
    target.append([_styled(text_cell(target, words.title_of(form.work)), "Заглавие")])
    for line in (form.lead, HOW_TO):
        target.append([_styled(text_cell(target, line), "Пояснение")])
    target.append([_styled(text_cell(target, column.heading), "Заголовок") for column in columns])
    for number, school in enumerate(form.schools, start=FIRST):
        target.append([_cell(target, column, school, number) for column in columns])
    if form.schools:
        _guard(target, form, columns)
    target.protection.sheet = True
    # True would forbid: a column may be made wider, a row higher
    target.protection.formatColumns = target.protection.formatRows = False


def _styled(cell, style: str):
    cell.style = style
    return cell


def _cell(target, column: Column, school: SchoolRow, number: int):
    style = LOCKED.get(column.style, column.style) if school.is_closed else column.style
    value = column.told(school)
    if isinstance(value, str):
        return _styled(text_cell(target, value), style)
    if value is None and column.formula:
        value = column.formula.replace("#", str(number))
    return _styled(WriteOnlyCell(target, value), style)


def _typed(form: Form) -> Iterator[Column]:
    """Up to the reason; the schools before it are for the reader to know the row by."""
    yield Column(words.CLUSTER, "Текст", 18, lambda school: school.cluster)
    yield Column(words.SCHOOL, "Текст", 32, lambda school: school.name)
    yield Column(words.LOGIN, "Текст", 12, lambda school: school.login)
    yield Column(words.PARTICIPANTS, "Внести число", 13, lambda row: row.figures.participants)
    for level in form.levels:
        heading = words.heading_of(level)
        width = max(9, *(len(word) + 2 for word in heading.split()))
        yield Column(heading, "Внести число", width, _count_of(level.code))
    if form.has_points:
        yield Column(words.MEAN, "Внести балл", 11, lambda school: school.figures.mean)
    yield Column(words.REASON, "Выбрать", 20, lambda school: REASONS.get(school.figures.no_data))


def _count_of(code: str) -> Callable[[SchoolRow], int | None]:
    def told(school: SchoolRow) -> int | None:
        counts = school.figures.counts
        return None if counts is None else counts.get(code, 0)

    return told


def _computed(form: Form) -> Iterator[Column]:
    """For the eye of the person who types."""
    cells = Cells(form)
    whole, together = cells.participants, f"SUM({cells.counts})"
    for heading, side in ((words.LOW, "is_low"), (words.HIGH, "is_high")):
        share = f"SUM({cells.of(side)})/{whole}"
        yield Column(heading, "Доля", 12, formula=f'=IF(N({whole})>0,{share},"")')
    if are_marks(form.levels):
        points = "+".join(f"{int(level.code)}*N({cell})" for level, cell in cells.levels)
        mean = f'=IF({together}>0,({points})/{together},"")'
        yield Column(words.MEAN_MARK, "Балл", 11, formula=mean)
    agrees = f'IF({together}=N({whole}),"верно","в сумме "&{together}&", а не "&N({whole}))'
    check = f'=IF({cells.has_both},"и числа, и причина",IF({cells.is_told},{agrees},""))'
    yield Column(
        words.CHECK, "Текст", 22, lambda school: CLOSED if school.is_closed else None, check
    )


def _guard(target, form: Form, columns: Sequence[Column]) -> None:
    """What may be typed at all, and the colour of a row whose figures disagree."""
    for number, column in enumerate(columns, start=1):
        if column.style in RULES:
            rule = DataValidation(allow_blank=True, showErrorMessage=True, **RULES[column.style])
            letter = get_column_letter(number)
            rule.add(f"{letter}{FIRST}:{letter}{form.last}")
            target.data_validations.append(rule)
    cells = Cells(form)
    differs = f"AND({cells.is_told},SUM({cells.counts})<>N({cells.participants}))"
    odd = f"OR({cells.has_both},{differs})".replace("#", str(FIRST))
    place = f"{get_column_letter(PARTICIPANTS)}{FIRST}:{get_column_letter(len(columns))}{form.last}"
    target.conditional_formatting.add(place, FormulaRule(formula=[odd], **ODD))
