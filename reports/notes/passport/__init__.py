"""«Паспорт школы»: everything the portal knows about one school, on two to four pages.

Subject: a school, a school year, a day. `compose(school, academic_year, on)`; results are told up
to that year, programmes and tasks as they stand on that day. `advice`: accepted recommendations,
each with `text`, `reason` and `term`.
"""

from .composing import compose

__all__ = ["compose"]
