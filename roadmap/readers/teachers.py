"""A table of counts of teachers, as it is copied from Excel → counts by subject. Pure.

Subjects stand side by side, as on the page of a school, or below each other, as in the workbook of
the portal; which of the two, the headings tell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NO_HEADINGS = (
    "Заголовки не\xa0найдены. Скопируйте таблицу вместе с\xa0ними: названия показателей, например "
    "«Учителей», и\xa0названия предметов."
)
SUBJECT = "предмет"


@dataclass
class Pasted:
    """`cells`: (subject, column) → what stands there. `unknown`: headings that say nothing.
    `doubled`: one that stands twice, as of two schools.
    """

    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    doubled: str = ""


def read_counts(
    rows: Sequence[Sequence[str]], *, columns: Mapping[str, str], subjects: Mapping[str, str]
) -> Pasted | None:
    """`columns` and `subjects`: heading in small letters → its code. None: nothing was found."""
    rows = [list(row) for row in rows if any(row)]
    for above, (across, down) in (
        (columns, (columns, subjects)),
        (subjects, (subjects, columns)),
    ):
        found = next((n for n, row in enumerate(rows) if _names(row, above) > 1), None)
        if found is not None:
            pasted = _read(rows[found], rows[found + 1 :], across, down)
            if across is columns:
                pasted.cells = {(down, right): cell for (right, down), cell in pasted.cells.items()}
            return pasted
    return None


def _names(row: Sequence[str], headings: Mapping[str, str]) -> int:
    return sum(cell.lower() in headings for cell in row)


def _read(heads, below, across: Mapping, down: Mapping) -> Pasted:
    """Cells by (heading above, heading at the left); the left one is the last before the first."""
    first = next(n for n, cell in enumerate(heads) if cell.lower() in across)
    pasted = Pasted(unknown=[cell for cell in heads[first:] if cell and cell.lower() not in across])
    seen = set()
    for row in below:
        named = next((cell for cell in reversed(row[:first]) if cell), "")
        if named.lower() not in down:
            pasted.unknown += [named] if named else []
            continue
        pasted.doubled = named if named.lower() in seen else pasted.doubled
        seen.add(named.lower())
        for head, cell in zip(heads[first:], row[first:], strict=False):
            if head.lower() in across and cell:
                pasted.cells[across[head.lower()], down[named.lower()]] = cell.replace(" ", "")
    return pasted
