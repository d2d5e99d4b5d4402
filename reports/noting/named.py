"""Whether a note names schools in what it prints: then it is for those who may know of them."""

import re
from html import unescape

from reports.models import Note
from schools.models import Municipality
from schools.russian import NB, school_name

TAG = re.compile(r"<[^>]*>")


def names_schools(note: Note) -> bool:
    printed = note.sections.filter(is_left_out=False)
    texts = [one.edited or one.generated for one in printed]
    words = _words(" ".join([note.subject, *texts]))
    return any(name in words for name in _names(note.municipality))


def _names(municipality: Municipality) -> set[str]:
    rows = municipality.schools.values_list("short_name", "full_name")
    return {_words(name) for short, full in rows for name in (school_name(short), full) if name}


def _words(html: str) -> str:
    text = unescape(TAG.sub(" ", html)).replace(NB, " ").replace("\u2011", "-")
    return " ".join(text.lower().split())
