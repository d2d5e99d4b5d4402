"""Names of schools made comparable. Pure.

Files write one school in many ways: quotes, «№», ё, Latin letters that look like Russian ones,
the legal form before the name, a login glued on, «– филиал …» behind it. What is left after all
this is taken away is the key. A branch and its head school never have the same one.
"""

import re
import unicodedata
from collections.abc import Iterable

FORMS = (
    r"муниципальн\w+|государственн\w+|краев\w+|областн\w+|бюджетн\w+|казенн\w+|автономн\w+|"
    r"общеобразовательн\w+|образовательн\w+|учреждени\w+|организаци\w+|"
    r"[мг][бка]?оу|мо[бка]у|м[бка]у|[ко]г[бка]оу"
)
PREFIX = re.compile(rf"^(?:(?:{FORMS})\s+)+(?=\S)")
BRANCH_BEHIND = re.compile(r"(?<=\S)\s*[-–—−,(]\s*филиал\b(?P<rest>.*)$")
# a branch is no legal person: whoever has a legal form is the head school
HEAD = re.compile(rf"\W*(?:{FORMS})\b")
NOTHING = re.compile(r"[\W_]*(?:(?:edu|sch|ksh)\d+[\W_]*)*$")
# a proper name in the nominative: not «СОШ № 5», not «Иланской СОШ», not «начальная школа»
OWN_NAME = re.compile(r"\W*(?!(?:начальн|основн)ая\b)[\w-]+(?:ая|ий|ый)\b")
# «филиал «Прокопьевская ООШ»» names the branch, «филиал МБОУ …» its head school: that one stays
BRANCH_BEFORE = re.compile(rf"^филиал\s+(?!(?:{FORMS}|филиал)\b)(?=\S)")
NUMBER_SIGN = re.compile(r"№|\bno?\b\.?\s*(?=\d)")
SIGNS = re.compile(r"[^\w\s]|_")
LOGINS = re.compile(r"(?<=\S)(?:\s+(?:edu|sch|ksh)\d+)+$")
SPELT_OUT = re.compile(r"\b(средн|основн|начальн)\w+ общеобразовательн\w+ школ\w+")
SHORT = {"средн": "сош", "основн": "оош", "начальн": "нош"}
WORD_WITH_RUSSIAN = re.compile(r"\w*[а-я]\w*")
LOOK_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")
KEY_LENGTH = 300
KINDS = {
    r"вечерн\w+": "evening",
    r"коррекционн\w+": "special",
    r"гимнази\w+": "gymnasium",
    r"лице[йя]\w*": "lyceum",
    r"нош|нш|начальн\w+": "primary",
    r"оош|ош": "basic",
    r"сош|сш": "secondary",
}


def normalised(name: str) -> str:
    """«МБОУ «Соколовская СОШ № 4»» and «соколовская сош №4» → «соколовская сош 4»."""
    key = _unified(_without_head(_lowered(name)))
    key = SPELT_OUT.sub(lambda words: SHORT[words[1]], LOGINS.sub("", key))
    key = PREFIX.sub("", BRANCH_BEFORE.sub("", PREFIX.sub("", key)))
    return (key or name.strip().lower())[:KEY_LENGTH].strip()


def folded(text: str) -> str:
    """For a search: all words stay, but case, ё, quotes and «№» make no difference."""
    return _unified(_lowered(text))


def _without_head(key: str) -> str:
    """What the name of a branch says of itself; all of it where that is not certain."""
    behind = BRANCH_BEHIND.search(key)
    if not behind:
        return key
    before, rest = key[: behind.start()], behind["rest"]
    if HEAD.match(rest) or NOTHING.match(rest):
        return before
    return _without_head(rest) if HEAD.match(before) and OWN_NAME.match(rest) else key


def _lowered(name: str) -> str:
    key = unicodedata.normalize("NFC", name).lower().replace("ё", "е")
    key = WORD_WITH_RUSSIAN.sub(lambda word: word[0].translate(LOOK_ALIKE), key)
    return " ".join(key.split())


def _unified(key: str) -> str:
    key = SIGNS.sub(" ", NUMBER_SIGN.sub(" ", key))
    return " ".join(re.sub(r"(?<=[а-я])(?=\d)", " ", key).split())


def natural_key(name: str) -> list:
    """Numbers count as numbers: СОШ 2 stands before СОШ 11."""
    parts = re.split(r"([0-9]+)", name.lower().replace("ё", "е"))
    return [int(part) if n % 2 else part for n, part in enumerate(parts)]


def in_natural_order(schools: Iterable) -> list:
    """Schools as the register lists them: № 2 before № 10."""
    return sorted(schools, key=lambda school: natural_key(school.short_name))


def kind_in(name: str) -> str:
    """The code of the kind that the name tells: «НОШ 21» → primary; "" if it tells none."""
    words = normalised(name).split()
    for pattern, kind in KINDS.items():
        if any(re.fullmatch(pattern, word) for word in words):
            return kind
    return ""
