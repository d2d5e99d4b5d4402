"""Tables of pupils that no reader knows: nobody may look at their rows, so they are turned away.

Such are what ФИС ОКО calls protocols and forms («Код участника», «Вариант», «Пол»), results of
appeals by name, and lists that a school has drawn for itself.
"""

import re

from schools.errors import PortalError
from schools.sheets import Book, Sheet

from .cells import first_rows, text, title

# who is meant must be a pupil: a table of schools may name their directors
WHO = r"(?:участни|обучающ|учащ|учени|выпускни)\w*"
OF_PUPIL = re.compile(
    rf"пол|gender|фамилия|(?:фамилия,? имя|фио|ф\. ?и\. ?о\.?)(?:,? отчество)?(?: {WHO})?|"
    rf"(?:код|номер|№) {WHO}"
)
# without a variant «Код» may be that of a school
CODE, VARIANT = "код", "вариант"
TURNED_AWAY = (
    "В таблице есть столбец «{}»: похоже, в её строках ученики. Такую таблицу портал не читает и "
    "не хранит. Загрузите итоги по школам, например «Статистику по отметкам» из ФИС ОКО."
)


def turn_away_pupils(book: Book) -> None:
    """Before anybody is asked what the columns mean: the page for that shows some of the cells."""
    for sheet in book.sheets:
        if heading := heading_of_pupils(sheet):
            raise PortalError(TURNED_AWAY.format(heading))


def heading_of_pupils(sheet: Sheet) -> str:
    """The heading that tells it; a heading has others beside it, so a title is none."""
    for _number, row in first_rows(sheet):
        titles = [title(cell) for cell in row if text(cell)]
        if len(titles) < 2:
            continue
        is_form = CODE in titles and any(said.startswith(VARIANT) for said in titles)
        for cell in row:
            if OF_PUPIL.fullmatch(title(cell)) or (is_form and title(cell) == CODE):
                return text(cell)
    return ""
