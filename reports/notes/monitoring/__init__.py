"""«Мониторинг работы с ШНОР и ШНСУ»: what the municipality and its schools did and what came of it.

Subject: a municipality, a school year, a day. `compose(municipality, academic_year, on)`. The
order is that of the statute of a district: indicators of the municipality and of schools in pairs,
section by section of the programme; what was done; documents; results; conclusions; help.
`advice`: accepted recommendations in words, by school.
"""

from .composing import compose

__all__ = ["compose"]
