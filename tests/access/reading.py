"""All that an answer says, as text: body, headers, insides of PDFs and workbooks."""

import hashlib
import io
import re
import zipfile
from functools import cache
from urllib.parse import unquote

from django.apps import apps
from django.urls import resolve
from pypdf import PdfReader

OURS = ("schools", "assessments", "identification", "roadmap", "mentoring", "reports")


def text_of(response) -> str:
    if response.streaming:
        body = b"".join(response)
        # closing the whole answer would close the database too
        for close in response._resource_closers:
            close()
    else:
        body = response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{unquote(headers)}\n{_text(body)}"


@cache
def _text(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        return f"{reader.metadata}" + "".join(page.extract_text() for page in reader.pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "".join(
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    return body.decode("utf-8", "replace")


LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')
POSTED = re.compile(r'<form[^>]*method="post"[^>]*?(?:action="(/[^"#?]*)[^>]*)?>')


def offered(page: str, url: str) -> set[tuple[str, str]]:
    """(method, name of an address) of every link and every form that a page offers."""
    found = {("get", path) for path in LINK.findall(page)}
    found |= {("post", path or url) for path in POSTED.findall(page)}
    return {(method, resolve(path).view_name) for method, path in found}


# sessions are no table of ours
READING = re.compile(
    r"SELECT |SAVEPOINT |RELEASE SAVEPOINT |ROLLBACK TO SAVEPOINT |[A-Z ]+ \"django_session\""
)


class Writes(list):
    """Wraps a connection and keeps every statement of it that does more than read."""

    def __call__(self, execute, sql, *rest):
        if not READING.match(sql):
            self.append(sql)
        return execute(sql, *rest)


def checksum() -> str:
    """Of every table of ours: two are the same if no row is another."""
    digest = hashlib.sha256()
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            # signing in writes the moment of it
            names = [f.attname for f in model._meta.concrete_fields if f.name != "last_login"]
            rows = model._base_manager.order_by("pk").values_list(*names)
            digest.update(f"{model._meta.label}{list(rows)}".encode())
    return digest.hexdigest()
