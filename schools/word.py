"""Tables of text documents in. What a stranger made is read in a child, which may die of it."""

import json
from pathlib import Path
from typing import BinaryIO

from .children import child_reading
from .errors import PortalError

CHILD = Path(__file__).with_name("word_child.py")
MAX_ANSWER = 20 * 2**20
UNREADABLE = (
    "Документ не\xa0удалось прочитать: он слишком велик или повреждён. Скопируйте нужную таблицу "
    "в\xa0новый файл .docx или вставьте её текстом."
)
RESAVE = "Откройте его в\xa0Word и\xa0сохраните как .docx."
SENTENCES = {
    "not_a_document": "Это не\xa0документ Word. Подойдёт файл .docx.",
    "broken": "Документ повреждён или передан не\xa0целиком. Скачайте или сохраните его заново.",
    "password": "Документ защищён паролем. Снимите пароль в\xa0Word и\xa0загрузите файл снова.",
    "parts": "В\xa0документе слишком много частей. Удалите из\xa0него картинки.",
    "unpacked": "Документ слишком велик: распакованный, он больше 200\xa0МБ. Удалите из\xa0него "
    "картинки.",
    "tables": "В\xa0документе слишком много таблиц или строк. Оставьте в\xa0нём показатели "
    "и\xa0мероприятия.",
    "word": f"Это документ Word старого вида (.doc). {RESAVE}",
    "dtd": f"В\xa0документе есть объявления DTD, каких в\xa0документах не\xa0бывает. {RESAVE}",
    "encoding": f"Документ записан не\xa0в\xa0UTF-8. {RESAVE}",
    "packing": f"Документ сжат необычным способом. {RESAVE}",
    "pdf": "Это документ PDF. Скопируйте из\xa0него таблицу и\xa0вставьте её текстом.",
    "page": f"Это веб-страница. {RESAVE}",
    "empty": "В\xa0документе нет ни\xa0одной таблицы.",
}


def read_tables(file: BinaryIO) -> list[list[list[str]]]:
    """Tables from top to bottom; a hostile document kills the child, never the worker."""
    with child_reading(CHILD, file) as child:
        answer = child.stdout.read(MAX_ANSWER + 1)
        if len(answer) > MAX_ANSWER or child.wait():
            raise PortalError(UNREADABLE)
    tables = [_table(line) for line in answer.splitlines()]
    if not tables:
        raise PortalError(SENTENCES["empty"])
    return tables


def _table(line: bytes) -> list[list[str]]:
    """What the child says is believed in nothing but that it is texts."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PortalError(UNREADABLE) from error
    if isinstance(told, dict):
        raise PortalError(SENTENCES.get(str(told.get("refused")), UNREADABLE))
    if not all(isinstance(row, list) and all(type(one) is str for one in row) for row in told):
        raise PortalError(UNREADABLE)
    return told
