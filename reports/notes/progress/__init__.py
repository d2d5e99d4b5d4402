"""«О ходе реализации программы»: indicators, activities, proofs and what changed in a span of days.

Subject: a programme of the municipality, the first and the last day of a quarter, a half-year or a
year, and the day on which it is told. `compose(programme, starts_on, ends_on, on)`. Its first
section is the sheet of the planning meeting.
"""

from .composing import compose

__all__ = ["compose"]
