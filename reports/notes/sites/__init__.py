"""«О результатах мониторинга сайтов»: what must stand on each site, what was found, what changed.

Subject: a round of looking at sites. `compose(check, on)`; without a day it is told as of the day
of the round.
"""

from .composing import compose

__all__ = ["compose"]
