"""Every address × every person × whose object × method. An address that is not declared fails.

Each school and municipality bears a token; an answer with a token that its reader may not see is
a leak, whatever its form. Only a change that is allowed writes to a table.
"""

import pytest
from django.db import connection, transaction
from django.http import HttpResponseNotFound
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.access.campaigns import CAMPAIGNS
from tests.access.letters import LETTERS
from tests.access.notes import NOTES
from tests.access.policy import ABROAD, ELSEWHERE
from tests.access.policy import POLICY as OF_OTHERS
from tests.access.publishing import PUBLISHING
from tests.access.reading import Writes, offered, text_of
from tests.access.roadmap import ROADMAP
from tests.access.world import make_people, make_world

POLICY = OF_OTHERS | ROADMAP | CAMPAIGNS | LETTERS | NOTES | PUBLISHING
pytestmark = pytest.mark.django_db
OUT = {"nobody", "deactivated"}  # are asked to sign in
# our objects and foreign ones, seen by our people and by those of the other municipality
PARTS = {"ours": lambda person: person, "theirs": lambda person: ABROAD.get(person)}


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """Made once for the whole table; what a request changes is taken back by its savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {"ours": make_world("a1"), "theirs": make_world("b2")}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def people(worlds):
    found = make_people(worlds["ours"], worlds["theirs"])
    clients = {}
    for name, (user, tokens) in found.items():
        clients[name] = Client(), tokens
        if user:
            clients[name][0].force_login(user)
    return clients


def names(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}"


def test_every_address_is_declared():
    assert {name for name in names() if not name.startswith(ELSEWHERE)} == set(POLICY)


def asked(client, method, url, data=None):
    """What an answer says, and what was written to give it, which is taken back."""
    with transaction.atomic(), connection.execute_wrapper(writes := Writes()):
        response = getattr(client, method)(url, data or {})
        response.said, response.wrote = text_of(response), writes
        transaction.set_rollback(True)
    return response


def addresses(name, worlds):
    for rule in POLICY[name]:
        for side in PARTS if rule.args else ["ours"]:
            objects = worlds[side].objects
            kwargs = {
                arg: getattr(objects[kind], "pk", objects[kind]) for arg, kind in rule.args.items()
            }
            yield rule, side, reverse(name, kwargs=kwargs)


def may(rule, side, method, person):
    """Foreign objects are for those of the other municipality, and for the superuser."""
    if person in OUT and not rule.is_open:
        return False
    if rule.is_open:
        return bool(getattr(rule, method))
    if person == "superuser":
        return rule.allows(method, person) and not (rule.is_of_place and side == "theirs")
    if not rule.args or rule.is_common:
        return rule.allows(method, ABROAD.get(person, person))
    return rule.allows(method, PARTS[side](person) if person in ABROAD or side == "ours" else None)


@pytest.fixture
def bare_refusals(monkeypatch):
    """Thousands are refused here: the page that tells them so is asked for by its own test."""
    monkeypatch.setattr("config.urls.handler404", bare, raising=False)


def bare(request, exception):
    return HttpResponseNotFound(f"<html>{exception}")


@pytest.mark.parametrize("name", POLICY)
@pytest.mark.usefixtures("bare_refusals")
def test_who_sees_and_who_changes_what(name, worlds, people):
    wrong = []
    for rule, side, url in addresses(name, worlds):
        for person, (client, own) in people.items():
            for method in ("get", "post"):
                data = [rule.data] if method == "post" else []
                response = asked(client, method, url, *data)
                expected = may(rule, side, method, person)
                telling = worlds.values() if rule.is_common else [worlds[side]]
                told = {world.tokens[kind] for world in telling for kind in rule.tells}
                found = [judged(response, person, expected)]
                found += leaked(response, worlds, own | told)
                if not (expected and method == "post"):
                    found += response.wrote
                if expected and method == "get" and person not in OUT:
                    found += beyond(person, response, url)
                wrong += [f"{side} {url} {person} {method}: {what}" for what in found if what]

    assert not wrong, "\n".join(wrong)


REFUSING = ["schools:detail", "assessments:school", "identification:run", "roadmap:task"]


@pytest.mark.parametrize("name", [*REFUSING, "reports:note"])
def test_the_page_of_a_refusal_tells_and_offers_nothing_more(name, worlds, people):
    wrong = []
    for rule, side, url in addresses(name, worlds):
        for person, (client, own) in people.items():
            if person in OUT or may(rule, side, "get", person):
                continue
            response = asked(client, "get", url)
            assert "Такой страницы нет" in response.said
            found = leaked(response, worlds, own) + beyond(person, response, url)
            wrong += [f"{side} {url} {person}: {what}" for what in found]

    assert not wrong, "\n".join(wrong)


def judged(response, person, allowed) -> str:
    """What is wrong with an answer; nothing, where it is as it should be."""
    status = response.status_code
    if allowed:
        right = status in {200, 302} and not to_sign_in(response)
        return "" if right else f"{status}, should be allowed"
    if person in OUT:
        right = to_sign_in(response) or status == 405
        return "" if right else f"{status}, should be asked to sign in"
    return "" if status in {404, 405} else f"{status}, should be refused"


def leaked(response, worlds, own) -> list:
    tokens = {token for world in worlds.values() for token in world.tokens.values()}
    return [f"leaks {token}" for token in tokens - own if token in response.said]


def beyond(person, response, url) -> list:
    """What a page offers its reader although it may not be had."""
    if "<html" not in response.said:
        return []
    part = ABROAD.get(person, person)
    return [
        f"offers {method} {name}"
        for method, name in offered(response.said, url)
        if name in POLICY
        and not any(rule.is_open or rule.allows(method, part) for rule in POLICY[name])
    ]


def to_sign_in(response) -> bool:
    return response.status_code == 302 and response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", POLICY)
@pytest.mark.usefixtures("bare_refusals")
def test_an_unknown_method_changes_nothing(name, worlds, people):
    client, _tokens = people["admin"]
    answers = [
        asked(client, method, url)
        for _rule, _side, url in addresses(name, worlds)
        for method in ("put", "patch", "delete")
    ]

    assert [response.wrote for response in answers if response.wrote] == []
    assert max(response.status_code for response in answers) < 500
