"""One request to an address whose numbers were looked at before; nothing is asked twice.

The connection goes to the number, the name goes into the Host header and into TLS. However slowly
a server answers and whatever it says of its length, all ends at the deadline, and no more of the
body than CAP is read.
"""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from .addresses import Address, Refused, is_public
from .judging import Answer

CAP = 64 * 1024
TIMEOUT = 10.0  # seconds of silence
MAX_NUMBERS = 3
VERSION = "1.0"


class Failed(Exception):
    """There was no answer; says why in words."""


@dataclass(frozen=True)
class Gate:
    """By whom a name becomes numbers and which of them may be asked.

    The portal uses OPEN_INTERNET. Another one is handed over by a test, and cannot be set.
    """

    resolve: Callable[[str, int], list[str]]
    allows: Callable[[str], bool]
    ports: frozenset[int] | None
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def numbers(self, address: Address) -> list[str]:
        """Asked once for a hop. One number that may not be asked spoils the whole name."""
        try:
            found = list(dict.fromkeys(self.resolve(address.host, address.port)))
        except (OSError, UnicodeError) as error:
            raise Failed("сайта с таким именем нет") from error
        if not found:
            raise Failed("сайта с таким именем нет")
        if not all(self.allows(number) for number in found):
            raise Refused("адрес ведёт во внутреннюю сеть")
        return found[:MAX_NUMBERS]


def by_dns(host: str, port: int) -> list[str]:
    return [told[4][0] for told in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def ask(
    address: Address, numbers: list[str], *, method: str, agent: str, gate: Gate, seconds: float
) -> Answer:
    connect = Plain if address.scheme == "http" else Secure
    connection = connect(address, numbers, gate, min(TIMEOUT, seconds))
    timer = Timer(seconds, connection.break_off)
    timer.daemon = True
    timer.start()
    try:
        connection.request(
            method,
            address.path,
            headers={
                "Host": address.named,
                "User-Agent": agent,
                "Accept": "*/*",
                "Accept-Encoding": "identity",
                "Connection": "close",
            },
            preload_content=False,
            decode_content=False,
        )
        response = connection.getresponse()
        if connection.broken_off:  # headers that were cut short pass for headers
            raise TimeoutError
        body = b"" if method == "HEAD" else _some_of(response)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, headers, body)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise Failed(why_failed(error, timed_out=connection.broken_off)) from error
    finally:
        timer.cancel()
        connection.close()
        connection.close_guard()


def _some_of(response) -> bytes:
    """What has come is enough: a length that was a lie is no reason to call a page gone."""
    body = b""
    with suppress(HTTPError, HTTPException, OSError):
        while len(body) < CAP and (chunk := response.read1(CAP - len(body))):
            body += chunk
    return body


class Pinned:
    """Connects to one of the numbers, and can be broken off from another thread."""

    def __init__(self, address: Address, numbers: list[str], timeout: float, **more):
        super().__init__(address.host, address.port, timeout=timeout, **more)
        self.numbers, self.guard, self.broken_off = numbers, None, False

    def _new_conn(self):
        *others, last = self.numbers
        made = next(filter(None, map(self._tried, others)), None) or self._reached(last)
        made.settimeout(self.timeout)
        # TLS takes the socket over; its twin stays with us
        self.guard = made.dup()
        return made

    def _tried(self, number: str) -> socket.socket | None:
        try:
            return self._reached(number)
        except OSError:
            return None

    def _reached(self, number: str) -> socket.socket:
        patience = self.timeout / len(self.numbers)
        return socket.create_connection((number, self.port), timeout=patience)

    def break_off(self) -> None:
        self.broken_off = True
        if self.guard:
            with suppress(OSError):
                self.guard.shutdown(socket.SHUT_RDWR)

    def close_guard(self) -> None:
        if self.guard:
            self.guard.close()


class Plain(Pinned, HTTPConnection):
    def __init__(self, address: Address, numbers: list[str], _gate: Gate, timeout: float):
        super().__init__(address, numbers, timeout)


class Secure(Pinned, HTTPSConnection):
    def __init__(self, address: Address, numbers: list[str], gate: Gate, timeout: float):
        super().__init__(address, numbers, timeout, ssl_context=gate.trust())


def why_failed(error: BaseException, *, timed_out: bool = False) -> str:
    """The innermost reason, in words for people."""
    chain = list(_chain(error))
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in chain):
        return "сертификат сайта не подтверждён"
    if timed_out or any(isinstance(one, TimeoutError) for one in chain):
        return "сайт не ответил вовремя"
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return "защищённое соединение не установилось"
    if any(isinstance(one, ConnectionRefusedError) for one in chain):
        return "сайт не принимает соединений"
    if any(isinstance(one, HTTPException) for one in chain):
        return "сайт оборвал ответ или ответил непонятно"
    return "соединиться с сайтом не удалось"


def _chain(error: BaseException | None):
    while error:
        yield error
        error = error.__cause__ or error.__context__


OPEN_INTERNET = Gate(resolve=by_dns, allows=is_public, ports=frozenset({80, 443, 8080, 8443}))
