"""A methodology file: one JSON document, out and in. What is wrong with one is told at once."""

import json
from datetime import date

from django.utils.dateparse import parse_date

from schools.errors import PortalError

from .methods import problems_of
from .models import Methodology

KEYS = ("slug", "title", "method", "version", "document", "parameters")
PAPER_KEYS = ("title", "number", "date")
MOST_BYTES = 200_000


def file_of(methodology: Methodology) -> str:
    """The methodology file as text: what is read back from it is the same."""
    return json.dumps(methodology.as_file(), ensure_ascii=False, indent=1) + "\n"


def read_file(content: bytes) -> dict:
    """The document of a methodology file; refused where it is none."""
    if len(content) > MOST_BYTES:
        raise PortalError("Файл слишком большой для методики: допускается до 200 КБ.")
    try:
        file = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_once)
        # half a sign or a zero byte: JSON can name it, and nothing can keep it
        if rb"\u0000" in json.dumps(file, ensure_ascii=False).encode():
            raise ValueError("a zero byte")
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        detail = f" {error}" if isinstance(error, _Twice) else ""
        raise PortalError(f"Файл не прочитан: это не методика в формате JSON.{detail}") from error
    if not isinstance(file, dict):
        raise PortalError("Файл не прочитан: методика — это набор «имя: значение».")
    return file


def problems_of_file(file: dict) -> list[str]:
    """All that is wrong with a methodology file, in sentences."""
    found = [f"Ключ «{key}» в файле методики не известен." for key in file if key not in KEYS]
    found += [f"Нет ключа «{key}»." for key in KEYS if key not in file]
    slug, title, version = (file.get(key) for key in ("slug", "title", "version"))
    if "slug" in file and not _is_slug(slug):
        found.append("Короткое имя (slug) состоит из латинских букв, цифр и дефисов, до 60 знаков.")
    if "title" in file and not (_is_text(title) and len(title) <= 200):
        found.append("Название (title) — текст до 200 знаков.")
    if "version" in file and not (type(version) is int and 1 <= version <= 9999):
        found.append("Редакция (version) — целое число от 1.")
    if file.get("document") is not None:
        found += _problems_of_paper(file["document"])
    if "method" in file and "parameters" in file:
        method = str(file["method"])
        found += [f"{problem}." for problem in problems_of(method, file["parameters"])]
    return found


def _problems_of_paper(paper) -> list[str]:
    if not isinstance(paper, dict):
        return ["Документ (document) — набор из title, number и date или null."]
    found = [f"Ключ «{key}» документа не известен." for key in paper if key not in PAPER_KEYS]
    if not _is_text(paper.get("title")) or len(paper["title"]) > 500:
        found.append("Название документа (title) — текст до 500 знаков.")
    number = paper.get("number") or ""
    if not isinstance(number, str) or len(number) > 50:
        found.append("Номер документа (number) — текст до 50 знаков.")
    if paper.get("date") is not None and day_of(paper["date"]) is None:
        found.append("Дата документа (date) — день вида 2021-03-09 или null.")
    return found


def day_of(text) -> date | None:
    try:
        return parse_date(text) if isinstance(text, str) else None
    except ValueError:  # a day that no month has
        return None


def _is_text(value) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_slug(value) -> bool:
    plain = isinstance(value, str) and value.isascii() and 1 <= len(value) <= 60
    return plain and value.replace("-", "").replace("_", "").isalnum()


class _Twice(ValueError):
    pass


def _each_once(pairs: list[tuple]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for n, (name, _v) in enumerate(pairs) if name in dict(pairs[:n]))
        raise _Twice(f"Ключ «{twice}» стоит дважды.")
    return found
