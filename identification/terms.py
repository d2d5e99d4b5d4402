"""Short words of «почему», told where a director meets them first. Pure."""

from collections.abc import Iterable

from schools.russian import NB

SMALL = "Малая выборка: участников меньше 10, один ученик заметно меняет результат."
POINTS = (
    f"П.{NB}п.{NB}— процентные пункты, разница двух долей: с{NB}20{NB}% до{NB}25{NB}%{NB}— "
    f"это{NB}5{NB}п.{NB}п."
)


def terms_of(texts: Iterable[str], *, has_small: bool) -> list[str]:
    """`texts`: all in which points may be named."""
    said = " ".join(texts).replace(NB, " ").lower()
    return [*([SMALL] if has_small else []), *([POINTS] if "п. п." in said else [])]
