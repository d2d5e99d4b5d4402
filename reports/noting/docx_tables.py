"""A table of plain HTML in DOCX: merged cells, a head on every page, columns by their words."""

import re

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Mm, Pt
from lxml import html as parsing

from reports.notes.dress import heads_of, is_figure
from reports.notes.numbering import Numbers
from reports.protocols.docx_writing import LEFT, LINE, RIGHT, mark_row

from .docx_runs import write_runs

SIZE = 9
# millimetres: a letter of that size, a bold one, the edges of a cell, and the text beyond which
# more width makes it no easier to read
LETTER, BOLD, PADDING, MOST = 1.65, 1.95, 5.0, 300.0


def add_table(document, node, numbers: Numbers) -> None:
    rows = list(node.iter("tr"))
    grid = _grid(rows)
    columns = max(len(line) for line in grid)
    table = document.add_table(rows=len(rows), cols=columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = _widths(grid, columns)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    heads = heads_of(rows)
    for number, (row, line) in enumerate(zip(table.rows, grid, strict=True)):
        mark_row(row, "w:cantSplit")
        if number < heads:
            mark_row(row, "w:tblHeader")
        for place, cell in enumerate(row.cells):
            cell.width = Mm(widths[place])
        for place, (source, across, down) in line.items():
            cell = table.cell(number, place)
            end = table.cell(min(number + down, len(rows)) - 1, min(place + across, columns) - 1)
            target = cell if end is cell else cell.merge(end)
            is_head = number < heads or (across == columns > 1 and source.tag == "th")
            paragraph = target.paragraphs[0]
            paragraph.alignment = RIGHT if _is_figure(source) and number >= heads else LEFT
            write_runs(paragraph, source, numbers, size=SIZE, bold=is_head)
    spacer = document.add_paragraph()
    spacer.paragraph_format.space_after = Pt(0)
    spacer.add_run().font.size = Pt(6)


def _grid(rows) -> list[dict]:
    """Of each row: place → cell, how many columns and rows it takes. Places taken from above
    are passed over, as a browser does."""
    taken, grid = {}, []
    for number, row in enumerate(rows):
        line, place = {}, 0
        for cell in row:
            while taken.get((number, place)):
                place += 1
            across, down = (int(cell.get(name, 1)) for name in ("colspan", "rowspan"))
            line[place] = (cell, across, down)
            for below in range(number, number + down):
                for beside in range(place, place + across):
                    taken[below, beside] = True
            place += across
        grid.append(line)
    # every place of the widest row has a column, even where a short row has no cell
    widest = max((place + 1 for _row, place in taken), default=1)
    for number, line in enumerate(grid):
        for place in range(widest):
            if not taken.get((number, place)):
                line[place] = (parsing.fromstring("<td></td>"), 1, 1)
    return grid


def _widths(grid, columns: int) -> list[float]:
    """No word is broken if the line can hold them; what is left goes to columns with much text."""
    least, wanted = [PADDING] * columns, [1.0] * columns
    for line in grid:
        for place, (cell, across, _down) in line.items():
            if across > 1:
                continue
            letter = BOLD if cell.tag == "th" else LETTER
            # what is tied by a space that does not break is one word
            words = re.split(r"[ \n]+", cell.text_content())
            longest = max(map(len, words)) * letter + PADDING
            whole = (sum(map(len, words)) + len(words)) * letter
            least[place] = max(least[place], longest)
            wanted[place] = max(wanted[place], min(whole, MOST) - longest, 1.0)
    room = LINE - sum(least)
    if room <= 0:
        return [LINE * part / sum(least) for part in least]
    return [part + room * want / sum(wanted) for part, want in zip(least, wanted, strict=True)]


def _is_figure(cell) -> bool:
    return cell.tag == "td" and is_figure(cell.text_content())
