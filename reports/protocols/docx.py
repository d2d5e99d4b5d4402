"""A paper as DOCX: real headings, a repeated head of the table, a page number. To be edited."""

import io
from datetime import datetime
from functools import singledispatch

from django.utils.timezone import localtime
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from schools.approval_sheet import Sheet
from schools.russian import in_words

from .docx_writing import (
    CENTRE,
    INDENT,
    JUSTIFY,
    LEFT,
    LINE,
    RIGHT,
    clean,
    mark_row,
    page_number,
    write,
)
from .paper import (
    BLANK,
    SHORT,
    Field,
    Letterhead,
    Paper,
    Section,
    Signature,
    Table,
    Text,
    Title,
)

FONT = "Times New Roman"  # what every office has
MOST = 255  # letters of a property that Word takes
APPROVAL = ("№", "Кто согласует", "Получено", "Результат", "Решено", "Замечания")
APPROVAL_WIDTHS = (6, 38, 22, 26, 22, 51)
IN_ORDER = "По\xa0порядку: следующий получает документ после согласования предыдущим."
NO_DATE = f"«{SHORT}» {BLANK}{SHORT} 20___\xa0г."


def render_docx(paper: Paper) -> bytes:
    document = Document()
    _set_up(document, paper)
    for block in paper.blocks:
        add(block, document)
    if paper.approval:
        _approval(document, paper.approval)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author = clean(paper.title)[:MOST], clean(paper.author)[:MOST]
    about.subject, about.comments = clean(paper.description)[:MOST], ""
    about.language = "ru-RU"
    for name, size in (("Normal", 12), ("Title", 14), ("Heading 1", 12), ("Heading 2", 12)):
        _style(document.styles[name], size, is_heading=name != "Normal")
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.different_first_page_header_footer = True
    if paper.is_draft:
        write(page.first_page_header.paragraphs[0], "ПРОЕКТ", bold=True, align=RIGHT)
        write(page.header.paragraphs[0], "ПРОЕКТ", bold=True, align=RIGHT)
    number = page.header.add_paragraph() if paper.is_draft else page.header.paragraphs[0]
    number.alignment = CENTRE
    page_number(number)
    for footer in (page.footer, page.first_page_footer):
        write(footer.paragraphs[0], paper.trace, size=7)


def _style(style, size: int, *, is_heading: bool) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    for name in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    style.element.rPr.append(language)
    style.paragraph_format.space_after = Pt(0)
    if is_heading:
        style.font.bold, style.font.color.rgb = True, RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(12)
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.keep_with_next = True
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break


@singledispatch
def add(block, document) -> None:
    raise TypeError(f"A block of an unknown kind: {block!r}")


@add.register
def _(block: Title, document) -> None:
    write(document.add_paragraph(), block.organisation.upper(), bold=True, align=CENTRE)
    title = document.add_paragraph(style="Title")
    title.alignment = CENTRE
    title.add_run(clean(block.kind.upper()))
    if not block.subject_below:
        write(document.add_paragraph(), block.subject, bold=True, align=CENTRE)
    line = document.add_paragraph()
    stops = line.paragraph_format
    stops.space_before, stops.space_after = Pt(12), Pt(12)
    stops.tab_stops.add_tab_stop(Mm(LINE / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.tab_stops.add_tab_stop(Mm(LINE), WD_TAB_ALIGNMENT.RIGHT)
    day = in_words(block.dated_on) if block.dated_on else NO_DATE
    number = f"№\xa0{block.number or BLANK}" if block.is_numbered else ""
    line.add_run(clean(f"{day}\t{block.town}\t{number}"))
    if block.subject_below:
        subject = document.add_paragraph()
        write(subject, block.subject, bold=True, align=LEFT)
        subject.paragraph_format.right_indent = Mm(LINE - 85)
        subject.paragraph_format.space_after = Pt(12)


@add.register
def _(block: Letterhead, document) -> None:
    """The two stand one under the other: a table for layout is read aloud as a table."""
    write(document.add_paragraph(), block.organisation, bold=True, align=LEFT)
    day = in_words(block.dated_on) if block.dated_on else NO_DATE
    number = f"№\xa0{block.number or BLANK}"
    write(document.add_paragraph(), f"{day} {number}").paragraph_format.space_before = Pt(6)
    for at, line in enumerate(block.addressee):
        paragraph = write(document.add_paragraph(), line)
        paragraph.paragraph_format.left_indent = Mm(LINE - 76)
        paragraph.paragraph_format.space_before = Pt(0 if at else 6)
    title = document.add_paragraph(style="Title")
    title.alignment = LEFT
    title.add_run(clean(block.subject)).font.size = Pt(12)
    title.paragraph_format.right_indent = Mm(LINE - 85)


@add.register
def _(block: Field, document) -> None:
    value = "" if block.lines else BLANK * 4
    write(document.add_paragraph(), f"{block.label}: {value}")
    for line in block.lines:
        write(document.add_paragraph(), line).paragraph_format.left_indent = INDENT


@add.register
def _(block: Section, document) -> None:
    title = f"{block.number}. {block.title}" if block.number else block.title
    document.add_heading(clean(title), level=1)


@add.register
def _(block: Text, document) -> None:
    line = document.add_paragraph()
    line.alignment = JUSTIFY
    if block.is_item:
        line.paragraph_format.first_line_indent = INDENT
    else:
        line.paragraph_format.space_before = Pt(6)
    if block.lead:
        line.add_run(clean(f"{block.lead.upper()} ")).bold = True
        line.paragraph_format.keep_with_next = not block.text
    line.add_run(clean(block.text))


@add.register
def _(block: Table, document) -> None:
    caption = write(
        document.add_paragraph(), f"Таблица\xa0{block.number} — {block.caption}", size=10
    )
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = Pt(6)
    _grid(document, block.heads, block.rows, block.widths)
    if block.note:
        write(document.add_paragraph(), block.note, size=9)


@add.register
def _(block: Signature, document) -> None:
    line = write(document.add_paragraph(), f"{block.post}\t{BLANK * 2}\t{BLANK * 3}")
    line.paragraph_format.space_before = Pt(24)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(75))
    line.paragraph_format.tab_stops.add_tab_stop(Mm(LINE), WD_TAB_ALIGNMENT.RIGHT)
    hint = write(document.add_paragraph(), "\tподпись\tрасшифровка подписи", size=8)
    hint.paragraph_format.tab_stops.add_tab_stop(Mm(85))
    hint.paragraph_format.tab_stops.add_tab_stop(Mm(LINE - 8), WD_TAB_ALIGNMENT.RIGHT)
    line.paragraph_format.keep_with_next = line.paragraph_format.keep_together = True


def _approval(document, sheet: Sheet) -> None:
    """As the last leaf of the PDF has it; times are of the municipality."""
    document.add_heading("Лист согласования", level=1)
    order = write(document.add_paragraph(), IN_ORDER, size=10)
    order.paragraph_format.keep_with_next = True
    lines = [
        (
            str(number),
            line.who,
            _moment(line.received_at),
            line.words,
            _moment(line.step.at),
            line.step.remark or "—",
        )
        for number, line in enumerate(sheet.lines, start=1)
    ]
    _grid(document, APPROVAL, lines, APPROVAL_WIDTHS)
    told = sheet.approval
    begun = f"Инициатор согласования: {told.started_by}, {_moment(told.started_at)}."
    state = f"Состояние: {told.get_state_display()}."
    write(document.add_paragraph(), f"{begun} {state}", size=9)


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%d.%m.%Y %H:%M}" if at else "—"


def _grid(document, heads, rows, widths) -> None:
    table = document.add_table(rows=0, cols=len(heads), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(widths)
    for column, part in zip(table.columns, widths, strict=True):
        column.width = Mm(LINE * part / whole)
    for number, texts in enumerate((heads, *rows)):
        row = table.add_row()
        mark_row(row, "w:cantSplit")
        if not number:
            mark_row(row, "w:tblHeader")
        for cell, part in zip(row.cells, widths, strict=True):
            cell.width = Mm(LINE * part / whole)
        is_heading = len(texts) == 1
        cells = [row.cells[0].merge(row.cells[-1])] if is_heading else row.cells
        for cell, text in zip(cells, texts, strict=True):
            line = cell.paragraphs[0]
            write(line, text, size=9, bold=is_heading or not number, align=LEFT)
            line.paragraph_format.keep_with_next = is_heading
