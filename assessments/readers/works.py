"""Words of a heading → what work it is."""

import re

from assessments.naming import ONLY_GRADE

KINDS = {
    "VPR": r"\bвпр\b|всероссийск\w+ проверочн\w+",
    "OGE": r"\bогэ\b|\bгиа-?9\b|основн\w+ государственн\w+ экзамен\w*",
    "EGE": r"\bегэ\b|\bгиа-?11\b|един\w+ государственн\w+ экзамен\w*",
    "KDR": r"\bкдр",
}
GRADE = re.compile(
    r"\b(\d{1,2})\s*-?\s*(?:й|ый|го|ого)?\s*(?:класс[аы]?|кл)(?!\w)\.?", re.IGNORECASE
)
GRADE_OF_KIND = re.compile(r"\b(?:впр|кдр)\s*-?\s*(\d{1,2})(?!\d)", re.IGNORECASE)
VARIANTS = {"база": r"\bбаз\w*", "профиль": r"\bпроф\w*"}
SIGNS = re.compile(r"[.,:;()«»\"]")
LEVEL = re.compile(r"\bуров\w*", re.IGNORECASE)


def kind_in(said: str) -> str:
    """VPR, OGE, EGE, KDR, or nothing."""
    found = [kind for kind, words in KINDS.items() if re.search(words, said, re.IGNORECASE)]
    return found[0] if found else ""


def grade_in(said: str, kind: str) -> int:
    """The exams are taken in one grade only, which a heading need not say. 0: not said."""
    found = GRADE.search(said) or GRADE_OF_KIND.search(said)
    return int(found[1]) if found else ONLY_GRADE.get(kind, 0)


def subject_and_variant(said: str) -> tuple[str, str]:
    """«ЕГЭ, 11 класс Математика, профиль» → «Математика», «профиль»."""
    for words in (GRADE_OF_KIND.pattern, GRADE.pattern, *KINDS.values()):
        said = re.sub(words, " ", said, flags=re.IGNORECASE)
    variant = ""
    for name, words in VARIANTS.items():
        if re.search(words, said, re.IGNORECASE):
            variant, said = name, re.sub(words, " ", said, flags=re.IGNORECASE)
    if variant:
        said = LEVEL.sub(" ", said)
    subject = " ".join(SIGNS.sub(" ", said).split()).strip(" -–—")
    subject = subject.lower() if subject.isupper() else subject
    return subject[:1].upper() + subject[1:], variant
