"""A real server of this machine that behaves as badly as the internet does."""

import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep
from urllib.parse import unquote

CHANGED = "Wed, 16 Sep 2026 21:30:00 GMT"
ENDLESS = 3.0  # seconds; longer than any test waits


class Handler(BaseHTTPRequestHandler):
    """`/path` is answered by the method `path`; a site is the name in the Host header."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with self.server.counted(self):
            name = self.path.strip("/").partition("?")[0].partition("/")[0] or "home"
            getattr(self, f"page_{name.replace('.', '_').replace('-', '_')}", self.page_none)()

    do_HEAD = do_GET

    def say(self, status=200, body=b"<p>OK", **headers):
        self.send_response_only(status)
        told = {"Content_Type": "text/html; charset=utf-8", "Content_Length": len(body)} | headers
        for name, value in told.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def to(self, address, status=302):
        self.say(status, b"", Location=address)

    def drip(self, piece: bytes, pause: float):
        ends = monotonic() + ENDLESS
        while monotonic() < ends:
            self.wfile.write(piece)
            self.wfile.flush()
            sleep(pause)

    def page_none(self):
        self.say(404)

    def page_home(self):
        self.say()

    def page_robots_txt(self):
        text = self.server.robots
        self.say(404) if text is None else self.say(body=text.encode(), Content_Type="text/plain")

    def page_plan_pdf(self):
        self.say(body=b"%PDF", Content_Type="application/pdf", Last_Modified=CHANGED)

    def page_gone(self):
        self.say(410)

    def page_forbidden(self):
        self.say(403)

    def page_broken(self):
        self.say(500)

    def page_only_get(self):
        self.say(405 if self.command == "HEAD" else 200)

    def page_moved(self):
        self.to("/plan.pdf", 301)

    def page_slash(self):
        self.to("/slash/") if self.path == "/slash" else self.say()

    def page_to_root(self):
        self.to("/")

    def page_loop(self):
        self.to("/loop-back")

    def page_loop_back(self):
        self.to("/loop")

    def page_far(self):
        """Never the same address twice: only the number of hops ends it."""
        self.to(f"/far/{self.path.count('/')}/" + "x/" * self.path.count("/"))

    def page_to(self):
        self.to(unquote(self.path.partition("?")[2]))

    def page_relative(self):
        self.to("приказ.pdf?x=1".encode().decode("latin-1"))

    def page_cookie(self):
        told = self.headers.get("Cookie")
        self.say(418) if told else self.say(302, b"", Location="/cookie2", Set_Cookie="a=1")

    def page_cookie2(self):
        self.say(418 if self.headers.get("Cookie") else 200)

    def page_silent(self):
        sleep(ENDLESS)
        self.close_connection = True

    def page_slow_head(self):
        """A byte of the headers now and then: never silent for long, never done."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        self.drip(b"a", 0.05)

    def page_continues(self):
        self.drip(b"HTTP/1.1 100 Continue\r\n\r\n", 0.01)

    def page_endless(self):
        if self.command == "HEAD":
            return self.say(405)
        self.say(body=b"", Content_Length=None, Connection="close")
        self.close_connection = True
        return self.drip(b"x" * 65536, 0)

    def page_dripping(self):
        if self.command == "HEAD":
            return self.say(405)
        self.say(body=b"", Content_Length=10**9)
        return self.drip(b"x", 0.05)

    def page_short(self):
        """Says it is longer than it is."""
        self.say(405) if self.command == "HEAD" else self.say(body=b"half", Content_Length=10**6)
        self.close_connection = True

    def page_long(self):
        """Says it is shorter than it is."""
        self.say(405) if self.command == "HEAD" else self.say(body=b"x" * 10**6, Content_Length=1)
        self.close_connection = True

    def page_closes(self):
        self.close_connection = True

    def page_garbage(self):
        self.wfile.write(b"\x00\xff not HTTP at all\r\n\r\n")
        self.close_connection = True

    def log_message(self, *_args):
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True
    robots: str | None = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.seen_headers = [], []
        self.at_once, self.most_at_once, self.lock = Counter(), Counter(), threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def url(self, path: str, host="school.test") -> str:
        return f"http://{host}:{self.port}/{path}"

    @contextmanager
    def counted(self, request):
        host = request.headers.get("Host", "")
        with self.lock:
            self.asked.append((request.command, request.path))
            self.seen_headers.append(dict(request.headers))
            self.at_once[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self.at_once[host])
        try:
            yield
        except (BrokenPipeError, ConnectionResetError):
            request.close_connection = True
        finally:
            with self.lock:
                self.at_once[host] -= 1

    def handle_error(self, *_args):
        """Whoever leaves early is what the tests are about."""


@contextmanager
def serving(wrap=None):
    site = Site()
    if wrap:
        site.socket = wrap(site.socket)
    thread = threading.Thread(target=site.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()
