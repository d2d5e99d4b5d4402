"""Every address × every person × whose object × method. An address that is not declared fails.

Each school and municipality bears a token; an answer with a token that its reader may not see is
a leak, whatever its form. What is refused leaves every table as it was.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.access.campaigns import CAMPAIGNS
from tests.access.letters import LETTERS
from tests.access.notes import NOTES
from tests.access.policy import ABROAD, ELSEWHERE
from tests.access.policy import POLICY as OF_OTHERS
from tests.access.publishing import PUBLISHING
from tests.access.reading import checksum, offered, text_of
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


@pytest.fixture(scope="module")
def untouched(people):
    return checksum()


def names(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            yield f"{prefix}{entry.name}"


def test_every_address_is_declared():
    assert {name for name in names() if not name.startswith(ELSEWHERE)} == set(POLICY)


def asked(client, method, url, data, expected):
    """What an answer says. A change that is allowed is taken back; none other may come about."""
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        response.said = text_of(response)
        transaction.set_rollback(method == "post" and expected)
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


@pytest.mark.parametrize("name", POLICY)
def test_who_sees_and_who_changes_what(name, worlds, people, untouched):
    tokens = {token for world in worlds.values() for token in world.tokens.values()}
    wrong = []
    for rule, side, url in addresses(name, worlds):
        for person, (client, own) in people.items():
            for method in ("get", "post"):
                expected = may(rule, side, method, person)
                data = rule.data if method == "post" else {}
                response = asked(client, method, url, data, expected)
                verdict = judged(response, person, expected)
                telling = worlds.values() if rule.is_common else [worlds[side]]
                told = {world.tokens[kind] for world in telling for kind in rule.tells}
                leaked = {token for token in tokens - own - told if token in response.said}
                if verdict or leaked:
                    told = f"{side} {url} {person} {method} {response.status_code}"
                    wrong.append(f"{told} {verdict} {leaked or ''}")
                if method == "get" and expected and person not in OUT and "<html" in response.said:
                    wrong += [f"{url} offers {person} {o}" for o in beyond(person, response, url)]

    assert not wrong, "\n".join(wrong)
    assert checksum() == untouched, "what was refused changed a table"


def judged(response, person, allowed) -> str:
    """What is wrong with an answer; nothing, where it is as it should be."""
    status = response.status_code
    if allowed:
        return "" if status in {200, 302} and not to_sign_in(response) else "should be allowed"
    if person in OUT:
        return "" if to_sign_in(response) or status == 405 else "should be asked to sign in"
    return "" if status in {404, 405} else "should be refused"


def beyond(person, response, url) -> list:
    """What a page offers its reader although it may not be had."""
    part = ABROAD.get(person, person)
    return [
        (method, name)
        for method, name in offered(response.said, url)
        if name in POLICY
        and not any(rule.is_open or rule.allows(method, part) for rule in POLICY[name])
    ]


def to_sign_in(response) -> bool:
    return response.status_code == 302 and response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", POLICY)
def test_an_unknown_method_changes_nothing(name, worlds, people, untouched):
    client, _tokens = people["admin"]
    answers = []
    with transaction.atomic():
        for _rule, _side, url in addresses(name, worlds):
            for method in ("put", "patch", "delete"):
                answers.append(getattr(client, method)(url).status_code)
        now = checksum()
        transaction.set_rollback(True)

    assert now == untouched
    assert max(answers) < 500
