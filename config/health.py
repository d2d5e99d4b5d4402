"""Is the portal alive? Asked by whoever keeps it running: `python -m config.health`."""

import os
import sys
from urllib.request import Request, urlopen

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def healthz(request):
    """The page says nothing but that it could reach its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def ask(port: int) -> bool:
    """As the proxy in front would ask: over https, for a host that the portal serves."""
    host = settings.ALLOWED_HOSTS[0].lstrip(".")
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    try:
        with urlopen(
            Request(f"http://127.0.0.1:{port}/healthz/", headers=headers), timeout=5
        ) as it:
            return it.read() == b"ok"
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if ask(int(os.environ.get("PORT", "8000"))) else 1)
