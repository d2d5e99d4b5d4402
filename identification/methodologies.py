"""Methodologies are written here: by their page, by a file, and always with who and when."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.dateparse import parse_date

from schools.errors import PortalError
from schools.models import Document, Measure, Municipality, User

from .methods import METHODS, problems_of
from .methods.changes import changes
from .models import Methodology

KEYS = ("slug", "title", "method", "version", "document", "parameters")
PAPER_KEYS = ("title", "number", "date")
MOST_BYTES = 200_000
LATER = (
    "Пока вы вводили, методику изменил другой человек. Введённое здесь сохранилось на странице: "
    "сверьте его с новой редакцией и сохраните ещё раз."
)


@dataclass(frozen=True)
class Content:
    """What makes a version of a methodology. A document without a key is stored with it."""

    title: str
    method: str
    parameters: dict
    document: Document | None = None
    remark: str = ""


@transaction.atomic
def add_methodology(
    municipality: Municipality, content: Content, *, slug: str = "", by: User | None, at: datetime
) -> Methodology:
    """A methodology of another name than those there are."""
    _hold(municipality)
    slug = slug or free_slug(municipality, content.method)
    return _written(Methodology(municipality=municipality, slug=slug), content, by, at)


@transaction.atomic
def save_methodology(
    methodology: Methodology, content: Content, *, seen: str, by: User, at: datetime
) -> Methodology:
    """Changed in place until a run has used it; then the next version, and the old one stays.

    `seen`: the state that the author of the change saw; see `state_of`.
    """
    _hold(methodology.municipality)
    now = methodology.versions.first()
    if state_of(now) != seen:
        raise PortalError(LATER)
    return _written(_next(now) if now.frozen_at else now, content, by, at)


@transaction.atomic
def import_methodology(
    municipality: Municipality, file: dict, *, by: User | None, at: datetime
) -> tuple[Methodology, bool]:
    """From a methodology file: a new one, or the next version of it.

    A file that says what the newest version says already changes nothing.
    """
    if problems := problems_of_file(file):
        raise PortalError("\n".join(problems))
    _hold(municipality)
    content = Content(
        title=file["title"].strip(),
        method=file["method"],
        parameters=file["parameters"],
        document=_document_of(municipality, file["document"]),
    )
    now = municipality.methodologies.filter(slug=file["slug"]).first()
    if now is None:
        empty = Methodology(municipality=municipality, slug=file["slug"], version=file["version"])
        return _written(empty, content, by, at), True
    if now.as_file() == file | {"version": now.version}:
        return now, False
    return _written(_next(now), content, by, at), True


def state_of(methodology: Methodology) -> str:
    """Another one after every change."""
    return f"{methodology.pk} {methodology.edited_at and methodology.edited_at.isoformat()}"


def file_of(methodology: Methodology) -> str:
    """The methodology file as text: what is read back from it is the same."""
    return json.dumps(methodology.as_file(), ensure_ascii=False, indent=1) + "\n"


def read_file(content: bytes) -> dict:
    """The document of a methodology file; refused where it is none."""
    if len(content) > MOST_BYTES:
        raise PortalError("Файл слишком большой для методики: допускается до 200 КБ.")
    try:
        file = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_each_once)
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


def free_slug(municipality: Municipality, method: str) -> str:
    """«ilansky-share-below», then «ilansky-share-below-2»."""
    base = f"{municipality.slug}-{method.replace('_', '-')}"[:55]
    taken = set(municipality.methodologies.values_list("slug", flat=True))
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def differences(before: Methodology, now: Methodology) -> list[str]:
    """What the later version has changed, in sentences."""
    found = []
    if before.title != now.title:
        found.append(f"Название: было «{before.title}», стало «{now.title}»")
    if before.document_id != now.document_id:
        was, became = (each.document or "не указан" for each in (before, now))
        found.append(f"Документ: был {was}, стал {became}")
    if before.remark != now.remark:
        found.append("Примечание изменено")
    if before.method != now.method:
        was, became = (METHODS[each.method].title for each in (before, now))
        return [*found, f"Метод: был «{was}», стал «{became}»"]
    if any(problems_of(each.method, each.parameters) for each in (before, now)):
        return found
    titles = dict(Measure.objects.values_list("code", "title"))
    return found + changes(METHODS[now.method], before.parameters, now.parameters, titles)


def _hold(municipality: Municipality):
    # a run freezes what it uses under the same lock
    Municipality.objects.select_for_update().get(pk=municipality.pk)


def _next(methodology: Methodology) -> Methodology:
    return Methodology(
        municipality=methodology.municipality,
        slug=methodology.slug,
        version=methodology.version + 1,
    )


def _written(methodology: Methodology, content: Content, by, at) -> Methodology:
    if problems := problems_of(content.method, content.parameters):
        raise PortalError(". ".join(problems) + ".")
    if content.document and content.document.pk is None:
        content.document.save()
    for name in ("title", "method", "parameters", "document", "remark"):
        setattr(methodology, name, getattr(content, name))
    methodology.edited_by, methodology.edited_at = by, at
    methodology.save()
    return methodology


def _document_of(municipality: Municipality, paper: dict | None) -> Document | None:
    """The paper as it stands in the municipality already, or a new one."""
    if paper is None:
        return None
    said = {"number": paper.get("number") or "", "dated_on": _day(paper.get("date"))}
    same = Document.objects.filter(municipality=municipality, **said)
    if not said["number"]:
        same = same.filter(title=paper["title"])
    return same.order_by("pk").first() or Document(
        municipality=municipality, title=paper["title"], **said
    )


def _problems_of_paper(paper) -> list[str]:
    if not isinstance(paper, dict):
        return ["Документ (document) — набор из title, number и date или null."]
    found = [f"Ключ «{key}» документа не известен." for key in paper if key not in PAPER_KEYS]
    if not _is_text(paper.get("title")) or len(paper["title"]) > 500:
        found.append("Название документа (title) — текст до 500 знаков.")
    number = paper.get("number") or ""
    if not isinstance(number, str) or len(number) > 50:
        found.append("Номер документа (number) — текст до 50 знаков.")
    if paper.get("date") is not None and _day(paper["date"]) is None:
        found.append("Дата документа (date) — день вида 2021-03-09 или null.")
    return found


def _day(text) -> date | None:
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
