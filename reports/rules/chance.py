"""Is it more than noise? Exact, after the distribution that «Stability» draws from. Pure.

Of `n0` pupils `k0` were below the minimum; how many of `n` would be, if nothing but chance were at
work? K′ ~ Beta-Binomial(n; k0 + ½, n0 − k0 + ½). What happens by chance less often than once in
ten is more than noise. A limit of ours: it never changes a status, it only asks to look or to help.
"""

from functools import lru_cache
from math import exp, lgamma

RARE = 0.10


def more(k: int, n: int, k0: int, n0: int) -> bool:
    """So many by chance less often than once in ten."""
    return n > 0 and n0 > 0 and sum(_chances(n, k0, n0)[k:]) < RARE


def less(k: int, n: int, k0: int, n0: int) -> bool:
    """So few by chance less often than once in ten."""
    return n > 0 and n0 > 0 and sum(_chances(n, k0, n0)[: k + 1]) < RARE


def at_most(k0: int, n0: int, n: int) -> int | None:
    """The largest count among `n` that is better than noise; None where even none at all is not."""
    found = [k for k in range(n + 1) if less(k, n, k0, n0)]
    return found[-1] if found else None


def at_least(h0: int, n0: int, n: int) -> int | None:
    """The smallest count among `n` that is above noise; None where even all of them are not."""
    return next((h for h in range(n + 1) if more(h, n, h0, n0)), None)


@lru_cache(maxsize=4096)
def _chances(n: int, k0: int, n0: int) -> tuple[float, ...]:
    a, b = k0 + 0.5, n0 - k0 + 0.5
    whole = _log_beta(a, b) - lgamma(n + 1)
    return tuple(
        exp(_log_beta(k + a, n - k + b) - lgamma(k + 1) - lgamma(n - k + 1) - whole)
        for k in range(n + 1)
    )


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
