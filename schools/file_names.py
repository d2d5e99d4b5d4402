"""Names of files that people save and unpack, on Windows too. Pure."""

import re

SCHOOL_YEAR = re.compile(r"(?<=\d)/(?=\d)")
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
LENGTH = 120


def windows_name(name: str) -> str:
    """«СОШ "Лидер"/1, 2025/2026» → «СОШ Лидер 1, 2025-2026»; the ending stays."""
    name = SCHOOL_YEAR.sub("-", name)
    stem, dot, ending = FORBIDDEN.sub(" ", name).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = " ".join("".join(sign if sign.isprintable() else " " for sign in stem).split())
    stem = stem[:LENGTH].strip(" .") or "документ"
    if DEVICES.fullmatch(stem.partition(".")[0]):
        stem = f"{stem}_"
    return f"{stem}.{ending.strip()}" if ending.strip() else stem


def told_apart(name: str, taken: set[str]) -> str:
    """«Справка.pdf», then «Справка (2).pdf»: to Windows «а» and «А» are one letter."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = ending, ""
    number, found = 1, name
    while found.lower() in taken:
        number += 1
        found = f"{stem} ({number}){dot}{ending}"
    taken.add(found.lower())
    return found
