"""«О динамике результатов»: what changed in a year, procedure by procedure, beyond chance.

Subject: a municipality, a school year, a day. `compose(municipality, academic_year, on)`: the year
is held against the one before it. No school has a place in it: schools stand as in the register.
"""

from .composing import compose

__all__ = ["compose"]
