"""What a table seems to say: a first answer, which a person looks through and corrects."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from assessments.scales import BANDS, FOUR_LEVELS, MARKS
from schools.sheets import Book, Sheet

from .cells import cell_at, first_rows, number, text, title
from .headings import MOST_ABOVE, SCHOOL, headings_over, share_in, top_of
from .mapped import CLASS, CODE, LOGIN, WHOSE, Column, sheet_of
from .mapped import SCHOOL as NAME
from .mapped_row import COMMON, HIGH, LEVEL, LEVEL_SHARE, LOW, MEAN, PARTICIPANTS, REASON, SHARES
from .works import VARIANTS, grade_in, kind_in

MOST_WORKS = 8
LOOKED_AT = 50  # rows below the header that tell what is in a column
EXAMPLES = 3
MARK = re.compile(
    r"(?:(доля|процент|%)|кол-?во|количество|число|получили)?[\s,]*(?:отм(?:ет\w+|\.)?|оц(?:ен\w+|\.)?)?"
    r"\s*(?:на\s)?\s*[«\"“]?([2-5])[»\"”]?[\s,]*(%|\(%\))?"
)
# «двоек», «кол-во пятёрок»
SPELT = re.compile(
    r"(?:(доля|процент|%)|кол-?во|количество|число)?\s*"
    r"(?:(дво[ей]\w+)|(тро[ей]\w+)|(четвер\w+)|(пят[её]р\w+))[\s,]*(%|\(%\))?"
)
WORDS = (
    (LOGIN, r"логин\b.*"),
    (CODE, r"код( (оо|оу|школы|организации))?"),
    (
        PARTICIPANTS,
        r"((кол-?во|количество|число|всего) )?(участ|учащ|учени|обучающ|писа|сдава)\w*\b.*",
    ),
    (MEAN, r"(средн\w+|ср\.?) ?(балл|отмет|оцен)\w*\b.*"),
    (REASON, r"причин\w*\b.*"),
    (CLASS, r"класс|литера|класс \(литера\)"),
    (HIGH, r"качеств\w*( знаний)?|(доля )?(высок\w+|4 и 5)( результат\w*)?"),
    (NAME, SCHOOL.pattern),
)
LEVELS = {title(level.label): level.code for level in (*BANDS, *FOUR_LEVELS)}
MARKED = {level.code for level in MARKS}


class Seen(NamedTuple):
    """A column as the person sees it."""

    place: int
    heading: str
    examples: tuple[str, ...]


def guess(book: Book, *, sheet: str = "", header: int = 0, subjects: Iterable[str] = (), said=""):
    """A mapping. `said`: what else may name the work, as the name of the file."""
    table = sheet_of(book, sheet)
    header = header or _header(table)
    columns = _columns(table, header)
    above = [text(cell) for row in table.rows[:header] for cell in row]
    common = " ".join([*above, table.name, said])
    over = headings_over(table.rows[top_of(table, header - 1) : header - 1], _width(table))
    works = []
    for place in range(max((column.work or 0 for column in columns), default=0) + 1):
        own = {over[c.place] for c in columns if c.work == place and c.means not in WHOSE}
        works.append(_work(" ".join(sorted(own)), common, [*subjects]))
    return {
        "sheet": table.name,
        "header": header,
        "columns": [column._asdict() for column in columns],
        "works": works,
        "percent": _unit(table, header, columns),
    }


def columns_seen(sheet: Sheet, header: int) -> list[Seen]:
    """Columns with anything in them, each with its headings from above down and some values."""
    top = top_of(sheet, header - 1)
    over = headings_over(sheet.rows[top : header - 1], _width(sheet))
    seen = []
    for place in range(_width(sheet)):
        own = text(cell_at(sheet.rows[header - 1], place))
        values = [said for said in _values(sheet, header, place) if said]
        if own or values:
            heading = ": ".join(filter(None, (over[place], own)))
            seen.append(Seen(place, heading, tuple(values[:EXAMPLES])))
    return seen


def meaning(cell) -> tuple[str, str] | None:
    """«Участников» → participants; «доля «2»» → the share of a level, with its code."""
    said = title(cell)
    if mark := MARK.fullmatch(said):
        return (LEVEL_SHARE if mark[1] or mark[3] else LEVEL), mark[2]
    if mark := SPELT.fullmatch(said):
        code = next(str(n) for n in range(2, 6) if mark[n])
        return (LEVEL_SHARE if mark[1] or mark[6] else LEVEL), code
    if said in LEVELS:
        return LEVEL, LEVELS[said]
    if side := share_in(cell):
        return (HIGH if side == "high" else LOW), ""
    return next(((means, "") for means, words in WORDS if re.fullmatch(words, said)), None)


def _header(sheet: Sheet) -> int:
    """The row with the most titles that are understood; else the first with several cells."""
    best, most = 0, 1
    several = 0
    for place, row in first_rows(sheet):
        if (known := _understood(row)) > most:
            best, most = place + 1, known
        if not several and sum(map(bool, map(text, row))) > 1:
            several = place + 1
    return best or several or 1


def _understood(row: list) -> int:
    """Titles with a meaning. Beside other numbers 2–5 are no marks: such a row is data, or it
    numbers the columns under their titles."""
    is_data = any(number(cell) is not None and not meaning(cell) for cell in row)
    cells = [cell for cell in row if number(cell) is None] if is_data else row
    return len({found for cell in cells if (found := meaning(cell))})


def _columns(sheet: Sheet, header: int) -> list[Column]:
    """The second «Участников» is that of the second work."""
    found, times = [], Counter()
    for place in range(_width(sheet)):
        if told := _meaning_above(sheet, header, place):
            whose = told[0] in (*WHOSE, CLASS)
            if times[told] < (1 if whose else MOST_WORKS):
                found.append(Column(place, *told, COMMON if whose else times[told]))
            times[told] += 1
    return [
        column
        for work in (COMMON, *sorted({c.work for c in found if c.work is not COMMON}))
        for column in _settled(sheet, header, [c for c in found if c.work == work])
    ]


def _meaning_above(sheet: Sheet, header: int, place: int) -> tuple[str, str] | None:
    """A title merged over several rows of headings stands in the uppermost."""
    for row in reversed(sheet.rows[max(0, header - 1 - MOST_ABOVE) : header]):
        if text(cell := cell_at(row, place)):
            return meaning(cell)
    return None


def _settled(sheet: Sheet, header: int, columns: list[Column]) -> list[Column]:
    """Columns of one work: shares beside counts are not needed, and «2» beside «4, 5» is one."""
    levels = {c.level for c in columns if c.means in (LEVEL, LEVEL_SHARE)}
    if HIGH in {c.means for c in columns} and levels == {"2"}:
        return [c._replace(means=LOW, level="") if c.level else c for c in columns]
    counts = [c for c in columns if c.means == LEVEL]
    values = [said for c in counts for said in _values(sheet, header, c.place) if said]
    if any(_is_part(said) for said in values):
        columns = [c._replace(means=LEVEL_SHARE) if c.means == LEVEL else c for c in columns]
    if len(levels) > 1:
        needless = {*SHARES, LEVEL_SHARE} if counts and not any(map(_is_part, values)) else SHARES
        columns = [c for c in columns if c.means not in needless]
    return columns


def _is_part(said: str) -> bool:
    value = number(said)
    return value is not None and (said.endswith("%") or value % 1 != 0)


def _unit(sheet: Sheet, header: int, columns: list[Column]) -> str:
    shares = [c.place for c in columns if c.means in (*SHARES, LEVEL_SHARE)]
    values = [said for place in shares for said in _values(sheet, header, place)]
    numbers = [value for said in values if not said.endswith("%") and (value := number(said))]
    return "fraction" if numbers and max(numbers) <= 1 else "percent"


def _values(sheet: Sheet, header: int, place: int) -> list[str]:
    return [text(cell_at(row, place)) for row in sheet.rows[header : header + LOOKED_AT]]


def _width(sheet: Sheet) -> int:
    return max(map(len, sheet.rows), default=0)


def _work(own: str, common: str, subjects: list[str]) -> dict:
    """What stands over the columns of a work says more than what stands over all."""
    kind = kind_in(own) or kind_in(common)
    subject = _subject(own, subjects) or _subject(common, subjects)
    variants = (name for said in (own, common) for name in VARIANTS if _variant(name, said))
    is_split = kind == "EGE" and subject.lower() == "математика"
    return {
        "kind": kind,
        "grade": grade_in(own, kind) or grade_in(common, kind),
        "subject": subject,
        "variant": next(variants, "") if is_split else "",
    }


def _variant(name: str, said: str) -> bool:
    return bool(re.search(VARIANTS[name], said, re.IGNORECASE))


def _subject(said: str, subjects: list[str]) -> str:
    """«по русскому языку» names «Русский язык»: the beginnings of all its words stand there.

    «по русскому» does too, where nothing else is named.
    """
    words = title(said)

    def names(subject: str, *, without: str = "") -> bool:
        told = [word for word in title(subject).split() if word != without]
        return all(re.search(rf"\b{re.escape(word[:5])}", words) for word in told)

    found = [subject for subject in subjects if names(subject)]
    found = found or [subject for subject in subjects if names(subject, without="язык")]
    return max(found, key=len, default="")
