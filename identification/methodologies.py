"""Methodologies are written here: by their page, by a file, and always with who and when."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from schools.errors import PortalError
from schools.models import Document, Measure, Municipality, User

from .methodology_files import day_of, problems_of_file
from .methods import METHODS, Method, problems_of
from .methods.changes import changes
from .models import Methodology

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


WRITTEN = [field.name for field in fields(Content)]


@transaction.atomic
def add_methodology(
    municipality: Municipality, content: Content, *, by: User, at: datetime
) -> Methodology:
    """A methodology of another name than those there are."""
    _hold(municipality)
    slug = free_slug(municipality, content.method)
    return _written(Methodology(municipality=municipality, slug=slug), content, by, at)


@transaction.atomic
def save_methodology(
    methodology: Methodology, content: Content, *, seen: str, by: User, at: datetime
) -> Methodology:
    """Changed in place until a run has used it; then the next version, and the old one stays.

    What differs in nothing makes no version.
    `seen`: the state that the author of the change saw; see `state_of`.
    """
    _hold(methodology.municipality)
    now = methodology.versions.first()
    if state_of(now) != seen:
        raise PortalError(LATER)
    if not now.frozen_at:
        return _written(now, content, by, at)
    following = _filled(_next(now), content)
    return _signed(following, by, at) if differences(now, following) else now


@transaction.atomic
def import_methodology(
    municipality: Municipality, file: dict, *, by: User | None, at: datetime
) -> tuple[Methodology, bool]:
    """From a methodology file: a new one, or the next version of it.

    A file that says what the newest version says already changes nothing. A file tells no remark:
    the one that is there stays.
    """
    if problems := problems_of_file(file):
        raise PortalError("\n".join(problems))
    _hold(municipality)
    now = municipality.methodologies.filter(slug=file["slug"]).first()
    content = Content(
        title=file["title"].strip(),
        method=file["method"],
        parameters=file["parameters"],
        document=_document_of(municipality, file["document"]),
        remark=now.remark if now else "",
    )
    if now is None:
        empty = Methodology(municipality=municipality, slug=file["slug"], version=file["version"])
        return _written(empty, content, by, at), True
    if all(getattr(now, name) == getattr(content, name) for name in WRITTEN):
        return now, False
    return _written(_next(now), content, by, at), True


def state_of(methodology: Methodology) -> str:
    """Another one after every change."""
    return f"{methodology.pk} {methodology.edited_at and methodology.edited_at.isoformat()}"


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
    return found + what_differs(METHODS[now.method], before.parameters, now.parameters)


def what_differs(method: type[Method], before: dict, now: dict) -> list[str]:
    """The changed parameters in sentences; both sets must be possible."""
    return changes(method, before, now, dict(Measure.objects.values_list("code", "title")))


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
    return _signed(_filled(methodology, content), by, at)


def _filled(methodology: Methodology, content: Content) -> Methodology:
    if problems := problems_of(content.method, content.parameters):
        raise PortalError(". ".join(problems) + ".")
    if content.document and content.document.pk is None:
        content.document.save()
    for name in WRITTEN:
        setattr(methodology, name, getattr(content, name))
    return methodology


def _signed(methodology: Methodology, by: User | None, at: datetime) -> Methodology:
    methodology.edited_by, methodology.edited_at = by, at
    methodology.save()
    return methodology


def _document_of(municipality: Municipality, paper: dict | None) -> Document | None:
    """The paper as it stands in the municipality already, or a new one."""
    if paper is None:
        return None
    said = {"number": paper.get("number") or "", "dated_on": day_of(paper.get("date"))}
    same = Document.objects.filter(municipality=municipality, **said)
    if not said["number"]:
        same = same.filter(title=paper["title"])
    return same.order_by("pk").first() or Document(
        municipality=municipality, title=paper["title"], **said
    )
