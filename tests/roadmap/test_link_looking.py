"""A link is looked at politely, within a time, and never inside the network of the portal."""

import socket
import ssl
from dataclasses import replace
from datetime import date
from time import monotonic

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from roadmap.links import asking
from roadmap.links.addresses import is_public
from roadmap.links.asking import OPEN_INTERNET, Gate
from roadmap.links.looking import Lookout
from tests.factories import AT
from tests.roadmap.site_of_tests import serving

HERE = "127.0.0.1"


def by_book(host, _port):
    """The internet of the tests: schools are on this machine, the rest is as it says."""
    if host.endswith(".test"):
        return [HERE]
    if host == "nowhere.invalid":
        raise socket.gaierror
    return [told[4][0] for told in socket.getaddrinfo(host, 80, type=socket.SOCK_STREAM)]


# the server of the tests is the only number of this network that may be asked, and by name only
GATE = Gate(resolve=by_book, allows=lambda number: number == HERE, ports=None)


@pytest.fixture
def site():
    with serving() as made:
        yield made


def look(site, path, *, gate=GATE, total=5.0, **options):
    options = {"pause": 0, "total": total, "gate": gate} | options
    return Lookout(**options).look(
        site.url(path) if not path.startswith(("http:", "https:")) else path
    )


def test_a_page_that_opens_is_alive(site):
    found = look(site, "plan.pdf")

    assert (found.link, found.note, found.final_url) == ("alive", "", "")
    assert found.content_type == "application/pdf"
    assert found.changed_on == date(2026, 9, 16)
    assert site.asked == [("GET", "/robots.txt"), ("HEAD", "/plan.pdf")]


@pytest.mark.parametrize(
    ("path", "link", "note"),
    [
        ("none", "gone", "страницы нет (404)"),
        ("gone", "gone", "страница удалена (410)"),
        ("broken", "gone", "ошибка сайта (500)"),
        ("forbidden", "refused", "сайт не пускает программы (403)"),
        ("only-get", "alive", ""),
        ("slash", "alive", ""),
        ("relative", "gone", "страницы нет (404)"),
        ("loop", "gone", "адрес ведёт по кругу"),
        ("far", "gone", "больше 5 переадресаций подряд"),
        ("closes", "gone", "сайт оборвал ответ или ответил непонятно"),
        ("garbage", "gone", "сайт оборвал ответ или ответил непонятно"),
        ("short", "alive", ""),
        ("long", "alive", ""),
        ("cookie", "moved", ""),
    ],
)
def test_what_a_site_answers_is_told_in_words(site, path, link, note):
    found = look(site, path)

    assert (found.link, found.note) == (link, note)


def test_where_a_moved_page_is_now(site):
    found = look(site, "moved")

    assert (found.link, found.final_url) == ("moved", site.url("plan.pdf"))


def test_a_home_page_instead_of_the_page_is_pointed_out(site):
    found = look(site, "to-root")

    assert (found.link, found.note) == ("moved", "вместо страницы открывается главная")


def test_a_name_that_is_nobody_s(site):
    assert look(site, "http://nowhere.invalid/").note == "сайта с таким именем нет"


def test_a_site_that_is_off(site):
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]

    assert look(site, f"http://school.test:{port}/").note == "сайт не принимает соединений"


# time and size


@pytest.mark.parametrize("path", ["silent", "slow-head", "continues"])
def test_however_slow_a_site_is_all_ends_in_time(site, path):
    began = monotonic()

    found = look(site, path, total=0.6)

    assert (found.link, found.note) == ("gone", "сайт не ответил вовремя")
    assert monotonic() - began < 1.5


@pytest.mark.parametrize("path", ["endless", "dripping"])
def test_no_more_of_a_page_is_read_than_is_of_use(site, path, monkeypatch):
    bodies = []
    taken = asking._some_of
    monkeypatch.setattr(asking, "_some_of", lambda r: bodies.append(taken(r)) or bodies[-1])
    began = monotonic()

    found = look(site, path, total=0.8)

    assert found.link == "alive"
    assert 0 < len(bodies[-1]) <= asking.CAP
    assert monotonic() - began < 1.5


# nothing inside the network of the portal


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/home",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:{port}/home",
        "http://[::ffff:127.0.0.1]:{port}/home",
        "http://2130706433:{port}/home",
        "http://0177.0.0.1:{port}/home",
        "http://localhost:{port}/home",
        "http://10.0.0.1/",
        "http://0.0.0.0:{port}/home",
    ],
)
def test_a_redirect_into_a_private_network_is_not_followed(site, target):
    """The public site is asked, what it points to is not."""
    once = {HERE: 2}  # robots.txt and the first page: from there on only the open internet

    def allows(number):
        once[number] = once.get(number, 0) - 1
        return once[number] >= 0 or is_public(number)

    found = look(site, f"to?{target.format(port=site.port)}", gate=replace(GATE, allows=allows))

    assert (found.link, found.note) == ("refused", "адрес ведёт во внутреннюю сеть")
    assert [method for method, _path in site.asked] == ["GET", "HEAD"]


@pytest.mark.parametrize(
    ("target", "note"),
    [
        ("ftp://school.test/", "адрес должен начинаться с http:// или https://"),
        ("file:///etc/passwd", "адрес должен начинаться с http:// или https://"),
        ("http://root:x@school.test/", "в адресе указаны имя или пароль"),
        ("javascript:alert(1)", "адрес должен начинаться с http:// или https://"),
        ("http://school.test:99999/", "адрес написан с ошибкой"),
    ],
)
def test_a_redirect_to_what_is_no_page_is_told(site, target, note):
    found = look(site, f"to?{target}")

    assert found.link == "refused"
    assert found.note == f"переадресация на адрес, который не проверяется: {note}"


def test_a_name_with_one_private_number_is_not_asked_at_all(site):
    gate = replace(OPEN_INTERNET, resolve=lambda *_: ["93.184.215.14", HERE], ports=None)

    found = look(site, "plan.pdf", gate=gate)

    assert (found.link, found.note) == ("refused", "адрес ведёт во внутреннюю сеть")
    assert site.asked == []


def test_a_name_is_asked_once_for_a_request_and_the_connection_goes_to_that_number(site):
    """A name that changes its number between the look and the request gains nothing."""
    answers = iter([[HERE], [HERE], ["169.254.169.254"]])
    asked = []

    def changing(host, _port):
        asked.append(host)
        return next(answers)

    found = look(site, "plan.pdf", gate=replace(GATE, resolve=changing))

    assert found.link == "alive"
    assert asked == ["school.test", "school.test"]  # robots.txt, the page
    assert {told["Host"] for told in site.seen_headers} == {f"school.test:{site.port}"}


def test_the_portal_itself_asks_the_open_internet_only(site):
    for url in (
        site.url("plan.pdf", HERE),
        site.url("plan.pdf", "localhost"),
        site.url("x", "[::1]"),
    ):
        found = Lookout(pause=0).look(url)
        assert found.link == "refused", url
    assert Lookout(pause=0).look(f"http://{HERE}/").note == "адрес ведёт во внутреннюю сеть"
    assert site.asked == []


# manners


def test_what_a_site_forbids_programs_is_not_opened(site):
    site.robots = "User-agent: *\nDisallow: /plan.pdf"

    found = look(site, "plan.pdf")

    assert found.link == "refused"
    assert "robots.txt" in found.note
    assert site.asked == [("GET", "/robots.txt")]


def test_a_redirect_to_what_a_site_forbids_is_not_followed(site):
    site.robots = "User-agent: OporaLinks\nDisallow: /plan.pdf"

    assert look(site, "moved").link == "refused"
    assert ("HEAD", "/plan.pdf") not in site.asked


def test_robots_are_asked_once_for_many_links(site):
    lookout = Lookout(gate=GATE, pause=0)
    for path in ("home", "plan.pdf", "gone"):
        lookout.look(site.url(path))

    assert site.asked.count(("GET", "/robots.txt")) == 1


def test_a_site_is_given_time_between_two_requests(site):
    waited = []
    lookout = Lookout(gate=GATE, pause=7, wait=waited.append)

    lookout.look(site.url("plan.pdf"))

    assert [round(pause) for pause in waited] == [7]


def test_a_site_may_ask_for_more_patience_but_not_for_a_day(site):
    site.robots = "User-agent: *\nCrawl-delay: 86400"
    waited = []

    Lookout(gate=GATE, pause=1, wait=waited.append).look(site.url("plan.pdf"))

    assert [round(pause) for pause in waited] == [10]


def test_it_says_who_asks_and_carries_no_cookie_on(site):
    Lookout(home="https://opora.example", gate=GATE, pause=0).look(site.url("cookie"))

    assert {told["User-Agent"] for told in site.seen_headers} == {
        "OporaLinks/1.0 (+https://opora.example)"
    }
    assert not any("Cookie" in told for told in site.seen_headers)


# TLS


def certificate(name: str, folder) -> tuple[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(AT.replace(year=2020))
        .not_valid_after(AT.replace(year=2100))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "site.pem", folder / "site.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return tuple(map(str, paths))


@pytest.fixture
def secure(tmp_path):
    """A site with a certificate of its own, and the gate that trusts it."""
    paths = certificate("school.test", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    names = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    with serving(lambda plain: context.wrap_socket(plain, server_side=True)) as site:
        site.names = names
        site.gate = replace(GATE, trust=lambda: ssl.create_default_context(cafile=paths[0]))
        yield site


def test_the_name_goes_into_tls_and_the_certificate_is_checked_against_it(secure):
    found = look(secure, f"https://school.test:{secure.port}/plan.pdf", gate=secure.gate)

    assert (found.link, found.content_type) == ("alive", "application/pdf")
    assert set(secure.names) == {"school.test"}


@pytest.mark.parametrize("host", ["other.test", "school.test"])
def test_a_certificate_of_somebody_else_is_not_taken(secure, host):
    gate = GATE if host == "school.test" else secure.gate

    found = look(secure, f"https://{host}:{secure.port}/plan.pdf", gate=gate)

    assert (found.link, found.note) == ("gone", "сертификат сайта не подтверждён")
    assert secure.asked == []


def test_a_site_that_never_finishes_its_handshake_is_left_in_time():
    with socket.create_server((HERE, 0)) as mute:
        url = f"https://school.test:{mute.getsockname()[1]}/"
        began = monotonic()

        found = Lookout(gate=GATE, pause=0, total=0.5).look(url)

    assert (found.link, found.note) == ("gone", "сайт не ответил вовремя")
    assert monotonic() - began < 1.5
