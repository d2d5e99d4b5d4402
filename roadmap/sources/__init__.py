"""Automatic values: what the portal itself knows of an indicator, by the code of its source.

A source tells of schools, one by one, and is lifted to the municipality by `facts.lift`; or it
tells of the municipality as a whole. Another app registers its own in its module `sources`, which
is read as the portal starts (RoadmapConfig.ready):

    from roadmap.facts import Told
    from roadmap.sources import Source, register

    def contracts(asked, schools):
        held = asked.ground.once("contracts", lambda: schools_with_contracts(asked.ground))
        return {school.pk: Told(yes=school.pk in held) for school in schools}

    register(Source(code="contracts", title="Договор о сетевом взаимодействии", told=contracts))

`ground.once` keeps what was read for the next indicator: the number of queries does not depend on
how many indicators there are. A school that is left out of the answer is «нет информации».
"""

from . import papers, results, roll_up, schools
from .choosing import Question, suiting, suits
from .registry import (
    AMOUNT,
    ANSWER,
    PART,
    ROWS,
    SOURCES,
    Asked,
    Source,
    choices,
    fact_of,
    facts_of_schools,
    of_rows,
    problems_of,
    register,
    sentence_of,
)

for source in (*results.OWN, *schools.OWN, *papers.OWN, *roll_up.OWN):
    register(source)

__all__ = [
    "AMOUNT",
    "ANSWER",
    "PART",
    "ROWS",
    "SOURCES",
    "Asked",
    "Question",
    "Source",
    "choices",
    "fact_of",
    "facts_of_schools",
    "of_rows",
    "problems_of",
    "register",
    "sentence_of",
    "suiting",
    "suits",
]
