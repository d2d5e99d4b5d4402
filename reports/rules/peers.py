"""A row of results as a line, and the lines of other schools together. Pure."""

from .facts import Facts
from .lines import Key, Line, Peers

SMALLEST = (3, 30)  # schools and participants, without whom there are no peers


def together(facts: Facts, where: str, schools: list, key: Key, years) -> Peers | None:
    """Counts added up; of shares alone the plain mean, told by that name."""
    lines = [
        (school, line_of(row, key, year, None))
        for school in schools
        for year in years
        if (row := facts.result_rows.get((school, key, year))) is not None
    ]
    counted = [line for _, line in lines if line.counted]
    n, k, h = (sum(getattr(line, name) for line in counted) for name in "nkh")
    with_counts = {school for school, line in lines if line.counted}
    if len(with_counts) >= SMALLEST[0] and n >= SMALLEST[1]:
        return Peers(where, len(with_counts), n, k, h)
    shared = [line for _, line in lines if line.shared and not line.is_empty_pair]
    if len(shared) < SMALLEST[0] or len(years) > 1:
        return None
    low, high = (
        round(sum(getattr(line, name) for line in shared) / len(shared))
        for name in ("share_low", "share_high")
    )
    return Peers(where, len(shared), share_low=low, share_high=high)


def line_of(row: dict, key: Key, year: int, peers: Peers | None) -> Line:
    return Line(
        key=key,
        years=(year,),
        n=row.get("participants"),
        k=row.get("low_n"),
        h=row.get("high_n"),
        share_low=row.get("share_low"),
        share_high=row.get("share_high"),
        mean=row.get("mean"),
        no_data=row.get("no_data") or "",
        counts=row.get("counts"),
        journal=row.get("journal"),
        is_watched=bool(row.get("objectivity_control")),
        scale=row.get("scale"),
        peers=peers,
    )
