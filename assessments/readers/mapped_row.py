"""The cells that a row of a mapped table has for one work → its figures, or what is wrong."""

from dataclasses import dataclass
from decimal import Decimal

from assessments.naming import REASONS
from assessments.rules import BOTH
from schools.russian import joined

from .cells import half_up, letter, number, title, whole
from .reading import Figures, Reading
from .restoring import no_share, restored, rounding, unit_of
from .shares_wide import DASHES, WORDS, share_of

PARTICIPANTS, LEVEL, LEVEL_SHARE = "participants", "level", "level_share"
LOW, HIGH, MEAN, REASON = "share_low", "share_high", "mean", "reason"
SHARES = (LOW, HIGH)
COMMON = None  # the work of a column that all works share
NO_COUNT = "Нужно целое число учеников. Исправьте или очистите ячейку."
NO_SCORE = "Нужно число, например 64,5. Исправьте или очистите ячейку."
NO_REASON = f"Такой причины нет. Выберите из списка: {joined(REASONS.values(), 'или')}."
TWO_REASONS = "Названы две разные причины. Оставьте одну."
ONE_SHARE = "Есть только одна доля из двух. Впишите обе или оставьте обе пустыми."
NO_PARTICIPANTS = "Без числа участников доли не превратить в числа учеников. Впишите его."
NOBODY = "Участников нет, а доли отметок есть. Проверьте их."


@dataclass
class Cells:
    """`told`: column → text. A dash or a blank is no number; a word may be the reason why."""

    reading: Reading
    row: int
    sheet: str
    told: dict
    is_fraction: bool
    drops_participants: bool = False
    is_rounded: bool = False
    in_place: str = ""

    def __post_init__(self):
        self.words = {
            c: WORDS[title(said)] for c, said in self.told.items() if title(said) in WORDS
        }
        self.numbers = {
            column: said
            for column, said in self.told.items()
            if said and said not in DASHES and column not in self.words and column.means != REASON
        }

    @property
    def first(self) -> int:
        own = [column.place for column in self.told if column.work is not COMMON]
        return min(own or [column.place for column in self.told])

    def figures(self) -> Figures | None:
        before = len(self.reading.problems)
        own = {c: said for c, said in self.numbers.items() if c.work is not COMMON}
        reason = self._reason()
        if reason and any(number(said) != 0 for said in own.values()):
            self._complain(min(own), BOTH)
        figures = self._gap(reason) if reason or not own else self._read_numbers()
        return figures if len(self.reading.problems) == before else None

    def _reason(self) -> str:
        for column, said in self.told.items():
            if column.means == REASON and said not in ("", *DASHES) and column not in self.words:
                self._complain(column, NO_REASON)
        if len(set(self.words.values())) > 1:
            self._complain(max(self.words), TWO_REASONS)
        return next(iter(self.words.values()), "")

    def _gap(self, reason: str) -> Figures:
        """What stood in place of a number is kept: whoever imports says what it means."""
        has_dash = any(said in DASHES for said in self.told.values())
        self.in_place = next((self.told[c] for c in self.words), "-" if has_dash else "")
        return Figures(no_data=reason or "unknown")

    def _read_numbers(self) -> Figures | None:
        participants = self._participants()
        counts = {c.level: self._pupils(c) for c in self._of(LEVEL)}
        if self._of(LEVEL_SHARE):
            counts = self._restored(participants)
        low, high = (self._share(means) for means in SHARES)
        if (low is None) != (high is None):
            missing = [c for c in self.told if c.means in SHARES and c not in self.numbers]
            self._complain(next(iter(missing), min(self.told)), ONE_SHARE)
        mean = self._mean()
        if participants == 0 and not any(number(said) for said in self.numbers.values()):
            return Figures(no_data="no_participants")
        if counts and not any(c.means == PARTICIPANTS for c in self.told):
            participants = sum(n for n in counts.values() if n)
        if not counts and high is not None and participants is not None:
            self.drops_participants, participants = True, None
        return Figures(participants, counts or None, low, high, mean)

    def _of(self, means: str) -> list:
        """The columns with this meaning, if any of them has a number in this row."""
        columns = [column for column in self.told if column.means == means]
        return columns if any(column in self.numbers for column in columns) else []

    def _participants(self) -> int | None:
        column = next(iter(self._of(PARTICIPANTS)), None)
        return None if column is None else self._pupils(column)

    def _pupils(self, column) -> int:
        """A blank beside levels that are told is a zero: their sum shows whether it is."""
        if column not in self.numbers:
            return 0
        pupils = whole(self.numbers[column])
        if pupils is None or self.numbers[column].endswith("%"):
            self._complain(column, NO_COUNT)
        return pupils or 0

    def _restored(self, participants: int | None) -> dict[str, int]:
        columns = {column.level: column for column in self._of(LEVEL_SHARE)}
        shares = {code: self._percent(column) for code, column in columns.items()}
        first = next(c for c in columns.values() if c in self.numbers)
        if None in shares.values():
            return {}
        if not participants:
            if participants is None or any(shares.values()):
                self._complain(first, NO_PARTICIPANTS if participants is None else NOBODY)
            return {}
        unit = unit_of(shares.values())
        counts, wrong = restored(shares, participants, rounding(shares.values()))
        for code, message in wrong.items():
            self._complain(columns[code] if code else self._of(PARTICIPANTS)[0], message)
        # a coarse share leaves open how many pupils it is; one that is exact does not
        self.is_rounded = unit * participants > 100 and bool(restored(shares, participants)[1])
        return counts

    def _percent(self, column) -> Decimal | None:
        said = self.numbers.get(column, "0")
        share = number(said)
        if share is not None and self.is_fraction and not said.endswith("%"):
            share = share.scaleb(2)
        if share is None or share > 100:
            self._complain(column, no_share(column.level))
            return None
        return share

    def _share(self, means: str) -> int | None:
        for column in self._of(means):
            share, message = share_of(self.numbers[column], not self.is_fraction)
            if message:
                self._complain(column, message)
            return share or 0
        return None

    def _mean(self) -> Decimal | None:
        for column in self._of(MEAN):
            mean = number(self.numbers[column])
            if mean is None:
                self._complain(column, NO_SCORE)
            return mean and half_up(mean, "0.01")
        return None

    def _complain(self, column, message: str) -> None:
        self.reading.complain(
            self.row, letter(column.place), self.told[column], message, self.sheet
        )
