"""Pasted text → rows of cells: lines and tabs, as Word, Excel and a text of an order give them."""

import re

MAX_TEXT = 1_000_000  # letters: the longest order has a tenth of them
MAX_ROWS, MAX_COLUMNS = 3_000, 60
# tags that stand in texts saved from a web page; a title with «<» in it stays as it is
TAGS = re.compile(
    r"</?(?:p|ul|ol|li|br|b|i|strong|em|span|div)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE
)
# what neither PostgreSQL nor a workbook can hold, and marks that change the order of letters
NOWHERE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
TOO_LONG = (
    "Вставлено больше 1\xa0000\xa0000 знаков. Скопируйте из\xa0приказа только таблицу показателей "
    "или дорожную карту."
)
TOO_MANY = (
    f"В\xa0таблице больше {MAX_ROWS} строк или {MAX_COLUMNS} столбцов. Оставьте в\xa0ней "
    "показатели и\xa0мероприятия."
)


class Unreadable(ValueError):
    """The text is the sentence for the reader."""


def rows_of_text(text: str) -> list[list[str]]:
    if len(text) > MAX_TEXT:
        raise Unreadable(TOO_LONG)
    return measured([line.split("\t") for line in text.splitlines()])


def measured(rows: list[list]) -> list[list[str]]:
    """Cells as texts. More than an order can have is refused before anybody looks for sense."""
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        raise Unreadable(TOO_MANY)
    return [[cell_text(cell) for cell in row] for row in rows]


def cell_text(cell) -> str:
    """A whole number of a spreadsheet is written without its «.0»."""
    if isinstance(cell, bool):
        return "да" if cell else "нет"
    if isinstance(cell, float):
        return f"{cell:.10g}".replace(".", ",")
    text = NOWHERE.sub("", TAGS.sub(" ", str(cell)))
    return " ".join(text.split())
