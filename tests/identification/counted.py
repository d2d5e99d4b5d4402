"""Facts of a method from a plain table, with no database behind them."""

import pandas as pd

from identification.methods.facts import NOT_HELD, PROCEDURE, RESULTS, SCHOOLS, Facts

YEAR = 2023
RUSSIAN = ("VPR", 4, "Русский язык", "")
MATHS = ("VPR", 4, "Математика", "")
OGE = ("OGE", 9, "Русский язык", "")
OGE_MATHS = ("OGE", 9, "Математика", "")


def hundredths(part, whole):
    """Half up, by long division."""
    number, rest = divmod(part * 10_000, whole)
    return number + (2 * rest >= whole)


def procedure(key):
    kind, grade, subject, variant = key
    return {"kind": kind, "grade": grade, "subject": subject, "variant": variant or None}


def facts_of(results, *, year=YEAR, schools=None, not_held=()):
    """`results`: {(school, year, procedure): (participants, low, high), or two shares in

    hundredths of a percent, low and high, or the reason of a gap}; `schools`: {school: cluster}.
    """
    schools = schools or dict.fromkeys((school for school, *_where in results), "сёла")
    register = [
        {"school_id": name, "short_name": name, "kind_of_school": "secondary", "cluster": cluster}
        for name, cluster in schools.items()
    ]
    return Facts(
        academic_year=year,
        schools=pd.DataFrame(register).reindex(columns=SCHOOLS).astype(object),
        results=_frame([_row(*where, told) for where, told in results.items()], RESULTS),
        not_held=_frame(
            [
                {"academic_year": when} | dict(zip(PROCEDURE, key, strict=True))
                for when, key in not_held
            ],
            NOT_HELD,
        ),
    )


def _frame(rows, columns):
    return pd.DataFrame(rows).reindex(columns=columns).astype(object)


def _row(school, year, key, told):
    row = {"school_id": school, "academic_year": year} | dict(zip(PROCEDURE, key, strict=True))
    if isinstance(told, str):
        return row | {"no_data": told}
    if len(told) == 2:
        return row | {"no_data": "", "share_low": told[0], "share_high": told[1]}
    n, low, high = told
    shares = {"share_low": hundredths(low, n or 1), "share_high": hundredths(high, n or 1)}
    return row | {"no_data": "", "participants": n, "low_n": low, "high_n": high} | shares
