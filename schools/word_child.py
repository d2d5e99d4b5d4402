"""The child of word.py: a .docx on stdin, a line of JSON for each of its tables on stdout.

A line is a list of rows of texts; an object with `refused` names the sentence that ends it all.
Runs alone (python -I), under the limits of the child of sheets.py.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.oxml.ns import qn

sys.path.append(str(Path(__file__).parent))  # -I took it away
import sheets_guard as guard
from sheets_child import limit_self, say

MAX_TABLES, MAX_ROWS, MAX_COLUMNS, MAX_LETTERS = 200, 5_000, 100, 4_000_000
MERGED_ON = "continue"


def main() -> int:
    limit_self()
    content = sys.stdin.buffer.read()
    try:
        read_document(content)
    except guard.Refused as refusal:
        say({"refused": str(refusal)})
    sys.stdout.flush()
    return 0


def read_document(content: bytes) -> None:
    if not content.startswith(guard.PACKED):
        guard.refuse(guard.kind_of_stranger(content) or "not_a_document")
    guard.look_inside_document(content)
    try:
        document = docx.Document(io.BytesIO(content))
    except Exception:  # whatever a hostile part makes of the reader, the file is of no use
        guard.refuse("broken")
    body = document.element.body
    rows = letters = 0
    for number, table in enumerate(body.iterchildren(qn("w:tbl")), start=1):
        if number > MAX_TABLES:
            guard.refuse("tables")
        told = list(rows_of(table))
        rows += len(told)
        letters += sum(len(cell) for row in told for cell in row)
        if rows > MAX_ROWS or letters > MAX_LETTERS:
            guard.refuse("tables")
        say(told)


def rows_of(table) -> Iterator[list[str]]:
    """A merged cell has its text once, at its top and left; rows are as wide as they are seen."""
    for number, row in enumerate(table.iterchildren(qn("w:tr")), start=1):
        if number > MAX_ROWS:
            guard.refuse("tables")
        cells: list[str] = []
        for cell in row.iterchildren(qn("w:tc")):
            cells.append("" if cell.vMerge == MERGED_ON else text_of(cell))
            cells += [""] * min(cell.grid_span - 1, MAX_COLUMNS)
            if len(cells) > MAX_COLUMNS:
                guard.refuse("tables")
        yield cells


def text_of(cell) -> str:
    """Its paragraphs in one line; a table within it is passed over."""
    return " ".join(paragraph.text for paragraph in cell.iterchildren(qn("w:p")))


if __name__ == "__main__":
    sys.exit(main())
