"""A district judged by shares below the minimum: what the tests of pages and papers share."""

from tests.factories import (
    RUSSIAN,
    make_methodology,
    make_result,
    make_sitting,
    make_verdicts,
)

MATHS = RUSSIAN | {"subject": "Математика"}
EXAM = {"kind": "OGE", "grade": 9, "subject": "Математика", "variant": None}
SHARE_BELOW = {
    "procedures": [RUSSIAN, MATHS, EXAM],
    "threshold": 30,
    "hits_last_year": 2,
    "hits_each_year": 1,
    "years": 2,
    "same_procedure": False,
    "min_participants": 0,
    "not_held": "skip",
    "statuses": [{"status": "low"}],
}


def tell(school, procedure, participants=30, low_n=0, *, academic_year=2026, **fields):
    named = procedure | {"variant": procedure["variant"] or ""}
    sitting = make_sitting(academic_year=academic_year, **named)
    if fields:
        return make_result(school=school, sitting=sitting, **fields)
    return make_result(
        school=school, sitting=sitting, participants=participants, low_n=low_n, high_n=0
    )


def make_low(school):
    """Two hits of three in the year: one of them by a single pupil."""
    tell(school, RUSSIAN, low_n=9)
    tell(school, MATHS, low_n=15)
    tell(school, EXAM, participants=8, low_n=0)
    return school


def judged(municipality, **parameters):
    methodology = make_methodology(
        municipality,
        title="Доля не достигших минимума",
        method="share_below",
        parameters=SHARE_BELOW | parameters,
    )
    return make_verdicts(municipality=municipality, methodology=methodology)
