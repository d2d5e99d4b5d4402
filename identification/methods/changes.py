"""Parameters in the words of their schema, and what differs between two sets of them. Pure."""

from collections.abc import Mapping

from schools.russian import compact, joined

from .method import Method
from .schema import (
    Choice,
    Code,
    Field,
    Groups,
    Number,
    Procedure,
    Rows,
    Switch,
    completed,
)
from .statuses import BY_SCORE, NAMES
from .wording import procedure_title
from .wording.weighted_score import status_in_words

NOTHING = "нет"


def in_words(one: Field, value, titles: Mapping[str, str]) -> str:
    """`titles`: of measures, by their codes."""
    if value is None:
        return "любая" if isinstance(one, Groups) else NOTHING
    if isinstance(one, Number):
        return f"{compact(value)} {one.unit}".strip()
    if isinstance(one, Choice):
        return one.options.get(value, str(value))
    if isinstance(one, Switch):
        return "да" if value else NOTHING
    if isinstance(one, Code):
        return titles.get(value, value)
    if isinstance(one, Groups):
        return joined(value, "или")
    return procedure_title(value) if isinstance(one, Procedure) else str(value)


def row_in_words(rows: Rows, row, titles: Mapping[str, str]) -> str:
    """«ВПР-4, математика; вес высоких: 5; вес низких: 10»: what is left out is not said."""
    if rows.is_plain:
        return in_words(rows.columns[0], row, titles)
    if rows == BY_SCORE:
        return f"{NAMES[row['status']]}: {status_in_words(row)}"
    told = [(one, row.get(one.name, None if one.needed else one.default)) for one in rows.columns]
    told = [(one, value) for one, value in told if value is not None]
    words = [in_words(one, value, titles) for one, value in told]
    labelled = [
        f"{one.title[:1].lower()}{one.title[1:]}: {said}"
        for (one, _value), said in zip(told, words, strict=True)
    ]
    # groups alone would not say of what they are
    first = labelled[:1] if isinstance(told[0][0], Groups) else words[:1]
    return "; ".join(first + labelled[1:])


def told(method: type[Method], parameters: dict, titles: Mapping[str, str]) -> list[tuple]:
    """(title, words, rows) of every parameter; of a list its rows, of the others the words."""
    full = completed(method.schema, parameters)
    return [
        (one.title, "", [row_in_words(one, row, titles) for row in full[one.name]])
        if isinstance(one, Rows)
        else (one.title, in_words(one, full[one.name], titles), None)
        for one in method.schema
    ]


def changes(method: type[Method], before: dict, now: dict, titles: Mapping[str, str]) -> list[str]:
    """A sentence for every parameter that is another; both sets must be possible."""
    found = []
    pairs = zip(told(method, before, titles), told(method, now, titles), strict=True)
    for (title, was, old_rows), (_title, became, new_rows) in pairs:
        if old_rows is None and was != became:
            found.append(f"«{title}»: было {was}, стало {became}")
        elif old_rows is not None and old_rows != new_rows:
            found += _of_rows(title, old_rows, new_rows)
    return found


def _of_rows(title: str, before: list[str], now: list[str]) -> list[str]:
    gone = [row for row in before if row not in now]
    fresh = [row for row in now if row not in before]
    said = [f"убрано «{row}»" for row in gone] + [f"добавлено «{row}»" for row in fresh]
    return [f"«{title}»: {', '.join(said) or 'другой порядок строк'}"]
