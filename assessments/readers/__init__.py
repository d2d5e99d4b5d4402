"""Layouts of results files, in the order in which they are tried. One file per layout."""

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
