"""A row of the entry grid in words: what stands in its boxes, and what follows from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape

from schools.models import School
from schools.russian import NB, agree, compact, form, num, percent, points

from .models import Level
from .rules import mean_mark

DASH, COMMA, QUIET, LOUD = map(escape, ("-", ", ", " op-quiet", ""))
SIDES = {side: escape(side) for side in ("low", "high")}


@dataclass(frozen=True)
class Column:
    """One box per row. `side` (low, high) and `mark` are what shares and mean follow from.

    What every row repeats is escaped here, once: a page has hundreds of boxes.
    """

    name: str
    head: str
    side: str = ""
    mark: str = ""

    @classmethod
    def of(cls, name: str, head: str, **more):
        return cls(escape(name), escape(head), **more)

    def box(self, key: str, school: str, value: str, fault: str) -> tuple[str, str, str, str, str]:
        """Head, name, value, label, id of what is wrong. `key` and `school` are escaped."""
        return self.head, key + DASH + self.name, value, school + COMMA + self.head, fault


@dataclass(frozen=True)
class Typed:
    """What came back from the reader and is not stored: his words, and why not."""

    values: Mapping[str, str]
    version: str
    faults: Mapping[str, str] = field(default_factory=dict)  # name of a box → sentence
    conflict: Mapping | None = None
    notice: str = ""  # of the row as a whole; what is typed gives way to what is stored


@dataclass(frozen=True)
class Row:
    """As the template prints it: nothing is computed there."""

    key: str
    school: School
    name: str
    cells: Sequence[tuple]  # of a box: head, name, value, label, id of what is wrong
    no_data: str
    no_data_fault: str
    shares: Sequence[tuple]  # side, head, «3 из 12,», «25 %», class of a gap
    mean: str
    state: str
    words: str
    note: str
    version: str
    faults: Sequence[tuple[str, str, str]]  # id, head of the box, sentence
    conflict: Mapping | None
    doubt: str  # stored, and yet it may be a slip
    is_locked: bool

    @property
    def is_unsaved(self):
        return bool(self.faults or self.conflict)

    @property
    def edge(self):
        """The colour that calls the eye."""
        return "care" if self.conflict or self.doubt else "error" if self.faults else ""

    def __getitem__(self, name):
        """A template asks for a key first; to refuse it takes longer than to answer."""
        return getattr(self, name)


def columns_of(levels: Iterable[Level], has_points: bool) -> list[Column]:
    columns = [Column.of("participants", "Участники")]
    for level in levels:
        side = "low" if level.is_low else "high" if level.is_high else ""
        mark = level.code if level.code.isdecimal() else ""
        columns.append(Column.of(f"level_{level.pk}", level.label, side=side, mark=mark))
    if has_points:
        columns.append(Column.of("mean", "Средний балл"))
    return columns


def shown(figures: Mapping | None, levels: Iterable[Level]) -> dict[str, str]:
    """What stands in the boxes of a row: the words that are held against what comes back."""
    levels = list(levels)
    names = ["participants", *(f"level_{level.pk}" for level in levels), "mean", "no_data"]
    words = dict.fromkeys(names, "")
    if figures is None:
        return words
    words["no_data"] = figures["no_data"]
    if figures["participants"] is not None:
        words["participants"] = str(figures["participants"])
    if figures["mean"] is not None:
        words["mean"] = compact(figures["mean"])
    for level in levels if figures["counts"] else ():
        words[f"level_{level.pk}"] = str(figures["counts"].get(level.code, 0))
    return words


def unsaved_words(failed: int, of: int) -> str:
    """«Не сохранены 2 строки из 15. Остальные 13 сохранены.»"""
    verb = agree(failed, "сохранена,сохранены")
    text = f"Не\xa0{verb} {failed}{NB}{form(failed, 'строка', 'строки', 'строк')} из\xa0{of}."
    rest = of - failed
    if not rest:
        return text
    return f"{text} {'Остальная сохранена' if rest == 1 else f'Остальные {rest} сохранены'}."


def fault_id(key: int, box: str, faults: Mapping) -> str:
    return f"fault-{key}-{box}" if box in faults else ""


def shares_of(figures: Mapping | None, heads: Mapping[str, str]) -> list[tuple]:
    found = []
    for side, head in heads.items():
        share = figures and figures[f"share_{side}"]
        if share is None:
            found.append((SIDES[side], head, "", "—", QUIET))
        elif figures["participants"] is None:
            found.append((SIDES[side], head, "", percent(share), LOUD))
        else:
            whole = f"{figures[f'{side}_n']}{NB}из{NB}{figures['participants']},"
            found.append((SIDES[side], head, whole, percent(share), LOUD))
    return found


def mean_of(figures: Mapping | None) -> str:
    """Of marks it follows from the counts; else what a document has told stands."""
    if figures and figures["counts"]:
        return num(mean_mark(figures["counts"]))
    return points(figures and figures["mean"])
