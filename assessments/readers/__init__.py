"""Layouts of results files, in the order in which they are tried. One file per layout."""

from dataclasses import replace

from schools.sheets import Book

from . import (
    bias_list,
    fis_oko_individual,
    fis_oko_journal,
    fis_oko_marks,
    mapped,
    own_template,
    ris_gia,
    shares_wide,
)
from .pupils import heading_of_pupils, turn_away_pupils

__all__ = ["FORMATS", "MAPPED", "READERS", "holds_pupils", "turn_away_pupils"]

FORMATS = {
    "own_template": own_template,
    "fis_oko_marks": fis_oko_marks,
    "fis_oko_journal": fis_oko_journal,
    "fis_oko_individual": fis_oko_individual,
    "ris_gia": ris_gia,
    "bias_list": bias_list,
    "shares_wide": shares_wide,
}

# a table of the last kind is known by what a person has said of it
MAPPED = "mapped"
READERS = FORMATS | {MAPPED: mapped}


def holds_pupils(book: Book) -> bool:
    """Whether pupils stand on any of its sheets, also on one that is hidden or is not read."""
    return any(map(heading_of_pupils, book.sheets)) or any(
        reader.recognises(Book((replace(sheet, is_hidden=False),)))
        for reader in FORMATS.values()
        if reader.HAS_PUPILS
        for sheet in book.sheets
    )
