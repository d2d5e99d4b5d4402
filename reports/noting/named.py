"""Whether a note names schools in what it prints: then it is for those who may know of them."""

import re
from html import unescape

from reports.models import Note
from schools.models import Municipality, SchoolAlias
from schools.russian import NB, school_name

TAG = re.compile(r"<[^>]*>")
QUOTES = re.compile("[«»\"“”„'’]")
SHORTEST = 4  # letters: a shorter name would be found in every text
# «СОШ №5», «в школе № 12», «гимназии №1»: a number makes a school of any such word
NUMBERED = re.compile(r"(?:школ\w*|сош|оош|нош|гимнази\w*|лице\w*|интернат\w*) №\d")


def names_schools(note: Note) -> bool:
    printed = note.sections.filter(is_left_out=False)
    texts = [one.edited or one.generated for one in printed]
    words = _words(" ".join([note.subject, *texts]))
    return bool(NUMBERED.search(words)) or any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in _names(note.municipality)
    )


def _names(municipality: Municipality) -> set[str]:
    rows = municipality.schools.values_list("short_name", "full_name")
    names = [name for short, full in rows for name in (short, school_name(short), full)]
    own = SchoolAlias.objects.filter(school__municipality=municipality)
    names += own.filter(kind=SchoolAlias.Kind.NAME).values_list("value", flat=True)
    return {words for name in names if len(words := _words(name)) >= SHORTEST}


def _words(html: str) -> str:
    """However it is typed: without quotes, in small letters, «№5» and «№ 5» alike."""
    text = unescape(TAG.sub(" ", html)).replace(NB, " ").replace("\u2011", "-")
    text = " ".join(QUOTES.sub("", text).lower().split())
    return re.sub(r"№\s+", "№", text)
