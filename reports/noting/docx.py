"""A note as DOCX, out of the plain form of its sections: real headings, lists, tables, pictures."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import ClassVar

from docx.shared import Mm, Pt
from lxml import html as parsing

from reports.notes.dress import caption_of
from reports.notes.numbering import Numbers, renumbered
from reports.notes.plain import MARKER
from reports.notes.section import SOURCES
from reports.protocols.docx import add, render_docx
from reports.protocols.docx_writing import CENTRE, INDENT, JUSTIFY, LINE, clean, write
from reports.protocols.paper import Paper, Section, Signature, Title
from schools.typography import bind

from .docx_runs import write_runs
from .docx_tables import add_table
from .paper import NotePaper
from .pictures import alt_of, png_of

SMALL = 9
CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.S)
TAGS = re.compile(r"<[^>]+>")
# parts of the line: a column of names is wider than one of figures
NARROW, WIDE = 5, 40
STYLES = {"ul": "List Bullet", "ol": "List Number"}


@dataclass(frozen=True)
class Html:
    """A plain section with the HTML of its charts and formulas."""

    name: ClassVar[str] = "html"
    html: str
    figures: Mapping[str, str]
    numbers: Numbers
    is_small: bool = False


def render_note(paper: NotePaper) -> bytes:
    blocks = [
        Title(
            organisation=paper.author,
            kind=paper.kind_title,
            subject=" ".join(paper.subject.split()),
            town=paper.municipality.town,
            number=paper.number,
            dated_on=paper.dated_on,
        )
    ]
    numbers = paper.numbers
    last = []
    for part in paper.parts:
        text = Html(part.plain, part.figures, numbers, is_small=part.code == SOURCES)
        if part.code == SOURCES:
            last.append(text)
            continue
        if part.title:
            blocks.append(Section(part.title, part.number))
        blocks.append(text)
    return render_docx(
        Paper(
            title=paper.title,
            description=paper.description,
            author=paper.author,
            trace=paper.trace,
            is_draft=paper.is_draft,
            blocks=[*blocks, Signature(paper.post), *last],
        )
    )


@add.register
def _(block: Html, document) -> None:
    root = parsing.fragment_fromstring(bind(block.html), create_parent="div")
    nodes = list(root)
    for number, node in enumerate(nodes):
        following = nodes[number + 1] if number + 1 < len(nodes) else None
        marker = node.tag == "p" and MARKER.match(" ".join(node.text_content().split()))
        if marker:
            _figure(document, block.figures.get(marker[1], ""), block.numbers)
        elif node.tag == "table":
            add_table(document, node, block.numbers)
        elif node.tag in STYLES:
            _list(document, node, block.numbers)
        else:
            is_caption = following is not None and following.tag == "table" and caption_of(node)
            _paragraph(document, node, block, is_caption=bool(is_caption))


def _paragraph(document, node, block: Html, *, is_caption: bool) -> None:
    line = document.add_paragraph(style="Heading 2" if node.tag == "h3" else None)
    if node.tag == "h3":
        write_runs(line, node, block.numbers)
    elif is_caption:
        write_runs(line, node, block.numbers, size=10)
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before = Pt(6)
    elif block.is_small:
        write_runs(line, node, block.numbers, size=SMALL)
        line.paragraph_format.space_before = Pt(12)
    else:
        write_runs(line, node, block.numbers)
        line.alignment = JUSTIFY
        line.paragraph_format.first_line_indent = INDENT


def _list(document, node, numbers: Numbers, depth: int = 1) -> None:
    """A style counts on through the document, so each numbered list has its own numbers."""
    style = document.styles[STYLES[node.tag]]
    counted = _counted(document, style) if node.tag == "ol" else None
    for item in node:
        line = document.add_paragraph(style=style)
        line.alignment = JUSTIFY
        line.paragraph_format.left_indent = INDENT * depth
        if counted is not None:
            properties = line._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = counted
            properties.get_or_add_ilvl().val = 0
        write_runs(line, item, numbers)
        for nested in item:
            if nested.tag in STYLES:
                _list(document, nested, numbers, depth + 1)


def _counted(document, style) -> int:
    numbering = document.part.numbering_part.element
    of_style = style.element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(of_style).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return made.numId


def _figure(document, html: str, numbers: Numbers) -> None:
    if not html:
        return
    picture, width = png_of(html)
    line = document.add_paragraph()
    line.alignment = CENTRE
    line.paragraph_format.space_before = Pt(6)
    shape = line.add_run().add_picture(io.BytesIO(picture), width=Mm(min(width, LINE)))
    shape._inline.docPr.set("descr", clean(unescape(alt_of(html))))
    if caption := CAPTION.search(html):
        line.paragraph_format.keep_with_next = True
        words = TAGS.sub("", renumbered(caption[1], numbers))
        write(
            document.add_paragraph(), parsing.fromstring(f"<p>{words}</p>").text_content(), size=10
        )
