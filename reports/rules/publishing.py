"""The version for publication: nothing by which one pupil or teacher is known. Pure."""

from .recommending import Draft

FEW_PUPILS, FEW_TEACHERS = 5, 3
HIDDEN = "Данные не публикуются."
PUPILS = ("n", "k", "h", "n1", "k1", "h1", "k2", "n2", "ks", "ns", "hs", "kp", "np", "nb")
MORE_PUPILS = ("k9", "n9", "E", "x", "j", "jn", "flip", "gap", "gap_high", "hb", "k_now")
TEACHERS = (
    *("teachers", "diagnosed", "deficit", "supported", "iom", "iom_done", "young"),
    *("mentored", "courses", "shown", "high", "asked"),
)
# told as a phrase that may hold counts of a few
PHRASES = ("bases", "blamed", "listed", "differ", "in_grades", "span")


def published_reason(draft: Draft) -> str:
    """Counts of fewer than five pupils and of fewer than three teachers are not told."""
    told = [draft.values, *draft.values.get("others", ()), *draft.values.get("taken", ())]
    if draft.is_restricted or any(_is_small(values) for values in told):
        return HIDDEN
    return draft.reason


def _is_small(values: dict) -> bool:
    few = any(_below(values.get(name), FEW_PUPILS) for name in (*PUPILS, *MORE_PUPILS))
    teachers = any(_below(values.get(name), FEW_TEACHERS) for name in TEACHERS)
    return few or teachers or any(name in values for name in PHRASES)


def _below(value, limit: int) -> bool:
    return isinstance(value, int) and 0 < value < limit
