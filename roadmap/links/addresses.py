"""Which addresses may be asked. Pure.

What a link leads to is decided by the numbers that its name stands for, never by how it is spelt:
«2130706433», «0177.1» and a name of somebody's DNS may all be 127.0.0.1.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, unquote, urlsplit, urlunsplit

PORTS = {"http": 80, "https": 443}
# where sites are; anything else is somebody's service
USUAL_PORTS = frozenset({80, 443, 8080, 8443})
MAX_LENGTH = 1000
NAT64 = IPv6Network("64:ff9b::/96")
KEPT = "/?:@!$&'()*+,;=~-._%"


class Refused(Exception):
    """An address that is not asked; says why."""


@dataclass(frozen=True)
class Address:
    scheme: str
    host: str
    port: int
    path: str  # with the query
    fragment: str = ""

    @property
    def url(self) -> str:
        return self.site + self.path + (f"#{self.fragment}" if self.fragment else "")

    @property
    def site(self) -> str:
        return f"{self.scheme}://{self.named}"

    @property
    def named(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_address(url: str, *, ports: frozenset[int] | None = USUAL_PORTS) -> Address:
    """In one spelling: two links to one page are told apart by nobody."""
    url = url.strip()
    if len(url) > MAX_LENGTH or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise Refused("в адресе пробелы или он слишком длинный")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError) as error:
        raise Refused("адрес написан с ошибкой") from error
    if parts.scheme.lower() not in PORTS:
        raise Refused("адрес должен начинаться с http:// или https://")
    if not host or "%" in host:
        raise Refused("в адресе нет имени сайта")
    if parts.username is not None or parts.password is not None:
        raise Refused("в адресе указаны имя или пароль")
    scheme = parts.scheme.lower()
    port = PORTS[scheme] if port is None else port
    if ports is not None and port not in ports:
        raise Refused(f"необычный порт {port}")
    path = urlunsplit(("", "", quote(parts.path, KEPT) or "/", quote(parts.query, KEPT), ""))
    return Address(scheme, host, port, path, quote(parts.fragment, KEPT))


def readable(url: str) -> str:
    """As people write it: школа.рф/программа; as it is, where that would hide something."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("ascii").decode("idna")
        shown = parts._replace(netloc=parts.netloc.replace(parts.hostname or "", host)).geturl()
        shown = unquote(shown, errors="strict")
    except (ValueError, UnicodeError):
        return url
    return shown if shown.isprintable() else url


def is_public(number: str) -> bool:
    """Whether an IP address is of the open internet, whatever form it is wrapped in."""
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    return all(
        each.is_global and not each.is_multicast and not each.is_reserved
        for each in _all_of(address)
    )


def _all_of(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address itself, or the old ones that an IPv6 address carries inside."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address in NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address, *filter(None, [address.sixtofour, *(address.teredo or ())])]


def is_same_page(one: Address, other: Address) -> bool:
    """Another protocol, «www.» or a slash at the end do not make another page of it."""
    return _bare(one) == _bare(other)


def _bare(address: Address) -> tuple[str, str]:
    return address.host.removeprefix("www."), unquote(address.path).rstrip("/")
