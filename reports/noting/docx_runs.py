"""Words of plain HTML in a paragraph of DOCX, with their bold, italic and small letters."""

from docx.enum.text import WD_BREAK
from docx.shared import Pt

from reports.notes.numbering import Numbers, renumbered
from reports.protocols.docx_writing import clean

FONTS = {"b": "bold", "i": "italic", "sub": "subscript", "sup": "superscript"}
LISTS = {"ul", "ol"}


def write_runs(paragraph, node, numbers: Numbers, *, size=None, **fonts) -> None:
    """A list inside an item is no part of its words."""
    _run(paragraph, node.text, numbers, size, fonts)
    for child in node:
        if child.tag == "br":
            paragraph.add_run().add_break(WD_BREAK.LINE)
        elif child.tag not in LISTS:
            write_runs(paragraph, child, numbers, size=size, **fonts | {FONTS[child.tag]: True})
        _run(paragraph, child.tail, numbers, size, fonts)


def _run(paragraph, text: str | None, numbers: Numbers, size, fonts: dict) -> None:
    if not text:
        return
    run = paragraph.add_run(clean(renumbered(text, numbers)))
    if size:
        run.font.size = Pt(size)
    for name, value in fonts.items():
        if value:
            setattr(run.font, name, True)
