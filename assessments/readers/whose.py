"""Whose row it is, as far as a name tells: one school, or several together."""

import re

from schools.naming import kind_in, normalised

from .cells import title

SCHOOL = {"школа", "интернат", "гимназия", "лицей"}
TOTALS = re.compile(r"(итого|всего|среднее|в среднем|по району|по муниципалитету|район)\b")
CLUSTER = re.compile(r"\bкластер\w*")


def names_school(name: str) -> bool:
    """«Школа № 5» and «НОШ 21», but not «Сельские школы»."""
    return bool(kind_in(name)) or not SCHOOL.isdisjoint(normalised(name).split())


def is_of_several(name: str) -> bool:
    """«Итого», «1 кластер»: such a row has numbers too."""
    said = title(name)
    return bool(TOTALS.match(said)) or (bool(CLUSTER.search(said)) and not names_school(name))
