"""What an indicator demands as proof, and what is there."""

from collections.abc import Collection

from .kinds import Reading
from .models import Evidence, Proof

WANTED = {
    Proof.NONE: set(),
    Proof.ANY: {"link", "file"},
    Proof.LINK: {"link"},
    Proof.PAGE: {"link"},
    Proof.FILE: {"file"},
}


def proofs_of(values: Collection) -> dict[int, set[str]]:
    """Value → what stands as its proof: links, files."""
    standing = Evidence.objects.standing().filter(value__in=values)
    found: dict[int, set[str]] = {}
    for value, url in standing.values_list("value", "url"):
        found.setdefault(value, set()).add("link" if url else "file")
    return found


def lacks_proof(proof: str, reading: Reading, proofs: Collection[str]) -> bool:
    """A gap, a «нет» and what was not begun have nothing to prove."""
    nothing = reading.no_data or reading.yes is False or reading.degree == "none"
    return not nothing and not is_enough(proof, proofs)


def takes(proof: str, what: str) -> bool:
    """Whether a «link» or a «file» is of use; where nothing is asked for, both are."""
    return not WANTED[proof] or what in WANTED[proof]


def is_enough(proof: str, proofs: Collection[str]) -> bool:
    return not WANTED[proof] or bool(WANTED[proof] & set(proofs))
