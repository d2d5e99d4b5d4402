"""What stands in the XML of a sheet that calamine does not tell, and how far out its cells lie.

Works on pieces of the XML with regular expressions: a parser would take longer than all the rest.
None of them may go over a run of letters twice, whatever stands in it: a pattern starts at a «<»,
and what it has taken of a tag it never gives back (`*+`, `(?>`). Runs in the child of sheets.py
alone.
"""

import re

MAX_ROWS, MAX_COLUMNS = 200_000, 100
MAX_UNVALUED = 20_000  # in a book: the file is to be saved by Excel anyway


def compiled(pattern: str) -> re.Pattern:
    """`~` stands for the prefix that some programs write before each tag."""
    return re.compile(pattern.replace("~", r"(?:[\w.-]+:)?").encode())


# no cell of columns A to Z and of rows to 99999: most tables have none, and this is quick
UNUSUAL = compiled(r' r="[A-Z](?!\d{1,5}")')
# where a cell may lie too far out, with the rest of its tag: `within` says whether it does
FAR = compiled(r' r="((?:[A-Z]{3}|[C-Z][A-Z]|[A-Z]{1,2}(?:[2-9]\d{5}|\d{7}))[A-Z]*\d*)"[^<>]*+')
PLACE = compiled(r"\br\s*=\s*[\"']([A-Za-z]*\d+)[\"']")
HIDDEN = compiled(r"<~row\s((?>[^<>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'])[^<>]*+)>")
CALCULATION = r"<~f\b[^<>]*+(?:(?<=/)>|>[^<]*+</~f>)\s*+"
NO_VALUE = r"(<~v\s*+(?:/>|>\s*+</~v>)\s*+)?"
FORMULA = compiled(rf"<~c\s([^<>]*+)>\s*+{CALCULATION}{NO_VALUE}</~c>")
# calculated after all, to a text of no letters
EMPTY_TEXT = compiled(r"\bt\s*=\s*[\"']str[\"']")
ERROR = compiled(rf'<~c\s((?>[^<>]*?\bt="e")[^<>]*+)>\s*+(?:{CALCULATION})?<~v>([^<]{{1,20}}+)<')


class Facts:
    """All counted from 0. No dataclass: a child would spend a fourth of its life importing that."""

    def __init__(self) -> None:
        self.hidden_rows: set[int] = set()
        self.unvalued: set[tuple[int, int]] = set()
        self.errors: dict[int, dict[int, str]] = {}  # #N/A by row and column


def scan_cells(window: bytes, prefix: bytes, found: Facts) -> str:
    """Why a sheet with this piece is refused, or ""; what there is to tell goes to `found`."""
    if UNUSUAL.search(window) and any(map(is_far, FAR.finditer(window))):
        return "extent"
    if b"hidden=" in window:
        for row in HIDDEN.finditer(window):
            place = PLACE.search(row[1])
            if place and (number := cell_of(place[1])[0]) < MAX_ROWS:
                found.hidden_rows.add(number)
    # one letter is found ten times as fast as two
    if b"f" in window and b"<" + prefix + b"f" in window:
        for cell in FORMULA.finditer(window):
            place, empty = PLACE.search(cell[1]), cell[2]
            if place and not (empty and EMPTY_TEXT.search(cell[1])):
                found.unvalued.add(cell_of(place[1]))
    if b"#" in window and b't="e"' in window:
        for cell in ERROR.finditer(window):
            if place := PLACE.search(cell[1]):
                row, column = cell_of(place[1])
                found.errors.setdefault(row, {})[column] = cell[2].decode("utf-8", "replace")
    return "formulas" if len(found.unvalued) > MAX_UNVALUED else ""


def is_far(tag: re.Match) -> bool:
    """Where there is something in the cell: colour alone is of no account."""
    end = tag.string[tag.end() - 1 : tag.end() + 1]
    return end.endswith(b">") and end != b"/>" and not within(*cell_of(tag[1]))


def cell_of(place: bytes) -> tuple[int, int]:
    """A1 → (0, 0); of a row, (row, -1)."""
    letters = place.rstrip(b"0123456789")
    column = 0
    for letter in letters.upper()[:4]:
        column = column * 26 + letter - 64
    return int(place[len(letters) :][:9] or 1) - 1, column - 1


def within(row: int, column: int) -> bool:
    return row < MAX_ROWS and column < MAX_COLUMNS
