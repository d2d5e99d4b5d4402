"""Layouts of results files, in the order in which they are tried. One file per layout."""

FORMATS = {}
