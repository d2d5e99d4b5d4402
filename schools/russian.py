"""Figures the way officials read them: «3 из 12, 25 %», «2018/2019», «4 школы». Pure.

A form that cannot be counted out (the genitive of a town, the case of a school's name) is data,
never guessed here.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NB = "\u00a0"
MONTHS = [
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
]
NOMINATIVE = [
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
]


def num(value, places: int = 2) -> str:
    """71.3 → «71,30»: decimal comma, real minus, thousands apart."""
    value = Decimal(str(value)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    return f"{value:,}".replace(",", NB).replace(".", ",").replace("-", "−")


def compact(value) -> str:
    """72.5 → «72,5», 72 → «72»: as many decimals as there are, thousands apart."""
    value = Decimal(str(value))
    return num(value, max(0, -value.normalize().as_tuple().exponent))


def points(score) -> str:
    """A score, «72,50»; a dash where there is none."""
    return "—" if score is None or score == "" else num(score)


def signed(value) -> str:
    """A contribution: «+3,65», «−0,40», «0,00»."""
    return ("+" if Decimal(str(value)) > 0 else "") + num(value)


def percent(hundredths: int) -> str:
    """7300 → «73 %», 1236 → «12,36 %»."""
    number = f"{Decimal(hundredths) / 100:.2f}".rstrip("0").rstrip(".")
    return f"{number.replace('.', ',')}{NB}%"


def share(part: int, whole: int) -> str:
    """4 of 15 → «27 %»: whole percents while the whole is below 100; a dash for nothing."""
    if not whole:
        return "—"
    return f"{num(Decimal(part) * 100 / Decimal(whole), 0 if whole < 100 else 1)}{NB}%"


def figure(count: int | None, whole: int | None, hundredths: int) -> str:
    """A share never stands without its count; where nobody told the count, it says so."""
    if count is None or whole is None:
        return f"{percent(hundredths)} (число участников неизвестно)"
    return f"{count} из {whole}, {percent(hundredths)}"


def school_year(academic_year: int) -> str:
    return f"{academic_year - 1}/{academic_year}"


def in_words(day: date) -> str:
    """«24 ноября 2026 г.»"""
    return f"{day.day}{NB}{MONTHS[day.month - 1]} {day.year}{NB}г."


def month_of(day: date) -> str:
    """«июнь 2020»: what was published in a month, its day is not told."""
    return f"{NOMINATIVE[day.month - 1]} {day.year}"


def form(number, one: str, few: str, many: str) -> str:
    """The form a noun takes beside a number: 1 школа, 2 школы, 5 школ, 71,3 балла."""
    number = Decimal(str(number))
    if number != int(number):
        return few
    tens, units = abs(int(number)) % 100, abs(int(number)) % 10
    if 11 <= tens <= 14:
        return many
    return one if units == 1 else few if 2 <= units <= 4 else many


def plural(number, forms: str) -> str:
    """4, "школа,школы,школ" → «школы»."""
    return form(number, *(part.strip() for part in forms.split(",")))


def beside(number, word: str) -> str:
    """A number is tied to a short word; before a long one the line may break."""
    return f"{compact(number)}{NB if len(word) <= 7 else ' '}{word}"


def count(number, forms: str) -> str:
    """4, "школа,школы,школ" → «4 школы»."""
    return beside(number, plural(number, forms))


def out_of(number, forms: str) -> str:
    """After «из», «у», «для» the noun is genitive: 21, "школы,школ" → «21 школы».

    A fraction takes the singular: «ниже 72,5 балла».
    """
    one, many = (part.strip() for part in forms.split(","))
    whole = Decimal(str(number)) % 1 == 0
    return beside(number, form(number, one, many, many) if whole else one)


def agree(number, forms: str) -> str:
    """The verb: 21, "набрала,набрали" → «набрала»."""
    one, many = (part.strip() for part in forms.split(","))
    return form(number, one, many, many)


def ordinal(number: int, ending: str = "е") -> str:
    """8 → «8-е»: the ending is chosen by the sentence, never guessed."""
    return f"{number}\u2011{ending}"


def joined(items: Iterable, last: str = "и") -> str:
    """«А, Б и В»."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def school_name(short_name: str) -> str:
    """«СОШ 5» is printed as «СОШ № 5»; a name that ends otherwise stands as it is."""
    return re.sub(r"^(\S+) (\d+)$", rf"\1 №{NB}\2", short_name)


def one_line(text: str) -> str:
    """Without line breaks and control characters: no paper shows those."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def many_lines(text: str) -> str:
    return "\n".join(map(one_line, text.splitlines())).strip()
