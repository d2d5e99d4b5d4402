"""Every address × every person × whose object × method. An address that is not declared fails.

Each school and municipality bears a token; an answer with a token that its reader may not see is
a leak, whatever its form. What is refused leaves every table as it was.
"""

import pytest
from django.urls import URLResolver, get_resolver, reverse

from tests.access.policy import ELSEWHERE, POLICY, Rule
from tests.access.reading import checksum, text_of
from tests.access.world import make_people, make_world

WORLDS = ("ours", "theirs")
ABROAD = {"outsider", "foreign_director"}


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once for the whole table: what may be changed is changed inside a savepoint."""
    with django_db_blocker.unblock():
        yield {"ours": make_world("a1"), "theirs": make_world("b2")}


def names(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}"


def test_every_address_is_declared():
    found = {name for name in names() if not name.startswith(ELSEWHERE)}

    assert found == set(POLICY)
