"""By which a table is known under another heading: its columns mean the same, its work may not."""

import hashlib
from collections.abc import Iterator

from schools.sheets import Book, Sheet

from .cells import first_rows, in_numbers, title
from .headings import top_of
from .mapped import MOVING, Found


def title_keys(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Each row that could be the last of the titles, with the key of the titles alone.

    Neither what stands above them nor the name of the sheet counts.
    """
    for number, _row in first_rows(sheet):
        digest = hashlib.sha256()
        for row in sheet.rows[top_of(sheet, number) : number + 1]:
            said = [MOVING.sub("", in_numbers(title(cell))).strip() for cell in row]
            digest.update("\n".join(said).rstrip().encode())
        yield number + 1, digest.hexdigest()


def titles_in(book: Book) -> dict[str, Found]:
    found = {}
    for sheet in book.visible:
        for header, key in title_keys(sheet):
            found.setdefault(key, Found(sheet.name, header))
    return found
