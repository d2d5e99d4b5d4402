"""Percentages of the levels back to pupils: half up, and every percentage must be explained.

12.36 + 52.81 + 26.97 + 7.87 is 100.01, and yet 11 + 47 + 24 + 7 is 89.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from assessments.scales import BANDS, FOUR_LEVELS

from .cells import half_up

PRINTED = Decimal("0.01")
LABELS = {level.code: level.label for level in (*BANDS, *FOUR_LEVELS)}


def level_said(code: str) -> str:
    """«отметки «2»», «уровня «базовый»»."""
    return f"отметки «{code}»" if code.isdecimal() else f"уровня «{LABELS.get(code, code)}»"


def no_share(code: str) -> str:
    return f"Доля {level_said(code)} — число от 0 до 100."


def unit_of(shares: Iterable[Decimal]) -> Decimal:
    """What the last printed digit is worth, in percent: shares of a row are rounded alike."""
    return Decimal(1).scaleb(min([0, *(s.as_tuple().exponent for s in shares if s)]))


def rounding(shares: Iterable[Decimal]) -> Decimal:
    """How far a printed share may be from the true one."""
    return max(PRINTED, unit_of(shares) / 2)


def rounding_of_few(shares: Collection[Decimal], participants: int) -> Decimal:
    """The same as long as only one number of pupils is so near: else two digits are asked for."""
    return rounding(shares) if unit_of(shares) * participants <= 100 else PRINTED


def restored(
    shares: Mapping[str, Decimal], participants: int, printed: Decimal | None = None
) -> tuple[dict[str, int], dict[str, str]]:
    """Counts by level, and what is wrong by level; under "" what is wrong with them together.

    `printed`: how far a printed share may be from the true one.
    """
    printed = rounding_of_few(shares.values(), participants) if printed is None else printed
    counts = {code: int(half_up(share * participants / 100)) for code, share in shares.items()}
    wrong = {
        code: f"Такой доли {level_said(code)} не бывает, если участников {participants}. "
        "Проверьте долю и число участников."
        for code, share in shares.items()
        if abs(Decimal(counts[code] * 100) / participants - share) > printed
    }
    total = sum(counts.values())
    if not wrong and total != participants:
        what = "отметок" if all(code.isdecimal() for code in shares) else "уровней"
        wrong[""] = f"По долям {what} участников {total}. Проверьте доли и число участников."
    return counts, wrong
