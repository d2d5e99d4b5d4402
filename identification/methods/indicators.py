"""What a row of a methodology reads: a figure of a procedure, or a measure. Pure."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .cells import key_of, keys_of
from .facts import Facts
from .schema import Choice, Code, Procedure
from .wording import procedure_title

HIGHER, LOWER, MEASURE = "higher", "lower", "measure"
FIGURES = {
    "share_high": "доля высоких результатов",
    "share_low": "доля не достигших минимума",
    "mean": "средний балл",
}
FIGURE = Choice(name="figure", title="Что сравнивается", options=FIGURES)
DIRECTION = Choice(
    name="direction", title="Лучше", options={HIGHER: "когда больше", LOWER: "когда меньше"}
)
COLUMNS = (
    Code(name="measure", title="Показатель", default=None, nullable=True, when="или процедура"),
    Procedure(
        name="procedure", title="Процедура", default=None, nullable=True, when="или показатель"
    ),
    Choice(
        name="figure",
        title="Что сравнивается",
        default=None,
        nullable=True,
        when="для процедуры",
        options=FIGURES,
    ),
)


class Indicator(NamedTuple):
    row: int  # of the methodology, from 0
    key: tuple | None
    figure: str  # a column of results, or MEASURE
    measure: str = ""


def indicators_of(rows: Sequence[dict], facts: Facts) -> list[Indicator]:
    """A procedure without a grade stands for every grade, each by itself."""
    found = []
    for number, row in enumerate(rows):
        if row.get("measure"):
            found.append(Indicator(number, None, MEASURE, row["measure"]))
        else:
            keys = keys_of([row["procedure"]], facts)
            found += [Indicator(number, key, row["figure"]) for key in keys]
    return found


def indicator_in_words(row: dict) -> str:
    """«ЕГЭ, русский язык: средний балл»; of a measure a rule knows the code only."""
    if row.get("measure"):
        return f"показатель «{row['measure']}»"
    return f"{procedure_title(row['procedure'])}: {FIGURES[row['figure']]}"


def problems_of_rows(name: str, rows: Sequence[dict], *others: str) -> list[str]:
    """What is wrong with rows of possible values; `others`: what also tells rows apart."""
    found, seen = [], set()
    for number, row in enumerate(rows, start=1):
        same = (*_identity(row), *(row.get(other) for other in others))
        problems = list(_problems(row))
        if not problems and same in seen:
            problems = ["такая строка уже стоит выше"]
        seen.add(same)
        found += [f"{name}, строка {number}: {problem}" for problem in problems]
    return found


def too_many(name: str, title: str, least: int, rows: Sequence[dict]) -> list[str]:
    """More rows must hold than there are; one row may stand for every grade."""
    every_grade = any(row.get("procedure") and not _identity(row)[1] for row in rows)
    if least <= len(rows) or every_grade:
        return []
    return [f"«{title}» ({name}): больше, чем строк в списке"]


def _identity(row: dict) -> tuple:
    if row.get("procedure") is None:
        return (row.get("measure"),)
    kind, grade, subject, variant = key_of(row["procedure"])
    return (kind, grade, subject, variant, row.get("figure"))


def _problems(row: dict) -> Iterator[str]:
    if (row.get("measure") is None) == (row.get("procedure") is None):
        yield "укажите показатель или процедуру, что-то одно"
    elif row.get("procedure") is not None and row.get("figure") is None:
        yield "figure: укажите, что сравнивается: доля или средний балл"
    elif row.get("measure") is not None and row.get("figure") is not None:
        yield "figure: доля или средний балл указывается только для процедуры"
