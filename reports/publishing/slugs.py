"""Addresses that can be read aloud: «приказ № 63-од» → prikaz-63-od. Pure."""

import re

LATIN = [
    *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y"),
    *("k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f"),
    *("kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
]
LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", LATIN, strict=True))
LENGTH = 60


def slug_of(words: str) -> str:
    """At most so many letters, cut between two words; never a number alone: that is a year."""
    told = "".join(LETTERS.get(sign, sign) for sign in words.lower())
    slug = re.sub(r"[^a-z0-9]+", "-", told).strip("-")
    if len(slug) > LENGTH:
        slug = slug[: LENGTH + 1].rpartition("-")[0] or slug[:LENGTH]
    return f"dokument-{slug}".strip("-") if not slug or slug.isdecimal() else slug


def free_slug(slug: str, taken: set[str]) -> str:
    """«prikaz», then «prikaz-2»."""
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


def printable(words: str) -> str:
    """On one line, without the signs that are not seen: a feed may not hold them."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
