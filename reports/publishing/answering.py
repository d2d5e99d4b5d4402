"""An answer that anybody's cache may keep for a while, and that search engines may keep or not."""

import hashlib
from datetime import datetime

from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import http_date, quote_etag

from schools.models import Municipality

# what was taken back must be gone soon, also from the caches in between
MINUTES = 5


def answer(request, response, *, sha256: str = "", changed_at: datetime | None = None):
    """304 where the visitor has it already. `sha256`: of the body, where it is known."""
    etag = quote_etag(sha256 or hashlib.sha256(response.content).hexdigest())
    response["ETag"] = etag
    changed = changed_at and int(changed_at.timestamp())
    if changed:
        response["Last-Modified"] = http_date(changed)
    patch_cache_control(response, public=True, max_age=60 * MINUTES)
    patch_vary_headers(response, ["Cookie"])  # how the page looks is chosen in one
    return get_conditional_response(request, etag, changed, response)


def for_robots(municipality: Municipality | None, response):
    """Allowed by the municipality or by nobody."""
    if municipality is None or not municipality.is_indexed:
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response
