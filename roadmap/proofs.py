"""What an indicator demands as proof, and what is there."""

from collections.abc import Collection

from django.db.models import F

from .kinds import Reading
from .models import Evidence, Proof, Value

WANTED = {
    Proof.NONE: set(),
    Proof.ANY: {"link", "file"},
    Proof.LINK: {"link"},
    Proof.PAGE: {"link"},
    Proof.FILE: {"file"},
}


def proofs_of(values: Collection, *, without_dead: bool = False) -> dict[int, set[str]]:
    """Value → what stands as its proof: links, files; a dead link proves nothing any more."""
    standing = Evidence.objects.standing().filter(value__in=values)
    if without_dead:
        standing = standing.exclude(link=Evidence.Link.GONE)
    found: dict[int, set[str]] = {}
    for value, url in standing.values_list("value", "url"):
        found.setdefault(value, set()).add("link" if url else "file")
    return found


def not_mended(values: Collection) -> set[int]:
    """Of the values that came back those that are as they were: without another figure, which
    would have made a draft of them, and without a proof that was added since.
    """
    back = {value.pk for value in values if value.state == Value.State.RETURNED}
    if not back:
        return back
    newer = Evidence.objects.standing().filter(value__in=back, added_at__gt=F("value__decided_at"))
    return back - set(newer.values_list("value", flat=True))


def lacks_proof(proof: str, reading: Reading, proofs: Collection[str]) -> bool:
    """A gap, a «нет» and what was not begun have nothing to prove."""
    nothing = reading.no_data or reading.yes is False or reading.degree == "none"
    return not nothing and not is_enough(proof, proofs)


def takes(proof: str, what: str) -> bool:
    """Whether a «link» or a «file» is of use; where nothing is asked for, both are."""
    return not WANTED[proof] or what in WANTED[proof]


def is_enough(proof: str, proofs: Collection[str]) -> bool:
    return not WANTED[proof] or bool(WANTED[proof] & set(proofs))
